/// Those whom a line of the policy can name (đối tượng được phép), as seen from one dossier and one of its steps.
enum Party: Hashable, Sendable {
    /// The staff of the desk that received it.
    case receivingDesk
    /// The staff of a desk that received it or is on its route.
    case deskOnRoute
    /// Whoever belongs to a unit that received it or is on its route.
    case unitOnRoute
    /// Whoever belongs to an agency that has a part in it.
    case agencyOnRoute
    /// The staff of the unit whose step it is; of a desk's step also the desk that received the dossier.
    case stepUnit
    /// The head of the unit whose step it is.
    case stepHead
    /// The staff of a unit with a step under way.
    case activeUnit
    /// The head of a unit with a step under way.
    case activeHead
    /// The head of a unit that received it or is on its route.
    case headOnRoute
    /// The head of any unit.
    case head
    /// The leaders.
    case leader
    /// The timer service.
    case timer
    /// The program itself.
    case program
}

/// One line of the policy on dossiers: who may, by which rule others may not, and in which statuses.
struct Clause {
    let parties: [Party]
    let rule: AccessRule
    let statuses: Set<Status>

    init(_ parties: [Party], _ rule: AccessRule, in statuses: Set<Status> = Set(Status.allCases)) {
        self.parties = parties
        self.rule = rule
        self.statuses = statuses
    }
}

/// The policy (chính sách phân quyền): who may do what on which dossier in which state.
///
/// Who asks is checked before the dossier's status, so that a refusal tells nobody more than he may know. What a
/// decision asks beyond this stands in its command: the step under way, dates, outcomes.
/// Source: the table of actions in design.md §3.
extension DossierDeed {
    var clause: Clause {
        switch self {
        case .see: Clause([.agencyOnRoute, .leader], .agencyOnRoute)
        case .listReadings: Clause([.receivingDesk, .headOnRoute, .leader], .receivingDeskHeadOrLeader)
        case .accept, .refuse: Clause([.deskOnRoute], .desk, in: [.submitted])
        case .completeStep: Clause([.stepUnit], .stepUnit, in: [.received, .processing])
        case .completePayment: Clause([.unitOnRoute], .desk)
        case .returnStep: Clause([.stepUnit], .stepUnit, in: [.processing])
        case .assignStep: Clause([.stepHead], .stepHead, in: [.received, .processing])
        case .requestSupplement:
            Clause([.deskOnRoute, .activeUnit], .deskOrActiveUnit, in: [.submitted, .received, .processing])
        case .requestSupplementAgain: Clause([.head], .secondSupplement)
        case .receiveSupplement: Clause([.deskOnRoute], .desk, in: [.awaitingSupplement])
        case .requestPayment: Clause([.deskOnRoute, .activeUnit], .deskOrActiveUnit, in: [.received, .processing])
        case .confirmPayment: Clause([.deskOnRoute], .desk, in: [.awaitingPayment])
        case .withdraw:
            Clause(
                [.deskOnRoute],
                .desk,
                in: [.submitted, .received, .processing, .awaitingSupplement, .awaitingPayment]
            )
        case .stop:
            Clause(
                [.headOnRoute, .leader],
                .headOrLeader,
                in: [.received, .processing, .awaitingSupplement, .awaitingPayment]
            )
        case .void: Clause([.deskOnRoute], .desk, in: [.submitted, .received])
        case .apologise: Clause([.activeHead, .leader], .activeHeadOrLeader, in: [.received, .processing])
        case .finishLate: Clause([.leader], .stepUnit)
        case .handOver: Clause([.deskOnRoute], .desk, in: [.finished])
        case .correct:
            Clause([.receivingDesk, .headOnRoute], .receivingDeskOrHead, in: Set(Status.allCases.filter { !$0.isEnd }))
        case .renewPIN: Clause([.deskOnRoute], .desk)
        case .fireRung: Clause([.timer], .program)
        case .reschedule, .transfer: Clause([.program], .program)
        }
    }
}

/// Those whom a line of the policy on the service can name.
enum ServiceParty: Hashable, Sendable {
    /// Whoever belongs to a unit, but for administrators.
    case unitStaff
    /// A clerk of a desk.
    case clerk
    /// The head of a unit.
    case head
    /// The leaders.
    case leader
    /// The administrators.
    case administrator
}

extension ServiceDeed {
    /// Who may, and by which rule others may not.
    var clause: (parties: [ServiceParty], rule: AccessRule) {
        switch self {
        case .listDossiers: ([.unitStaff, .leader], .unitStaff)
        case .readInbox: ([.unitStaff], .unitStaff)
        case .readForecast, .readReports: ([.clerk, .head, .leader], .deskHeadOrLeader)
        case .watchTexts, .watchWebhooks: ([.administrator, .leader], .administratorOrLeader)
        case .resendAnyText, .retryWebhooks, .keepAccounts: ([.administrator], .administrator)
        }
    }
}
