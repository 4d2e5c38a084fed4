import DossierEngine
import Foundation
import GRDB
import Testing

@testable import DossierStoreSQLite

/// The settings on which "it is on disk" rests.
struct DurabilityTests {
    @Test("a connection as GRDB leaves it is refused: it does not sync commits")
    func grdbAloneIsRefused() throws {
        let folder = try TemporaryFolder()
        let pool = try DatabasePool(
            path: folder.database,
            configuration: ConnectionSetup.configuration(label: "test")
        )

        try pool.writeWithoutTransaction { database in
            #expect(try Int.fetchOne(database, sql: "PRAGMA synchronous") == 1)
            #expect(throws: StoreError.self) { try ConnectionSetup.checkDurable(database) }
            try ConnectionSetup.makeDurable(database)
            #expect(try Int.fetchOne(database, sql: "PRAGMA synchronous") == 2)
        }
    }

    @Test("the writer of an opened store syncs commits and checks foreign keys")
    func writerSettings() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()

        let settings = try await store.transact { transaction in
            let statements = try #require(transaction as? SQLiteTransaction).statements
            return [
                try statements.first("PRAGMA synchronous") { $0.text(0) },
                try statements.first("PRAGMA journal_mode") { $0.text(0) },
                try statements.first("PRAGMA foreign_keys") { $0.text(0) },
                try statements.first("PRAGMA trusted_schema") { $0.text(0) },
                try statements.first("PRAGMA cell_size_check") { $0.text(0) },
                try statements.first("PRAGMA recursive_triggers") { $0.text(0) },
                try statements.first("PRAGMA wal_autocheckpoint") { $0.text(0) },
            ]
        }

        #expect(settings == ["2", "wal", "1", "0", "1", "0", "0"])
    }

    @Test("the database and its log are readable to their owner only")
    func fileModes() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        try await store.transact { try $0.set(.mode, to: "demo") }

        for suffix in ["", "-wal", "-shm", ".lock"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.database + suffix)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "mode of motcua.sqlite\(suffix)")
        }
    }
}
