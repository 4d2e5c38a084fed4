import DossierDomain
import Testing
import WorkingCalendar

/// One dossier's life as these tests tell it: every act is decided, kept and folded.
struct Story {
    let procedure: Procedure
    let district: District
    let ladder: Ladder
    private(set) var events: [DossierEvent]
    private(set) var dossier: Dossier

    /// A dossier registered at a local date and time, by the district desk unless said otherwise.
    init(
        _ procedure: Procedure,
        at time: String,
        channel: Channel = .desk,
        by clerk: Actor = Staff.clerk,
        commune: CommuneID = "ha-lam",
        importedReceiptAt: Instant? = nil,
        ladder: Ladder = .overdueOnly
    ) throws {
        try self.init(
            procedure,
            atInstant: at(time),
            channel: channel,
            by: clerk,
            commune: commune,
            importedReceiptAt: importedReceiptAt,
            ladder: ladder
        )
    }

    init(
        _ procedure: Procedure,
        atInstant now: Instant,
        channel: Channel = .desk,
        by clerk: Actor = Staff.clerk,
        commune: CommuneID = "ha-lam",
        importedReceiptAt: Instant? = nil,
        ladder: Ladder = .overdueOnly
    ) throws {
        self.procedure = procedure
        self.ladder = ladder
        district = try District.shared()
        let context = Self.context(procedure, district, now: now, actor: clerk, ladder: ladder)
        let command = RegisterDossier(
            channel: channel,
            desk: clerk.place ?? UnitPlace(unit: "BPMC-H", commune: nil),
            commune: commune,
            notifiesBySMS: true,
            applicant: paper(1),
            pin: paper(2),
            regime: RegimeVersion(id: "2018", version: 1),
            importedReceiptAt: importedReceiptAt
        )
        let code = try #require(DossierCode("000.00.15.H47-220105-0001"))
        let first = try command.decide(code: code, in: context)
        events = [first]
        dossier = try #require(Dossier(first: first))
    }

    /// Does something that must be allowed, and folds what happened.
    @discardableResult
    mutating func act(_ command: any DossierCommand, by actor: Actor, at time: String) throws -> DossierEvent {
        let happened = try act(command, by: actor, atInstant: at(time))
        return try #require(happened)
    }

    @discardableResult
    mutating func act(_ command: any DossierCommand, by actor: Actor, atInstant now: Instant) throws -> DossierEvent? {
        let context = Self.context(procedure, district, now: now, actor: actor, ladder: ladder)
        guard let event = try command.decide(on: dossier, in: context) else { return nil }
        events.append(event)
        dossier.apply(event)
        return event
    }

    /// The refusal that something meets, nil if it would be allowed; nothing is changed.
    func refusal(of command: any DossierCommand, by actor: Actor, at time: String) throws -> DossierRejection? {
        let context = Self.context(procedure, district, now: try at(time), actor: actor, ladder: ladder)
        do throws(DossierRejection) {
            _ = try command.decide(on: dossier, in: context)
            return nil
        } catch {
            return error
        }
    }

    /// Completes a step by an officer of its unit, at the desk by its clerk.
    @discardableResult
    mutating func complete(_ id: StepID, _ outcome: String? = nil, at time: String) throws -> DossierEvent {
        let step = try #require(dossier[id])
        let unit = try #require(step.place).unit
        let isDesk = district.organisation.isDesk(unit)
        return try act(completing(id, outcome), by: isDesk ? Staff.clerk : Staff.officer(unit), at: time)
    }

    /// The states of the steps in the route's order: `w`aiting, `a`ctive, `d`one, `s`kipped.
    var states: String { dossier.steps.map { String($0.state.rawValue.prefix(1)) }.joined() }

    /// The due moment of a step.
    func due(_ id: StepID) -> String { local(dossier[id]?.dueAt) }

    /// The appointment.
    var due: String { local(dossier.dueAt) }

    static func context(
        _ procedure: Procedure,
        _ district: District,
        now: Instant,
        actor: Actor,
        ladder: Ladder = .overdueOnly
    ) -> DecisionContext {
        DecisionContext(
            now: now,
            actor: actor,
            procedure: procedure,
            organisation: district.organisation,
            calendars: district.calendars,
            ladder: ladder
        )
    }
}

/// The completion of a step, with what a test cares about.
func completing(
    _ step: StepID,
    _ outcome: String? = nil,
    result: DossierResult? = nil,
    overrideReason: VaultReference? = nil
) -> CompleteStep {
    CompleteStep(
        StepCompletion(step: step, outcome: outcome, note: nil, result: result, overrideReason: overrideReason)
    )
}
