import DossierEngine
import DossierStoreSQLite
import GRDB
import Testing

/// What is said to be erased is gone.
struct VaultErasureTests {
    @Test("an entry that a trigger of somebody else keeps does not pass for erased")
    func kept() async throws {
        let folder = try TemporaryFolder()
        let first = try folder.store()
        try await first.transact { _ = try register(in: $0) }
        try await first.close()
        let queue = try DatabaseQueue(path: folder.database)
        try await queue.write { database in
            try database.execute(
                sql: "CREATE TRIGGER kept BEFORE DELETE ON vault BEGIN SELECT RAISE(IGNORE); END"
            )
        }
        try queue.close()

        let store = try folder.store()
        let error = await #expect(throws: StoreError.self) { try await store.transact { try $0.eraseVaultEntry(1) } }
        #expect(error?.code == .damaged && error?.reason.contains("stays though it was erased") == true)
        #expect(try await store.read { try $0.vaultEntry(1) } != nil)
        try await store.close()
    }
}
