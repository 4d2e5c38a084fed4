import DossierDomain
import WorkingCalendar

extension OutboxDraft {
    /// The text that an event is worth to the applicant; nil if it is worth none or he wants none.
    ///
    /// One event is worth one text at most: what matters most to the applicant.
    init?(telling event: DossierEvent, dossier: Dossier, id: StreamID) {
        guard dossier.registration.notifiesBySMS, dossier.registration.importedAt == nil || dossier.version > 1,
            let news = News(of: event, dossier: dossier)
        else { return nil }
        self.init(
            dossier: id,
            position: dossier.version,
            kind: news.kind,
            dueAt: news.dueAt,
            amountInDong: news.amountInDong,
            quotes: news.quotes,
            createdAt: event.at
        )
    }
}

/// What an event means to the applicant.
private struct News {
    let kind: NotificationKind
    var dueAt: Instant?
    var amountInDong: Int64?
    var quotes: VaultReference?

    init?(of event: DossierEvent, dossier: Dossier) {
        if event.effects.contains(.status(.finished)) {
            kind = dossier.result?.kind == .denied ? .resultDenied : .resultReady
            quotes = dossier.result?.kind == .denied ? dossier.result?.text : nil
            return
        }
        if event.effects.contains(.status(.awaitingPayment)) {
            kind = .paymentDue
            amountInDong = dossier.amountInDong
            quotes = dossier.request
            return
        }
        switch event.fact {
        case .registered, .accepted:
            guard dossier.status == .received else { return nil }
            kind = .received
            dueAt = dossier.dueAt
        case .refused(let reason):
            kind = .refused
            quotes = reason
        case .supplementRequested(let request):
            kind = .supplementNeeded
            quotes = request
        case .supplementReceived, .paymentConfirmed:
            guard event.effects.contains(where: \.movesDueDate) else { return nil }
            kind = .resumed
            dueAt = dossier.dueAt
        case .withdrawn: kind = .withdrawn
        case .stopped(let reason), .voided(let reason):
            kind = .stopped
            quotes = reason
        case .apologised(let reason, _):
            kind = .apology
            dueAt = dossier.dueAt
            quotes = reason
        case .rescheduled:
            guard event.effects.contains(where: \.movesDueDateLater) else { return nil }
            kind = .rescheduled
            dueAt = dossier.dueAt
        case .becameOverdue: kind = .overdue
        case .stepCompleted, .stepReturned, .assigned, .paymentRequested, .handedOver, .corrected, .pinRenewed,
            .stepBecameOverdue, .warned:
            return nil
        }
    }
}

extension DossierEffect {
    fileprivate var movesDueDate: Bool {
        if case .dueDate = self { true } else { false }
    }

    fileprivate var movesDueDateLater: Bool {
        if case .dueDate(let old?, let new, _) = self { new > old } else { false }
    }
}

extension Notice {
    /// The notices that a rung of the ladder sends to the staff.
    ///
    /// Source: design.md §3: a step overdue goes to the unit's head (and the officer named for it), a dossier overdue
    /// to the heads of the units that have it and to the leaders.
    static func made(by event: DossierEvent, dossier: Dossier, id: StreamID) -> [Notice] {
        var recipients: [NoticeRecipient] = []
        let rung: Rung
        switch event.fact {
        case .becameOverdue:
            rung = .dossierOverdue
            recipients = [.leaders] + dossier.activeSteps.compactMap(\.place).map(NoticeRecipient.heads)
        case .stepBecameOverdue(let stepID):
            rung = .stepOverdue(stepID)
            guard let step = dossier[stepID], let place = step.place else { return [] }
            recipients = [.heads(place)]
            if let assignee = step.assignee { recipients.append(.account(assignee)) }
        default: return []
        }
        var names: [String] = []
        for recipient in recipients where !names.contains(recipient.storedName) { names.append(recipient.storedName) }
        return names.map { Notice(number: nil, recipient: $0, dossier: id, rung: rung.storedName, at: event.at) }
    }
}
