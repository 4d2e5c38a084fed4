public import WorkingCalendar

/// The time of the service (đồng hồ hệ thống): the machine's, or the demo clock.
public protocol WallClock: Sendable {
    /// The present instant.
    var now: Instant { get }
}

/// A source of unpredictable bytes.
public protocol EntropySource: Sendable {
    /// Bytes nobody can foresee, as many as asked for.
    func bytes(_ count: Int) -> [UInt8]
}

/// Hashes passwords slowly (băm mật khẩu), off the threads that serve requests.
public protocol PasswordHasher: Sendable {
    /// Hashes a password with a fresh salt; the parameters stand in the result.
    ///
    /// - Throws: If the machine cannot do it, for want of memory.
    func hash(_ password: String) async throws -> String
    /// Whether a password is the one of a hash; false also for a hash that cannot be read.
    ///
    /// - Throws: If the machine cannot do it, for want of memory.
    func verify(_ password: String, against hash: String) async throws -> Bool
    /// Whether a hash was made at less cost than new ones are, so that it is made anew when its password is seen.
    func isOutdated(_ hash: String) -> Bool
}
