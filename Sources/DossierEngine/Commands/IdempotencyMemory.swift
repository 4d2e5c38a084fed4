import DossierDomain
import WorkingCalendar

/// Knows repeated requests again (chống gửi trùng): account, key, keyed hash of the request; successes only.
struct IdempotencyMemory: Sendable {
    /// How long a key is remembered, in milliseconds.
    static let lifetimeMilliseconds: Int64 = 48 * 3_600_000

    private let hash: KeyedHash
    private let clock: any WallClock

    init(key: [UInt8], clock: any WallClock) {
        hash = KeyedHash(key: key)
        self.clock = clock
    }

    /// A request with its keyed hash, made before the transaction that looks for it.
    struct Fingerprinted: Sendable {
        fileprivate let key: String
        fileprivate let fingerprint: Digest
    }

    /// Hashes a request.
    func fingerprinted(_ request: IdempotencyRequest) -> Fingerprinted {
        Fingerprinted(key: request.key, fingerprint: hash.digest(of: request.parts))
    }

    /// The entry of a request sent before; nil if it is new or sent without a key.
    ///
    /// - Throws: ``RequestRefusal/idempotencyKeyReused`` if the key was used for another request.
    func replay(
        _ request: Fingerprinted?,
        of account: AccountID,
        in snapshot: any StoreSnapshot
    ) throws -> IdempotencyEntry? {
        guard let request, let entry = try snapshot.idempotencyEntry(account: account, key: request.key) else {
            return nil
        }
        guard entry.at.adding(milliseconds: Self.lifetimeMilliseconds) > clock.now else { return nil }
        guard entry.fingerprint.equalsInConstantTime(request.fingerprint) else {
            throw RequestRefusal.idempotencyKeyReused
        }
        return entry
    }

    /// Remembers what a request made.
    func remember(
        _ request: Fingerprinted?,
        of account: AccountID,
        made: IdempotencyEntry.Made,
        version: Int,
        in transaction: any StoreTransaction
    ) throws {
        guard let request else { return }
        try transaction.remember(
            IdempotencyEntry(
                account: account,
                key: request.key,
                fingerprint: request.fingerprint,
                made: made,
                version: version,
                at: clock.now
            )
        )
    }
}

/// A request's idempotency key with what it was sent for.
public struct IdempotencyRequest: Sendable {
    /// The key that the client chose, 1 to 255 characters.
    public let key: String
    /// Method, path and body, by which a repeated request is told from another.
    public let parts: [[UInt8]]

    /// Creates a request.
    public init(key: String, parts: [[UInt8]]) {
        self.key = key
        self.parts = parts
    }
}
