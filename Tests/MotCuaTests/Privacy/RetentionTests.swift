import DossierDomain
import DossierEngine
import DossierStoreSQLite
import Foundation
import GRDB
import ProgramSupport
import Testing
import WorkingCalendar

@testable import motcua

/// Personal data whose time is over are erased by command, and nothing else is.
@Suite("The retention of personal data")
struct RetentionTests {
    /// Dossiers of 2022: one certified copy handed over, one stopped, one open; and the clock years later.
    private static func database(in folder: TemporaryFolder, now: String) async throws {
        try await OneStop.open(in: folder) { service in
            let desk = try await service.staff("desk")
            let copy = try #require(try await desk.register("2.000815").string("code"))
            let stopped = try #require(try await desk.register("1.001612").string("code"))
            _ = try await desk.register("1.001612", phone: "0912000111")
            for (code, reason) in [(copy, "rút"), (stopped, "trùng")] {
                let end = try await service.staff("leader").act("stop", on: code, #"{"reason":"\#(reason)"}"#)
                try #require(end.status == 200, "\(end.text)")
            }
        }
        try await setClock(now, in: folder)
    }

    /// Puts the demo clock of a closed database to an instant, without firing what lies between.
    private static func setClock(_ instant: String, in folder: TemporaryFolder) async throws {
        let store = try SQLiteDossierStore.open(path: folder.database)
        let milliseconds = try #require(Instant(iso8601: instant)).milliseconds
        try await store.transact { try $0.set(.demoClock, to: String(milliseconds)) }
        try await store.close()
    }

    private static func run(
        _ arguments: [String],
        _ folder: TemporaryFolder,
        config: String = Checkout.config
    ) throws -> (code: Int32, output: String, errors: String) {
        try Program.run(arguments + ["--database", folder.database, "--config", config])
    }

    @Test("is told before anything is erased, then done, then over; open dossiers stay and verify is clean")
    func erases() async throws {
        let folder = try TemporaryFolder()
        // Two years for a certified copy, ten for a household business.
        try await Self.database(in: folder, now: "2024-01-05T08:00:00+07:00")
        let before = try await OpenedVault(in: folder).entries.count

        let told = try Self.run(["retention", "--dry-run"], folder)
        #expect(told.code == 0, "\(told.errors)")
        #expect(told.output.contains("000.00.15.H47-220105-0001 of 2.000815, since 2024-01-05: 3 entries"))
        #expect(told.output.contains("2.000815, kept 2 years: 1 dossier, 3 entries"))
        #expect(told.output.contains("The personal data of 1 dossier would be erased."), "\(told.output)")
        #expect(told.output.contains("Not yet due: 1 dossier, the first on 2032-01-05."))
        #expect(try await OpenedVault(in: folder).entries.count == before)

        let done = try Self.run(["retention"], folder)
        #expect(done.code == 0 && done.output.contains("data of 1 dossier are erased"), "\(done.output)\(done.errors)")
        #expect(try await OpenedVault(in: folder).entries.count == before - 3)
        #expect(try Self.run(["retention"], folder).output.contains("data of 0 dossiers are erased"))
        let verdict = try Self.run(["verify"], folder)
        #expect(verdict.code == 0 && verdict.output.contains("3 erased"), "\(verdict.output)")

        try await Self.setClock("2040-01-05T08:00:00+07:00", in: folder)
        #expect(try Self.run(["retention"], folder).output.contains("data of 1 dossier are erased"))
        let left = try await OpenedVault(in: folder)
        #expect(left.entries.count == before - 6 && left.text.contains("+84912000111"), "the open dossier stays")
        #expect(try Self.run(["verify"], folder).code == 0)
    }

    @Test("goes on to its end where nobody reads which dossiers they are")
    func unheard() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder, now: "2040-01-05T08:00:00+07:00")
        let command = ["retention", "--database", folder.database, "--config", Checkout.config]
        #expect(try Program.runUnheard(command) == SpawnedProgram.Ending(code: 0, isExit: true))
        #expect(try Self.run(["retention"], folder).output.contains("data of 0 dossiers are erased"))
    }

    @Test("says in the history by which version of the rules, and for how many years")
    func event() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder, now: "2024-01-05T08:00:00+07:00")
        try #require(try Self.run(["retention"], folder).code == 0)
        let events = try await DatabaseText(path: folder.database).text("event")
        #expect(events.contains(#""retentionVersion":"1","retentionYears":"2""#))
    }

    @Test("refuses other years under a version by which was erased, as do check-config and the doctor")
    func rival() async throws {
        let folder = try TemporaryFolder()
        let copy = try ConfigCopy()
        try await Self.database(in: folder, now: "2024-01-04T08:00:00+07:00")
        #expect(try Self.run(["retention"], folder, config: copy.file).output.contains("data of 0 dossiers are erased"))
        try copy.replace("    years: 2", with: "    years: 1", in: "retention.yaml")
        let told = try Self.run(["retention", "--dry-run"], folder, config: copy.file)
        #expect(told.code == 0 && told.output.contains("kept 1 year: 1 dossier"), "nothing was erased by it yet")
        try #require(try Self.run(["retention"], folder, config: copy.file).code == 0)

        try copy.replace("    years: 1", with: "    years: 2", in: "retention.yaml")
        for command in [["retention"], ["retention", "--dry-run"], ["check-config"]] {
            let refused = try Self.run(command, folder, config: copy.file)
            #expect(refused.code == 1 && refused.errors.contains("Raise `version`"), "\(command): \(refused.errors)")
        }
        #expect(try Self.run(["doctor"], folder, config: copy.file).output.contains("by version 1 with other content"))
        try copy.replace("version: 1", with: "version: 2", in: "retention.yaml")
        #expect(try Self.run(["check-config"], folder, config: copy.file).code == 0)
        #expect(try Self.run(["retention"], folder, config: copy.file).code == 0)
        #expect(try Self.run(["verify"], folder, config: copy.file).code == 0)
    }

    @Test("refuses years of a procedure that is in no file and not in the database, for the one that is meant has none")
    func mistypedCode() async throws {
        let folder = try TemporaryFolder()
        let copy = try ConfigCopy()
        try await Self.database(in: folder, now: "2024-01-05T08:00:00+07:00")
        try copy.replace("1.004199", with: "1.004189", in: "retention.yaml")
        for command in [["retention"], ["retention", "--dry-run"], ["check-config"]] {
            let refused = try Self.run(command, folder, config: copy.file)
            #expect(refused.code == 1, "\(command)")
            #expect(refused.errors.contains("there is no procedure 1.004189"), "\(command): \(refused.errors)")
        }

        // One whose file was taken away keeps the years that are said of it.
        try copy.replace("1.004189", with: "1.004199", in: "retention.yaml")
        try copy.remove("procedures/1.004199.yaml")
        for command in [["check-config"], ["retention", "--dry-run"]] {
            let taken = try Self.run(command, folder, config: copy.file)
            #expect(taken.code == 0, "\(command): \(taken.errors)")
        }
    }

    @Test("stops one day before, also when it is run in the last minute of that day")
    func tooEarly() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder, now: "2024-01-04T23:59:59+07:00")
        #expect(try Self.run(["retention"], folder).output.contains("data of 0 dossiers are erased"))
    }

    @Test("a dossier that cannot be read is told of and holds up none behind it")
    func damaged() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder, now: "2040-01-05T08:00:00+07:00")
        let database = try DatabaseQueue(path: folder.database)
        // Lists give the newest first: the one behind it is older.
        try await database.write {
            let newest = "SELECT id FROM dossier WHERE code = '000.00.15.H47-220105-0002'"
            try $0.execute(sql: "UPDATE dossierState SET state = X'7B' WHERE dossier = (\(newest))")
        }
        try database.close()

        let told = try Self.run(["retention", "--dry-run"], folder)
        #expect(told.code == 1 && told.output.contains("1 dossier cannot be read and stay"), "\(told.output)")
        let done = try Self.run(["retention"], folder)
        #expect(done.code == 1, "\(done.errors)")
        #expect(done.output.contains("data of 1 dossier are erased"), "\(done.output)")
        #expect(done.output.contains("1 dossier cannot be read and stay: run motcua verify."), "\(done.output)")
    }

    @Test("goes on where it was broken off, a batch at a time")
    func resumed() async throws {
        struct Broken: Error {}
        let folder = try TemporaryFolder()
        try await OneStop.open(in: folder) { service in
            let desk = try await service.staff("desk")
            for _ in 1...RetentionRun.batchSize + 5 {
                let code = try #require(try await desk.register("2.000815").string("code"))
                try #require(try await desk.act("void", on: code, #"{"reason":"nhầm"}"#).status == 200)
            }
        }
        try await Self.setClock("2024-01-05T08:00:00+07:00", in: folder)
        let store = try SQLiteDossierStore.open(path: folder.database)
        let rules = RetentionRules(version: 1, years: 2, yearsByProcedure: [:])
        let run = RetentionRun(store: store, rules: rules, machineClock: SystemClock())
        await #expect(throws: Broken.self) { try await run.run { _ in throw Broken() } }
        var batches: [Int] = []
        try await run.run { batches.append($0.count) }
        #expect(batches == [5])
        try await store.close()
        #expect(try Self.run(["verify"], folder).code == 0)
    }
}
