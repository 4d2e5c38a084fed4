import DossierDomain
import DossierEngine
import WorkingCalendar

/// What every store must do with what becomes of texts (báo cáo gửi tin).
extension StoreContract {
    static let reports = [
        StoreBehaviour("a report stands against the gateway's later answer, whose reference is kept") { store in
            let number = try await sendOne(in: store)
            try await store.transact { try $0.settle(number, as: .delivered, reportedAt: now, confirmBy: nil) }
            try await finish(number, .accepted, reference: "A7", in: store)

            let found = try expectFound(try await store.read { try $0.message(number) }, "the text")
            try expect(found.state, is: .delivered, "the state")
            try expect(found.providerReference, is: "A7", "the gateway's reference")
            try expect(found.reportedAt, is: now, "when it was reported")
            let known = try await store.read { try $0.message(of: "kannel", reference: "A7") }
            try expect(known?.number, is: number, "the text of the reference")
            let other = try await store.read { try $0.message(of: "other", reference: "A7") }
            try expect(other, is: nil, "a text of the same reference of another gateway")
        },
        StoreBehaviour("of texts with one reference the latest is found, or the latest to a number") { store in
            var numbers: [Int64] = []
            for (serial, receiver) in [(1, Digest.of([1])), (2, .of([2])), (3, .of([2]))] {
                let number = try await sendOne(serial: serial, in: store)
                try await finish(number, .accepted, reference: "A7", receiver: receiver, in: store)
                numbers.append(number)
            }
            let found = try await store.read { snapshot in
                [
                    try snapshot.message(of: "kannel", reference: "A7")?.number,
                    try snapshot.message(of: "kannel", reference: "A7", to: .of([1]))?.number,
                    try snapshot.message(of: "kannel", reference: "A7", to: .of([2]))?.number,
                    try snapshot.message(of: "kannel", reference: "A7", to: .of([3]))?.number,
                    try snapshot.message(of: "kannel", reference: "A8", to: .of([1]))?.number,
                    try snapshot.message(of: "other", reference: "A7", to: .of([1]))?.number,
                ]
            }
            try expect(found, is: [numbers[2], numbers[0], numbers[2], nil, nil, nil], "the texts of the reference")
        },
        StoreBehaviour("a text whose report is overdue is unconfirmed, and one without such a time is not") { store in
            let number = try await sendOne(in: store)
            try await finish(number, .accepted, confirmBy: now.adding(seconds: 60), in: store)
            let second = try await sendOne(serial: 2, in: store)
            try await finish(second, .accepted, in: store)

            let early = try await store.transact { try $0.expireConfirmations(at: now.adding(seconds: 59)) }
            let then = try await store.transact { try $0.expireConfirmations(at: now.adding(seconds: 60)) }
            let again = try await store.transact { try $0.expireConfirmations(at: now.adding(seconds: 61)) }
            try expect([early, then, again], is: [0, 1, 0], "texts found to be overdue")
            let states = try await store.read { [try $0.message(number)?.state, try $0.message(second)?.state] }
            try expect(states, is: [.unconfirmed, .accepted], "the states")
        },
        StoreBehaviour("a report that is awaited for too long is overdue sooner, any other when it was") { store in
            let number = try await sendOne(in: store)
            try await finish(number, .accepted, confirmBy: now.adding(seconds: 90), in: store)
            let second = try await sendOne(serial: 2, in: store)
            try await finish(second, .accepted, confirmBy: now.adding(seconds: 50), in: store)
            let latest = now.adding(seconds: 60)

            let none = try await store.transact { try $0.hastenConfirmations(at: latest, limit: 0) }
            let first = try await store.transact { try $0.hastenConfirmations(at: latest, limit: 9) }
            let again = try await store.transact { try $0.hastenConfirmations(at: latest, limit: 9) }
            try expect([none, first, again], is: [0, 1, 0], "reports that are awaited no longer")
            let early = try await store.transact { try $0.expireConfirmations(at: now.adding(seconds: 50)) }
            let then = try await store.transact { try $0.expireConfirmations(at: latest) }
            try expect([early, then], is: [1, 1], "texts found to be overdue")
        },
        StoreBehaviour("a text of which a report alone says that it was taken has a time for the next one") { store in
            let number = try await sendOne(in: store)
            let end = now.adding(seconds: 60)
            try await store.transact { transaction in
                try transaction.settle(number, as: .accepted, reportedAt: now, confirmBy: end)
                try transaction.settle(number, as: .accepted, reportedAt: now, confirmBy: end.adding(seconds: 60))
            }
            // The gateway's own answer got lost, and says nothing of a report.
            try await finish(number, .unknown, in: store)
            let early = try await store.transact { try $0.expireConfirmations(at: now.adding(seconds: 59)) }
            let then = try await store.transact { try $0.expireConfirmations(at: end) }
            try expect([early, then], is: [0, 1], "texts found to be overdue")
            try expect(try await store.read { try $0.message(number)?.state }, is: .unconfirmed, "the state")
        },
        StoreBehaviour("a text kept back is released at its instant, and later ones of its dossier wait") { store in
            let id = try await SampleDossier().save(in: store)
            try await store.transact { transaction in
                try transaction.enqueue(SampleDossier.draft(id, position: 1))
                try transaction.enqueue(SampleDossier.draft(id, position: 2, kind: .resultReady))
            }
            let waiting = try await store.read { try $0.sendableMessages(at: now, limit: 9) }
            let first = try expectFound(waiting.first, "a text")
            try await store.transact { try $0.hold(first.number, until: now.adding(seconds: 60)) }
            let early = try await store.transact { try $0.releaseHeld(at: now.adding(seconds: 59)) }
            let held = try await store.read { try $0.sendableMessages(at: now, limit: 9) }
            let released = try await store.transact { try $0.releaseHeld(at: now.adding(seconds: 60)) }
            let then = try await store.read { try $0.sendableMessages(at: now, limit: 9) }
            try expect([early, released], is: [0, 1], "texts released")
            try expect(held.count, is: 0, "texts that may be sent meanwhile")
            try expect(then.map(\.number), is: [first.number], "texts that may be sent then")
        },
        StoreBehaviour("a text kept back beyond an instant is released, one until then is not") { store in
            let id = try await SampleDossier().save(in: store)
            try await store.transact { try $0.enqueue(SampleDossier.draft(id)) }
            let waiting = try await store.read { try $0.sendableMessages(at: now, limit: 9) }
            let first = try expectFound(waiting.first, "a text")
            let unheld = try await store.transact { try $0.releaseHeld(beyond: now) }
            try await store.transact { try $0.hold(first.number, until: now.adding(seconds: 60)) }
            let near = try await store.transact { try $0.releaseHeld(beyond: now.adding(seconds: 60)) }
            let far = try await store.transact { try $0.releaseHeld(beyond: now.adding(seconds: 59)) }
            let then = try await store.read { try $0.sendableMessages(at: now, limit: 9) }
            try expect([unheld, near, far], is: [0, 0, 1], "texts released")
            try expect(then.map(\.number), is: [first.number], "texts that may be sent then")
        },
        StoreBehaviour("the news of a text can be queued once more, as a text of its own") { store in
            let number = try await sendOne(in: store)
            try await finish(number, .rejected, in: store)
            let message = try expectFound(try await store.read { try $0.message(number) }, "the text")
            let new = try await store.transact { try $0.enqueueAgain(message, at: now.adding(seconds: 5)) }

            let again = try expectFound(try await store.read { try $0.message(new) }, "the new text")
            try expect(again.state, is: .queued, "its state")
            try expect(again.resend, is: 1, "how often its news was sent before")
            try expect(again.draft.createdAt, is: now.adding(seconds: 5), "when it was caused")
            try expect(again.draft.kind, is: message.draft.kind, "what it tells")
        },
        StoreBehaviour("texts to a number are counted in a period, and listed by what a filter takes", lists),
        StoreBehaviour("a gateway's few texts are found by pages of a bounded walk, each once", boundedTexts),
        StoreBehaviour("the number that a dossier's texts went to is forgotten, and that of others kept", erasure),
        StoreBehaviour("early reports and numbers without texts are kept, changed and forgotten", memory),
    ]

    private static func sendOne(
        serial: Int = 1,
        gateway: String = "kannel",
        in store: any DossierStore
    ) async throws -> Int64 {
        let number = try await queueOne(serial: serial, in: store)
        _ = try await store.transact { try $0.startSending(number, gateway: gateway, leaseUntil: now) }
        return number
    }

    @Sendable
    private static func boundedTexts(_ store: any DossierStore) async throws {
        var numbers: [Int64] = []
        for serial in 1...7 {
            let gateway = [1, 7].contains(serial) ? "modem" : "kannel"
            let number = try await sendOne(serial: serial, gateway: gateway, in: store)
            try await finish(number, .accepted, in: store)
            numbers.append(number)
        }
        for state in [nil, MessageState.accepted] {
            let filter = MessageFilter(state: state, gateway: "modem")
            for (limit, rows) in [(5, 1), (5, 2), (5, 3), (1, 2), (1, 100), (5, 100)] {
                let (found, pages) = try await walkTexts(filter, limit: limit, rows: rows, in: store)
                try expect(found, is: [numbers[6], numbers[0]], "texts of the modem, \(rows) at a time")
                if rows == 1 { try expect(pages >= 7, "the list takes \(pages) pages of a text") }
            }
            let strange = MessageFilter(state: state, gateway: "none")
            let (none, _) = try await walkTexts(strange, limit: 5, rows: 3, in: store)
            try expect(none, is: [], "texts of a gateway that had none")
        }
        let first = try await store.read { snapshot in
            try snapshot.messages(MessageFilter(), before: nil, limit: 3, examining: 1).messages.map(\.number)
        }
        try expect(first, is: [6, 5, 4].map { numbers[$0] }, "a page of all texts, whatever the bound")
    }

    /// Follows a list of texts to its end, twenty pages at most.
    private static func walkTexts(
        _ filter: MessageFilter,
        limit: Int,
        rows: Int,
        in store: any DossierStore
    ) async throws -> (found: [Int64], pages: Int) {
        var found: [Int64] = []
        var last: Int64?
        for pages in 1...20 {
            let before = last
            let page = try await store.read { snapshot in
                try snapshot.messages(filter, before: before, limit: limit, examining: rows)
            }
            found += page.messages.map(\.number)
            last = page.reached
            if last == nil { return (found, pages) }
        }
        throw BrokenContract("the list of texts comes to no end")
    }

    private static func finish(
        _ number: Int64,
        _ state: MessageState,
        reference: String? = nil,
        confirmBy: Instant? = nil,
        receiver: Digest? = nil,
        in store: any DossierStore
    ) async throws {
        let outcome = MessageOutcome(
            state: state,
            reason: "why",
            providerReference: reference,
            retryAt: nil,
            sentAt: state == .accepted ? now : nil,
            confirmBy: confirmBy,
            receiver: receiver
        )
        try await store.transact { try $0.finishSending(number, outcome: outcome) }
    }

    @Sendable
    private static func lists(_ store: any DossierStore) async throws {
        let receiver = Digest.of([1])
        let first = try await sendOne(in: store)
        try await finish(first, .accepted, receiver: receiver, in: store)
        let second = try await sendOne(serial: 2, in: store)
        try await finish(second, .failed, in: store)

        let (before, after) = (now.adding(milliseconds: -1), now.adding(milliseconds: 1))
        let counts = try await store.read { snapshot in
            [
                try snapshot.textsTaken(for: receiver, during: now..<after),
                try snapshot.textsTaken(for: receiver, during: after..<after.adding(milliseconds: 1)),
                try snapshot.textsTaken(for: receiver, during: before..<now),
                try snapshot.textsTaken(for: Digest.of([2]), during: before..<after),
                try snapshot.queuedCount(),
            ]
        }
        try expect(counts, is: [1, 0, 0, 0, 0], "texts counted")
        let receivers = try await store.read { snapshot in
            [
                try snapshot.wasSent(first, to: receiver), try snapshot.wasSent(first, to: Digest.of([2])),
                try snapshot.wasSent(second, to: receiver), try snapshot.wasSent(second + 1, to: receiver),
            ]
        }
        try expect(receivers, is: [true, false, false, false], "to which numbers texts went")
        let filters = [
            MessageFilter(), MessageFilter(state: .failed), MessageFilter(gateway: "kannel"),
            MessageFilter(state: .failed, gateway: "other"),
            MessageFilter(dossier: try await store.read { try $0.message(first)?.draft.dossier }),
        ]
        let found = try await store.read { snapshot in
            try filters.map { try snapshot.messages($0, before: nil, limit: 9).map(\.number) }
        }
        try expect(
            found,
            is: [[second, first], [second], [second, first], [], [first]],
            "texts listed, newest first"
        )
        let page = try await store.read { try $0.messages(MessageFilter(), before: second, limit: 9).map(\.number) }
        try expect(page, is: [first], "texts on the second page")
        try expect(try await store.read { try $0.message(second)?.reason }, is: "why", "the reason")
    }

    @Sendable
    private static func erasure(_ store: any DossierStore) async throws {
        let receiver = Digest.of([1])
        var numbers: [Int64] = []
        for serial in 1...2 {
            let number = try await sendOne(serial: serial, in: store)
            try await finish(number, .accepted, receiver: receiver, in: store)
            numbers.append(number)
        }
        let first = numbers[0]
        let message = try expectFound(try await store.read { try $0.message(first) }, "the first text")
        for _ in 1...2 { try await store.transact { try $0.eraseReceivers(of: message.draft.dossier) } }

        let taken = try await store.read { try $0.textsTaken(for: receiver, during: now..<now.adding(seconds: 1)) }
        try expect(taken, is: 1, "the other's text")
        try expect(try await store.read { try $0.wasSent(first, to: receiver) }, is: false, "the first text's number")
        try expect(try await store.read { try $0.message(first) }, is: message, "all else of the first text")
    }

    @Sendable
    private static func memory(_ store: any DossierStore) async throws {
        try await store.transact { transaction in
            try transaction.keep(.undelivered, of: "kannel", reference: "A7", at: now)
            try transaction.keep(.delivered, of: "kannel", reference: "A7", at: now)
            try transaction.keep(.delivered, of: "kannel", reference: "A8", at: now.adding(seconds: 1))
            try transaction.setOptedOut(Digest.of([1]), since: now)
            try transaction.setOptedOut(Digest.of([1]), since: now.adding(seconds: 1))
        }
        try expect(
            try await store.read { try $0.earlyReport(of: "kannel", reference: "A7") },
            is: .delivered,
            "the last word on A7"
        )
        try expect(try await store.read { try $0.earlyReport(of: "other", reference: "A7") }, is: nil, "another's A7")
        try expect(try await store.read { try $0.hasOptedOut(Digest.of([1])) }, is: true, "a number without texts")
        try await store.transact { transaction in
            try transaction.forgetEarlyReports(before: now.adding(seconds: 1), limit: 9)
            try transaction.setOptedOut(Digest.of([1]), since: nil)
        }
        let kept = try await store.read { snapshot in
            try ["A7", "A8"].map { try snapshot.earlyReport(of: "kannel", reference: $0) }
        }
        try expect(kept, is: [nil, .delivered], "reports that are kept")
        try expect(try await store.read { try $0.hasOptedOut(Digest.of([1])) }, is: false, "a number with texts again")
    }
}
