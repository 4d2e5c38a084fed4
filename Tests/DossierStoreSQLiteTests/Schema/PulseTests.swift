import GRDB
import Synchronization
import Testing

@testable import DossierStoreSQLite

/// A statement that takes long can be heard while it runs.
struct PulseTests {
    @Test("a long statement is heard, its result is what it would be, and afterwards nothing is heard any more")
    func longStatement() throws {
        let heard = Mutex(0)
        let pulse = Pulse(every: .nanoseconds(1)) { _ in heard.withLock { $0 += 1 } }
        let sql = """
            WITH RECURSIVE counted (number) AS (
                SELECT 1 UNION ALL SELECT number + 1 FROM counted WHERE number < 300000
            )
            SELECT COUNT(*) FROM counted
            """
        try DatabaseQueue().inDatabase { database in
            pulse.listen(to: database)
            #expect(try Int.fetchOne(database, sql: sql) == 300_000)
            Pulse.stop(listeningTo: database)
            withExtendedLifetime(pulse) {}
            let then = heard.withLock { $0 }
            #expect(then > 1)
            _ = try Int.fetchOne(database, sql: sql)
            #expect(heard.withLock { $0 } == then)
        }
    }
}
