import DossierEngine
import DossierStoreSQLite
import GRDB
import Testing

@testable import DossierTestKit
@testable import motcua

/// A store whose vault cannot be read for the moment.
private struct UnreadableVault: ForwardingStore {
    struct Snapshot: ForwardingSnapshot {
        let snapshot: any StoreSnapshot

        func vaultEntry(_ number: Int64) throws -> VaultEntry? { throw StoreError(.unavailable, "cannot be read") }
    }

    let base: any DossierStore

    func transact<Result: Sendable>(
        _ change: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result {
        try await base.transact(change)
    }

    func read<Result: Sendable>(
        _ query: @escaping @Sendable (any StoreSnapshot) throws -> Result
    ) async throws -> Result {
        try await base.read { try query(Snapshot(snapshot: $0)) }
    }
}

/// The first start after an upgrade lets all dossiers be found by the numbers of their persons.
struct PersonIndexingTests {
    @Test("what cannot be read for the moment is not passed over for ever: the next start looks at all again")
    func unreadable() async throws {
        try await OneStop.open { service in
            _ = try await service.staff("desk").register("1.001612", phone: "0912000111")
            try await DatabaseQueue(path: service.folder.database).write { database in
                try database.execute(sql: "DELETE FROM installation WHERE name = 'personsIndexed'")
            }
            let workplace = service.server.workplace
            let key = workplace.installation.personKey
            let failure = await #expect(throws: StoreError.self) {
                try await PersonIndexing(store: UnreadableVault(base: workplace.store), personKey: key).run()
            }
            #expect(failure?.code == .unavailable)
            #expect(try await workplace.store.read { try $0.setting(.personsIndexed) } == nil)

            try await PersonIndexing(store: workplace.store, personKey: key).run()
            #expect(try await workplace.store.read { try $0.setting(.personsIndexed) } == "1")
        }
    }
}
