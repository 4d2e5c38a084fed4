import DossierEngine
import Synchronization

/// A store in which something happens before each transaction, at its end and after it.
final class InterruptedStore: DossierStore {
    private let base: any DossierStore
    private let meanwhile: @Sendable (Int) async throws -> Void
    private let atEnd: @Sendable () throws -> Void
    private let afterwards: @Sendable () async throws -> Void
    private let turns = Mutex(0)

    /// Wraps a store.
    ///
    /// - Parameters:
    ///   - base: The store.
    ///   - meanwhile: What happens before a transaction, told how many came before it.
    ///   - atEnd: What happens at its end; a transaction is undone if it throws.
    ///   - afterwards: What happens when it is on disk, before its caller is told.
    init(
        _ base: any DossierStore,
        meanwhile: @escaping @Sendable (Int) async throws -> Void = { _ in },
        atEnd: @escaping @Sendable () throws -> Void = {},
        afterwards: @escaping @Sendable () async throws -> Void = {}
    ) {
        self.base = base
        self.meanwhile = meanwhile
        self.atEnd = atEnd
        self.afterwards = afterwards
    }

    var vaultKeys: VaultKeyRing { base.vaultKeys }
    var allowsLookupOnEventLoop: Bool { base.allowsLookupOnEventLoop }

    func transact<Result: Sendable>(
        _ change: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result {
        let turn = turns.withLock { turns in
            defer { turns += 1 }
            return turns
        }
        try await meanwhile(turn)
        let result = try await base.transact { [atEnd] transaction in
            let result = try change(transaction)
            try atEnd()
            return result
        }
        try await afterwards()
        return result
    }

    func read<Result: Sendable>(
        _ query: @escaping @Sendable (any StoreSnapshot) throws -> Result
    ) async throws -> Result {
        try await base.read(query)
    }

    func makeStatusLookup() throws -> any StatusLookup { try base.makeStatusLookup() }
}
