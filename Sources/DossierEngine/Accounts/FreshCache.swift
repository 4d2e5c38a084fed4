import Synchronization
import WorkingCalendar

/// What tokens stand for, as it was found lately (bộ nhớ tạm phiên), so that not every request asks the store.
///
/// This process empties it when it changes what lies there; changes of another process, such as a command beside a
/// running server, are seen after ``freshMilliseconds``.
final class FreshCache<Value: Sendable>: Sendable {
    /// How many entries are kept; beyond that all are dropped and found again in the store.
    static var maximumEntries: Int { 10_000 }
    /// How long an entry is trusted, in milliseconds.
    ///
    /// Source: project decision, 2026-11-28: short enough for an account that is disabled from the command line, and
    /// long enough that a session at work asks the store once in many requests.
    static var freshMilliseconds: Int64 { 2_000 }

    /// A moment before the store was asked: what is forgotten after it is not kept.
    struct Mark {
        fileprivate let changes: UInt64
    }

    private struct Entry {
        let value: Value
        let freshUntil: Instant
    }

    private struct Memory {
        var entries: [Digest: Entry] = [:]
        var changes: UInt64 = 0
    }

    private let memory = Mutex(Memory())

    /// The present moment, to be named by ``keep(_:for:now:since:)``.
    var mark: Mark { Mark(changes: memory.withLock { $0.changes }) }

    /// What a token of this hash stands for; nil if the store has to be asked.
    func value(of hash: Digest, now: Instant) -> Value? {
        memory.withLock { memory in
            // A clock that was set back must not make an entry last.
            guard let entry = memory.entries[hash], entry.freshUntil > now,
                entry.freshUntil.milliseconds - now.milliseconds <= Self.freshMilliseconds
            else { return nil }
            return entry.value
        }
    }

    /// Keeps what the store answered, unless something was forgotten since it was asked.
    func keep(_ value: Value, for hash: Digest, now: Instant, since mark: Mark) {
        let entry = Entry(value: value, freshUntil: now.adding(milliseconds: Self.freshMilliseconds))
        memory.withLock { memory in
            guard memory.changes == mark.changes else { return }
            if memory.entries.count >= Self.maximumEntries { memory.entries.removeAll(keepingCapacity: true) }
            memory.entries[hash] = entry
        }
    }

    /// Forgets one.
    func forget(_ hash: Digest) {
        memory.withLock { memory in
            memory.changes += 1
            memory.entries[hash] = nil
        }
    }

    /// Forgets all.
    func forgetAll() {
        memory.withLock { memory in
            memory.changes += 1
            memory.entries.removeAll()
        }
    }
}
