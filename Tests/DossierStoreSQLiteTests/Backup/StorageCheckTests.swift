import DossierEngine
import DossierStoreSQLite
import Foundation
import GRDB
import Synchronization
import Testing

/// The reading of every page, which takes long on a large database.
struct StorageCheckTests {
    private final class Questions: Sendable {
        let asked = Atomic(0)

        /// Says yes from the second question on, the first that comes while it reads.
        func answer() -> Bool { asked.wrappingAdd(1, ordering: .relaxed).oldValue > 0 }
    }

    /// A database with so many rows under an index that its check takes some hundred milliseconds.
    private static func large(in folder: TemporaryFolder) throws {
        let queue = try DatabaseQueue(path: folder.database)
        try queue.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE pile (bytes BLOB NOT NULL, word TEXT NOT NULL);
                    CREATE INDEX pile_word ON pile (word);
                    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)
                    INSERT INTO pile SELECT randomblob(60), hex(randomblob(12)) FROM n;
                    """
            )
        }
        try queue.close()
    }

    @Test(
        "is broken off in the middle, at rest or at work, and says so instead of what it never came to",
        arguments: [
            true, false,
        ]
    )
    func brokenOff(rests: Bool) throws {
        let folder = try TemporaryFolder()
        try Self.large(in: folder)
        var isBrokenOff = false
        // On a busy machine nobody may come to ask before all is read: then it is read again.
        for _ in 1...20 where !isBrokenOff {
            let questions = Questions()
            do {
                try SQLiteDossierStore.expectSound(
                    folder.database,
                    pace: CheckPace(rests: rests) { questions.answer() }
                )
            } catch is CancellationError {
                isBrokenOff = true
            }
        }
        #expect(isBrokenOff)
        #expect(throws: Never.self) { try SQLiteDossierStore.expectSound(folder.database) }
    }

    @Test("at half its speed it finds what it finds at full speed")
    func resting() throws {
        let folder = try TemporaryFolder()
        try Self.large(in: folder)
        let pace = CheckPace(rests: true) { false }
        #expect(throws: Never.self) { try SQLiteDossierStore.expectSound(folder.database, pace: pace) }
        let file = try #require(FileHandle(forUpdatingAtPath: folder.database))
        try file.seek(toOffset: 40 * 4_096)
        try file.write(contentsOf: Data(repeating: 0x55, count: 4_096))
        try file.close()
        let error = #expect(throws: StoreError.self) {
            try SQLiteDossierStore.expectSound(folder.database, pace: pace)
        }
        #expect(error?.code == .damaged)
    }
}
