public import WorkingCalendar

/// A request to change one dossier (thao tác trên hồ sơ), decided without clock, chance or I/O.
///
/// Source: the table of actions in design.md §3; every move that is not in it is refused.
public protocol DossierCommand: Sendable {
    /// Decides what happens.
    ///
    /// - Parameters:
    ///   - dossier: The dossier as it stands.
    ///   - context: Who asks, when, and under which rules.
    /// - Returns: What happened; nil if there is nothing left to do, which only timers meet.
    /// - Throws: ``DossierRejection`` if it is not allowed; nothing has changed then.
    func decide(on dossier: Dossier, in context: DecisionContext) throws(DossierRejection) -> DossierEvent?
}

/// Everything a decision may depend on besides the dossier (ngữ cảnh quyết định).
public struct DecisionContext: Sendable {
    /// The instant of the decision.
    public let now: Instant
    /// Who asks.
    public let actor: Actor
    /// The dossier's version of its procedure.
    public let procedure: Procedure
    /// The agencies and units.
    public let organisation: Organisation
    /// The agencies' calendars.
    public let calendars: [AgencyID: WorkingCalendar]
    /// The ladder of warnings for dossiers of the procedure.
    public let ladder: Ladder
    /// The officers named for steps who are not at the steps' units any more: their steps are anybody's of the unit.
    public let absent: Set<AccountID>

    /// Creates a context.
    public init(
        now: Instant,
        actor: Actor,
        procedure: Procedure,
        organisation: Organisation,
        calendars: [AgencyID: WorkingCalendar],
        ladder: Ladder = .overdueOnly,
        absent: Set<AccountID> = []
    ) {
        self.now = now
        self.actor = actor
        self.procedure = procedure
        self.organisation = organisation
        self.calendars = calendars
        self.ladder = ladder
        self.absent = absent
    }

    /// The same context for another who asks.
    public func acting(as actor: Actor) -> DecisionContext {
        DecisionContext(
            now: now,
            actor: actor,
            procedure: procedure,
            organisation: organisation,
            calendars: calendars,
            ladder: ladder,
            absent: absent
        )
    }

    /// What the actor may do.
    var authority: Authority { Authority(of: actor, in: organisation) }

    /// Checks that the actor may work on a step: his unit does it, and nobody else who is there is named for it.
    func checkWork(_ deed: DossierDeed, on step: StepProgress, of dossier: Dossier) throws(DossierRejection) {
        try authority.check(deed, on: dossier, step: step)
        guard let assignee = step.assignee, !absent.contains(assignee) else { return }
        guard actor.initiator != .account(assignee), actor.role != .head, actor.role != .leader else { return }
        throw .assignedToOther(step.id)
    }

    /// Checks that the policy permits a deed: who asks first, then the dossier's status.
    func check(_ deed: DossierDeed, on dossier: Dossier, step: StepProgress? = nil) throws(DossierRejection) {
        try authority.check(deed, on: dossier, step: step)
        try dossier.requireStatus(for: deed)
    }

    /// The calendar by which a place works.
    func calendar(of place: UnitPlace) throws(DossierRejection) -> WorkingCalendar {
        guard let agency = organisation.units[place.unit]?.agency, let calendar = calendars[agency] else {
            throw .noOfficeTime
        }
        return calendar
    }

    /// The appointment for a dossier received at a place.
    func appointment(for place: UnitPlace, receivedAt: Instant) throws(DossierRejection) -> Instant {
        let calendar = try calendar(of: place)
        do throws(WorkingCalendarError) {
            return try calendar.deadline(for: procedure.limit, receivedAt: receivedAt)
        } catch {
            throw DossierRejection(error)
        }
    }

    /// When working time that begins at an instant ends by the calendar of a place.
    func due(
        at place: UnitPlace,
        from start: Instant,
        adding time: WorkingTime,
        ending end: TermEnd
    ) throws(DossierRejection) -> Instant {
        let calendar = try calendar(of: place)
        do throws(WorkingCalendarError) {
            return try calendar.due(from: start, adding: time, ending: end)
        } catch {
            throw DossierRejection(error)
        }
    }

    /// The working time from now to an instant by the calendar of a place; zero if that has passed.
    func unusedTime(at place: UnitPlace, until due: Instant) throws(DossierRejection) -> WorkingTime {
        let calendar = try calendar(of: place)
        do throws(WorkingCalendarError) {
            return try calendar.workingTime(from: now, to: due)
        } catch {
            throw DossierRejection(error)
        }
    }

    /// The event of what the actor did now.
    func event(_ fact: DossierFact, _ effects: [DossierEffect]) -> DossierEvent {
        DossierEvent(at: now, by: actor.initiator, capacity: actor.capacity, fact: fact, effects: effects)
    }
}

/// Refuses unless a condition of the rules holds.
func require(_ condition: Bool, orElse rejection: DossierRejection) throws(DossierRejection) {
    guard condition else { throw rejection }
}

extension Dossier {
    /// Refuses unless the policy permits a deed in the dossier's status.
    func requireStatus(for deed: DossierDeed) throws(DossierRejection) {
        guard deed.clause.statuses.contains(status) else { throw .wrongStatus(status) }
    }

    /// The effects of an end: every step that is not done is not needed any more, and none waits at a join.
    var effectsOfEnding: [DossierEffect] {
        pendingSteps.map { .stepNotPending($0) }
            + steps.filter { $0.state != .done && $0.state != .skipped }.map { .stepSkipped($0.id) }
    }
}
