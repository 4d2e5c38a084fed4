import DossierEngine
import HTTPTypes
import Testing

/// The tour of README, step by step: 1.001612 registered on Wednesday 2022-01-05 at 10:20.
struct TourTests {
    @Test("a household business goes from the desk through two agencies to the citizen")
    func tour() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let intake = try await desk.register("1.001612")
            let code = try #require(intake.string("code"))
            #expect(code == "000.00.15.H47-220105-0001")
            #expect(intake.headers[.location] == "/api/v1/dossiers/\(code)")
            #expect(intake.at("status.code") == .integer(2))
            // Three working days of eight hours land at the same clock time: Thursday 6, Friday 7, Monday 10.
            #expect(intake.string("dueAt") == "2022-01-10T10:20:00+07:00")
            #expect(intake.string("receivedAt") == "2022-01-05T10:20:00+07:00")
            let pin = try #require(intake.string("lookupPIN"))

            let steps = try #require(intake.json["steps"]?.array).compactMap { $0["id"]?.string }
            try #require(steps.count == 5)
            try await desk.complete(steps[0], of: code)
            // 8 hours from Wednesday 11:00: 0.5 h to 11:30, 4 h to 17:00, 3.5 h on Thursday from 7:30.
            try await service.clock(to: "2022-01-05T11:00:00+07:00")
            let appraisal = try await service.staff("officer.TCKH").complete(steps[1], of: code)
            #expect(appraisal.at("status.code") == .integer(4))
            let status = try await service.status(code)
            #expect(status.at("currentUnits") == .array([.string("Chi cục Thuế khu vực")]))
            try await service.clock(to: "2022-01-06T09:00:00+07:00")
            try await service.staff("officer.THUE").complete(steps[2], of: code)
            try await service.clock(to: "2022-01-07T09:00:00+07:00")
            let signed = try await service.staff("head.TCKH").complete(
                steps[3],
                of: code,
                #","result":{"kind":"granted","number":"33A8012345"}"#
            )
            #expect(signed.at("status.code") == .integer(9))
            #expect(signed.string("finishedAt") == "2022-01-07T09:00:00+07:00")

            let mine = try await service.status(code, pin: pin)
            #expect(mine.string("applicantName") == "Nguyễn Văn An")
            try await service.clock(to: "2022-01-07T14:00:00+07:00")
            let done = try await desk.act("hand-over", on: code, #"{"receivedBy":"Nguyễn Văn An"}"#)
            #expect(done.at("status.code") == .integer(10))
            #expect(done.at("late") == .bool(false))

            let texts = try await service.texts()
            #expect(texts.count == 2)
            #expect(texts.first?["to"]?.string == "+84905123456")
            #expect(texts.first?["text"]?.string?.contains("Hen tra ket qua: 10:20 10/01/2022") == true)
            #expect(texts.allSatisfy { $0["segments"] == .integer(1) })
        }
    }
}
