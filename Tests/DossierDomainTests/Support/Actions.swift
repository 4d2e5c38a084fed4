import DossierDomain
import Testing
import WorkingCalendar

/// The actions of the table, each as a command on the household business procedure.
enum Action: String, CaseIterable, Sendable {
    case accept, refuse
    case completeIntake, completeAppraise, completeHandOver, returnStep
    case assignIntake, assignAppraise
    case requestSupplement, receiveSupplement, requestPayment, confirmPayment
    case withdraw, stop, apologise, handOver, correct, void, renewPIN

    func command() throws -> any DossierCommand {
        switch self {
        case .accept: AcceptDossier()
        case .refuse: RefuseDossier(reason: paper(10))
        case .completeIntake: completing("intake")
        case .completeAppraise: completing("appraise")
        case .completeHandOver: completing("hand-over")
        case .returnStep: ReturnStep(step: "appraise", target: "intake", reason: paper(11))
        case .assignIntake: assignment("intake", to: Staff.clerk)
        case .assignAppraise: assignment("appraise", to: Staff.officer("TCKH"))
        case .requestSupplement: RequestSupplement(request: paper(12))
        case .receiveSupplement: ReceiveSupplement(documents: paper(13))
        case .requestPayment: RequestPayment(amountInDong: 100_000, reason: paper(14))
        case .confirmPayment: ConfirmPayment(reference: paper(15))
        case .withdraw: WithdrawDossier(reason: paper(16))
        case .stop: StopDossier(reason: paper(17))
        case .apologise: Apologise(reason: paper(18), newDueAt: try at("2022-01-14 10:00"))
        case .handOver: HandOverDossier(receivedBy: paper(19))
        case .correct: CorrectDossier(fields: ["name"], applicant: paper(20), reason: paper(21))
        case .void: VoidDossier(reason: paper(22))
        case .renewPIN: RenewPIN(pin: paper(23))
        }
    }

    private func assignment(_ step: StepID, to officer: Actor) -> AssignStep {
        AssignStep(step: step, assignee: officer.account, assignees: [officer])
    }
}

/// Those who may try an action on a dossier of the household business procedure.
enum Party: String, CaseIterable, Sendable {
    /// The desk that received it: a clerk and its head.
    case clerk, deskHead
    /// The desk of a commune, which has no part in it.
    case otherDesk
    /// The unit whose step is active in 4, 5 and 6.
    case officer, head
    /// A unit with a later step.
    case laterOfficer, laterHead
    /// A unit that has no part in it.
    case stranger, strangerHead
    case leader, admin, timer, importer

    var actor: Actor {
        switch self {
        case .clerk: Staff.clerk
        case .deskHead: Staff.deskHead
        case .otherDesk: Staff.communeClerk
        case .officer: Staff.officer("TCKH")
        case .head: Staff.head("TCKH")
        case .laterOfficer: Staff.officer("THUE")
        case .laterHead: Staff.head("THUE")
        case .stranger: Staff.officer("TP")
        case .strangerHead: Staff.head("TP")
        case .leader: Staff.leader
        case .admin: Staff.admin
        case .timer: .timer
        case .importer: .importer
        }
    }
}

extension Story {
    /// A dossier of the household business procedure in a status, everything done on 2022-01-05.
    ///
    /// Status 7 is not among them: a withdrawal passes through it to 8 in one event.
    static func inStatus(_ status: Status) throws -> Story {
        let isOnline = status == .submitted || status == .refused
        var story = try Story(Procedures.business(), at: "2022-01-05 08:00", channel: isOnline ? .online : .desk)
        if status == .refused { try story.act(Action.refuse.command(), by: Staff.clerk, at: "2022-01-05 08:05") }
        guard status > .refused else { return story }
        try story.complete("intake", at: "2022-01-05 08:10")
        switch status {
        case .awaitingSupplement, .awaitingPayment, .stopped:
            let actions: [Status: (Action, Actor)] = [
                .awaitingSupplement: (.requestSupplement, Staff.clerk),
                .awaitingPayment: (.requestPayment, Staff.clerk),
                .stopped: (.stop, Staff.leader),
            ]
            let (action, actor) = try #require(actions[status])
            try story.act(action.command(), by: actor, at: "2022-01-05 08:20")
        case .finished, .handedOver:
            try story.complete("appraise", at: "2022-01-05 08:20")
            try story.complete("tax-code", at: "2022-01-05 08:30")
            try story.complete("sign", at: "2022-01-05 08:40")
            guard status == .handedOver else { break }
            try story.act(Action.handOver.command(), by: Staff.clerk, at: "2022-01-05 08:50")
        default: break
        }
        return story
    }
}
