import Synchronization

/// Why an SMSC that we are bound to takes nothing of our account (tài khoản bị từ chối), as its last answers tell.
final class AccountRefusal: Sendable {
    private let refusal = Mutex<String?>(nil)

    /// The reason, without a number or a secret; nil while it takes messages.
    var reason: String? { refusal.withLock { $0 } }

    /// Notes what an answer tells of the account; nil for a message that was taken.
    func note(_ reason: String?) { refusal.withLock { $0 = reason } }
}
