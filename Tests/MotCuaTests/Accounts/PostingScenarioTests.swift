import DossierEngine
import HTTPTypes
import Testing

@testable import motcua

/// Secondments and acting heads over REST, by the clock of the service.
struct PostingScenarioTests {
    /// Gives somebody a post and insists that it worked.
    private func post(
        _ name: String,
        _ kind: String,
        _ unit: String,
        _ from: String?,
        _ until: String,
        at service: OneStop
    )
        async throws -> Answer
    {
        let first = from.map { #""from":"\#($0)","# } ?? ""
        let body = #"{"kind":"\#(kind)","unit":"\#(unit)",\#(first)"until":"\#(until)"}"#
        let answer = try await service.staff("admin").post("/users/\(name)/postings", body)
        try #require(answer.status == 201, "\(answer.text)")
        return answer
    }

    /// A dossier that waits for the appraisal at TCKH.
    private func dossier(at service: OneStop) async throws -> String {
        let desk = try await service.staff("desk")
        let code = try #require(try await desk.register("1.001612").string("code"))
        try await desk.complete("intake", of: code)
        return code
    }

    private func inbox(_ name: String, at service: OneStop) async throws -> [String] {
        let answer = try await service.staff(name).get("/inbox")
        let items = try #require(answer.json["items"]?.array, "\(answer.text)")
        return items.compactMap { ($0["step"]?["unit"]?.string ?? "") + " " + ($0["step"]?["id"]?.string ?? "") }
    }

    @Test("a secondment begins and ends by the demo's clock: inbox, reading, work and history follow it")
    func secondment() async throws {
        try await OneStop.open { service in
            let code = try await dossier(at: service)
            let officer = try await service.staff("officer.TNMT")
            let made = try await post("officer.TNMT", "secondment", "TCKH", "2022-01-06", "2022-01-06", at: service)
            #expect(made.string("state") == "coming" && made.headers[.eTag] == "\"2\"")
            let before = try await officer.get("/dossiers/\(code)")
            #expect(before.status == 403 && before.string("rule") == "agency-on-route-only")
            #expect(try await inbox("officer.TNMT", at: service) == [])

            try await service.clock(to: "2022-01-06T00:00:00+07:00")
            #expect(try await officer.get("/dossiers/\(code)").status == 200)
            #expect(try await inbox("officer.TNMT", at: service) == ["TCKH appraise"])
            #expect(try await officer.get("/me").at("postings")?.array?.first?["state"]?.string == "inForce")
            let listed = try await officer.get("/dossiers")
            #expect(listed.json["items"]?.array?.count == 1)

            try await service.clock(to: "2022-01-06T23:59:59+07:00")
            #expect(try await officer.get("/dossiers/\(code)").status == 200)
            try await officer.complete("appraise", of: code)
            let event = try #require(try await service.history(of: code).last)
            #expect(event["by"]?["username"]?.string == "officer.TNMT")
            #expect(event["by"]?["capacity"]?["kind"]?.string == "secondment")
            #expect(event["by"]?["capacity"]?["unit"]?.string == "TCKH")

            try await service.clock(to: "2022-01-07T00:00:00+07:00")
            #expect(try await officer.get("/dossiers/\(code)").string("rule") == "agency-on-route-only")
            #expect(try await officer.get("/me").at("postings")?.array?.isEmpty == true)
            #expect(try await service.verification().isClean)
        }
    }

    @Test("who is seconded away does nothing at home meanwhile, and all of it again afterwards")
    func awayFromHome() async throws {
        try await OneStop.open { service in
            let code = try await dossier(at: service)
            let officer = try await service.staff("officer.TCKH")
            let made = try await post("officer.TCKH", "secondment", "TNMT", nil, "2022-01-31", at: service)
            let refused = try await officer.act("complete-step", on: code, #"{"stepId":"appraise"}"#)
            #expect(refused.status == 403 && refused.string("rule") == "agency-on-route-only")
            #expect(try await inbox("officer.TCKH", at: service) == [])

            let id = try #require(made.at("id")?.integer)
            let admin = try await service.staff("admin")
            for _ in 1...2 {
                let ended = try await admin.post("/users/officer.TCKH/postings/\(id)/end", "{}")
                #expect(ended.status == 200 && ended.string("state") == "ended", "\(ended.text)")
                #expect(ended.headers[.eTag] == "\"3\"")
            }
            try await officer.complete("appraise", of: code)
            let event = try #require(try await service.history(of: code).last)
            #expect(event["by"]?["capacity"] == nil)
        }
    }

    @Test("an acting head assigns and is told what heads are told, until the end of his last day")
    func actingHead() async throws {
        try await OneStop.open { service in
            let code = try await dossier(at: service)
            let acting = try await service.staff("officer.TP")
            let assignment = #"{"stepId":"appraise","assignee":"officer.TCKH"}"#
            _ = try await post("officer.TP", "actingHead", "TCKH", "2022-01-06", "2022-01-07", at: service)
            #expect(try await acting.act("assign", on: code, assignment).status == 403)
            try await service.clock(to: "2022-01-06T00:00:00+07:00")
            #expect(try await acting.act("assign", on: code, assignment).status == 200)
            // The eight hours of the step end on Thursday at 10:20: the head is told.
            try await service.clock(to: "2022-01-06T16:00:00+07:00")
            #expect(try await service.told("officer.TP").contains("stepOverdue 2022-01-06T10:20:01"))
            let capacities = try await service.history(of: code).map { $0["by"]?["capacity"]?["kind"]?.string }
            #expect(capacities.compactMap(\.self) == ["actingHead"])
            #expect(try await acting.get("/forecast").status == 200)

            try await service.clock(to: "2022-01-07T23:59:59+07:00")
            #expect(try await acting.get("/dossiers/\(code)").status == 200)
            try await service.clock(to: "2022-01-08T00:00:00+07:00")
            #expect(try await service.told("officer.TP") == [])
            #expect(try await acting.get("/dossiers/\(code)").string("rule") == "agency-on-route-only")
            #expect(try await acting.get("/forecast").string("rule") == "desk-head-or-leader-only")
        }
    }

    @Test("with two posts the inbox is one list, least slack first, page by page")
    func inboxOfTwo() async throws {
        try await OneStop.open { service in
            for _ in 1...3 { _ = try await dossier(at: service) }
            _ = try await post("officer.THUE", "actingHead", "TCKH", nil, "2022-01-31", at: service)
            let first = try await dossier(at: service)
            try await service.staff("officer.TCKH").complete("appraise", of: first)
            let staff = try await service.staff("officer.THUE")
            let whole = try await staff.get("/inbox")
            let all = whole.json["items"]?.array?.compactMap { $0["dossier"]?["code"]?.string } ?? []
            #expect(all.count == 4 && Set(all).count == 4)
            let urgencies = whole.json["items"]?.array?.compactMap { $0["step"]?["dueAt"]?.string } ?? []
            #expect(urgencies.count == 4)
            var read: [String] = []
            var cursor: String?
            repeat {
                let page = try await staff.get("/inbox?limit=1" + (cursor.map { "&cursor=" + $0 } ?? ""))
                read += page.json["items"]?.array?.compactMap { $0["dossier"]?["code"]?.string } ?? []
                cursor = page.string("next")
            } while cursor != nil && read.count <= all.count
            #expect(read == all)
        }
    }

    @Test("a seconded clerk receives at the desk that he is sent to")
    func secondedToADesk() async throws {
        try await OneStop.open { service in
            let officer = try await service.staff("officer.TP")
            let refused = try await officer.post("/dossiers", Forms.intake("1.001612"))
            #expect(refused.string("rule") == "registering-desk-only")
            _ = try await post("officer.TP", "secondment", "BPMC-H", nil, "2022-01-31", at: service)
            let code = try #require(try await officer.register("1.001612").string("code"))
            let event = try #require(try await service.history(of: code).first)
            #expect(event["by"]?["capacity"]?["unit"]?.string == "BPMC-H")
        }
    }

    @Test("an officer whose secondment is over keeps no step from his colleagues, and is told nothing of it")
    func leftBehind() async throws {
        try await OneStop.open { service in
            let code = try await dossier(at: service)
            _ = try await post("officer.TNMT", "secondment", "TCKH", nil, "2022-01-05", at: service)
            let assignment = #"{"stepId":"appraise","assignee":"officer.TNMT"}"#
            #expect(try await service.staff("head.TCKH").act("assign", on: code, assignment).status == 200)
            let officer = try await service.staff("officer.TCKH")
            let refused = try await officer.act("complete-step", on: code, #"{"stepId":"appraise"}"#)
            #expect(refused.string("code") == "assigned-to-other")
            #expect(refused.string("rule") == "assignee-or-head-only")
            let mine = try await officer.get("/inbox?mine=true")
            #expect(mine.json["items"]?.array?.isEmpty == true)

            try await service.clock(to: "2022-01-06T16:00:00+07:00")
            // At half of the time he was there still: four hours from 10:20, the noon break left out.
            #expect(try await service.told("officer.TNMT") == ["stepWarning half 2022-01-05T15:50:00"])
            let told = try await service.told("officer.TCKH")
            #expect(told.contains { $0.hasPrefix("stepWarning most 2022-01-06") }, "\(told)")
            #expect(try await officer.get("/inbox?mine=true").json["items"]?.array?.count == 1)
            try await officer.complete("appraise", of: code)
        }
    }

    @Test(
        "a posting that cannot be is refused by its field or its rule",
        arguments: [
            (#"{"kind":"secondment","unit":"TCKH","from":"2022-01-10","until":"2022-01-09"}"#, "until before-from"),
            (#"{"kind":"secondment","unit":"TCKH","from":"2022-01-01","until":"2022-01-04"}"#, "until date-past"),
            (#"{"kind":"secondment","unit":"TCKH","from":"2022-01-05","until":"2025-01-05"}"#, "until too-many-days"),
            (#"{"kind":"secondment","unit":"TCKH","until":"05/01/2022"}"#, "until invalid-date"),
            (#"{"kind":"secondment","unit":"TCKH"}"#, "until required"),
            (#"{"kind":"loan","unit":"TCKH","until":"2022-01-09"}"#, "kind invalid-value"),
            (#"{"kind":"secondment","unit":"KHONG","until":"2022-01-09"}"#, "unit unknown-unit"),
            (#"{"kind":"secondment","unit":"TPHT-X","until":"2022-01-09"}"#, "commune required"),
            (
                #"{"kind":"secondment","unit":"TCKH","commune":"Nowhere","until":"2022-01-09"}"#,
                "commune commune-not-taken"
            ),
            (#"{"kind":"secondment","until":"2022-01-09"}"#, "unit required"),
            (#"{"kind":"secondment","unit":"TCKH","until":"2022-01-09","why":"x"}"#, "why unknown-field"),
        ]
    )
    func refusedDrafts(body: String, error: String) async throws {
        try await OneStop.open { service in
            let refused = try await service.staff("admin").post("/users/officer.TNMT/postings", body)
            #expect(refused.status == 422, "\(refused.text)")
            let errors = refused.json["errors"]?.array ?? []
            let found = errors.compactMap { ($0["field"]?.string ?? "") + " " + ($0["code"]?.string ?? "") }
            #expect(found == [error])
        }
    }

    @Test("three years to the day are taken; nobody is posted twice at once, nor where he is already")
    func conflicts() async throws {
        try await OneStop.open { service in
            _ = try await post("officer.TNMT", "secondment", "TCKH", "2022-01-05", "2025-01-04", at: service)
            let admin = try await service.staff("admin")
            for (name, kind, unit, code) in [
                ("officer.TNMT", "secondment", "TP", "posting-overlaps"),
                ("officer.TP", "secondment", "TP", "posting-not-possible"),
                ("head.TP", "actingHead", "TP", "posting-not-possible"),
                ("leader", "secondment", "TP", "posting-not-possible"),
                ("admin", "actingHead", "TP", "posting-not-possible"),
            ] {
                let body = #"{"kind":"\#(kind)","unit":"\#(unit)","until":"2022-01-31"}"#
                let refused = try await admin.post("/users/\(name)/postings", body)
                #expect(refused.status == 409 && refused.string("code") == code, "\(name): \(refused.text)")
            }
            _ = try await post("officer.TNMT", "actingHead", "TP", nil, "2022-01-31", at: service)
            let unknown = try await admin.post("/users/khong.co/postings/1/end", "{}")
            #expect(unknown.status == 404 && unknown.string("code") == "account-not-found")
            let none = try await admin.post("/users/officer.TP/postings/1/end", "{}")
            #expect(none.status == 404 && none.string("code") == "posting-not-found")
            let stale = try await admin.post("/users/officer.TNMT/postings/1/end", "{}", headers: [.ifMatch: "\"1\""])
            #expect(stale.status == 412)
        }
    }

    @Test("who is made head of the unit that he was seconded to leads it at once; what he is posted to elsewhere stays")
    func headWhereSeconded() async throws {
        try await OneStop.open { service in
            let code = try await dossier(at: service)
            let store = service.server.workplace.store
            _ = try await post("officer.TNMT", "secondment", "TCKH", nil, "2022-01-31", at: service)
            _ = try await post("officer.TNMT", "actingHead", "TP", nil, "2022-01-31", at: service)
            let before = try await AccountHistoryTests.events(of: store).count
            let seat = #"{"role":"head","unit":"TCKH"}"#
            let moved = try await service.staff("admin").post("/users/officer.TNMT/assign", seat)
            #expect(moved.status == 200, "\(moved.text)")
            #expect(moved.headers[.eTag] == "\"5\"")
            #expect(moved.at("postings")?.array?.compactMap { $0["unit"]?.string } == ["TP"])

            let head = try await service.newSession("officer.TNMT")
            let assignment = #"{"stepId":"appraise","assignee":"officer.TCKH"}"#
            let assigned = try await head.act("assign", on: code, assignment)
            #expect(assigned.status == 200, "\(assigned.text)")
            let events = try await AccountHistoryTests.events(of: store).dropFirst(before)
            #expect(events.compactMap { $0["type"]?.string } == ["accountAssigned", "postingEnded"])
            #expect(try await service.verification().isClean)
        }
    }

    @Test("postings are listed newest first, shown with the account, and written into the accounts' history")
    func listing() async throws {
        try await OneStop.open { service in
            let store = service.server.workplace.store
            let before = try await AccountHistoryTests.events(of: store).count
            let made = try await post("officer.TNMT", "secondment", "TCKH", "2022-01-10", "2022-01-20", at: service)
            _ = try await post("officer.TNMT", "actingHead", "TP", nil, "2022-01-06", at: service)
            let admin = try await service.staff("admin")
            let user = try await admin.get("/users/officer.TNMT")
            #expect(user.at("postings")?.array?.compactMap { $0["unit"]?.string } == ["TCKH", "TP"])
            _ = try await admin.post("/users/officer.TNMT/postings/\(made.at("id")?.integer ?? 0)/end", "{}")
            let page = try await admin.get("/users/officer.TNMT/postings")
            #expect(page.json["items"]?.array?.compactMap { $0["state"]?.string } == ["inForce", "ended"])
            let events = try await AccountHistoryTests.events(of: store).dropFirst(before)
            #expect(events.compactMap { $0["type"]?.string } == ["postingMade", "postingMade", "postingEnded"])
            let first = try #require(events.first)
            #expect(first["kind"]?.string == "secondment" && first["place"]?.string == "TCKH")
            #expect(first["from"]?.string == "2022-01-10" && first["until"]?.string == "2022-01-20")
            #expect(try await service.verification().isClean)
        }
    }
}
