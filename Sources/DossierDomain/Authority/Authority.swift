/// Who may do what on which dossier (phân quyền thao tác), from one actor's point of view.
///
/// The lines of the policy stand in `Policy.swift`; this holds an actor against them.
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

    /// Whether the actor may do a thing with a dossier, whatever its status.
    ///
    /// - Parameters:
    ///   - deed: What he wants.
    ///   - dossier: The dossier as it stands.
    ///   - step: The step that he means, where the deed is about one.
    /// - Returns: Whether he may.
    public func permits(_ deed: DossierDeed, on dossier: Dossier, step: StepProgress? = nil) -> Bool {
        deed.clause.parties.contains { holds($0, dossier, step) }
    }

    /// Checks that the actor may do a thing with a dossier, whatever its status.
    ///
    /// - Parameters:
    ///   - deed: What he wants.
    ///   - dossier: The dossier as it stands.
    ///   - step: The step that he means, where the deed is about one.
    /// - Throws: ``DossierRejection/forbidden(_:)``; ``DossierRejection/supplementNeedsHead`` for a second request.
    public func check(
        _ deed: DossierDeed,
        on dossier: Dossier,
        step: StepProgress? = nil
    ) throws(DossierRejection) {
        if permits(deed, on: dossier, step: step) { return }
        if deed == .requestSupplementAgain { throw .supplementNeedsHead }
        // Strangers learn nothing, not even which desk it was.
        let unit = deed == .see ? nil : step.map(\.place) ?? dossier.receivingDesk
        throw .forbidden(Denial(deed.clause.rule, unit: unit))
    }

    /// Checks that the actor completed none of the steps from which a step is kept apart (phân định trách nhiệm).
    ///
    /// Whoever ever completed one is meant, also where the work went back since and somebody else did it again.
    ///
    /// - Throws: ``DossierRejection/forbidden(_:)`` by the rule of separated duties.
    func checkSeparation(of step: Step, on dossier: Dossier, in route: Route) throws(DossierRejection) {
        guard let earlier = separated(from: step, on: dossier) else { return }
        let name = route[earlier]?.name ?? earlier.rawValue
        throw .forbidden(Denial(.separationOfDuties, unit: dossier[step.id]?.place, step: name))
    }

    /// The earlier step because of which the actor may not complete a step; nil if he may.
    func separated(from step: Step, on dossier: Dossier) -> StepID? {
        guard let separation = step.separation else { return nil }
        if let role = actor.role, separation.exempt.contains(role) { return nil }
        return separation.from.first { dossier[$0]?.completers.contains(actor.initiator) == true }
    }
}

extension Authority {
    private func holds(_ party: Party, _ dossier: Dossier, _ step: StepProgress?) -> Bool {
        switch party {
        case .receivingDesk: received(dossier)
        case .deskOnRoute: isDeskStaff && isOnRoute(of: dossier)
        case .unitOnRoute: isOnRoute(of: dossier)
        case .agencyOnRoute: isOfAgency(on: dossier)
        case .stepUnit: step.map { worksOn($0, of: dossier) } ?? false
        case .stepHead: actor.role == .head && actor.place != nil && actor.place == step?.place
        case .activeUnit: hasActiveStep(of: dossier)
        case .activeHead: actor.role == .head && hasActiveStep(of: dossier)
        case .headOnRoute: actor.role == .head && isOnRoute(of: dossier)
        case .head: actor.role == .head
        case .leader: actor.role == .leader
        case .timer: actor.initiator == .timer
        case .program: actor.initiator == .program
        }
    }

    /// Whether the actor is staff of the desk that received the dossier.
    func received(_ dossier: Dossier) -> Bool { isOf(dossier.receivingDesk) }

    /// Whether the actor is staff of a desk.
    func isOf(_ desk: UnitPlace) -> Bool { isDeskStaff && actor.place == desk }

    /// Whether the actor's unit received the dossier or has a step of it.
    private func isOnRoute(of dossier: Dossier) -> Bool {
        guard let place = actor.place else { return false }
        return place == dossier.receivingDesk || dossier.steps.contains { $0.place == place }
    }

    /// Whether the actor's unit has a step of the dossier that is active now.
    private func hasActiveStep(of dossier: Dossier) -> Bool {
        guard let place = actor.place, actor.role != .admin else { return false }
        return dossier.steps.contains { $0.state == .active && $0.place == place }
    }

    /// Whether the actor's agency has a part in the dossier; administrators have none.
    private func isOfAgency(on dossier: Dossier) -> Bool {
        guard actor.role != .admin, actor.role != nil else { return false }
        guard let place = actor.place, let own = organisation.agency(of: place) else { return false }
        if organisation.agency(of: dossier.receivingDesk) == own { return true }
        return dossier.steps.contains { step in step.place.flatMap(organisation.agency(of:)) == own }
    }

    /// Whether a step is the work of the actor's unit; clerks do desks' steps only.
    private func worksOn(_ step: StepProgress, of dossier: Dossier) -> Bool {
        guard actor.role != .admin, let own = actor.place else { return false }
        let isDeskStep = step.place.map { organisation.isDesk($0.unit) } ?? false
        if actor.role == .desk, !isDeskStep { return false }
        return step.place == own || (isDeskStep && isDeskStaff && own == dossier.receivingDesk)
    }
}

extension Actor {
    /// Whether the actor may do a thing that concerns no single dossier.
    public func may(_ deed: ServiceDeed) -> Bool { deed.clause.parties.contains(where: holds) }

    /// Checks that the actor may do a thing that concerns no single dossier.
    ///
    /// - Throws: ``DossierRejection/forbidden(_:)``.
    public func check(_ deed: ServiceDeed) throws(DossierRejection) {
        guard may(deed) else { throw .forbidden(Denial(deed.clause.rule)) }
    }

    private func holds(_ party: ServiceParty) -> Bool {
        switch party {
        case .unitStaff: place != nil && role != .admin && role != nil
        case .clerk: role == .desk && place != nil
        case .head: role == .head && place != nil
        case .leader: role == .leader
        case .administrator: role == .admin
        }
    }
}
