import DossierEngine
import DossierStoreSQLite
import Foundation
import GRDB
import Testing
import WorkingCalendar

@testable import motcua

/// Nobody signs a manifest, so it is held against the copy in all that it says.
@Suite(.timeLimit(.minutes(60)))
struct ManifestTests {
    /// A false word of a manifest, and one that the refusal has.
    struct Lie: Sendable, CustomTestStringConvertible {
        let field: String
        let value: String
        let word: String

        var testDescription: String { "\(field) \(value)" }

        static let all = [
            Lie(field: "events", value: "1", word: "it says events 1, not "),
            Lie(field: "events", value: "-1", word: "says events -1"),
            Lie(field: "dossiers", value: "3", word: "it says dossiers 3, not 2"),
            Lie(field: "dossiers", value: "-5", word: "says dossiers -5"),
            Lie(field: "schema", value: "\"0001-dossiers\"", word: "it says schema 0001-dossiers, not "),
            Lie(field: "root", value: "\"\(String(repeating: "0", count: 64))\"", word: "it says root 0000"),
            Lie(field: "serviceTime", value: "\"2022-01-06T10:20:00+07:00\"", word: "it says serviceTime 2022-01-06"),
            Lie(field: "takenAt", value: "\"9999-01-06T10:20:00+07:00\"", word: "is yet to come"),
            Lie(field: "bytes", value: "9223372036854775807", word: "says bytes 9223372036854775807"),
            Lie(field: "bytes", value: "-9223372036854775808", word: "says bytes -9223372036854775808"),
            Lie(field: "bytes", value: "-1", word: "says bytes -1"),
            Lie(field: "bytes", value: "4096", word: "bytes instead of 4096"),
        ]
    }

    private func tell(_ lie: Lie, in path: String) throws {
        let said = try String(contentsOfFile: path, encoding: .utf8)
        let pattern = try Regex("\"\(lie.field)\":(\"[^\"]*\"|[0-9]+)")
        try #require(said.contains(pattern))
        let told = said.replacing(pattern, with: "\"\(lie.field)\":\(lie.value)")
        try told.write(toFile: path, atomically: false, encoding: .utf8)
    }

    @Test("a manifest that says otherwise than its copy, or what no copy can be, is refused in words")
    func lies() async throws {
        let site = try BackupSite()
        try await site.serve(registering: 2)
        #expect(try site.run("backup", site.copy).code == 0)
        let path = site.copy + ".json"
        let whole = try #require(FileManager.default.contents(atPath: path))
        let before = try site.files().filter { $0.key != "copy.sqlite.json" }
        for lie in Lie.all {
            try whole.write(to: URL(filePath: path))
            try tell(lie, in: path)
            let refused = try site.run("restore", site.copy, "--serial-gap", "5")
            #expect(refused.code == 1 && refused.errors.contains(lie.word), "\(lie): \(refused.errors)")
            #expect(try site.files().filter { $0.key != "copy.sqlite.json" } == before, "\(lie)")
        }
        try whole.write(to: URL(filePath: path))
        #expect(try site.run("restore", site.copy, "--serial-gap", "5").code == 0)
    }

    @Test("a copy with a false time, also one that agrees with itself, gives no code twice")
    func falseTime() async throws {
        let site = try BackupSite()
        try await site.serve(registering: 2)
        #expect(try site.run("backup", site.copy).code == 0)
        let later = try await site.serve(registering: 3)
        // Whoever can write the copy can set its clock too; its last event is of the day before.
        let queue = try DatabaseQueue(path: site.copy)
        try await queue.write {
            try $0.execute(sql: "UPDATE installation SET value = value + 86400000 WHERE name = 'demoClock'")
        }
        _ = try await queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        try queue.close()
        try site.forgeManifest(of: site.copy)
        let narrow = try site.run("restore", site.copy, "--serial-gap", "0")
        #expect(narrow.code == 1 && narrow.errors.contains("--serial-gap 3 or more"), "\(narrow.errors)")
        let restored = try site.run("restore", site.copy, "--serial-gap", "3")
        #expect(restored.code == 0, "\(restored.errors)")
        #expect(restored.output.contains("Codes of 2022-01-05 to 2022-01-06"), "\(restored.output)")
        #expect(Set(try await site.serve(registering: 2)).isDisjoint(with: later))
    }

    @Test("the days of a gap begin no later than the last event, and end no sooner")
    func days() throws {
        func instant(_ text: String) throws -> Instant { try #require(Instant(iso8601: text + "T12:00+07:00")) }
        func days(takenAt: String, last: String, now: String) throws -> String {
            let restoration = Restoration(
                of: .zero,
                takenAt: try instant(takenAt),
                last: try instant(last),
                serialGap: 1
            )
            let days = restoration.days(until: try instant(now))
            return days.lowerBound.iso8601 + " " + days.upperBound.iso8601
        }
        #expect(try days(takenAt: "2026-11-20", last: "2026-11-20", now: "2026-11-22") == "2026-11-20 2026-11-22")
        #expect(try days(takenAt: "2026-11-22", last: "2026-11-20", now: "2026-11-22") == "2026-11-20 2026-11-22")
        #expect(try days(takenAt: "9999-11-22", last: "2026-11-20", now: "2026-11-22") == "2026-11-20 2026-11-22")
        #expect(try days(takenAt: "2026-11-18", last: "2026-11-20", now: "2026-11-22") == "2026-11-18 2026-11-22")
        #expect(try days(takenAt: "2026-11-20", last: "2026-11-20", now: "2026-11-18") == "2026-11-18 2026-11-20")
    }
}
