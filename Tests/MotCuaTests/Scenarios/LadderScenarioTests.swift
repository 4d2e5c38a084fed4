import DossierEngine
import Testing

/// A dossier neglected on purpose climbs the whole ladder around Tết 2022, with instants worked out by hand.
///
/// Received Wednesday 26/01/2022 10:20 with three working days; offices close from Saturday 29/01 to Sunday 06/02, so
/// it is due on Monday 07/02 10:20.
struct LadderScenarioTests {
    @Test("each notice and each text comes once, at its minute, to whom the ladder says")
    func wholeLadder() async throws {
        try await OneStop.open(at: "2022-01-26T10:20+07:00") { service in
            let desk = try await service.staff("desk")
            let intake = try await desk.register("1.001612")
            let code = try #require(intake.string("code"))
            #expect(intake.string("dueAt") == "2022-02-07T10:20:00+07:00")
            try await service.clock(to: "2022-02-09T09:00:00+07:00")

            // The intake has two hours: half are used at 11:20, 80 % (96 minutes, 70 of them before noon) at 13:26.
            // 16 and 8 working hours before Monday 10:20 are Thursday and Friday 10:20, on the other side of Tết.
            #expect(
                try await service.told("desk") == [
                    "stepWarning half 2022-01-26T11:20:00", "stepWarning most 2022-01-26T13:26:00",
                    "apologyDemanded apology 2022-01-28T10:20:00",
                ]
            )
            // The desk's head belongs to its staff, and is told the same thing once.
            #expect(
                try await service.told("head.BPMC-H") == [
                    "stepWarning half 2022-01-26T11:20:00", "stepWarning most 2022-01-26T13:26:00",
                    "stepOverdue 2022-01-26T13:50:01", "dossierWarning approaching 2022-01-27T10:20:00",
                    "apologyDemanded apology 2022-01-28T10:20:00", "dossierOverdue 2022-02-07T10:20:01",
                    "lateDigest 2022-02-08T07:30:00", "lateDigest 2022-02-09T07:30:00",
                ]
            )
            #expect(
                try await service.told("leader") == [
                    "dossierOverdue 2022-02-07T10:20:01", "lateDigest 2022-02-08T07:30:00",
                    "lateDigest 2022-02-09T07:30:00",
                ]
            )
            #expect(try await service.told("head.TCKH") == [])
            let texts = try await service.texts().compactMap { $0["at"]?.string }
            #expect(texts == ["2022-01-26T10:20:00+07:00", "2022-02-07T10:20:01+07:00"])
            let history = try await desk.get("/dossiers/\(code)/history")
            let late = try #require(history.json["items"]?.array).compactMap { $0["lateSeconds"]?.integer }
            #expect(late == [0, 0, 0, 0, 0, 0])
        }
    }

    @Test("the demanded apology comes with a draft: who holds the dossier since when, and a date that can be kept")
    func draft() async throws {
        try await OneStop.open(at: "2022-01-26T10:20+07:00") { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            try await service.clock(to: "2022-01-28T10:20:00+07:00")
            let notice = try #require(try await desk.get("/notices?limit=1").json["items"]?.array?.first)
            let apology = try #require(notice["apology"])
            let holder = try #require(apology["holders"]?.array?.first)
            #expect(holder["unit"]?.string == "BPMC-H")
            #expect(holder["since"]?.string == "2022-01-26T10:20:00+07:00")
            // The draft is careful: the intake that was due on Wednesday takes its 2 hours again from Friday 10:20 to
            // 13:50; finance 8 to Monday 07/02 13:50, tax 6 (its own hours) to Tuesday 09:50, the signature 6 to
            // Wednesday 07:50.
            #expect(apology["proposedDueAt"]?.string == "2022-02-09T07:50:00+07:00")
            let text = try #require(apology["draft"]?.string)
            #expect(text.contains(code) && text.contains("từ 10:20 26/01/2022") && text.contains("07:50 09/02/2022"))
            #expect(text.hasPrefix("PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ\nKính gửi: ……"), "\(text)")
            #expect(!text.contains("Nguyễn Văn An") && !text.contains("{"), "\(text)")

            // A head who knows that the intake is as good as done may promise as soon as the rest allows: finance from
            // Friday 10:20 to Monday 10:20, tax to Tuesday 08:20, the signature to Tuesday 15:50.
            // He signs in the law's time: at this very second 8 hours are left.
            let head = try await service.staff("head.BPMC-H")
            let early = #"{"reason":"Nghỉ Tết","newDueAt":"2022-02-08T15:49:59+07:00"}"#
            let refused = try await head.act("apologise", on: code, early)
            #expect(refused.status == 422)
            #expect(refused.string("code") == "new-due-date-too-early")
            #expect(refused.string("detail")?.contains("2022-02-08T15:50:00+07:00") == true)
            // Sixty working days after the old date, Monday 07/02 10:20: eleven weeks to Monday 25/04 less 11/04 are
            // 54, four to Friday 29/04, and after 02/05 and 03/05 come Wednesday and Thursday. A year too far names it.
            let slip = try await head.act("apologise", on: code, kept(until: "2023-02-08T15:50:00+07:00"))
            #expect(slip.string("code") == "new-due-date-invalid")
            #expect(slip.string("detail")?.contains("2022-05-05T10:20:00+07:00") == true, "\(slip.text)")
            let taken = try await head.act("apologise", on: code, kept(until: "2022-02-08T15:50:00+07:00"))
            #expect(taken.status == 200)
            #expect(taken.at("apologyTooLate") == .bool(false))
            #expect(try await tooLate(code, service) == false)
        }
    }

    private func kept(until date: String) -> String { #"{"reason":"Nghỉ Tết","newDueAt":"\#(date)"}"# }

    @Test("an apology after the law's time is taken and marked, and ends the digests; lists tell who has none")
    func tooLateApology() async throws {
        try await OneStop.open(at: "2022-01-26T10:20+07:00") { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            try await service.clock(to: "2022-02-08T09:00:00+07:00")
            let late = try #require(try await desk.get("/dossiers?late=true").json["items"]?.array?.first)
            #expect(late["code"]?.string == code && late["hasApology"] == .bool(false), "\(late)")
            #expect(late["originalDueAt"] == late["dueAt"])
            let head = try await service.staff("head.BPMC-H")
            let body = #"{"reason":"Nghỉ Tết","newDueAt":"2022-02-15T10:00:00+07:00"}"#
            #expect(try await head.act("apologise", on: code, body).status == 200)
            #expect(try await tooLate(code, service) == true)
            let listed = try #require(try await desk.get("/dossiers").json["items"]?.array?.first)
            #expect(listed["hasApology"] == .bool(true) && listed["dueAt"]?.string == "2022-02-15T10:00:00+07:00")
            #expect(listed["originalDueAt"]?.string == "2022-02-07T10:20:00+07:00")
            try await service.clock(to: "2022-02-11T09:00:00+07:00")
            // One digest on Tuesday; 16 working hours before Tuesday 15/02 10:00 are Friday 11/02 10:00, not yet come.
            #expect(
                try await service.told("leader") == [
                    "dossierOverdue 2022-02-07T10:20:01", "lateDigest 2022-02-08T07:30:00",
                ]
            )
            try await service.clock(to: "2022-02-11T10:00:00+07:00")
            #expect(try await service.told("head.BPMC-H").last == "dossierWarning approaching 2022-02-11T10:00:00")
        }
    }

    @Test("a notice is marked as read by its reader alone, and only one that was sent to him")
    func marking() async throws {
        try await OneStop.open(at: "2022-01-26T10:20+07:00") { service in
            let desk = try await service.staff("desk")
            _ = try await desk.register("1.001612")
            try await service.clock(to: "2022-01-26T14:00:00+07:00")
            let first = try #require(try await desk.get("/notices").json["items"]?.array?.last)
            let id = try #require(first["id"]?.integer)
            #expect(first["read"] == .bool(false))
            for _ in 1...2 { #expect(try await desk.post("/notices/\(id)/read", "").status == 204) }
            #expect(try await desk.get("/notices?unread=true").json["items"]?.array?.count == 1)
            #expect(try await desk.get("/notices").json["items"]?.array?.last?["read"] == .bool(true))
            let head = try await service.staff("head.BPMC-H")
            let heads = try #require(try await head.get("/notices?unread=true").json["items"]?.array)
            #expect(heads.count == 3)
            let second = try #require(heads[1]["id"]?.integer)
            for _ in 1...2 {
                #expect(try await head.post("/notices/\(second)/read?olderToo=true", "").status == 204)
            }
            let left = try #require(try await head.get("/notices?unread=true").json["items"]?.array)
            #expect(left.compactMap { $0["id"]?.integer } == [heads[0]["id"]?.integer].compactMap { $0 })
            let wrong = try await head.post("/notices/\(second)/read?olderToo=maybe", "")
            #expect(wrong.status == 422 && wrong.string("code") == "invalid-request", "\(wrong.text)")
            for path in ["/notices/\(id)/read", "/notices/999999/read", "/notices/x/read"] {
                let answer = try await service.staff("head.TCKH").post(path, "")
                #expect(answer.string("code") == "notice-not-found", "\(path)")
            }
        }
    }

    private func tooLate(_ code: String, _ service: OneStop) async throws -> Bool? {
        let answer = try await service.staff("desk").get("/dossiers/\(code)/history?limit=100")
        let event = answer.json["items"]?.array?.first { $0["type"]?.string == "apologised" }
        return event?["details"]?["tooLate"]?.bool
    }
}
