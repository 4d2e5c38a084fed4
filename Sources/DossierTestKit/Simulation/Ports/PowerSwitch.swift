import DossierEngine
import Synchronization

/// Loses power at a commit of choice (mất điện): before it, when nothing is kept, or after it, when nobody hears of it.
final class PowerSwitch: Sendable {
    /// Where in a change the power goes.
    enum Moment: Sendable {
        case beforeCommit
        case afterCommit
    }

    private struct State {
        var isOff = false
        var armed: (changes: Int, moment: Moment)?
    }

    private let state = Mutex(State())

    /// Whether the machine is without power.
    var isOff: Bool { state.withLock { $0.isOff } }

    /// Loses power at once.
    func cut() { state.withLock { $0.isOff = true } }

    /// Loses power at the change that comes after so many others.
    func arm(afterChanges changes: Int, _ moment: Moment) { state.withLock { $0.armed = (changes, moment) } }

    /// Has power again.
    func restore() { state.withLock { $0 = State() } }

    /// Tells what happens to the change that begins; nil for nothing.
    func beginChange() throws -> Moment? {
        try state.withLock { state in
            if state.isOff { throw PowerFailure() }
            guard let armed = state.armed else { return nil }
            guard armed.changes == 0 else {
                state.armed = (armed.changes - 1, armed.moment)
                return nil
            }
            state.armed = nil
            state.isOff = true
            if armed.moment == .beforeCommit { throw PowerFailure() }
            return armed.moment
        }
    }

    /// Refuses while there is no power.
    func check() throws { if isOff { throw PowerFailure() } }
}

/// A store on a machine that may lose power.
struct PoweredStore: ForwardingStore {
    let base: any DossierStore
    let power: PowerSwitch

    func transact<Result: Sendable>(
        _ change: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result {
        let moment = try power.beginChange()
        let result = try await base.transact(change)
        if moment == .afterCommit { throw PowerFailure() }
        return result
    }

    func read<Result: Sendable>(
        _ query: @escaping @Sendable (any StoreSnapshot) throws -> Result
    ) async throws -> Result {
        try power.check()
        return try await base.read(query)
    }

    func makeStatusLookup() throws -> any StatusLookup {
        try power.check()
        return try base.makeStatusLookup()
    }
}
