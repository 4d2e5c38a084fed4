import DossierEngine
import Testing

/// Dossiers that are late over days on which nobody works.
struct WeekendDigestTests {
    @Test(
        "late on Friday: the leaders' digest comes on the next working mornings, and on no free day",
        arguments: [
            // Received on Tuesday with three working days, due on Friday 14/01 10:20; then a weekend as any other.
            (
                "2022-01-11T10:20+07:00", "2022-01-14T10:20:01", "2022-01-18T12:00:00+07:00",
                ["2022-01-17T07:30:00", "2022-01-18T07:30:00"]
            ),
            // Due on Friday 08/04 10:20; Sunday 10/04 is the 10th of the third lunar month, Giỗ Tổ, so Monday is free
            // in its place.
            (
                "2022-04-05T10:20+07:00", "2022-04-08T10:20:01", "2022-04-13T12:00:00+07:00",
                ["2022-04-12T07:30:00", "2022-04-13T07:30:00"]
            ),
        ]
    )
    func weekend(received: String, late: String, until: String, digests: [String]) async throws {
        try await OneStop.open(at: received) { service in
            let code = try #require(try await service.staff("desk").register("1.001612").string("code"))
            try await service.clock(to: until)

            let told = try await service.told("leader")
            #expect(told == ["dossierOverdue \(late)"] + digests.map { "lateDigest \($0)" })
            let digest = try #require(try await service.notices(of: "leader").last)
            #expect(digest["count"]?.integer == 1 && digest["dossierCodes"]?.array == [.string(code)])
            #expect(digest["text"]?.string == "Sáng nay có 1 hồ sơ quá hẹn trả: \(code).")
        }
    }

    @Test("past the years with data, where no day is known to be off, the digest goes on every day")
    func pastTheData() async throws {
        try await OneStop.open(at: "2027-12-27T08:00+07:00") { service in
            _ = try await service.staff("desk").register("1.001612")
            try await service.clock(to: "2028-01-03T12:00:00+07:00")

            let digests = try await service.told("leader").filter { $0.hasPrefix("lateDigest") }
            #expect(
                digests == ["2027-12-31", "2028-01-01", "2028-01-02", "2028-01-03"].map { "lateDigest \($0)T07:30:00" }
            )
        }
    }

    @Test("the applicant is told once that his dossier is overdue, in the configured words, at that very second")
    func text() async throws {
        try await OneStop.open(at: "2022-01-11T10:20+07:00") { service in
            let code = try #require(try await service.staff("desk").register("1.001612").string("code"))
            try await service.clock(to: "2022-01-18T12:00:00+07:00")

            let texts = try await service.texts()
            #expect(texts.count == 2)
            let overdue = try #require(texts.last)
            #expect(
                overdue["text"]?.string
                    == "UBND huyen Thang Binh: Xin loi vi ho so \(code) da qua hen tra. "
                    + "Chung toi dang giai quyet va se bao khi co ket qua."
            )
            #expect(overdue["at"]?.string == "2022-01-14T10:20:01+07:00")
            #expect(overdue["segments"]?.integer == 1)
        }
    }

    @Test("a second dossier, held by a named officer, is drafted with his unit, himself and since when he has it")
    func namedOfficer() async throws {
        try await OneStop.open(at: "2022-01-11T10:20+07:00") { service in
            let desk = try await service.staff("desk")
            _ = try await desk.register("1.001612")
            let code = try #require(try await desk.register("1.001612").string("code"))
            try await service.clock(to: "2022-01-11T10:30:00+07:00")
            try await desk.complete("intake", of: code)
            let name = #"{"stepId":"appraise","assignee":"officer.TCKH"}"#
            #expect(try await service.staff("head.TCKH").act("assign", on: code, name).status == 200)
            // 8 working hours before Friday 10:20 is Thursday 10:20.
            try await service.clock(to: "2022-01-13T10:20:00+07:00")

            let notices = try await service.notices(of: "desk").filter { $0["kind"]?.string == "apologyDemanded" }
            try #require(notices.count == 2)
            let held = try notices.map { try #require($0["apology"]?["holders"]?.array?.first) }
            #expect(held.map { $0["unit"]?.string } == ["BPMC-H", "TCKH"])
            #expect(held.map { $0["since"]?.string } == ["2022-01-11T10:20:00+07:00", "2022-01-11T10:30:00+07:00"])
            #expect(held.map { $0["assignee"] } == [.null, .string("officer.TCKH")])
            let draft = try #require(notices[1]["apology"]?["draft"]?.string)
            #expect(draft.contains("Hồ sơ \(code), thủ tục "))
            #expect(draft.contains("Phòng Tài chính - Kế hoạch (Thẩm định hồ sơ từ 10:30 11/01/2022)"))

            try await service.clock(to: "2022-01-17T07:30:00+07:00")
            let digest = try #require(try await service.notices(of: "leader").last)
            #expect(digest["count"]?.integer == 2)
            let head = try #require(try await service.notices(of: "head.TCKH").last)
            #expect(head["kind"]?.string == "lateDigest" && head["dossierCodes"]?.array == [.string(code)])
        }
    }
}
