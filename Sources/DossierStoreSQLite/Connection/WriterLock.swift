import DossierEngine
import Foundation
import Synchronization

/// The lock that keeps two programs from writing one database (khóa ghi), beside the file as `<database>.lock`.
///
/// SQLite alone would let two writers take turns, and each would run timers and texts of the other. The lock goes with
/// the process, also when it is killed; the file stays and means nothing by itself.
public final class WriterLock: Sendable {
    private let descriptor: Mutex<Int32?>

    /// Takes the lock.
    ///
    /// - Throws: ``StoreError`` with ``StoreError/Code/unsuitable`` if another program holds it, if the database is no
    ///   file or has another name (a hard link), under which it would have another lock, or if this is run by root and
    ///   the database is another user's.
    public convenience init(database path: String) throws {
        try DatabaseFile.expectOneName(path)
        try FileOwner.expectOwn([path])
        let opened = open(path + ".lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard opened >= 0 else {
            throw StoreError(.unavailable, "cannot open \(path).lock: " + String(cString: strerror(errno)))
        }
        try self.init(taking: opened, of: path)
    }

    /// Takes the lock where its file cannot be made; nil if there is none, and so nobody who holds it.
    ///
    /// - Throws: As ``init(database:)``.
    convenience init?(databaseThatIsRead path: String) throws {
        let opened = open(path + ".lock", O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else {
            if errno == ENOENT { return nil }
            throw StoreError(.unavailable, "cannot open \(path).lock: " + String(cString: strerror(errno)))
        }
        try self.init(taking: opened, of: path)
    }

    private init(taking opened: Int32, of path: String) throws {
        guard Self.take(opened) else {
            let failure = errno
            close(opened)
            guard failure == EWOULDBLOCK else {
                throw StoreError(.unavailable, "cannot lock \(path).lock: " + String(cString: strerror(failure)))
            }
            throw StoreError(
                .unsuitable,
                "another running program already writes to \(path); stop it first",
                vietnamese: "Một chương trình khác đang ghi vào \(path); hãy dừng chương trình đó trước."
            )
        }
        descriptor = Mutex(opened)
    }

    /// Takes the lock, also when somebody only looked whether it is held.
    private static func take(_ descriptor: Int32) -> Bool {
        for attempt in 1...3 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            guard errno == EWOULDBLOCK, attempt < 3 else { return false }
            usleep(10_000)
        }
        return false
    }

    /// Whether a program holds the lock of a database now, without taking it or making its file.
    ///
    /// - Returns: nil if that cannot be told, because the file may not be read.
    public static func isHeld(database path: String) -> Bool? {
        let opened = open(path + ".lock", O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard opened >= 0 else { return errno == ENOENT ? false : nil }
        defer { close(opened) }
        // Shared, and given back at once by the closing; whoever takes the lock meanwhile tries again.
        if flock(opened, LOCK_SH | LOCK_NB) == 0 { return false }
        return errno == EWOULDBLOCK ? true : nil
    }

    deinit { release() }

    /// Gives the lock back; may be called twice.
    public func release() {
        descriptor.withLock { held in
            if let open = held { close(open) }
            held = nil
        }
    }
}
