import DossierEngine
import DossierStoreSQLite
import GRDB
import Testing

@testable import DossierTestKit
@testable import motcua

/// A store of which something cannot be read: an entry of the vault, or all events.
private struct UnreadableStore: ForwardingStore {
    struct Snapshot: ForwardingSnapshot {
        let snapshot: any StoreSnapshot
        let vaultError: @Sendable (Int64) -> StoreError?
        let eventError: StoreError?

        func vaultEntry(_ number: Int64) throws -> VaultEntry? {
            if let error = vaultError(number) { throw error }
            return try snapshot.vaultEntry(number)
        }

        func events(of stream: StreamID, after position: Int, limit: Int) throws -> [[UInt8]] {
            if let eventError { throw eventError }
            return try snapshot.events(of: stream, after: position, limit: limit)
        }
    }

    let base: any DossierStore
    var vaultError: @Sendable (Int64) -> StoreError? = { _ in nil }
    var eventError: StoreError?

    func transact<Result: Sendable>(
        _ change: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result {
        try await base.transact(change)
    }

    func read<Result: Sendable>(
        _ query: @escaping @Sendable (any StoreSnapshot) throws -> Result
    ) async throws -> Result {
        try await base.read { try query(Snapshot(snapshot: $0, vaultError: vaultError, eventError: eventError)) }
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
                let store = UnreadableStore(
                    base: workplace.store,
                    vaultError: { _ in StoreError(.unavailable, "cannot be read") }
                )
                try await PersonIndexing(store: store, personKey: key).run()
            }
            #expect(failure?.code == .unavailable)
            #expect(try await workplace.store.read { try $0.setting(.personsIndexed) } == nil)

            try await PersonIndexing(store: workplace.store, personKey: key).run()
            #expect(try await workplace.store.read { try $0.setting(.personsIndexed) } == "1")
        }
    }

    /// The entries of the vault that numbers lead to, in order.
    private func foundEntries(_ database: DatabaseQueue) async throws -> [Int64] {
        try await database.read {
            try Int64.fetchAll($0, sql: "SELECT DISTINCT entry FROM vaultTerm ORDER BY entry")
        }
    }

    @Test("what is damaged is left out alone: the newest sheet is found beside a damaged history or former sheet")
    func damaged() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612", phone: "0912000111").string("code"))
            for phone in ["0912000222", "0912000333"] {
                let body = #"{"fields":{"phone":"\#(phone)"},"reason":"Ghi nhầm số"}"#
                let answer = try await desk.act("correct", on: code, body)
                try #require(answer.status == 200, "\(answer.text)")
            }
            let database = try DatabaseQueue(path: service.folder.database)
            let entries = try await foundEntries(database)
            try #require(entries.count == 3)
            let workplace = service.server.workplace
            func indexed(_ store: UnreadableStore) async throws -> [Int64] {
                try await database.write { database in
                    try database.execute(
                        sql: "DELETE FROM vaultTerm; DELETE FROM installation WHERE name = 'personsIndexed'"
                    )
                }
                try await PersonIndexing(store: store, personKey: workplace.installation.personKey).run()
                return try await foundEntries(database)
            }
            let damage = StoreError(.damaged, "an entry is not what it was")

            let withoutHistory = try await indexed(UnreadableStore(base: workplace.store, eventError: damage))
            #expect(withoutHistory == [entries[2]])
            for left in entries {
                let store = UnreadableStore(base: workplace.store, vaultError: { $0 == left ? damage : nil })
                let others = try await indexed(store)
                #expect(others == entries.filter { $0 != left })
            }
        }
    }
}
