import DossierDomain
import DossierEngine
import DossierStoreSQLite
import DossierTestKit
import Foundation
import Testing
import WorkingCalendar

@testable import motcua

/// The power may fail at any moment of a move.
@Suite("A move into the archive that is broken off", .timeLimit(.minutes(60)))
struct ArchiveCrashTests {
    struct Broken: Error {}

    /// What the public look-up says of both dossiers that are moved.
    private static func statuses(of site: ArchiveSite) async throws -> [[UInt8]] {
        let store = try SQLiteDossierStore.open(path: site.database)
        let lookup = try store.makeStatusLookup()
        let bodies = try [ArchiveSite.collected, ArchiveSite.stopped].map { try lookup.status(of: $0)?.body ?? [] }
        try await store.close()
        return bodies
    }

    @Test("between any two of its stages loses nothing, and the next run finishes it", arguments: 1...4)
    func stages(stage: Int) async throws {
        let site = try await ArchiveSite.make()
        let before = try await Self.statuses(of: site)
        try await site.makeEmptyArchive()
        let options = SQLiteStoreOptions(writesArchive: true)
        let store = try SQLiteDossierStore.open(path: site.database, options: options)
        let day = try #require(LocalDate(iso8601: "2024-01-01"))
        let work = Archiving(store: store, endedBefore: day, machineClock: SystemClock(), batchSize: 1)
        var seen = 0
        await #expect(throws: Broken.self) {
            _ = try await work.run { _ in
                seen += 1
                if seen == stage { throw Broken() }
            }
        }
        try await store.close()

        let verdict = try site.verdict()
        #expect(verdict.code == 0, "\(verdict.text)")
        #expect(try await Self.statuses(of: site) == before)
        let rest = try site.run("archive", "--before", "2024-01-01")
        #expect(rest.code == 0 && rest.output.contains("holds 2 dossiers"), "\(rest.output)\(rest.errors)")
        let finished = try site.verdict()
        #expect(finished.code == 0, "\(finished.text)")
        #expect(try await Self.statuses(of: site) == before)
    }

    @Test("between copy and giving up leaves nothing in the archive once the database is opened again")
    func strays() async throws {
        let site = try await ArchiveSite.make()
        try await site.makeEmptyArchive()
        let store = try SQLiteDossierStore.open(
            path: site.database,
            options: SQLiteStoreOptions(writesArchive: true)
        )
        let day = try #require(LocalDate(iso8601: "2024-01-01"))
        let work = Archiving(store: store, endedBefore: day, machineClock: SystemClock())
        await #expect(throws: Broken.self) { _ = try await work.run { _ in throw Broken() } }
        try await store.close()
        let copied = try await DatabaseText(path: site.archive)
        #expect(copied.count("dossier") == 2)

        let opened = try SQLiteDossierStore.open(path: site.database)
        try await opened.close()
        let left = try await DatabaseText(path: site.archive)
        for table in ["dossier", "event", "vault", "finishedStep", "outboxMessage", "moving"] {
            #expect(left.count(table) == 0, "\(table)")
        }
    }

    @Test("by a disk that fails, tears or loses writes is finished by the next run", arguments: 1...16)
    func disks(seed: Int) async throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let site = try await ArchiveSite.make()
        let before = try await Self.statuses(of: site)
        for _ in 1...3 {
            let fault = FaultyDisk.Fault.random(within: 120, &generator)
            try site.run(on: fault, "archive", "--before", "2024-01-01")
        }
        let rest = try site.run("archive", "--before", "2024-01-01")
        #expect(rest.code == 0 && rest.output.contains("holds 2 dossiers"), "\(rest.output)\(rest.errors)")
        let verdict = try site.verdict()
        #expect(verdict.code == 0, "\(verdict.text)")
        #expect(try await Self.statuses(of: site) == before)
    }
}
