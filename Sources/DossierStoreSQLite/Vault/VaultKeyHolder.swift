import DossierEngine
import Synchronization

/// The keys of an opened store (khóa đang dùng), which come after it was opened: only then is known what it needs.
final class VaultKeyHolder: Sendable {
    private let held = Mutex(VaultKeyRing.locked)

    /// The keys.
    var keys: VaultKeyRing {
        get { held.withLock { $0 } }
        set { held.withLock { $0 = newValue } }
    }
}
