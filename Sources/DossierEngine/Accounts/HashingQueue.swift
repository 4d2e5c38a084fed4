import Synchronization

/// The queue before the slow hashing of passwords (hàng đợi băm mật khẩu), bounded so that a storm of sign-ins takes
/// neither the memory nor the processors of those who are at work.
///
/// What comes while it is full is refused at once and told when to come again.
public final class HashingQueue: PasswordHasher {
    /// After how many seconds somebody who was refused may come again.
    ///
    /// Source: project decision, 2026-11-28, because a full queue is worked off in some seconds.
    static let retrySeconds: Int64 = 5

    private let base: any PasswordHasher
    private let capacity: Int
    private let inside = Mutex(0)

    /// Creates the queue before a hasher.
    ///
    /// - Parameters:
    ///   - base: The hasher.
    ///   - capacity: How many passwords are hashed or wait for it at most.
    public init(_ base: any PasswordHasher, capacity: Int) {
        self.base = base
        self.capacity = capacity
    }

    /// Hashes a password when its turn comes.
    ///
    /// - Throws: ``RequestRefusal/signInBusy(retryAfterSeconds:)`` if the queue is full; as the hasher.
    public func hash(_ password: String) async throws -> String {
        try enter()
        defer { leave() }
        return try await base.hash(password)
    }

    /// Judges a password when its turn comes.
    ///
    /// - Throws: ``RequestRefusal/signInBusy(retryAfterSeconds:)`` if the queue is full; as the hasher.
    public func verify(_ password: String, against hash: String) async throws -> Bool {
        try enter()
        defer { leave() }
        return try await base.verify(password, against: hash)
    }

    /// Whether a hash was made at less cost than new ones are.
    public func isOutdated(_ hash: String) -> Bool { base.isOutdated(hash) }

    private func enter() throws(RequestRefusal) {
        let isFull = inside.withLock { inside -> Bool in
            guard inside < capacity else { return true }
            inside += 1
            return false
        }
        if isFull { throw .signInBusy(retryAfterSeconds: Self.retrySeconds) }
    }

    private func leave() { inside.withLock { $0 -= 1 } }
}
