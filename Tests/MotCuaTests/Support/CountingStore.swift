import DossierEngine
import Synchronization
import WorkingCalendar

/// A clock that shows so many milliseconds after Wednesday 2022-01-05 10:20.
final class SetClock: WallClock {
    private let offset = Mutex<Int64>(0)

    var milliseconds: Int64 {
        get { offset.withLock { $0 } }
        set { offset.withLock { $0 = newValue } }
    }

    var now: Instant { Instant(seconds: 1_641_352_800).adding(milliseconds: milliseconds) }
}

/// A store that counts its readings and its changes, and fails while it is broken.
final class CountingStore: DossierStore {
    private struct State {
        var readings = 0
        var changes = 0
        var isBroken = false
        var takesChanges = true
    }

    private let base: any DossierStore
    private let state = Mutex(State())

    init(_ base: any DossierStore) { self.base = base }

    var readings: Int { state.withLock { $0.readings } }

    var changes: Int { state.withLock { $0.changes } }

    /// Whether it can be written; it can be read all the same.
    var takesChanges: Bool {
        get { state.withLock { $0.takesChanges } }
        set { state.withLock { $0.takesChanges = newValue } }
    }

    var isBroken: Bool {
        get { state.withLock { $0.isBroken } }
        set { state.withLock { $0.isBroken = newValue } }
    }

    var vaultKeys: VaultKeyRing { base.vaultKeys }

    var allowsLookupOnEventLoop: Bool { base.allowsLookupOnEventLoop }

    func transact<Result: Sendable>(
        _ change: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result {
        let isClosed = state.withLock { state in
            state.changes += 1
            return state.isBroken || !state.takesChanges
        }
        if isClosed { throw StoreError(.unavailable, "cannot be written") }
        return try await base.transact(change)
    }

    func read<Result: Sendable>(
        _ query: @escaping @Sendable (any StoreSnapshot) throws -> Result
    ) async throws -> Result {
        let isBroken = state.withLock { state in
            state.readings += 1
            return state.isBroken
        }
        if isBroken { throw StoreError(.unavailable, "cannot be read") }
        return try await base.read(query)
    }

    func makeStatusLookup() throws -> any StatusLookup { try base.makeStatusLookup() }
}
