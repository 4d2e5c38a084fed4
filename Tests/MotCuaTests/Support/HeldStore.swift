import DossierEngine
import Synchronization

/// A store whose first reading waits for something else to happen before it begins.
final class HeldStore: DossierStore {
    private let base: any DossierStore
    private let before: @Sendable () async throws -> Void
    private let isHeld = Mutex(false)

    /// Wraps a store.
    ///
    /// - Parameters:
    ///   - base: The store.
    ///   - before: What happens before the first reading.
    init(_ base: any DossierStore, before: @escaping @Sendable () async throws -> Void) {
        self.base = base
        self.before = before
    }

    var vaultKeys: VaultKeyRing { base.vaultKeys }
    var allowsLookupOnEventLoop: Bool { base.allowsLookupOnEventLoop }

    func transact<Result: Sendable>(
        _ change: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result {
        try await base.transact(change)
    }

    func read<Result: Sendable>(
        _ query: @escaping @Sendable (any StoreSnapshot) throws -> Result
    ) async throws -> Result {
        let isFirst = isHeld.withLock { isHeld -> Bool in
            defer { isHeld = true }
            return !isHeld
        }
        if isFirst { try await before() }
        return try await base.read(query)
    }

    func makeStatusLookup() throws -> any StatusLookup { try base.makeStatusLookup() }
}
