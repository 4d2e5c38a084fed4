import DossierDomain
import WorkingCalendar

extension OutboxDraft {
    /// The text that an event is worth to the applicant; nil if it is worth none or he wants none.
    ///
    /// One event is worth one text at most: what matters most to the applicant.
    init?(telling event: DossierEvent, dossier: Dossier, id: StreamID, ladder: Ladder) {
        let tellsOverdue = ladder.dossierOverdue.recipients.contains(.applicant)
        self.init(telling: event, dossier: dossier, id: id, tellsOverdue: tellsOverdue)
    }

    /// The same, where it is known whether the applicant is told that his appointment has passed.
    init?(telling event: DossierEvent, dossier: Dossier, id: StreamID, tellsOverdue: Bool) {
        guard dossier.notifiesBySMS, dossier.registration.importedAt == nil || dossier.version > 1,
            let news = News(of: event, dossier: dossier, tellsOverdue: tellsOverdue)
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

    init?(of event: DossierEvent, dossier: Dossier, tellsOverdue: Bool) {
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
            // Earlier too: he would be told that it is overdue before the only date he knows.
            guard event.effects.contains(where: \.movesDueDate) else { return nil }
            kind = .rescheduled
            dueAt = dossier.dueAt
        case .becameOverdue:
            guard tellsOverdue else { return nil }
            kind = .overdue
        case .stepCompleted, .stepReturned, .assigned, .paymentRequested, .handedOver, .corrected, .pinRenewed,
            .stepBecameOverdue, .warned, .transferred:
            return nil
        }
    }
}

extension DossierEffect {
    fileprivate var movesDueDate: Bool {
        if case .dueDate = self { true } else { false }
    }
}
