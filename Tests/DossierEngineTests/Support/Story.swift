import DossierDomain
import Testing
import WorkingCalendar

/// One dossier's life as these tests tell it: every act is decided, kept and folded.
struct Story {
    let procedure: Procedure
    private(set) var events: [DossierEvent]
    private(set) var dossier: Dossier

    /// A dossier registered at a local date and time, by the district desk unless said otherwise.
    init(
        _ procedure: Procedure,
        at time: String,
        channel: Channel = .desk,
        desk: UnitID = "BPMC-H",
        commune: CommuneID = "ha-lam",
        notifiesBySMS: Bool = true,
        importedReceiptAt: Instant? = nil
    ) throws {
        self.procedure = procedure
        let clerk = Staff.member(.desk, of: desk, commune: commune)
        let actor = importedReceiptAt == nil ? clerk : .importer
        let command = RegisterDossier(
            channel: channel,
            desk: try #require(clerk.place),
            commune: commune,
            notifiesBySMS: notifiesBySMS,
            applicant: paper(1),
            pin: paper(2),
            regime: RegimeVersion(id: "2018", version: 1),
            importedReceiptAt: importedReceiptAt
        )
        let code = try #require(DossierCode("000.00.15.H47-220105-0001"))
        let first = try command.decide(code: code, in: Self.context(procedure, now: at(time), actor: actor))
        events = [first]
        dossier = try #require(Dossier(first: first))
    }

    /// Does something that must be allowed, and folds what happened.
    @discardableResult
    mutating func act(_ command: any DossierCommand, by actor: Actor, at time: String) throws -> DossierEvent {
        try #require(try act(command, by: actor, atInstant: at(time)))
    }

    @discardableResult
    mutating func act(_ command: any DossierCommand, by actor: Actor, atInstant now: Instant) throws -> DossierEvent? {
        let context = try Self.context(procedure, now: now, actor: actor)
        guard let event = try command.decide(on: dossier, in: context) else { return nil }
        events.append(event)
        dossier.apply(event)
        return event
    }

    /// Completes a step by an officer of its unit, at the desk by its clerk.
    @discardableResult
    mutating func complete(
        _ id: StepID,
        _ outcome: String? = nil,
        result: DossierResult? = nil,
        at time: String
    ) throws -> DossierEvent {
        let place = try #require(dossier[id]?.place)
        let isDesk = place.unit == "BPMC-H"
        let actor = isDesk ? Staff.clerk : Staff.member(.officer, of: place.unit, commune: place.commune ?? "ha-lam")
        return try act(completing(id, outcome, result: result), by: actor, at: time)
    }

    private static func context(_ procedure: Procedure, now: Instant, actor: Actor) throws -> DecisionContext {
        let district = try District.shared()
        return DecisionContext(
            now: now,
            actor: actor,
            procedure: procedure,
            organisation: district.organisation,
            calendars: district.calendars
        )
    }
}

/// The completion of a step, with what a test cares about.
func completing(
    _ step: StepID,
    _ outcome: String? = nil,
    note: VaultReference? = nil,
    result: DossierResult? = nil,
    overrideReason: VaultReference? = nil
) -> CompleteStep {
    CompleteStep(
        StepCompletion(step: step, outcome: outcome, note: note, result: result, overrideReason: overrideReason)
    )
}
