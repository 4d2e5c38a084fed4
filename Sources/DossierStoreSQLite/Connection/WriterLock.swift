import DossierEngine
import Foundation
import Synchronization

/// The lock that keeps two programs from writing one database (khóa ghi), beside the file as `<database>.lock`.
///
/// SQLite alone would let two writers take turns, and each would run timers and texts of the other. The lock goes with
/// the process, also when it is killed; the file stays and means nothing by itself.
final class WriterLock: Sendable {
    private let descriptor: Mutex<Int32?>

    /// Takes the lock.
    ///
    /// - Throws: ``StoreError`` with ``StoreError/Code/unsuitable`` if another program holds it.
    init(database path: String) throws {
        let opened = open(path + ".lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard opened >= 0 else {
            throw StoreError(.unavailable, "cannot open \(path).lock: " + String(cString: strerror(errno)))
        }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            let failure = errno
            close(opened)
            guard failure == EWOULDBLOCK else {
                throw StoreError(.unavailable, "cannot lock \(path).lock: " + String(cString: strerror(failure)))
            }
            throw StoreError(.unsuitable, "another running program already writes to \(path); stop it first")
        }
        descriptor = Mutex(opened)
    }

    deinit { release() }

    /// Gives the lock back; may be called twice.
    func release() {
        descriptor.withLock { held in
            if let open = held { close(open) }
            held = nil
        }
    }
}
