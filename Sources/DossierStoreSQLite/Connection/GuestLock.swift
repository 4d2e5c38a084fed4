public import DossierEngine
import Foundation
import Synchronization

/// The lock that commands hold which change a database beside its server (khóa của lệnh chạy kèm), so that no
/// restoration puts another file in its place meanwhile.
///
/// SQLite removes a log by its name: a guest that closed after a restoration would remove that of the new database. The
/// lock lies on the database's file itself and is of another kind than SQLite's.
public final class GuestLock: Sendable {
    private let descriptor: Mutex<Int32?>

    /// Takes the lock that any number of guests hold.
    ///
    /// - Parameter path: The database.
    /// - Throws: ``StoreError`` with ``StoreError/Code/unavailable`` if a restoration holds it.
    init(guestOf path: String) throws(StoreError) {
        descriptor = Mutex(try Self.lock(path, LOCK_SH, otherwise: Self.replaced(path)))
    }

    /// Takes the lock that nobody else holds, for whoever replaces the file.
    ///
    /// - Parameter path: The database, which no connection of this process has open; there may be none.
    /// - Throws: ``StoreError`` with ``StoreError/Code/unavailable`` if a guest holds it.
    public init(excludingGuestsOf path: String) throws(StoreError) {
        let refusal = StoreError(
            .unavailable,
            "a command that changes accounts or keys has \(path) open: end it (motcua user, motcua key) and try again",
            vietnamese: "Một lệnh quản lý tài khoản hoặc khóa đang mở \(path): hãy kết thúc lệnh đó (motcua user, "
                + "motcua key) rồi thử lại."
        )
        descriptor = Mutex(try Self.lock(path, LOCK_EX, otherwise: refusal))
    }

    /// Gives the lock back; may be called twice.
    public func release() {
        descriptor.withLock { descriptor in
            if let held = descriptor { close(held) }
            descriptor = nil
        }
    }

    /// Whether the file of a name is the one that is locked.
    func isOn(_ path: String) -> Bool {
        var (named, held) = (stat(), stat())
        return descriptor.withLock { descriptor in
            guard let descriptor, fstat(descriptor, &held) == 0, stat(path, &named) == 0 else { return false }
            return named.st_dev == held.st_dev && named.st_ino == held.st_ino
        }
    }

    /// What a guest is told whose database is replaced.
    static func replaced(_ path: String) -> StoreError {
        StoreError(
            .unavailable,
            "a restoration is replacing \(path), and nothing was changed; do it again afterwards",
            vietnamese: "Cơ sở dữ liệu \(path) đang được khôi phục, chưa thay đổi gì; hãy làm lại sau."
        )
    }

    private static func lock(
        _ path: String,
        _ kind: Int32,
        otherwise refusal: @autoclosure () -> StoreError
    ) throws(StoreError) -> Int32? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        // What cannot be opened is told by SQLite; where there is no file there is no guest.
        guard file >= 0 else { return nil }
        guard flock(file, kind | LOCK_NB) != 0, errno == EWOULDBLOCK else { return file }
        close(file)
        throw refusal()
    }
}
