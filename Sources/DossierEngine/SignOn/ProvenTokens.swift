import Synchronization
import WorkingCalendar

/// Access tokens that were checked (mã truy cập đã kiểm tra), each until it ends: signatures are costly to check.
///
/// What lies here says who somebody is and not what he may do, which is asked of the store each time.
final class ProvenTokens: Sendable {
    /// How many are remembered; beyond that all are dropped and checked again.
    static let maximumEntries = 10_000
    /// How long one is believed at most, in milliseconds: a key that the provider takes back ends that late.
    static let maximumMilliseconds: Int64 = 900_000

    private struct Entry {
        let identity: ProvenIdentity
        let at: Instant
    }

    private let entries = Mutex<[Digest: Entry]>([:])

    /// Whom a token proves; nil if it has to be checked.
    func identity(of digest: Digest, now: Instant) -> ProvenIdentity? {
        entries.withLock { entries in
            guard let entry = entries[digest], entry.identity.expiresAt > now,
                (0..<Self.maximumMilliseconds).contains(now.milliseconds - entry.at.milliseconds)
            else {
                entries[digest] = nil
                return nil
            }
            return entry.identity
        }
    }

    /// Remembers a token.
    func keep(_ identity: ProvenIdentity, of digest: Digest, now: Instant) {
        entries.withLock { entries in
            if entries.count >= Self.maximumEntries { entries.removeAll(keepingCapacity: true) }
            entries[digest] = Entry(identity: identity, at: now)
        }
    }
}
