import DossierStoreSQLite
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
        func start(at text: String) throws {
            try StartClock.expectPlausible(folder.database, at: try #require(Instant(iso8601: text)))
        }
        // A demonstration keeps a time of its own.
        try start(at: "2039-01-05T10:20:00+07:00")

        try await DatabaseQueue(path: folder.database).write { database in
            // The readiness and the sessions are of the machine that runs this test.
            try database.execute(sql: "DELETE FROM installation WHERE name IN ('demoClock', 'readiness')")
        }
        let newest = try #require(try Self.newest(in: folder))

        try start(at: newest.adding(milliseconds: 59 * 86_400_000).iso8601)
        try start(at: newest.adding(milliseconds: -86_400_000).iso8601)
        let refusal = #expect(throws: CommandFailure.self) {
            try start(at: newest.adding(milliseconds: 61 * 86_400_000).iso8601)
        }
        #expect(refusal?.description.contains("--clock-is-right") == true)
        #expect(refusal?.description.contains("hãy chỉnh lại") == true)
        try StartClock.expectPlausible(folder.path + "/none.sqlite", at: newest)
    }

    private static func newest(in folder: TemporaryFolder) throws -> Instant? {
        try SQLiteDossierStore.inspect(path: folder.database) { inspection in
            try ClockEvidence(in: inspection, checkpoint: nil, kernel: .unknown).newest
        }
    }
}
