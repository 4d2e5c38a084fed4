import DossierDomain
import DossierEngine
import WorkingCalendar

/// What every store must do with notifications to other systems (webhook).
extension StoreContract {
    static let webhooks = [
        StoreBehaviour("the place of a subscription is kept, and texts after a number are read in order") { store in
            let before = try await places(in: store)
            try expect(before, is: [nil, 0], "a new subscription and an empty outbox")
            let texts = try await texts(of: 3, in: store)
            try await store.transact { try $0.setWebhookCursor(of: "chat", to: texts[0].number) }
            try await store.transact { try $0.setWebhookCursor(of: "chat", to: texts[1].number) }
            let found = try await places(in: store)
            try expect(found, is: [texts[1].number, texts[2].number], "its place and the last text")
            let after = try await store.read { try $0.messages(after: texts[0].number, limit: 9).map(\.number) }
            try expect(after, is: [texts[1].number, texts[2].number], "the texts after the first")
        },
        StoreBehaviour("a notification is queued once, comes back at its instant, and ends for good") { store in
            let text = try expectFound(try await texts(of: 1, in: store).first, "a text")
            for _ in 1...2 { try await store.transact { try $0.queueDelivery(of: text, to: "chat") } }
            let due = try await due(at: now, in: store)
            try expect(due.map(\.message), is: [text.number], "what is due")
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
                for text in texts { try transaction.queueDelivery(of: text, to: "chat") }
                try transaction.queueDelivery(of: texts[1], to: "other")
            }
            let first = try await due(at: now, in: store)
            try expect(first.map(\.message), is: [texts[0].number], "what is due first")
            let reason = WebhookOutcome.gone
            try await store.transact { try $0.finishDelivery(first[0].number, .dead(reason: reason), at: now) }
            try expect(try await due(at: now, in: store).map(\.message), is: [texts[1].number], "what is due then")
            let gone = try await store.read { try [$0.webhookCounts(of: "chat"), $0.webhookCounts(of: "other")] }
            try expect(gone.map(\.isGone), is: [true, false], "who wants none any more")
            try await store.transact { transaction in
                try transaction.setWebhookCursor(of: "chat", to: 1)
                try transaction.setWebhookCursor(of: "other", to: 1)
                try transaction.forgetSubscriptions(except: ["other"])
            }
            let cursors = try await store.read { snapshot in
                try ["chat", "other"].map { try snapshot.webhookCursor(of: $0) }
            }
            try expect(cursors, is: [nil, 1], "the places that are left")
            let counts = try await store.read { try $0.webhookCounts(of: "chat") }
            try expect(counts, is: WebhookCounts(queued: 0, dead: 0, lastError: nil), "what is left of it")
        },
    ]

    /// The subscription's place, and the last text.
    private static func places(in store: any DossierStore) async throws -> [Int64?] {
        try await store.read { snapshot in
            let last: Int64? = try snapshot.lastMessageNumber()
            return [try snapshot.webhookCursor(of: "chat"), last]
        }
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
