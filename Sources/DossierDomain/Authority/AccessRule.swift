/// The rule by which somebody may not do a thing (quy tắc phân quyền), as refusals name it; the names are stable.
public enum AccessRule: String, CaseIterable, Sendable {
    /// A dossier is for the agencies that have a part in it, and for leaders.
    case agencyOnRoute = "agency-on-route-only"
    /// For the desk that received the dossier, or one on its route.
    case desk = "desk-only"
    /// For the desk, or a unit with a step under way.
    case deskOrActiveUnit = "desk-or-active-unit-only"
    /// For the desk that received the dossier, or the head of a unit on its route.
    case receivingDeskOrHead = "receiving-desk-or-head-only"
    /// For the desk that received the dossier, the heads of units on its route, and leaders.
    case receivingDeskHeadOrLeader = "receiving-desk-head-or-leader-only"
    /// For the unit whose step it is.
    case stepUnit = "step-unit-only"
    /// For the officer who is named for the step, and the unit's head.
    case assignee = "assignee-or-head-only"
    /// For somebody else than who completed an earlier step.
    case separationOfDuties = "separation-of-duties"
    /// For the head of the unit whose step it is.
    case stepHead = "head-only"
    /// A second supplement request is for a head.
    case secondSupplement = "second-supplement-head-only"
    /// For leaders and the heads of units on the route.
    case headOrLeader = "head-or-leader-only"
    /// For leaders and the heads of units with a step under way.
    case activeHeadOrLeader = "active-head-or-leader-only"
    /// Dossiers are registered by a one-stop desk that has a code to give them.
    case registeringDesk = "registering-desk-only"
    /// The procedure is registered by the district desk, or by the desks that it begins at.
    case procedureDesk = "procedure-desk-only"
    /// For staff who belong to a unit.
    case unitStaff = "unit-staff-only"
    /// For clerks of a desk, heads and leaders.
    case deskHeadOrLeader = "desk-head-or-leader-only"
    /// For administrators.
    case administrator = "administrator-only"
    /// For administrators and leaders.
    case administratorOrLeader = "administrator-or-leader-only"
    /// For the program itself: what timers, changes of the calendar and mergers of communes do.
    case program = "program-only"
    /// Nothing before a one-time password is changed.
    case ownPassword = "own-password-first"
    /// For whom the word of the province's single sign-on gives an active account here.
    case signOn = "sign-on-account-only"
    /// A key of another system is for its scopes.
    case keyScope = "key-scope-only"

    /// What a sentence about it may name: `unit` and `step` as a ``Denial`` has them.
    public var placeholders: Set<String> {
        switch self {
        case .desk, .deskOrActiveUnit, .receivingDeskOrHead, .receivingDeskHeadOrLeader, .stepUnit, .stepHead,
            .procedureDesk:
            ["unit"]
        case .separationOfDuties: ["unit", "step"]
        default: []
        }
    }
}

/// A refusal for want of right (từ chối do không có quyền): by which rule, and whom to turn to.
public struct Denial: Hashable, Sendable {
    /// The rule.
    public let rule: AccessRule
    /// The unit that may do it, where the rule means one that whoever asks may know.
    public let unit: UnitPlace?
    /// The name of the step that the rule means, in Vietnamese.
    public let step: String?

    /// Creates a refusal.
    public init(_ rule: AccessRule, unit: UnitPlace? = nil, step: String? = nil) {
        self.rule = rule
        self.unit = unit
        self.step = step
    }
}
