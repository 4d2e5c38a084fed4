import CoreMetrics
import DossierEngine
import DossierStoreSQLite
import Logging
import PrometheusText
import Synchronization
import Testing
import WorkingCalendar

@testable import motcua

/// Which texts are counted.
struct RelayCountTests {
    /// A store in which a change of choice is undone at its end.
    private final class UndoingStore: DossierStore {
        struct Undone: Error {}

        private let base: any DossierStore
        private let changesUntilUndone = Mutex<Int?>(nil)

        init(_ base: any DossierStore) { self.base = base }

        /// Undoes the change that comes after so many others.
        func undo(afterChanges changes: Int) { changesUntilUndone.withLock { $0 = changes } }

        var vaultKeys: VaultKeyRing { base.vaultKeys }
        var allowsLookupOnEventLoop: Bool { base.allowsLookupOnEventLoop }

        func transact<Result: Sendable>(
            _ change: @escaping @Sendable (any StoreTransaction) throws -> Result
        ) async throws -> Result {
            let isUndone = changesUntilUndone.withLock { left in
                defer { left = left.flatMap { $0 > 0 ? $0 - 1 : nil } }
                return left == 0
            }
            return try await base.transact { transaction in
                let result = try change(transaction)
                if isUndone { throw Undone() }
                return result
            }
        }

        func read<Result: Sendable>(
            _ query: @escaping @Sendable (any StoreSnapshot) throws -> Result
        ) async throws -> Result {
            try await base.read(query)
        }

        func makeStatusLookup() throws -> any StatusLookup { try base.makeStatusLookup() }
    }

    @Test("a text that is given up is counted once it is on the disk, and not before")
    func givenUp() async throws {
        try await OneStop.open { service in
            let workplace = service.server.workplace
            let machine = MovableClock(Instant(milliseconds: 1_700_000_000_000))
            _ = try await service.staff("desk").register("1.001612")
            try await workplace.store.transact { transaction in
                let key = try #require(try transaction.hashKey(.phone))
                try transaction.setOptedOut(.keyed(key, [Array("+84905123456".utf8)]), since: machine.now)
            }
            let store = UndoingStore(workplace.store)
            let relay = OutboxRelay(
                store: store,
                routes: [GatewayRoute(ScriptedGateway("any"))],
                rules: workplace.rules,
                clock: workplace.clock,
                machineClock: machine,
                pace: SystemPace(),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            let registry = PrometheusRegistry(buckets: [:])
            func count() throws -> Double? {
                let labels = ["gateway": "none", "state": "failed"]
                return try MetricsText(registry.exposition()).value("motcua_sms_total", labels)
            }

            try await withMetricsFactory(PrometheusMetricsFactory(registry: registry)) {
                try await relay.drain()
                #expect(try count() == 1)

                _ = try await service.staff("desk").register("1.001612")
                // The relay first looks for what is overdue.
                store.undo(afterChanges: 1)
                await #expect(throws: UndoingStore.Undone.self) { try await relay.drain() }
                #expect(try count() == 1)

                try await relay.drain()
                #expect(try count() == 2)
            }
        }
    }
}
