import DossierEngine
import WorkingCalendar

/// A document of the provider that is kept (bộ nhớ tài liệu), fetched anew when it is old or lacks something.
///
/// One fetch at a time, for which all others wait; one in ``Patience/pauseSeconds`` at most, whatever is asked for, so
/// that nobody has the provider called by inventing names of keys; and what was held is used on while the provider
/// cannot be reached.
actor HeldDocument<Value: Sendable> {
    /// How long it is believed, and how often it is fetched.
    struct Patience {
        /// After how many seconds it is fetched anew.
        let freshSeconds: Int64
        /// For how many seconds it is used at most while it cannot be fetched anew.
        let staleSeconds: Int64
        /// How many seconds lie between two fetches at least.
        let pauseSeconds: Int64
    }

    private let patience: Patience
    private let clock: any WallClock
    private let fetch: @Sendable () async throws(WebFailure) -> Value
    private var held: (value: Value, at: Instant)?
    private var lastTry: (at: Instant, failure: WebFailure?)?
    /// Those who wait for the fetch that is under way; nil if none is.
    private var waiting: [CheckedContinuation<Result<Value, WebFailure>, Never>]?

    /// Creates one that holds nothing yet.
    init(patience: Patience, clock: any WallClock, fetch: @escaping @Sendable () async throws(WebFailure) -> Value) {
        self.patience = patience
        self.clock = clock
        self.fetch = fetch
    }

    /// The document, as new as it has to be.
    ///
    /// - Throws: Why there is none that may be used.
    func value() async throws(WebFailure) -> Value {
        if let held, age(of: held.at) < patience.freshSeconds { return held.value }
        do throws(WebFailure) {
            return try await newest()
        } catch {
            guard let held, age(of: held.at) < patience.staleSeconds else { throw error }
            return held.value
        }
    }

    /// The newest document that may be had, because one that was held lacks something; nil if none can be fetched.
    ///
    /// One that was fetched just now is given as it is: somebody else may have fetched it since the caller took his.
    func newer() async -> Value? {
        do throws(WebFailure) {
            return try await newest()
        } catch {
            return nil
        }
    }

    private func newest() async throws(WebFailure) -> Value {
        if waiting != nil {
            return try await withCheckedContinuation { waiting?.append($0) }.get()
        }
        if let lastTry, age(of: lastTry.at) < patience.pauseSeconds {
            if let failure = lastTry.failure { throw failure }
            if let held { return held.value }
        }
        waiting = []
        let result: Result<Value, WebFailure>
        do throws(WebFailure) {
            result = .success(try await fetch())
        } catch {
            result = .failure(error)
        }
        note(result)
        let others = waiting ?? []
        waiting = nil
        for other in others { other.resume(returning: result) }
        return try result.get()
    }

    private func note(_ result: Result<Value, WebFailure>) {
        let now = clock.now
        switch result {
        case .success(let value):
            held = (value, now)
            lastTry = (now, nil)
        case .failure(let failure): lastTry = (now, failure)
        }
    }

    /// The age of something in seconds; a clock that was set back makes it old, not new for ever.
    private func age(of instant: Instant) -> Int64 {
        let milliseconds = clock.now.milliseconds - instant.milliseconds
        return milliseconds < 0 ? .max : milliseconds / 1000
    }
}
