import DossierEngine
import Foundation
import Testing

@testable import motcua

/// `motcua calendar` as its user types it.
@Suite(.serialized)
struct CalendarCommandTests {
    private let code = "000.00.15.H47-220105-0001"

    private func run(_ command: String..., site: CalendarSite, config: String? = nil) throws -> Outcome {
        let result = try Program.run(
            command + ["--database", site.folder.database, "--config", config ?? Checkout.config]
        )
        return Outcome(code: result.code, output: result.output, errors: result.errors)
    }

    private struct Outcome {
        let code: Int32
        let output: String
        let errors: String
    }

    @Test("a day off declared with dossiers under way: refused, previewed, applied, told, and whole")
    func dayOff() async throws {
        let site = try CalendarSite()
        let server = try await RunningServer.start(database: site.folder.database)
        let desk = try await server.token("desk")
        let intake = await server.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: desk)
        #expect(intake?.string("dueAt") == "2022-01-10T10:20:00+07:00")
        let file = try site.declare(version: 2, closing: "2022-01-07", at: site.folder.path + "/new.yaml")

        // Beside the server one may look, but not change.
        let preview = try run("calendar", "preview", file, site: site)
        #expect(preview.code == 0, "\(preview.errors)")
        let line = "\(code) 2022-01-10 10:20 → 2022-01-11 10:20 Bộ phận TN&TKQ huyện (Văn phòng HĐND&UBND)"
        #expect(preview.output == "1 promise would move: 1 later, 0 earlier\n\(line)\n")
        let busy = try run("calendar", "apply", file, site: site)
        #expect(busy.code == 1)
        #expect(busy.errors.contains("stop it first"))
        #expect(server.terminate() == 0)

        try site.declare(version: 2, closing: "2022-01-07")
        let refused = try run("serve", "--demo", "--port", "0", site: site, config: site.config)
        #expect(refused.code == 1)
        #expect(refused.errors.contains("1 promise would move: 1 later, 0 earlier"))
        #expect(refused.errors.contains("motcua calendar preview"))

        let applied = try run("calendar", "apply", file, site: site)
        #expect(applied.code == 0, "\(applied.errors)")
        #expect(applied.output.hasPrefix("1 promise moved: 1 later, 0 earlier\n\(line)\nNow put \(file) into"))
        let again = try run("calendar", "apply", site: site, config: site.config)
        #expect(again.code == 0)
        #expect(again.output.contains("and the calendar vietnam version 2 are in force already; nothing moves.\n"))
        let older = try run("serve", "--demo", "--port", "0", site: site)
        #expect(older.code == 1)
        #expect(older.errors.contains("vietnam version 2 is in force"))

        let second = try await RunningServer.start(database: site.folder.database, config: site.config)
        let status = await second.send("GET", "/api/v1/status/\(code)")
        #expect(status?.string("dueAt") == "2022-01-11T10:20:00+07:00")
        let texts = await second.send("GET", "/api/v1/demo/messages", token: try await second.token("desk"))
        let text = "Lich lam viec thay doi nen ho so \(code) duoc hen lai: 10:20 11/01/2022."
        #expect(texts?.text.contains(text) == true, "\(texts?.text ?? "")")
        #expect(second.terminate() == 0)
        let verdict = try run("verify", site: site, config: site.config)
        #expect(verdict.code == 0, "\(verdict.output)")
    }

    @Test("JSON names every dossier with its instants and units")
    func json() async throws {
        let site = try CalendarSite()
        try await site.takeDossier()
        let file = try site.declare(version: 2, closing: "2022-01-07", at: site.folder.path + "/new.yaml")
        // Today the dossier of 2022 is late by either calendar; so its preview is empty, and says so.
        let late = try run("calendar", "preview", file, "--json", site: site)
        // The day is gone by, for every agency.
        let beginning = #"{"calendar":"vietnam","version":2,"applied":false,"later":0,"earlier":0,"#
        #expect(late.output.hasPrefix(beginning + #""pastHoursOf":["BHXH","#), "\(late.output)")
        #expect(late.output.hasSuffix(#""moves":[]}"# + "\n"), "\(late.output)")

        let demo = try CalendarSite()
        let move = try await demoMove(file, site: demo)
        #expect(move.contains(#""code":"000.00.15.H47-220105-0001","oldDueAt":"2022-01-10T10:20:00+07:00""#))
        #expect(move.contains(#""newDueAt":"2022-01-11T10:20:00+07:00","later":true,"units":["Bộ phận"#))
    }

    /// The preview in a demo database, whose own clock counts.
    private func demoMove(_ file: String, site: CalendarSite) async throws -> String {
        let server = try await RunningServer.start(database: site.folder.database)
        let desk = try await server.token("desk")
        _ = await server.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: desk)
        #expect(server.terminate() == 0)
        return try run("calendar", "preview", file, "--json", site: site).output
    }

    @Test("mistakes in the file are told with file, line and key, in both languages, and nothing is changed")
    func mistakes() async throws {
        let site = try CalendarSite()
        try await site.takeDossier()
        let file = site.folder.path + "/new.yaml"
        let text = try CalendarSite.text(version: 2, closing: "2022-01-32")
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let index = try #require(lines.firstIndex { $0.contains("2022-01-32") })

        let wrong = try run("calendar", "apply", file, site: site)
        #expect(wrong.code == 1)
        #expect(wrong.errors.contains("new.yaml:\(index + 1):"))
        #expect(wrong.errors.contains("closures[0].first"))
        #expect(wrong.errors.contains("ngày") || wrong.errors.contains("Ngày"), "\(wrong.errors)")
        let missing = try run("calendar", "preview", site.folder.path + "/none.yaml", site: site)
        #expect(missing.code == 1)
        #expect(missing.errors.contains("none.yaml"))
    }

    @Test("a file whose version is not higher than the one in force is refused")
    func notHigher() async throws {
        let site = try CalendarSite()
        try await site.takeDossier()
        let file = try site.declare(version: 1, closing: "2022-01-07", at: site.folder.path + "/new.yaml")
        for command in ["preview", "apply"] {
            let refused = try run("calendar", command, file, site: site)
            #expect(refused.code == 1)
            #expect(refused.errors.contains("give the change a higher version"), "\(refused.errors)")
        }
        let nowhere = try CalendarSite()
        let missing = try run("calendar", "apply", file, site: nowhere)
        #expect(missing.errors.contains("There is no database"))
        #expect(!FileManager.default.fileExists(atPath: nowhere.folder.database))
    }

    @Test("a calendar by which a procedure can be late is refused as a start would, and nothing is changed")
    func unprovable() async throws {
        let site = try CalendarSite()
        try await site.takeDossier()
        let file = site.folder.path + "/new.yaml"
        let half = "\nhalfDays:\n  - {date: \"2022-01-12\", open: \"00:00-09:00\", source: \"test\"}\n"
        let text = try CalendarSite.text(version: 2, closing: nil)
        try #require(text.contains("\nhalfDays: []\n"))
        let changed = text.replacingOccurrences(of: "\nhalfDays: []\n", with: half)
        try changed.write(toFile: file, atomically: true, encoding: .utf8)
        for command in ["preview", "apply"] {
            let refused = try run("calendar", command, file, site: site)
            #expect(refused.code == 1)
            #expect(refused.errors.contains("these procedures can be late or get no date"), "\(refused.errors)")
        }
    }

    @Test("a calendar that lacks a year of the one in force is refused, since dossiers may be counted by it")
    func fewerYears() async throws {
        let site = try CalendarSite()
        try await site.takeDossier()
        let file = site.folder.path + "/new.yaml"
        let text = try CalendarSite.text(version: 2, closing: nil)
        try #require(text.contains("\n  from: 2021\n"))
        // 2021 has Tết and other dated days: they go with their year.
        let later = text.replacingOccurrences(of: "\n  from: 2021\n", with: "\n  from: 2022\n")
            .components(separatedBy: "\n  - ").filter { !$0.contains("\"2021-") }.joined(separator: "\n  - ")
        try later.write(toFile: file, atomically: true, encoding: .utf8)
        for command in ["preview", "apply"] {
            let refused = try run("calendar", command, file, site: site)
            #expect(refused.code == 1)
            #expect(refused.errors.contains("lacks the data of 2021 that vietnam version 1 has"), "\(refused.errors)")
        }
    }
}
