import DossierStoreSQLite
import Foundation
import GRDB
import Testing
import WorkingCalendar

@testable import motcua

/// A start whose clock is far from what was written last.
struct StartClockTests {
    @Test("is refused two months after it, with the remedy in both languages, and not before")
    func ahead() async throws {
        let folder = try TemporaryFolder()
        try await OneStop.open(at: "2022-01-05T10:20+07:00", in: folder) { service in
            _ = try await service.staff("desk").register("1.001612")
        }
        func start(at text: String) async throws {
            let store = try SQLiteDossierStore.open(path: folder.database)
            let judgement = Result {
                try StartClock.expectPlausible(store, at: try #require(Instant(iso8601: text)))
            }
            try await store.close()
            try judgement.get()
        }
        // A demonstration keeps a time of its own.
        try await start(at: "2039-01-05T10:20:00+07:00")

        try await DatabaseQueue(path: folder.database).write { database in
            // The readiness and the sessions are of the machine that runs this test.
            try database.execute(sql: "DELETE FROM installation WHERE name IN ('demoClock', 'readiness')")
        }
        let newest = try #require(try Self.newest(in: folder))

        try await start(at: newest.adding(milliseconds: 59 * 86_400_000).iso8601)
        try await start(at: newest.adding(milliseconds: -86_400_000).iso8601)
        let refusal = await #expect(throws: CommandFailure.self) {
            try await start(at: newest.adding(milliseconds: 61 * 86_400_000).iso8601)
        }
        // What a clock that was ahead wrote says nothing of one that is.
        try await DatabaseQueue(path: folder.database).write { database in
            try database.execute(sql: "INSERT INTO installation VALUES ('readiness', '2700000000000')")
        }
        await #expect(throws: CommandFailure.self) {
            try await start(at: newest.adding(milliseconds: 61 * 86_400_000).iso8601)
        }
        #expect(refusal?.description.contains("--clock-is-right") == true)
        #expect(refusal?.description.contains("hãy chỉnh lại") == true)
    }

    @Test("is refused too where the database is of an older program, after its upgrade and before anything is served")
    func upgraded() async throws {
        let folder = try TemporaryFolder()
        try await OneStop.open(at: "2022-01-05T10:20+07:00", in: folder) { service in
            _ = try await service.staff("desk").register("1.001612")
        }
        try await DatabaseQueue(path: folder.database).write { database in
            try database.execute(sql: "DELETE FROM installation WHERE name IN ('demoClock', 'readiness')")
            try database.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = '0019-former-persons'")
        }
        let place = ["--database", folder.database, "--config", Checkout.config]
        let started = try Program.run(["serve", "--port", "0"] + place)
        #expect(started.code == 1 && started.errors.contains("--clock-is-right"), "\(started.output)\(started.errors)")
        #expect(started.errors.contains("Applying 0019-former-persons"))
    }

    @Test("keeps commands that cannot be undone from running, unless somebody says that the clock is right")
    func commands() async throws {
        let folder = try TemporaryFolder()
        try await Self.takeDossier(in: folder)
        let place = ["--database", folder.database, "--config", Checkout.config]
        for command in [["retention"], ["archive", "--before", "2022-01-01"]] {
            let refused = try Program.run(command + place)
            #expect(refused.code == 1 && refused.errors.contains("--clock-is-right"), "\(refused.errors)")
            let done = try Program.run(command + ["--clock-is-right"] + place)
            #expect(done.code == 0, "\(done.output)\(done.errors)")
        }
    }

    @Test("keeps registers, mergers and calendars from letting deadlines pass, unless the clock is said to be right")
    func deadlines() async throws {
        let site = try CalendarSite()
        try await site.takeDossier()
        let written = try Self.newest(in: site.folder)
        let file = try site.declare(version: 2, closing: "2022-01-07", at: site.folder.path + "/new.yaml")
        let register = site.folder.path + "/register.csv"
        let rows = [Registers.heading, Registers.row([.subject: "Đăng ký hộ kinh doanh khác"])]
        try rows.joined(separator: "\r\n").write(toFile: register, atomically: true, encoding: .utf8)
        let commands = [
            ["import", register], ["commune", "merge", "binh-nguyen", "--into", "binh-minh"],
            ["calendar", "apply", file],
        ]
        let place = ["--database", site.folder.database, "--config", site.config]

        for command in commands {
            let refused = try Program.run(command + place)
            #expect(refused.code == 1 && refused.errors.contains("--clock-is-right"), "\(command): \(refused.errors)")
        }
        #expect(try Self.newest(in: site.folder) == written)
        for command in commands {
            let done = try Program.run(command + ["--clock-is-right"] + place)
            #expect(done.code == 0, "\(command): \(done.output)\(done.errors)")
        }
    }

    @Test("is not refused where an older register was taken over just now, however old its rows are")
    func register() async throws {
        let now = "2026-12-01T08:00:00+07:00"
        let site = try await RegisterSite.open(now: now)
        // So many rows that nothing else is among the last events.
        #expect(try await site.take(JanuaryRegister.file()).added > Int(ClockEvidence.events))
        let instant = try #require(Instant(iso8601: now))
        try StartClock.expectPlausible(site.workplace.store, at: instant.adding(milliseconds: 86_400_000))
        #expect(try StartClock.newest(in: site.workplace.store) == instant)
        try await site.workplace.store.close()
    }

    @Test("is refused also after a command that runs by whatever time the machine shows, as one that adds an account")
    func administered() async throws {
        let folder = try TemporaryFolder()
        try await Self.takeDossier(in: folder)
        let place = ["--database", folder.database, "--config", Checkout.config]
        let added = try Program.run(
            ["user", "add", "truc.desk", "--role", "officer", "--unit", "TCKH", "--one-time"] + place
        )
        #expect(added.code == 0, "\(added.errors)")

        let refused = try Program.run(["archive", "--before", "2022-01-01"] + place)

        #expect(refused.code == 1 && refused.errors.contains("--clock-is-right"), "\(refused.errors)")
    }

    @Test("is not refused where nothing was written yet")
    func empty() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteDossierStore.open(path: folder.database)
        try store.migrate()
        try StartClock.expectPlausible(store, at: try #require(Instant(iso8601: "2039-01-05T10:20:00+07:00")))
        try await store.close()
    }

    /// Takes a dossier in January 2022, by a clock that counts as the machine's.
    private static func takeDossier(in folder: TemporaryFolder) async throws {
        try await OneStop.open(at: "2022-01-05T10:20+07:00", in: folder) { service in
            _ = try await service.staff("desk").register("1.001612")
        }
        try await DatabaseQueue(path: folder.database).write { database in
            try database.execute(sql: "DELETE FROM installation WHERE name IN ('demoClock', 'readiness')")
        }
    }

    private static func newest(in folder: TemporaryFolder) throws -> Instant? {
        try SQLiteDossierStore.inspect(path: folder.database) { inspection in
            try ClockEvidence(in: inspection, checkpoint: nil, kernel: .unknown).newest
        }
    }
}
