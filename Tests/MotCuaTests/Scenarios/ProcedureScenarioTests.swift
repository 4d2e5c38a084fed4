import DossierEngine
import Testing
import WorkingCalendar

/// Each of the 13 procedures from intake to hand-over, received on Wednesday 2022-01-05 at 10:20.
struct ProcedureScenarioTests {
    /// Code and appointment, worked out by hand.
    ///
    /// Working days after Wednesday 5 January 2022: 6, 7, 10, 11, 12, 13,
    /// 14, 17, 18, 19, 20, 21, 24, 25, 26, 27, 28 January; Tết closes 29 January to 6 February; then 7, 8, 9, 10, 11
    /// February. Same-day procedures received before 15:00 are due at the close of office.
    static let appointments: [(String, String)] = [
        ("2.000815", "2022-01-05T17:00:00+07:00"), ("1.001193", "2022-01-05T17:00:00+07:00"),
        ("1.000894", "2022-01-05T17:00:00+07:00"), ("2.000635", "2022-01-05T17:00:00+07:00"),
        ("1.004873", "2022-01-10T10:20:00+07:00"),  // 3 days: 6, 7, 10
        ("2.000748", "2022-01-10T10:20:00+07:00"), ("1.001612", "2022-01-10T10:20:00+07:00"),
        ("1.009994", "2022-01-26T10:20:00+07:00"),  // 15 days: the 15th is the 26th
        ("2.000889", "2022-01-19T10:20:00+07:00"),  // 10 days: the 10th is the 19th
        ("1.004199", "2022-01-14T10:20:00+07:00"),  // 7 days: the 7th is the 14th
        ("2.002621", "2022-01-10T10:20:00+07:00"),
        ("1.001776", "2022-02-11T10:20:00+07:00"),  // 22 days: 17 in January, five after Tết
        ("1.001731", "2022-01-12T10:20:00+07:00"),  // 5 days: 6, 7, 10, 11, 12
    ]

    @Test("every procedure is on time though each step takes all its hours", arguments: appointments)
    func wholeWay(procedure: String, appointment: String) async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let intake = try await desk.register(procedure)
            let code = try #require(intake.string("code"))
            #expect(intake.string("dueAt") == appointment)
            #expect(intake.string("originalDueAt") == appointment)
            var dossier = intake
            var rounds = 0
            while dossier.at("status.code") != .integer(9) {
                rounds += 1
                try #require(rounds < 20, "\(procedure) does not come to an end: \(dossier.text)")
                if dossier.at("status.code") == .integer(6) {
                    dossier = try await desk.act("confirm-payment", on: code, #"{"reference":"BL-2022-0117"}"#)
                    try #require(dossier.status == 200, "\(dossier.text)")
                    continue
                }
                let steps = try #require(dossier.json["steps"]?.array)
                let active = try #require(steps.first { $0["state"]?.string == "active" })
                let unit = try #require(active["unit"]?.string)
                let id = try #require(active["id"]?.string)
                try await service.clock(to: try #require(active["dueAt"]?.string))
                dossier = try await service.worker(of: unit).complete(id, of: code)
            }
            let finished = try #require(dossier.string("finishedAt").flatMap(Instant.init(iso8601:)))
            #expect(finished > (try #require(intake.string("receivedAt").flatMap(Instant.init(iso8601:)))))
            #expect(finished <= (try #require(Instant(iso8601: appointment))))
            #expect(dossier.string("dueAt") == appointment)
            #expect(try await service.overdueEvents(of: code) == [])
            let end = try await desk.act("hand-over", on: code, #"{"receivedBy":"Nguyễn Văn An"}"#)
            #expect(end.at("status.code") == .integer(10))
            #expect(end.at("late") == .bool(false))
            let states = end.json["steps"]?.array?.compactMap { $0["state"]?.string } ?? []
            #expect(states.allSatisfy { $0 == "done" })
        }
    }

    @Test("the clock stands still while the citizen pays the land tax")
    func landTax() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let intake = try await desk.register("2.000889")
            let code = try #require(intake.string("code"))
            let steps = try #require(intake.json["steps"]?.array).compactMap { $0["id"]?.string }
            try await desk.complete(steps[0], of: code)
            let registry = try await service.staff("officer.CNVPDK")
            try await registry.complete(steps[1], of: code)
            try await registry.complete(steps[2], of: code)
            try await service.clock(to: "2022-01-06T10:20:00+07:00")
            let waiting = try await service.staff("officer.THUE").complete(steps[3], of: code)
            #expect(waiting.at("status.code") == .integer(6))
            // One working day was used, nine are left. Paid on Thursday 13 January at 10:20, three days after the
            // first Monday: nine working days on are 14, 17, 18, 19, 20, 21, 24, 25, 26.
            try await service.clock(to: "2022-01-13T10:20:00+07:00")
            let paid = try await desk.act("confirm-payment", on: code, #"{"reference":"BL-2022-0117"}"#)
            #expect(paid.string("dueAt") == "2022-01-26T10:20:00+07:00")
            #expect(paid.string("originalDueAt") == "2022-01-19T10:20:00+07:00")
            #expect(paid.at("status.code") == .integer(4))
        }
    }
}
