import DossierDomain
import DossierEngine
import WorkingCalendar

/// What every store must do with notifications to other systems (webhook).
extension StoreContract {
    static let webhooks = [
        StoreBehaviour(
            "the place of a subscription is kept, and texts and notices after it are read in order",
            keepsPlace
        ),
        StoreBehaviour("a notification is queued once, comes back at its instant, and ends for good") { store in
            let text = try expectFound(try await texts(of: 1, in: store).first, "a text")
            for _ in 1...2 { try await store.transact { try queue(text, to: "chat", in: $0) } }
            let due = try await due(at: now, in: store)
            try expect(due.map(\.cause), is: [.text(text.number)], "what is due")
            let number = try expectFound(due.first, "a notification").number
            let later = now.adding(seconds: 5)
            try await store.transact { try $0.finishDelivery(number, .again(at: later, reason: "HTTP 503"), at: now) }
            let early = try await StoreContract.due(at: now, in: store)
            try expect(early.count, is: 0, "notifications before their instant")
            let again = try await StoreContract.due(at: later, in: store)
            try expect(again.map(\.attempts), is: [1], "tries so far")
            try await store.transact { try $0.finishDelivery(number, .dead(reason: "HTTP 503"), at: later) }
            let dead = try await store.read { try $0.webhookCounts(of: "chat") }
            try expect(dead, is: WebhookCounts(queued: 0, dead: 1, lastError: "HTTP 503"), "what was given up")
            let retried = try await store.transact { try $0.retryDeadDeliveries(of: "chat", limit: 9) }
            try expect(retried, is: 1, "what is tried again")
            let anew = try await StoreContract.due(at: now, in: store)
            try expect(anew.map(\.attempts), is: [0], "tries of what is tried again")
            try await store.transact { try $0.finishDelivery(number, .delivered, at: later) }
            try await store.transact { try $0.forgetDeliveries(before: later.adding(seconds: 1), limit: 9) }
            let rest = try await store.read { try $0.webhookCounts(of: "chat") }
            try expect(rest, is: WebhookCounts(queued: 0, dead: 0, lastError: nil), "what is left")
        },
        StoreBehaviour("of a dossier one notification is due at a time, and who wants no more is known") { store in
            let id = try await SampleDossier().save(in: store)
            try await store.transact { transaction in
                try transaction.enqueue(SampleDossier.draft(id, position: 1))
                try transaction.enqueue(SampleDossier.draft(id, position: 2, kind: .resultReady))
            }
            let texts = try await store.read { try $0.messages(after: 0, limit: 9) }
            try await store.transact { transaction in
                for text in texts { try queue(text, to: "chat", in: transaction) }
                try queue(texts[1], to: "other", in: transaction)
            }
            let first = try await due(at: now, in: store)
            try expect(first.map(\.cause), is: [.text(texts[0].number)], "what is due first")
            let reason = WebhookOutcome.gone
            try await store.transact { try $0.finishDelivery(first[0].number, .dead(reason: reason), at: now) }
            let second = try await due(at: now, in: store)
            try expect(second.map(\.cause), is: [.text(texts[1].number)], "what is due then")
            let gone = try await store.read { try [$0.webhookCounts(of: "chat"), $0.webhookCounts(of: "other")] }
            try expect(gone.map(\.isGone), is: [true, false], "who wants none any more")
            let told = try await store.read { try [$0.isWebhookGone(of: "chat"), $0.isWebhookGone(of: "other")] }
            try expect(told, is: [true, false], "who wants none any more, asked without the counts")
            try await store.transact { try $0.forgetDeliveries(before: now.adding(seconds: 1), limit: 9) }
            let later = try await store.read { try $0.isWebhookGone(of: "chat") }
            try expect(later, is: true, "whether it wants none any more when all else is forgotten")
            try await store.transact { transaction in
                let place = WebhookCursor(text: 1, notice: 0)
                try transaction.setWebhookCursor(of: "chat", to: place)
                try transaction.setWebhookCursor(of: "other", to: place)
                try transaction.forgetSubscriptions(except: ["other"])
            }
            let cursors = try await store.read { snapshot in
                try ["chat", "other"].map { try snapshot.webhookCursor(of: $0) }
            }
            try expect(cursors, is: [nil, WebhookCursor(text: 1, notice: 0)], "the places that are left")
            let counts = try await store.read { try $0.webhookCounts(of: "chat") }
            try expect(counts, is: WebhookCounts(queued: 0, dead: 0, lastError: nil), "what is left of it")
        },
        StoreBehaviour("a notification may tell of a notice, once to each, in one order with the dossier's texts") {
            store in
            let text = try expectFound(try await texts(of: 1, in: store).first, "a text")
            let dossier = text.draft.dossier
            let number = try expectFound(try await tellLeaders(1, about: dossier, in: store).first?.number, "a notice")
            try await store.transact { transaction in
                for name in ["chat", "chat", "other"] {
                    try transaction.queueDelivery(of: .notice(number), about: dossier, to: name)
                }
                try queue(text, to: "chat", in: transaction)
            }
            let first = try await due(at: now, in: store)
            try expect(first.map(\.cause), is: [.notice(number)], "what is due first")
            try await store.transact { try $0.finishDelivery(first[0].number, .delivered, at: now) }
            let second = try await due(at: now, in: store)
            try expect(second.map(\.cause), is: [.text(text.number)], "what is due then")
            let other = try await store.read { try $0.webhookCounts(of: "other") }
            try expect(other.queued, is: 1, "what waits for another")
        },
        StoreBehaviour("of what was given up the word that none is wanted any more is tried again first") { store in
            for text in try await texts(of: 3, in: store) {
                try await store.transact { try queue(text, to: "chat", in: $0) }
            }
            let calls = try await due(at: now, in: store)
            try expect(calls.count, is: 3, "what is due")
            for (call, reason) in zip(calls, ["HTTP 503", "HTTP 503", WebhookOutcome.gone]) {
                try await store.transact { try $0.finishDelivery(call.number, .dead(reason: reason), at: now) }
            }
            for count in 1...3 {
                let retried = try await store.transact { try $0.retryDeadDeliveries(of: "chat", limit: 1) }
                try expect(retried, is: 1, "what is tried again")
                let isGone = try await store.read { try $0.isWebhookGone(of: "chat") }
                try expect(isGone, is: false, "whether it wants none any more")
                let queued = Set(try await due(at: now, in: store).map(\.number))
                let expected = [calls[2], calls[0], calls[1]].prefix(count).map(\.number)
                try expect(queued, is: Set(expected), "what is due")
            }
        },
        StoreBehaviour("notifications put off after so many tries may be tried sooner, those of one subscription") {
            store in
            let text = try expectFound(try await texts(of: 1, in: store).first, "a text")
            let later = now.adding(seconds: 60)
            for name in ["other", "chat"] {
                try await store.transact { try queue(text, to: name, in: $0) }
                let due = try await store.read { try $0.dueDeliveries(of: name, at: now, limit: 1) }
                let number = try expectFound(due.first, "a notification").number
                try await store.transact { transaction in
                    try transaction.finishDelivery(number, .again(at: later, reason: "HTTP 503"), at: now)
                }
            }
            var hastened: [Int] = []
            for (tried, limit) in [(2, 9), (1, 0), (1, 9), (1, 9)] {
                let count = try await store.transact {
                    try $0.hastenDeliveries(of: "chat", tried: tried, at: now, limit: limit)
                }
                hastened.append(count)
            }
            try expect(hastened, is: [0, 0, 1, 0], "notifications that need not wait so long any more")
            try expect(try await due(at: now, in: store).map(\.attempts), is: [1], "what is due")
            let others = try await store.read { try $0.dueDeliveries(of: "other", at: now, limit: 9) }
            try expect(others.count, is: 0, "what is due to another")
        },
    ]

    @Sendable
    private static func keepsPlace(_ store: any DossierStore) async throws {
        let before = try await ends(in: store)
        try expect(before.place, is: nil, "a new subscription")
        try expect(before.last, is: WebhookCursor(text: 0, notice: 0), "where nothing is to be told")
        let texts = try await texts(of: 3, in: store)
        let notices = try await tellLeaders(3, about: texts[0].draft.dossier, in: store).compactMap(\.number)
        try expect(notices.count, is: 3, "notices")
        for index in 0...1 {
            let place = WebhookCursor(text: texts[index].number, notice: notices[index])
            try await store.transact { try $0.setWebhookCursor(of: "chat", to: place) }
        }
        let found = try await ends(in: store)
        try expect(found.place, is: WebhookCursor(text: texts[1].number, notice: notices[1]), "its place")
        try expect(found.last, is: WebhookCursor(text: texts[2].number, notice: notices[2]), "what came last")
        let after = try await store.read { snapshot in
            [
                try snapshot.messages(after: texts[0].number, limit: 9).map(\.number),
                try snapshot.notices(after: notices[0], limit: 9).compactMap(\.number),
                try snapshot.notices(after: notices[0], limit: 1).compactMap(\.number),
            ]
        }
        try expect(
            after,
            is: [[texts[1].number, texts[2].number], [notices[1], notices[2]], [notices[1]]],
            "what came after the first"
        )
    }

    /// The subscription's place, and the last text and notice.
    private static func ends(
        in store: any DossierStore
    ) async throws -> (place: WebhookCursor?, last: WebhookCursor) {
        try await store.read { snapshot in
            let last = WebhookCursor(
                text: try snapshot.lastMessageNumber(),
                notice: try snapshot.lastNoticeNumber()
            )
            return (try snapshot.webhookCursor(of: "chat"), last)
        }
    }

    private static func queue(
        _ text: OutboxMessage,
        to subscription: String,
        in transaction: any StoreTransaction
    ) throws {
        try transaction.queueDelivery(of: .text(text.number), about: text.draft.dossier, to: subscription)
    }

    /// Tells the leaders of a dossier so many times.
    static func tellLeaders(
        _ count: Int,
        about dossier: StreamID,
        in store: any DossierStore
    ) async throws -> [Notice] {
        try await store.transact { transaction in
            for _ in 0..<count {
                try transaction.insert(
                    Notice(
                        number: nil,
                        recipient: NoticeRecipient.leaders.storedName,
                        dossier: dossier,
                        rung: Rung.dossierOverdue.storedName,
                        at: now,
                        plannedAt: now,
                        facts: Array("{}".utf8)
                    )
                )
            }
        }
        return try await store.read { try $0.notices(after: 0, limit: count) }
    }

    private static func due(at instant: Instant, in store: any DossierStore) async throws -> [WebhookDelivery] {
        try await store.read { try $0.dueDeliveries(of: "chat", at: instant, limit: 9) }
    }

    /// Texts of so many dossiers.
    private static func texts(of count: Int, in store: any DossierStore) async throws -> [OutboxMessage] {
        for serial in 1...count {
            let id = try await SampleDossier(serial: serial).save(in: store)
            try await store.transact { try $0.enqueue(SampleDossier.draft(id)) }
        }
        return try await store.read { try $0.messages(after: 0, limit: count) }
    }
}
