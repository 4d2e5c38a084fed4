import DossierStoreSQLite
import DossierTestKit
import Testing

/// The contract of every store, shown by the one on SQLite.
struct StoreContractTests {
    @Test("with shared commits", arguments: StoreContract.behaviours)
    func sharedCommits(_ behaviour: StoreBehaviour) async throws {
        let folder = try TemporaryFolder()

        try await behaviour.show(on: folder.store())
    }

    @Test("with a commit for each change", arguments: StoreContract.behaviours)
    func singleCommits(_ behaviour: StoreBehaviour) async throws {
        let folder = try TemporaryFolder()

        try await behaviour.show(on: folder.store(SQLiteStoreOptions(groupsCommits: false, readers: 1)))
    }

    @Test("as a guest beside the program that serves", arguments: StoreContract.behaviours)
    func guest(_ behaviour: StoreBehaviour) async throws {
        let folder = try TemporaryFolder()
        let host = try folder.store()

        try await behaviour.show(on: SQLiteGuestStore.open(path: folder.database))
        try await host.close()
    }
}
