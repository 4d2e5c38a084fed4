import DossierEngine
import Synchronization
import Testing

/// Deadlines as the desk sees them, with the demo clock.
struct DeadlineScenarioTests {
    @Test("a step and a dossier become late one second after their due instant, once, and the heads are told")
    func overdueOnce() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            // The intake has 2 hours: 10:20 to 11:30 is 1 h 10, the rest ends at 13:50.
            try await service.clock(to: "2022-01-05T13:50:00+07:00")
            #expect(try await history(of: code, service).isEmpty)
            try await service.clock(to: "2022-01-05T13:50:01+07:00")
            #expect(try await history(of: code, service) == ["stepBecameOverdue@2022-01-05T13:50:01+07:00"])
            try await service.clock(to: "2022-01-10T10:20:00+07:00")
            #expect(try await service.status(code).at("late") == .bool(false))
            try await service.clock(to: "2022-01-12T08:00:00+07:00")
            #expect(try await service.status(code).at("late") == .bool(true))
            #expect(
                try await history(of: code, service) == [
                    "stepBecameOverdue@2022-01-05T13:50:01+07:00", "becameOverdue@2022-01-10T10:20:01+07:00",
                ]
            )
            // The leader: overdue, and the digests of Tuesday and Wednesday morning.
            let notices = try await service.staff("leader").get("/notices")
            #expect(notices.json["items"]?.array?.count == 3)
            // The head: two warnings of the step, overdue, two warnings of the dossier, overdue, two digests.
            let head = try await service.staff("head.BPMC-H").get("/notices")
            #expect(head.json["items"]?.array?.count == 8)
        }
    }

    @Test("timers whose instant came while the machine was off fire once on the next start")
    func afterAnOutage() async throws {
        let folder = try TemporaryFolder()
        let code = CodeBox()
        try await OneStop.open(in: folder) { service in
            code.value = try await service.staff("desk").register("1.001612").string("code") ?? ""
        }
        try await OneStop.open(in: folder) { service in
            try await service.clock(to: "2022-01-11T08:00:00+07:00")
            #expect(try await history(of: code.value, service).count == 2)
        }
        try await OneStop.open(in: folder) { service in
            try await service.clock(to: "2022-01-11T09:00:00+07:00")
            #expect(try await history(of: code.value, service).count == 2)
        }
    }

    @Test("a paused dossier does not become late, and gets its unused time back")
    func pause() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            try await service.clock(to: "2022-01-06T10:20:00+07:00")
            let asked = try await desk.act(
                "request-supplement",
                on: code,
                #"{"items":["Bản sao CCCD"],"reason":"Thiếu giấy tờ"}"#
            )
            #expect(asked.at("status.code") == .integer(5))
            try await service.clock(to: "2022-01-24T10:20:00+07:00")
            #expect(try await service.status(code).at("late") == .bool(false))
            let body = #"{"documents":[{"name":"CCCD","form":"photocopy","quantity":1}]}"#
            let back = try await desk.act("receive-supplement", on: code, body)
            // One of three days was used: two days after Monday 24 January 10:20 is Wednesday the 26th.
            #expect(back.string("dueAt") == "2022-01-26T10:20:00+07:00")
            #expect(back.at("status.code") == .integer(2))
            // What was brought stands behind what was handed in at the intake.
            let names = back.at("documents")?.array?.map { $0["name"]?.string }
            #expect(names == ["Giấy đề nghị đăng ký", "CCCD"])
            #expect(try await desk.get("/dossiers/\(code)").at("documents") == back.at("documents"))
            let texts = try await service.texts().compactMap { $0["text"]?.string }
            #expect(texts.count == 3)
            #expect(texts[1].contains("Ban sao CCCD"))
            #expect(texts[2].contains("10:20 26/01/2022"))
        }
    }

    @Test("a late dossier is finished only after its apology, or by the leader with a reason")
    func apology() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            try await desk.complete("intake", of: code)
            try await service.staff("officer.TCKH").complete("appraise", of: code)
            try await service.staff("officer.THUE").complete("issue-tax-code", of: code)
            try await service.clock(to: "2022-01-11T08:00:00+07:00")
            let officer = try await service.staff("officer.TCKH")
            let refused = try await officer.act("complete-step", on: code, #"{"stepId":"sign"}"#)
            #expect(refused.status == 409)
            #expect(refused.string("code") == "apology-required")
            let head = try await service.staff("head.TCKH")
            let apologised = try await head.act(
                "apologise",
                on: code,
                #"{"reason":"Hệ thống thuế gián đoạn","newDueAt":"2022-01-12T16:00:00+07:00"}"#
            )
            #expect(apologised.status == 200, "\(apologised.text)")
            #expect(apologised.string("originalDueAt") == "2022-01-10T10:20:00+07:00")
            let second = try await head.act(
                "apologise",
                on: code,
                #"{"reason":"Lại gián đoạn","newDueAt":"2022-01-13T16:00:00+07:00"}"#
            )
            #expect(second.string("code") == "reappointment-exhausted")
            let done = try await officer.complete("sign", of: code)
            #expect(done.at("late") == .bool(false))
        }
    }

    // Sixty working days after Thursday 2027-12-23 lie in 2028, of which the calendar has no data.
    @Test("where sixty working days pass the calendar's data, a refused apology names their end as the latest date")
    func latestAtTheEndOfData() async throws {
        try await OneStop.open(at: "2027-12-20T08:00+07:00") { service in
            let code = try #require(try await service.staff("desk").register("1.001612").string("code"))
            let early = #"{"newDueAt":"2027-12-20T10:00:00+07:00","reason":"Thiếu người"}"#
            let refused = try await service.staff("leader").act("apologise", on: code, early)
            #expect(refused.string("code") == "new-due-date-invalid", "\(refused.text)")
            #expect(refused.string("detail")?.contains("2027-12-31T23:59:59") == true, "\(refused.text)")
        }
    }

    /// The overdue events of a dossier as `type@instant`.
    private func history(of code: String, _ service: OneStop) async throws -> [String] {
        let answer = try await service.staff("desk").get("/dossiers/\(code)/history")
        let items = try #require(answer.json["items"]?.array, "\(answer.text)")
        return items.compactMap { item in
            guard let type = item["type"]?.string, type.hasSuffix("Overdue"), let at = item["at"]?.string else {
                return nil
            }
            return type + "@" + at
        }
    }
}

/// A code that one story leaves for the next.
private final class CodeBox: Sendable {
    private let text = Mutex("")

    var value: String {
        get { text.withLock { $0 } }
        set { text.withLock { $0 = newValue } }
    }
}
