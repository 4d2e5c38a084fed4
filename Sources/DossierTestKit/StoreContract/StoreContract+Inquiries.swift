import DossierDomain
import DossierEngine
import WorkingCalendar

/// What every store must do with citizens' texts (tin nhắn đến).
extension StoreContract {
    static let inquiries = [
        StoreBehaviour("a text of one gateway and id is kept once, and of another gateway or without id again") {
            store in
            let draft = inquiry(id: "m1")
            let first = try await store.transact { try $0.insert(draft) }
            let again = try await store.transact { try $0.insert(draft) }
            let other = try await store.transact { try $0.insert(inquiry(gateway: "other", id: "m1")) }
            let nameless = try await store.transact {
                [try $0.insert(inquiry(id: nil)), try $0.insert(inquiry(id: nil))]
            }
            try expect(first != nil, is: true, "that the first is kept")
            try expect(again, is: nil, "the number of the repeated one")
            try expect(Set([first, other] + nameless).count, is: 4, "different numbers")
            let known = try await store.read {
                [
                    try $0.hasInquiry(of: "kannel", providerID: "m1"),
                    try $0.hasInquiry(of: "kannel", providerID: "m2"),
                ]
            }
            try expect(known, is: [true, false], "known ids")
        },
        StoreBehaviour("answered texts of a number are counted in a period, up to a limit") { store in
            for second in 0..<4 {
                let at = now.adding(seconds: Int64(second))
                try await store.transact { _ = try $0.insert(inquiry(answer: .help, receivedAt: at)) }
            }
            let all = now...now.adding(seconds: 3)
            let counts = try await store.read { snapshot in
                [
                    try snapshot.answeredCount(from: .zero, during: all, limit: 9),
                    try snapshot.answeredCount(from: .zero, during: now.adding(seconds: 2)...all.upperBound, limit: 9),
                    try snapshot.answeredCount(from: .zero, during: now...now, limit: 9),
                    try snapshot.answeredCount(from: .zero, during: all, limit: 3),
                    try snapshot.answeredCount(from: Digest.of([1]), during: all, limit: 9),
                ]
            }
            try expect(counts, is: [4, 2, 1, 3, 0], "counted texts")
        },
        StoreBehaviour("an answer is sent by one at a time, tried again at its instant, and forgets its receiver") {
            store in
            var draft = inquiry(id: "m1", answer: .status)
            draft.isTrusted = true
            draft.receiver = VaultReference(number: 5, commitment: String(repeating: "ab", count: 32))
            let number = try expectFound(try await store.transact { [draft] in try $0.insert(draft) }, "a number")
            let waiting = try await store.read { try $0.answerableInquiries(at: now, besides: [], limit: 9) }
            try expect(waiting.map(\.draft), is: [draft], "what waits")
            let lease = now.adding(seconds: 60)
            let taken = try await store.transact {
                [
                    try $0.startAnswering(number, leaseUntil: lease), try $0.startAnswering(number, leaseUntil: lease),
                ]
            }
            try expect(taken, is: [true, false], "who may send")
            let retryAt = now.adding(seconds: 2)
            try await store.transact { try $0.finishAnswering(number, as: .queued, retryAt: retryAt) }
            let early = try await store.read {
                try $0.answerableInquiries(at: now.adding(seconds: 1), besides: [], limit: 9)
            }
            let then = try await store.read { try $0.answerableInquiries(at: retryAt, besides: [], limit: 9) }
            try expect(early.count, is: 0, "answers before their instant")
            try expect(then.map(\.attempts), is: [1], "tries so far")
            _ = try await store.transact { try $0.startAnswering(number, leaseUntil: lease) }
            let lapsed = try await store.transact {
                [
                    try $0.lapsedInquiries(at: lease.adding(seconds: -1), limit: 9),
                    try $0.lapsedInquiries(at: lease, limit: 9),
                ]
            }
            try expect(lapsed.map { $0.map(\.number) }, is: [[], [number]], "answers not heard of")
            try await store.transact { try $0.finishAnswering(number, as: .unknown, retryAt: nil) }
            let rest = try await store.read {
                try $0.answerableInquiries(at: lease.adding(seconds: 99), besides: [], limit: 9)
            }
            try expect(rest.count, is: 0, "answers that wait after the end")
        },
        StoreBehaviour("answers that wait for another try may be tried at once, the earliest first") { store in
            let draft = inquiry(id: "m1", answer: .help)
            let number = try expectFound(try await store.transact { try $0.insert(draft) }, "a number")
            _ = try await store.transact { try $0.startAnswering(number, leaseUntil: now) }
            let retryAt = now.adding(seconds: 60)
            try await store.transact { try $0.finishAnswering(number, as: .queued, retryAt: retryAt) }
            let none = try await store.transact { try $0.hastenAnswers(at: now, limit: 0) }
            let first = try await store.transact { try $0.hastenAnswers(at: now, limit: 9) }
            let again = try await store.transact { try $0.hastenAnswers(at: now, limit: 9) }
            try expect([none, first, again], is: [0, 1, 0], "answers that need not wait any more")
            let ready = try await store.read { try $0.answerableInquiries(at: now, besides: [], limit: 9) }
            try expect(ready.map(\.number), is: [number], "answers that may be sent")
        },
        StoreBehaviour("a text without answer waits for nothing, and old ones are forgotten once they are answered") {
            store in
            let silent = try await store.transact { try $0.insert(inquiry(id: "m1")) }
            let waiting = try await store.transact { try $0.insert(inquiry(id: "m2", answer: .help)) }
            try expect([silent, waiting].compactMap { $0 }.count, is: 2, "texts kept")
            try await store.transact { try $0.forgetInquiries(before: now.adding(seconds: 1), limit: 9) }
            let known = try await store.read {
                [
                    try $0.hasInquiry(of: "kannel", providerID: "m1"),
                    try $0.hasInquiry(of: "kannel", providerID: "m2"),
                ]
            }
            try expect(known, is: [false, true], "texts that are still known")
            let answerable = try await store.read { try $0.answerableInquiries(at: now, besides: [], limit: 9) }
            try expect(answerable.map(\.number), is: [waiting].compactMap { $0 }, "texts to be answered")
        },
        StoreBehaviour("answers that a busy gateway would send do not hide those of another one") { store in
            for (gateway, id) in [("slow", "m1"), ("slow", "m2"), ("o'clock", "m3"), ("quick", "m4")] {
                _ = try await store.transact { try $0.insert(inquiry(gateway: gateway, id: id, answer: .help)) }
            }
            let rest = try await store.read {
                [
                    try $0.answerableInquiries(at: now, besides: ["slow"], limit: 2),
                    try $0.answerableInquiries(at: now, besides: ["slow", "o'clock"], limit: 9),
                ]
            }
            try expect(rest.map { $0.map(\.draft.gateway) }, is: [["o'clock", "quick"], ["quick"]], "whose answers")
        },
    ]

    private static func inquiry(
        gateway: String = "kannel",
        id: String? = nil,
        answer: InquiryAnswer? = nil,
        receivedAt: Instant = now
    ) -> InquiryDraft {
        var draft = InquiryDraft(gateway: gateway, providerID: id, sender: .zero, at: now, receivedAt: receivedAt)
        draft.answer = answer
        return draft
    }
}
