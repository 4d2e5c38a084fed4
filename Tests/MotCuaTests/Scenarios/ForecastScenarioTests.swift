import DossierDomain
import DossierEngine
import DossierStoreSQLite
import GRDB
import HTTPTypes
import Testing
import WorkingCalendar

@testable import motcua

/// What the service foresees, over the demo clock.
struct ForecastScenarioTests {
    @Test("a flood of intakes puts the next promise at risk, and the forecast names the unit and the day")
    func flood() async throws {
        try await OneStop.open(at: "2022-01-04T07:30+07:00") { service in
            let desk = try await service.staff("desk")
            let first = try await desk.register("1.001612")
            #expect(first.at("atRisk") == .bool(false))
            var codes = [try #require(first.string("code"))]
            for _ in 1...11 { codes.append(try #require(try await desk.register("1.001612").string("code"))) }
            try await service.clock(to: "2022-01-04T08:00:00+07:00")
            for code in codes { try await desk.complete("intake", of: code) }

            // Finance has an officer and a head: 12 appraisals of 8 h keep them busy for 48 h, and the promise is 24 h.
            try await service.clock(to: "2022-01-04T08:01:00+07:00")
            let next = try await desk.register("1.001612")
            #expect(next.status == 201)
            #expect(next.at("atRisk") == .bool(true))
            // A dossier filed online has no promise before it is accepted; another action says nothing of risk.
            let online = try await desk.post("/dossiers", Forms.intake("1.001612", channel: "online"))
            #expect(online.at("atRisk") == .bool(false))
            #expect(try await desk.complete("intake", of: try #require(next.string("code"))).at("atRisk") == nil)

            let forecast = try await service.staff("leader").get("/forecast")
            let late = try #require(forecast.json["items"]?.array, "\(forecast.text)")
            // Two people appraise two dossiers in 8 h, all before any signature, since they are due before: the last is
            // done after 56 h, on the seventh day, while each was promised in three.
            #expect(late.count > 3)
            #expect(late.allSatisfy { $0["unit"]?.string == "TCKH" || $0["unit"]?.string == "THUE" })
            #expect(late.contains { $0["unit"]?.string == "TCKH" && $0["stepId"]?.string == "appraise" })
            #expect(late.allSatisfy { ($0["lateByWorkingSeconds"]?.integer ?? 0) > 0 })
            #expect(forecast.at("isPartial") == .bool(false))
            let units = try #require(forecast.json["units"]?.array)
            let finance = try #require(units.first { $0["unit"]?.string == "TCKH" })
            #expect(finance["officers"]?.integer == 2)
            // 13 appraisals of 28,800 s; since 08:00 two people can have done a minute each of the two most urgent.
            #expect(finance["openWorkingSeconds"]?.integer == 374_280)
            #expect(finance["workingSecondsPerDay"] == .null)
            try await pages(late, service)

            let accepted = try await desk.act("accept", on: try #require(online.string("code")))
            #expect(accepted.status == 200)
            #expect(accepted.at("atRisk") == .bool(true))
        }
    }

    @Test("the head of a desk foresees what becomes of all that the desk received, as its clerks do")
    func headOfDesk() async throws {
        try await OneStop.open(at: "2022-01-04T07:30+07:00") { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            try await desk.complete("intake", of: code)
            // Promised for Friday; nothing but the hand-over is to come at the desk.
            try await service.clock(to: "2022-01-10T09:00:00+07:00")
            for name in ["leader", "desk", "head.BPMC-H", "head.TCKH"] {
                #expect(Self.codes(try await service.staff(name).get("/forecast")) == [code], "\(name)")
            }
            let head = try await service.staff("head.BPMC-H")
            #expect(Self.codes(try await head.get("/forecast?unit=TCKH")) == [code])
            #expect(Self.codes(try await head.get("/forecast?unit=CA")) == [])
            let units = try await head.get("/forecast").json["units"]?.array
            #expect(units?.compactMap { $0["unit"]?.string } == ["BPMC-H"])
            // Another desk's head has no part in it.
            #expect(Self.codes(try await service.staff("head.BPMC-X").get("/forecast")) == [])
        }
    }

    /// The dossiers of a forecast; who else sees it may be shown their names.
    private static func codes(_ answer: Answer) -> [String?] {
        (answer.json["items"]?.array ?? []).map { $0["dossier"]?["code"]?.string }
    }

    /// Two by two the forecast is the same, and narrowing it to a unit keeps what has a step to come there.
    private func pages(_ late: [JSONValue], _ service: OneStop) async throws {
        let leader = try await service.staff("leader")
        var found: [JSONValue] = []
        var cursor = ""
        while true {
            let page = try await leader.get("/forecast?limit=2" + cursor)
            found += try #require(page.json["items"]?.array, "\(page.text)")
            guard let next = page.string("next") else { break }
            cursor = "&cursor=" + next
        }
        #expect(found == late)
        #expect(try await leader.get("/forecast?unit=THUE").json["items"]?.array == late)
        #expect(try await leader.get("/forecast?unit=CA").json["items"]?.array == [])
        #expect(try await leader.get("/forecast?unit=NOWHERE").status == 422)
        #expect(try await leader.get("/forecast?cursor=x").status == 400)
        // The head sees what comes to his unit, the desk what it received, officers and administrators nothing.
        let head = try await service.staff("head.TCKH").get("/forecast")
        #expect(Self.codes(head) == late.map { $0["dossier"]?["code"]?.string })
        #expect(head.json["units"]?.array?.count == 1)
        // Whatever he narrows it to, he is told of his own unit's load only.
        let narrowed = try await service.staff("head.TCKH").get("/forecast?unit=THUE")
        #expect(narrowed.json["units"]?.array?.compactMap { $0["unit"]?.string } == ["TCKH"])
        #expect(try await service.staff("head.CA").get("/forecast").json["items"]?.array == [])
        let desk = try await service.staff("desk").get("/forecast")
        #expect(Self.codes(desk) == late.map { $0["dossier"]?["code"]?.string })
        #expect(try await service.staff("desk.xa").get("/forecast").json["items"]?.array == [])
        for name in ["officer.TCKH", "admin"] {
            #expect(try await service.staff(name).get("/forecast").status == 403)
        }
    }

    @Test("an inbox tells slack in words with a light, and naming an officer changes everybody's own lines at once")
    func inbox() async throws {
        try await OneStop.open(at: "2022-01-04T07:30+07:00") { service in
            let desk = try await service.staff("desk")
            var codes: [String] = []
            for _ in 1...3 { codes.append(try #require(try await desk.register("1.001612").string("code"))) }
            try await service.clock(to: "2022-01-04T09:30:00+07:00")
            for code in codes { try await desk.complete("intake", of: code) }
            let officer = try await service.staff("officer.TCKH")
            let head = try await service.staff("head.TCKH")

            // 8 h from Tuesday 09:30 are over on Wednesday 09:30; 20 % of them are left at 07:54.
            for (now, slack, words, light) in [
                ("2022-01-04T09:30:00+07:00", 28_800, "còn 1 ngày làm việc", "green"),
                ("2022-01-05T07:54:00+07:00", 5_760, "còn 1 giờ 36 phút làm việc", "yellow"),
                ("2022-01-05T11:30:00+07:00", -7_200, "quá hạn 2 giờ làm việc", "red"),
            ] as [(String, Int64, String, String)] {
                try await service.clock(to: now)
                let line = try #require(try await officer.get("/inbox").json["items"]?.array?.first)
                #expect(line["slackSeconds"]?.integer == slack)
                #expect(line["slack"]?.string == words)
                #expect(line["light"]?.string == light)
            }
            let english = try await service.send(
                .get,
                "/api/v1/inbox",
                token: officer.token,
                headers: [.acceptLanguage: "en"]
            )
            #expect(english.json["items"]?.array?.first?["slack"]?.string == "2 working hours overdue")

            let name = #"{"stepId":"appraise","assignee":"head.TCKH"}"#
            #expect(try await head.act("assign", on: codes[0], name).status == 200)
            #expect(try await own(officer) == [codes[1], codes[2]])
            #expect(try await own(head) == codes)
            let back = #"{"stepId":"appraise","assignee":"officer.TCKH"}"#
            #expect(try await head.act("assign", on: codes[0], back).status == 200)
            #expect(try await head.act("assign", on: codes[1], name).status == 200)
            #expect(try await own(officer) == [codes[0], codes[2]])
            #expect(try await own(head) == [codes[1], codes[2]])
            #expect(try await officer.get("/inbox?mine=x").status == 422)
        }
    }

    /// The codes of somebody's own lines, page by page of one.
    private func own(_ staff: Staff) async throws -> [String] {
        var found: [String] = []
        var cursor = ""
        while true {
            let page = try await staff.get("/inbox?mine=true&limit=1" + cursor)
            let lines = try #require(page.json["items"]?.array, "\(page.text)")
            #expect(lines.count <= 1)
            found += lines.compactMap { $0["dossier"]?["code"]?.string }
            guard let next = page.string("next") else { return found }
            cursor = "&cursor=" + next
        }
    }

    @Test("a unit whose dossier waited long for papers is not taken for a slow one")
    func waiting() async throws {
        try await OneStop.open(at: "2022-01-04T07:30+07:00") { service in
            let desk = try await service.staff("desk")
            let officer = try await service.staff("officer.TCKH")
            let code = try #require(try await desk.register("1.001612").string("code"))
            try await service.clock(to: "2022-01-04T08:00:00+07:00")
            try await desk.complete("intake", of: code)
            try await service.clock(to: "2022-01-04T09:00:00+07:00")
            let asked = #"{"items":["Bản sao CCCD"],"reason":"Thiếu giấy tờ"}"#
            #expect(try await officer.act("request-supplement", on: code, asked).status == 200)
            try await service.clock(to: "2022-01-17T09:00:00+07:00")
            let brought = #"{"documents":[{"name":"CCCD","form":"photocopy","quantity":1}]}"#
            #expect(try await desk.act("receive-supplement", on: code, brought).status == 200)
            try await service.clock(to: "2022-01-17T14:00:00+07:00")
            try await officer.complete("appraise", of: code)

            // It took an hour before the wait and 3 h 30 after it: too little for a pace of its own.
            let next = try await desk.register("1.001612")
            #expect(next.at("atRisk") == .bool(false))
            let units = try #require(try await service.staff("leader").get("/forecast").json["units"]?.array)
            let finance = try #require(units.first { $0["unit"]?.string == "TCKH" })
            #expect(finance["workingSecondsPerDay"] == .null)
        }
    }

    @Test("a database of an earlier version gets its finished steps exactly as they would have been written")
    func migration() async throws {
        let folder = try TemporaryFolder()
        try await OneStop.open(at: "2022-01-04T07:30+07:00", in: folder) { service in
            let desk = try await service.staff("desk")
            let business = try #require(try await desk.register("1.001612").string("code"))
            let land = try #require(try await desk.register("2.000889").string("code"))
            for code in [business, land] { try await desk.complete("intake", of: code) }
            try await service.staff("officer.TCKH").complete("appraise", of: business)
            #expect(try #require(try await finished(in: folder)).count == 3)
        }
        let written = try #require(try await finished(in: folder))
        let database = try DatabaseQueue(path: folder.database)
        try await database.write { database in
            try database.execute(sql: "DROP TABLE finishedStep")
            try database.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = '0003-finished-steps'")
        }
        try database.close()

        try await OneStop.open(in: folder) { service in
            #expect(try await finished(in: folder) == written)
            let rules = service.server.workplace.rules
            let report = try service.server.workplace.store.inspect { inspection in
                var verifier = Verifier(rules: rules)
                return try verifier.verify(inspection) { _, _ in }
            }
            #expect(report.isClean, "\(report.defects)")
        }
    }

    private func finished(in folder: TemporaryFolder) async throws -> [String]? {
        try await DatabaseText(path: folder.database).tables["finishedStep"]?.sorted()
    }
}
