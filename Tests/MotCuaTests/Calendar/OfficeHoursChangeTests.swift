import DossierDomain
import DossierEngine
import DossierStoreSQLite
import Foundation
import GRDB
import Testing
import WorkingCalendar

@testable import motcua

/// Other office hours under a database with open dossiers.
///
/// The dossier was received on Wednesday 05/01/2022 10:20 and is due on Monday 10/01 10:20, 24 working hours later.
/// Where the offices open at 08:00 from that Monday on it is due at 10:50, and without Friday 07/01 on Tuesday 10:50.
@Suite(.serialized)
struct OfficeHoursChangeTests {
    private let thursday = "2022-01-06T11:00+07:00"
    private let code = "000.00.15.H47-220105-0001"

    private func takenSite() async throws -> CalendarSite {
        let site = try CalendarSite()
        try await OneStop.open(in: site.folder, config: site.config) { service in
            #expect(try await service.staff("desk").register("1.001612").string("code") == code)
            try await service.clock(to: "2022-01-06T11:00:00+07:00")
        }
        return site
    }

    private func run(_ command: String..., site: CalendarSite) throws -> (code: Int32, output: String, errors: String) {
        let result = try Program.run(command + ["--database", site.folder.database, "--config", site.config])
        return (result.code, result.output, result.errors)
    }

    @Test("hours by which promises move: refused at the start, previewed, applied, told, and the sheets stand")
    func laterHours() async throws {
        let site = try await takenSite()
        try site.changeHours(from: "2022-01-10")

        for command in [["serve", "--demo", "--port", "0"], ["check-config"]] {
            let refused = try Program.run(command + ["--database", site.folder.database, "--config", site.config])
            #expect(refused.code == 1)
            #expect(refused.errors.contains("1 promise would move: 1 later, 0 earlier"), "\(refused.errors)")
            #expect(refused.errors.contains("motcua calendar preview"))
        }
        let line = "\(code) 2022-01-10 10:20 → 2022-01-10 10:50 Bộ phận TN&TKQ huyện (Văn phòng HĐND&UBND)"
        let preview = try run("calendar", "preview", site: site)
        let news = "The organisation thang-binh-2022 version 2 would be taken into use."
        #expect(preview.output == "1 promise would move: 1 later, 0 earlier\n\(line)\n\(news)\n", "\(preview.errors)")
        let applied = try run("calendar", "apply", site: site)
        #expect(applied.output.hasPrefix("1 promise moved: 1 later, 0 earlier\n\(line)\nThe organisation "))
        let again = try run("calendar", "apply", "--json", site: site)
        #expect(again.output.contains(#""moves":[]"#), "\(again.output)\(again.errors)")

        try await OneStop.open(in: site.folder, config: site.config) { service in
            let desk = try await service.staff("desk")
            #expect(try await desk.get("/dossiers/\(code)").string("dueAt") == "2022-01-10T10:50:00+07:00")
            let event = try #require(try await service.history(of: code).last)
            #expect(event["type"]?.string == "rescheduled")
            #expect(event["details"]?["organisationVersion"]?.integer == 2)
            #expect(event["details"]?["calendarVersion"] == nil)
            let words = try await desk.get("/dossiers/\(code)/deadline").text
            #expect(words.contains("giờ làm việc thay đổi nên ngày hẹn được tính lại thành"), "\(words)")
            let texts = try await desk.get("/demo/messages").text
            let text = "Lich lam viec thay doi nen ho so \(code) duoc hen lai: 10:50 10/01/2022."
            #expect(texts.contains(text), "\(texts)")
            try await service.clock(to: "2022-01-10T10:50:00+07:00")
            let clock = try #require(try await desk.get("/dossiers/\(code)/ledger").at("clock"))
            // The days before the change are counted by the hours that they had.
            #expect(clock["allowedSeconds"]?.integer == 24 * 3_600 && clock["usedSeconds"]?.integer == 24 * 3_600)
        }
        #expect(try run("verify", site: site).code == 0)
    }

    @Test("days off and other hours at once move a promise once, and one text tells it")
    func both() async throws {
        let site = try await takenSite()
        try site.changeHours(from: "2022-01-10")
        try site.declare(version: 2, closing: "2022-01-07")

        let change = try #require(try await site.applyCalendar(at: thursday))
        #expect(change.named.count == 1)
        #expect(change.named[0].contains("2022-01-10 10:20 → 2022-01-11 10:50"))
        #expect(try await site.applyCalendar(at: thursday) == nil)
        let pool = try DatabasePool(path: site.folder.database)
        let kinds = try await pool.read { try String.fetchAll($0, sql: "SELECT kind FROM outboxMessage") }
        try pool.close()
        #expect(kinds == ["received", "rescheduled"])
        let workplace = try await site.open(at: thursday)
        let event = try #require(try await workplace.store.dossierEvents().last)
        #expect(event.contains(#""calendarVersion":2,"organisationVersion":2"#))
        let settings = try await workplace.store.read {
            [try $0.setting(.calendarInForce), try $0.setting(.organisationInForce)]
        }
        #expect(settings == ["vietnam@2", "thang-binh-2022@2"])
        try await workplace.store.close()
    }

    @Test("hours taken back move nothing back and forth: a date that was kept stays, and nobody late is made punctual")
    func thereAndBack() async throws {
        let site = try await takenSite()
        // By hours that are one hour earlier from Friday on it was due at 09:20, which is over: it is kept.
        try site.changeHours(from: "2022-01-07", to: ["06:30-10:30", "12:30-16:30"])
        let monday = "2022-01-10T10:00+07:00"
        let there = try #require(try await site.applyCalendar(at: monday))
        #expect(there.moves.isEmpty)
        try site.reorganise(version: 3)
        let back = try #require(try await site.applyCalendar(at: monday))
        #expect(back.moves.isEmpty)
        let workplace = try await site.open(at: monday)
        let stored = try await workplace.store.firstDossier()
        #expect(try DossierCodec.decode(stored.state).dueAt == Instant(iso8601: "2022-01-10T10:20+07:00"))
        let changes = try await workplace.store.configurationEvents()
        #expect(changes.filter { $0.contains(#""pastHoursOf":"BHXH BTCD CA "#) }.count == 2, "\(changes)")
        try await workplace.store.close()
    }

    @Test("hours of days gone by change by the command only, which names the agencies, and never by a start")
    func pastHours() async throws {
        let site = try await takenSite()
        try site.changeHours(from: "2021-11-01", until: "2021-12-01")
        for command in [["serve", "--demo", "--port", "0"], ["check-config"]] {
            let refused = try Program.run(command + ["--database", site.folder.database, "--config", site.config])
            #expect(refused.code == 1)
            let sentence = "The working time of days gone by would change for BHXH, BTCD, CA, "
            #expect(refused.errors.contains(sentence), "\(refused.errors)")
        }
        let preview = try run("calendar", "preview", site: site)
        #expect(preview.output.contains("0 promises would move"))
        #expect(preview.output.contains("days gone by would change"))
        let applied = try run("calendar", "apply", "--json", site: site)
        #expect(applied.output.contains(#""pastHoursOf":["BHXH","BTCD","CA","#), "\(applied.output)\(applied.errors)")
        let workplace = try await site.open(at: thursday)
        try await workplace.store.close()
    }

    @Test("hours by which no promise moves are taken into use by the start itself, and said so once")
    func harmless() async throws {
        let site = try await takenSite()
        try site.changeHours(from: "2022-06-01")
        for _ in 1...2 {
            let workplace = try await site.open(at: thursday)
            #expect(try await workplace.store.read { try $0.setting(.organisationInForce) } == "thang-binh-2022@2")
            let changes = try await workplace.store.configurationEvents()
            #expect(changes.filter { $0.contains("organisationApplied") }.count == 1)
            #expect(try await workplace.store.dossierEvents().contains { $0.contains("rescheduled") } == false)
            try await workplace.store.close()
        }
        try site.reorganise(version: 1)
        let refusal = await #expect(throws: StoreError.self) { _ = try await site.open(at: thursday) }
        #expect(refusal?.reason.contains("the organisation thang-binh-2022 version 2 is in force") == true)
    }

    @Test("a renaming that waits with a calendar comes into force with it, and verify finds all whole between")
    func renaming() async throws {
        let site = try await takenSite()
        let old = "Bộ phận TN&TKQ huyện (Văn phòng HĐND&UBND)"
        try site.reorganise(version: 2, [(old, "Trung tâm Phục vụ hành chính công")])
        try site.declare(version: 2, closing: "2022-01-07")
        #expect(try run("verify", site: site).code == 0)

        let change = try #require(try await site.applyCalendar(at: thursday))
        #expect(change.named.count == 1 && change.named[0].hasSuffix("Trung tâm Phục vụ hành chính công"))
        #expect(try run("verify", site: site).code == 0)
        try await OneStop.open(in: site.folder, config: site.config) { service in
            let desk = try await service.staff("desk")
            #expect(try await desk.get("/status/\(code)").text.contains("Trung tâm Phục vụ hành chính công"))
        }
    }
}
