import DossierDomain
import DossierEngine
import WorkingCalendar

/// What every store must do with the outbox (tin nhắn chờ gửi).
extension StoreContract {
    static let outbox = [
        StoreBehaviour("a text is queued once for each cause and kind") { store in
            let id = try await SampleDossier().save(in: store)
            try await store.transact { transaction in
                try transaction.enqueue(SampleDossier.draft(id))
                try transaction.enqueue(SampleDossier.draft(id, createdAt: now))
            }

            let waiting = try await store.read { try $0.sendableMessages(at: now, limit: 9) }
            try expect(waiting.map(\.draft), is: [SampleDossier.draft(id)], "the queued texts")
            try expect(waiting.map(\.attempts), is: [0], "the tries so far")
        },
        StoreBehaviour("of two who take a text at once only one gets it") { store in
            let number = try await queueOne(in: store)
            let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
                for relay in 1...8 {
                    group.addTask {
                        try await store.transact {
                            try $0.startSending(number, gateway: "console \(relay)", leaseUntil: now)
                        }
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }

            try expect(winners, is: 1, "relays that took the text")
        },
        StoreBehaviour("a later text of a dossier waits for the earlier one, but not when that ended", orderPerDossier),
        StoreBehaviour("a text to be tried again waits for its instant") { store in
            let number = try await queueOne(in: store)
            let retry = now.adding(seconds: 30)
            try await finish(number, .queued, retryAt: retry, in: store)

            let early = try await store.read { try $0.sendableMessages(at: now.adding(seconds: 29), limit: 9) }
            let then = try await store.read { try $0.sendableMessages(at: retry, limit: 9) }
            try expect(early.count, is: 0, "texts before the retry instant")
            try expect(then.map(\.number), is: [number], "texts at the retry instant")
            try expect(then.map(\.attempts), is: [1], "the tries so far")
            try expect(try await store.read { try $0.nextMessageAttempt() }, is: retry, "the next attempt")
        },
        StoreBehaviour("texts that wait for another try may be tried at once, the earliest first") { store in
            let number = try await queueOne(in: store)
            let retry = now.adding(seconds: 240)
            try await finish(number, .queued, retryAt: retry, in: store)

            let none = try await store.transact { try $0.hastenRetries(at: now, limit: 0) }
            let first = try await store.transact { try $0.hastenRetries(at: now, limit: 9) }
            let again = try await store.transact { try $0.hastenRetries(at: now, limit: 9) }
            try expect([none, first, again], is: [0, 1, 0], "texts that need not wait any more")
            let ready = try await store.read { try $0.sendableMessages(at: now, limit: 9) }
            try expect(ready.map(\.number), is: [number], "texts that may be sent")
        },
        StoreBehaviour("a lease that ends without an answer leaves the text unknown, and an answer still counts") {
            store in
            let number = try await queueOne(in: store)
            let lease = now.adding(seconds: 60)
            _ = try await store.transact { try $0.startSending(number, gateway: "console", leaseUntil: lease) }

            let early = try await store.transact { try $0.expireLeases(at: lease.adding(milliseconds: -1)) }
            let expired = try await store.transact { try $0.expireLeases(at: lease) }
            let again = try await store.transact { try $0.expireLeases(at: lease) }
            try expect([early, expired, again], is: [0, 1, 0], "leases that ended")
            try expect(try await store.read { try $0.oldestWaitingMessage(at: now) }, is: nil, "what still waits")

            let answer = MessageOutcome(state: .accepted, providerReference: "A7", retryAt: nil, sentAt: lease)
            try await store.transact { try $0.finishSending(number, outcome: answer) }
            let accepted = try await store.read { try $0.acceptedMessages(after: 0, limit: 9) }
            try expect(accepted.map(\.number), is: [number], "the accepted texts")
            try expect(accepted.map(\.sentAt), is: [lease], "when they were taken")
        },
        StoreBehaviour("a text that is handed to another gateway is its own until a new lease ends") { store in
            let number = try await queueOne(in: store)
            let first = now.adding(seconds: 60)
            let second = now.adding(seconds: 110)
            _ = try await store.transact { try $0.startSending(number, gateway: "first", leaseUntil: first) }
            let isHanded = try await store.transact { try $0.handOver(number, to: "second", leaseUntil: second) }
            try expect(isHanded, is: true, "whether it was handed over")

            let early = try await store.transact { try $0.expireLeases(at: second.adding(milliseconds: -1)) }
            let expired = try await store.transact { try $0.expireLeases(at: second) }
            try expect([early, expired], is: [0, 1], "leases that ended")
            let gateway = try await store.read { try $0.message(number)?.gateway }
            try expect(gateway, is: "second", "the gateway that has the text")
        },
        StoreBehaviour("a text on which a report has come is not handed to another gateway") { store in
            let number = try await queueOne(in: store)
            let lease = now.adding(seconds: 60)
            _ = try await store.transact { try $0.startSending(number, gateway: "first", leaseUntil: lease) }
            try await store.transact { try $0.settle(number, as: .accepted, reportedAt: now, confirmBy: nil) }

            let isHanded = try await store.transact { try $0.handOver(number, to: "second", leaseUntil: lease) }
            try expect(isHanded, is: false, "whether it was handed over")
            let gateway = try await store.read { try $0.message(number)?.gateway }
            try expect(gateway, is: "first", "the gateway that has the text")
        },
        StoreBehaviour("the outcome of a text that nobody is sending is refused") { store in
            let number = try await queueOne(in: store)
            let answer = MessageOutcome(state: .accepted, providerReference: nil, retryAt: nil, sentAt: now)

            try await expectRefusal("an outcome of a queued text") {
                try await store.transact { try $0.finishSending(number, outcome: answer) }
            }
        },
        StoreBehaviour("the oldest text not yet sent is known, and accepted texts come by pages", waitingAndAccepted),
        StoreBehaviour("a text that is kept back is not the oldest that waits, nor what comes after it", heldBack),
    ]

    /// 2023-11-14T22:13:20Z.
    static let now = Instant(milliseconds: 1_700_000_000_000)

    /// Queues a text of a dossier, the only one that may be sent then.
    static func queueOne(serial: Int = 1, in store: any DossierStore) async throws -> Int64 {
        let id = try await SampleDossier(serial: serial).save(in: store)
        try await store.transact { try $0.enqueue(SampleDossier.draft(id)) }
        let waiting = try await store.read { try $0.sendableMessages(at: now, limit: 9) }
        return try expectFound(waiting.first, "the queued text").number
    }

    private static func finish(
        _ number: Int64,
        _ state: MessageState,
        retryAt: Instant? = nil,
        in store: any DossierStore
    ) async throws {
        try await store.transact { transaction in
            let isTaken = try transaction.startSending(number, gateway: "console", leaseUntil: now)
            try expect(isTaken, "text \(number) was still queued")
            let sentAt = state == .accepted ? now : nil
            let outcome = MessageOutcome(state: state, providerReference: nil, retryAt: retryAt, sentAt: sentAt)
            try transaction.finishSending(number, outcome: outcome)
        }
    }

    @Sendable
    private static func orderPerDossier(_ store: any DossierStore) async throws {
        for (serial, end) in [MessageState.accepted, .rejected, .failed, .unknown].enumerated() {
            let id = try await SampleDossier(serial: serial + 1).save(in: store)
            try await store.transact { transaction in
                try transaction.enqueue(SampleDossier.draft(id, position: 1))
                try transaction.enqueue(SampleDossier.draft(id, position: 2, kind: .resultReady))
            }
            let first = try await store.read { try $0.sendableMessages(at: now, limit: 9) }
            try expect(first.map(\.draft.position), is: [1], "what may be sent at first")
            let number = try expectFound(first.first, "the first text").number
            _ = try await store.transact { try $0.startSending(number, gateway: "console", leaseUntil: now) }
            let during = try await store.read { try $0.sendableMessages(at: now, limit: 9) }
            try expect(during.count, is: 0, "what may be sent while the first is being sent")

            let outcome = MessageOutcome(state: end, providerReference: nil, retryAt: nil, sentAt: nil)
            try await store.transact { try $0.finishSending(number, outcome: outcome) }
            let after = try await store.read { try $0.sendableMessages(at: now, limit: 9) }
            try expect(after.map(\.draft.position), is: [2], "what may be sent after the first is \(end)")
            try await finish(try expectFound(after.first, "the second text").number, .accepted, in: store)
        }
    }

    @Sendable
    private static func heldBack(_ store: any DossierStore) async throws {
        let start = SampleDossier.receipt
        for serial in 1...2 {
            let id = try await SampleDossier(serial: serial).save(in: store)
            let createdAt = start.adding(seconds: Int64(serial))
            try await store.transact { transaction in
                try transaction.enqueue(SampleDossier.draft(id, position: 1, createdAt: createdAt))
                try transaction.enqueue(
                    SampleDossier.draft(id, position: 2, kind: .resultReady, createdAt: createdAt.adding(seconds: 10))
                )
            }
        }
        func oldest(at instant: Instant) async throws -> Instant? {
            try await store.read { try $0.oldestWaitingMessage(at: instant) }
        }
        let waiting = try await store.read { try $0.sendableMessages(at: now, limit: 9) }
        let until = now.adding(seconds: 60)
        try await store.transact { [first = waiting[0].number] in try $0.hold(first, until: until) }
        try expect(try await oldest(at: now), is: start.adding(seconds: 2), "what waits beside the held one")
        try await store.transact { [second = waiting[1].number] in try $0.hold(second, until: until) }
        try expect(try await oldest(at: now), is: nil, "what waits while both are held")
        try expect(try await oldest(at: until), is: start.adding(seconds: 1), "what waits when its time has come")
        let releases = try await store.read { snapshot in
            [try snapshot.nextRelease(after: now), try snapshot.nextRelease(after: until)]
        }
        try expect(releases, is: [until, nil], "when the first may go that is kept back")
        _ = try await store.transact { try $0.releaseHeld(at: until) }
        try expect(try await store.read { try $0.nextRelease(after: now) }, is: nil, "what is kept back then")
    }

    @Sendable
    private static func waitingAndAccepted(_ store: any DossierStore) async throws {
        let start = SampleDossier.receipt
        for serial in 1...3 {
            let id = try await SampleDossier(serial: serial).save(in: store)
            let createdAt = start.adding(seconds: Int64(serial))
            try await store.transact { try $0.enqueue(SampleDossier.draft(id, createdAt: createdAt)) }
        }
        let waiting = try await store.read { try $0.sendableMessages(at: now, limit: 9) }
        try expect(waiting.map(\.draft.createdAt), is: (1...3).map { start.adding(seconds: $0) }, "oldest first")

        for (index, message) in waiting.enumerated() {
            let oldest = try await store.read { try $0.oldestWaitingMessage(at: now) }
            try expect(oldest, is: start.adding(seconds: Int64(index + 1)), "the oldest that waits")
            try await finish(message.number, index == 1 ? .failed : .accepted, in: store)
        }
        let first = try await store.read { try $0.acceptedMessages(after: 0, limit: 1) }
        let rest = try await store.read { [last = waiting[0].number] in try $0.acceptedMessages(after: last, limit: 9) }
        try expect(first.map(\.number), is: [waiting[0].number], "the first page")
        try expect(rest.map(\.number), is: [waiting[2].number], "the second page")
        try expect(try await store.read { try $0.oldestWaitingMessage(at: now) }, is: nil, "what still waits")
        try expect(try await store.read { try $0.nextMessageAttempt() }, is: nil, "the next attempt")
    }
}
