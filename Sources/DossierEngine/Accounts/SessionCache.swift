import DossierDomain
import Synchronization
import WorkingCalendar

/// Sessions seen lately, so that not every request asks the store.
///
/// Only this process changes sessions and accounts, and it empties the cache when it does; other processes' changes
/// are seen after ``freshMilliseconds``.
final class SessionCache: Sendable {
    /// How many sessions are kept; beyond that all are dropped and found again in the store.
    static let maximumSessions = 10_000
    /// How long an entry is trusted, in milliseconds.
    static let freshMilliseconds: Int64 = 10_000

    private struct Entry {
        let session: Session
        let account: Account
        let freshUntil: Instant
    }

    private let entries = Mutex<[Digest: Entry]>([:])

    func account(of hash: Digest, now: Instant) -> Account? {
        entries.withLock { entries in
            guard let entry = entries[hash], entry.session.expiresAt > now, entry.freshUntil > now else { return nil }
            return entry.account
        }
    }

    func keep(_ session: Session, account: Account, now: Instant) {
        let freshUntil = now.adding(milliseconds: Self.freshMilliseconds)
        entries.withLock { entries in
            if entries.count >= Self.maximumSessions { entries.removeAll(keepingCapacity: true) }
            entries[session.tokenHash] = Entry(session: session, account: account, freshUntil: freshUntil)
        }
    }

    func forget(_ hash: Digest) {
        entries.withLock { $0[hash] = nil }
    }

    func forgetAll() {
        entries.withLock { $0.removeAll() }
    }
}
