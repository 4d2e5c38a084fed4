/// Who may do what on which dossier (phân quyền thao tác), from one actor's point of view.
///
/// Source: the table of actions in design.md §3.
public struct Authority: Sendable {
    private let actor: Actor
    private let organisation: Organisation

    /// Creates the point of view of an actor.
    public init(of actor: Actor, in organisation: Organisation) {
        self.actor = actor
        self.organisation = organisation
    }

    /// Whether the actor works at a one-stop desk, whichever.
    public var isDeskStaff: Bool {
        guard let place = actor.place, organisation.isDesk(place.unit) else { return false }
        return actor.role == .desk || actor.role == .officer || actor.role == .head
    }

    /// Whether the actor is staff of the desk that received the dossier or of one on its route.
    public func servesDesk(of dossier: Dossier) -> Bool {
        isDeskStaff && isOnRoute(of: dossier)
    }

    /// Whether the actor is staff of the desk that received the dossier.
    public func received(_ dossier: Dossier) -> Bool {
        isDeskStaff && actor.place == dossier.receivingDesk
    }

    /// Whether the actor's unit received the dossier or has a step of it.
    public func isOnRoute(of dossier: Dossier) -> Bool {
        guard let place = actor.place else { return false }
        return place == dossier.receivingDesk || dossier.steps.contains { $0.place == place }
    }

    /// Whether the actor heads a unit on the dossier's route.
    public func headsUnitOnRoute(of dossier: Dossier) -> Bool {
        actor.role == .head && isOnRoute(of: dossier)
    }

    /// Whether the actor's unit has a step of the dossier that is active now.
    public func hasActiveStep(of dossier: Dossier) -> Bool {
        guard let place = actor.place, actor.role != .admin else { return false }
        return dossier.steps.contains { $0.state == .active && $0.place == place }
    }

    /// Whether the actor heads a unit that has an active step of the dossier.
    public func headsActiveUnit(of dossier: Dossier) -> Bool {
        actor.role == .head && hasActiveStep(of: dossier)
    }

    /// Whether the actor leads the district or a commune.
    public var isLeader: Bool { actor.role == .leader }

    /// Whether the actor's agency has a part in the dossier, so that he may read it whole.
    ///
    /// Leaders read every dossier; administrators read none.
    public func maySee(_ dossier: Dossier) -> Bool {
        guard actor.role != .admin, actor.role != nil else { return false }
        if isLeader { return true }
        guard let place = actor.place, let own = organisation.agency(of: place) else { return false }
        if organisation.agency(of: dossier.receivingDesk) == own { return true }
        return dossier.steps.contains { step in step.place.flatMap(organisation.agency(of:)) == own }
    }

    /// Checks that the actor may work on a step of the dossier.
    ///
    /// - Throws: ``DossierRejection/forbidden`` if another unit does the step;
    ///   ``DossierRejection/assignedToOther(_:)`` if a colleague is named for it.
    public func checkWork(on step: StepProgress, of dossier: Dossier) throws(DossierRejection) {
        guard actor.role != .admin, let own = actor.place else { throw .forbidden }
        let isDeskStep = step.place.map { organisation.isDesk($0.unit) } ?? false
        guard step.place == own || (isDeskStep && received(dossier)) else { throw .forbidden }
        if actor.role == .desk, !isDeskStep { throw .forbidden }
        guard let assignee = step.assignee, actor.initiator != .account(assignee) else { return }
        guard actor.role == .head || isLeader else { throw .assignedToOther(step.id) }
    }
}
