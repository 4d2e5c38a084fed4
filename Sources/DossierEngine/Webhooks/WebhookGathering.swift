import DossierDomain
import WorkingCalendar

/// Queues what a system is to be told (gom tin webhook): what came to the outbox and to the notices since the last
/// look.
///
/// A rung is told once, however many recipients its notices have: a system tells its own people, and would otherwise
/// have to find out which of several calls are one and the same event. It goes by the number of the first of its
/// notices, which stand side by side because one transaction writes them. The morning's digest is no rung, and tells
/// only what was told of each dossier before.
struct WebhookGathering: Sendable {
    /// How many texts and how many notices are looked at in one transaction.
    static let portion = 200

    let subscription: WebhookSubscription

    /// Queues a portion; a new subscription begins with what comes from now on.
    ///
    /// - Parameter transaction: The transaction, which also notes how far was looked: nothing is queued twice.
    /// - Returns: Whether that was all.
    /// - Throws: ``StoreError``.
    func gather(in transaction: any StoreTransaction) throws -> Bool {
        let name = subscription.name
        guard var cursor = try transaction.webhookCursor(of: name) else {
            let newest = WebhookCursor(
                text: try transaction.lastMessageNumber(),
                notice: try transaction.lastNoticeNumber()
            )
            try transaction.setWebhookCursor(of: name, to: newest)
            return true
        }
        var news = NewsInOrder(
            texts: try transaction.messages(after: cursor.text, limit: Self.portion),
            notices: try transaction.notices(after: cursor.notice, limit: Self.portion),
            portion: Self.portion
        )
        if news.isEmpty { return true }
        var last = try transaction.notice(cursor.notice)
        // A system that wants none any more is told nothing of meanwhile.
        let isGone = try transaction.isWebhookGone(of: name)
        while let item = news.next() {
            switch item {
            case .text(let text):
                cursor.text = text.number
                guard !isGone, isWanted(text) else { continue }
                try transaction.queueDelivery(of: .text(text.number), about: text.draft.dossier, to: name)
            case .notice(let notice):
                let isFirst = last.map { !notice.tellsSameRung(as: $0) } ?? true
                last = notice
                cursor.notice = notice.number ?? cursor.notice
                guard !isGone, isFirst, isWanted(notice), let dossier = notice.dossier else { continue }
                try transaction.queueDelivery(of: .notice(cursor.notice), about: dossier, to: name)
            }
        }
        try transaction.setWebhookCursor(of: name, to: cursor)
        return !news.hasMore
    }

    /// What staff had sent once more was told already.
    private func isWanted(_ text: OutboxMessage) -> Bool {
        text.resend == 0 && subscription.kinds.contains(text.draft.kind)
    }

    /// Whether a warning demands an apology its dossier's ladder says, which is asked when it is told.
    private func isWanted(_ notice: Notice) -> Bool {
        guard let rung = Rung(storedName: notice.rung) else { return false }
        return [false, true].contains { subscription.notices.contains(NoticeKind(rung, demandsApology: $0)) }
    }
}

/// Texts and notices in the order of their instants, each in that of their numbers.
///
/// At the same instant a notice comes first: a rung that a command overtakes fires before it.
private struct NewsInOrder {
    enum Item {
        case text(OutboxMessage)
        case notice(Notice)
    }

    /// Whether there may be more than was read.
    let hasMore: Bool
    private let hasMoreTexts: Bool
    private let hasMoreNotices: Bool
    private var texts: ArraySlice<OutboxMessage>
    private var notices: ArraySlice<Notice>

    init(texts: [OutboxMessage], notices: [Notice], portion: Int) {
        hasMoreTexts = texts.count == portion
        hasMoreNotices = notices.count == portion
        hasMore = hasMoreTexts || hasMoreNotices
        self.texts = texts[...]
        self.notices = notices[...]
    }

    var isEmpty: Bool { texts.isEmpty && notices.isEmpty }

    /// The next one; nil at the end, or where what was not read yet may come before what is left.
    mutating func next() -> Item? {
        if texts.isEmpty && hasMoreTexts || notices.isEmpty && hasMoreNotices { return nil }
        if let text = texts.first, notices.first.map({ text.draft.createdAt < $0.at }) ?? true {
            texts.removeFirst()
            return .text(text)
        }
        return notices.popFirst().map(Item.notice)
    }
}

extension Notice {
    /// Whether both tell of one firing of a rung, to different recipients.
    fileprivate func tellsSameRung(as other: Notice) -> Bool {
        dossier == other.dossier && rung == other.rung && at == other.at && plannedAt == other.plannedAt
    }
}
