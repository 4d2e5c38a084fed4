import Crypto
import DossierEngine
import Foundation
import Glibc

/// Large files, as copies of the database are handled (tệp lớn).
enum DiskFile {
    private static let chunk = 1 << 20

    /// Opens a file to be read, and refuses what is none: a pipe would be waited for, a device has no end.
    ///
    /// - Throws: ``CommandFailure``.
    static func openOrdinary(_ path: String) throws(CommandFailure) -> FileHandle {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(.opened, path) }
        guard isOrdinary(descriptor) else {
            close(descriptor)
            throw CommandFailure(
                "\(path) is no ordinary file; put the file itself there.",
                vietnamese: "\(path) không phải là tệp thường; hãy đặt đúng tệp vào đó."
            )
        }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Reads a file that is to be short.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - count: How many bytes are read at most.
    /// - Returns: Its first bytes.
    /// - Throws: ``CommandFailure`` if it is no ordinary file, or cannot be read.
    static func beginning(of path: String, bytes count: Int) throws(CommandFailure) -> Data {
        let file = try openOrdinary(path)
        do { return try file.read(upToCount: count) ?? Data() } catch { throw unreadable(path, error) }
    }

    /// Whether an open file is one, and no folder, pipe or device.
    static func isOrdinary(_ descriptor: Int32) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Whether there is a folder of a name.
    static func isFolder(_ path: String) -> Bool { kind(path) == S_IFDIR }

    /// Whether there is a file of a name, and no folder, pipe or device.
    static func isOrdinary(_ path: String) -> Bool { kind(path) == S_IFREG }

    private static func kind(_ path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    /// Whether two paths lead to the same file or folder; false if one of them is not there.
    static func areSame(_ one: String, _ other: String) -> Bool {
        var (first, second) = (stat(), stat())
        guard stat(one, &first) == 0, stat(other, &second) == 0 else { return false }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }

    /// Reads a file to its end, and gives its length and its SHA-256.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - taking: Takes each part, to show progress or to write it elsewhere.
    /// - Returns: The length and the digest.
    /// - Throws: ``CommandFailure`` if it cannot be read; whatever the closure throws.
    static func sum(
        _ path: String,
        taking: (Data) throws -> Void = { _ in }
    ) throws -> (bytes: Int64, digest: DossierEngine.Digest) {
        let file = try openOrdinary(path)
        var hash = SHA256()
        var bytes: Int64 = 0
        while true {
            let part: Data?
            do { part = try file.read(upToCount: chunk) } catch { throw unreadable(path, error) }
            guard let part, !part.isEmpty else { break }
            hash.update(data: part)
            bytes += Int64(part.count)
            try taking(part)
        }
        guard let digest = DossierEngine.Digest(bytes: Array(hash.finalize())) else { throw failure(.read, path) }
        return (bytes, digest)
    }

    /// Copies a file to a place where there is none, on disk when this returns, readable to its owner only.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - copy: The place.
    ///   - length: How many bytes it has; no more are copied.
    ///   - progress: Told how many bytes are done.
    /// - Returns: Length and SHA-256 of what was copied.
    /// - Throws: ``CommandFailure``, also if it is longer; whatever the closure throws. Then no copy stays behind.
    static func copy(
        _ path: String,
        to copy: String,
        length: Int64,
        progress: (Int64) throws -> Void = { _ in }
    ) throws -> (bytes: Int64, digest: DossierEngine.Digest) {
        let descriptor = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure(.made, copy) }
        let target = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            var done: Int64 = 0
            let found = try sum(path) { part in
                guard done + Int64(part.count) <= length else {
                    throw CommandFailure(
                        "The file \(path) grew while it was copied; nobody may write to it meanwhile.",
                        vietnamese: "Tệp \(path) dài ra trong khi sao chép; không ai được ghi vào đó lúc này."
                    )
                }
                do { try target.write(contentsOf: part) } catch { throw failure(.written, copy) }
                done += Int64(part.count)
                try progress(done)
            }
            guard fsync(descriptor) == 0 else { throw failure(.synced, copy) }
            return found
        } catch {
            unlink(copy)
            throw error
        }
    }

    /// Makes an empty file, readable to its owner only, and holds its lock until it is closed.
    ///
    /// - Throws: ``CommandFailure`` if it cannot be made.
    static func makeLocked(_ path: String) throws -> Int32 {
        let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw failure(.made, path) }
        // Where a disk knows no locks nobody finds this one free either.
        flock(file, LOCK_EX | LOCK_NB)
        return file
    }

    /// Brings a file and its entry in its folder to the disk.
    ///
    /// - Throws: ``CommandFailure``.
    static func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(.opened, path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(.synced, path) }
        try DiskFolder.sync(of: path)
    }

    /// Gives a file another name, on disk when this returns; what has that name already is replaced.
    ///
    /// - Throws: ``CommandFailure``.
    static func rename(_ path: String, to new: String) throws {
        guard Glibc.rename(path, new) == 0 else { throw failure(.renamed(new), path) }
        try DiskFolder.sync(of: new)
    }

    /// Gives a file a name that no other has, on disk when this returns.
    ///
    /// A power cut leaves both names, or one of them, and each is of the whole file.
    ///
    /// - Throws: ``CommandFailure``, also if there is such a file by now.
    static func publish(_ path: String, as new: String) throws {
        let isLinked = link(path, new) == 0
        if !isLinked {
            guard knowsNoLinks(errno) else { throw failure(.called(new), path) }
            try move(path, to: new)
        }
        do {
            try DiskFolder.sync(of: new)
        } catch {
            // What has its name is on disk, so this has none.
            if isLinked { unlink(new) } else { Glibc.rename(new, path) }
            throw error
        }
        if isLinked { unlink(path) }
    }

    /// Whether the error of a link says that the disk knows none, as FAT, exFAT and some disks of a network.
    static func knowsNoLinks(_ error: Int32) -> Bool { [EPERM, EOPNOTSUPP, ENOSYS].contains(error) }

    /// Renames a file to a name that no other has, where the disk knows no links.
    private static func move(_ path: String, to new: String) throws {
        // Between look and rename another program could make such a file, and would lose it. Programs of ours take
        // turns by a lock on the folder; where it cannot be locked, no more can be done, and names differ by the
        // second.
        let folder = open(DiskFolder.path(of: new), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { if folder >= 0 { close(folder) } }
        if folder >= 0 { flock(folder, LOCK_EX) }
        guard !exists(new) else {
            errno = EEXIST
            throw failure(.called(new), path)
        }
        guard Glibc.rename(path, new) == 0 else { throw failure(.called(new), path) }
    }

    /// Whether something has a name, be it a link that leads nowhere.
    static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// The length of a file; 0 if there is none.
    static func length(_ path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }

    /// How many bytes can be written into a folder; nil if that cannot be told.
    static func room(in folder: String) -> Int64? {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { return nil }
        return Int64(status.f_bavail) * Int64(status.f_frsize)
    }

    /// Refuses work for which a folder has no room.
    ///
    /// - Throws: ``CommandFailure``.
    static func expectRoom(for bytes: Int64, in folder: String) throws {
        guard FileManager.default.fileExists(atPath: folder) else {
            throw CommandFailure(
                "There is no folder \(folder); make it first.",
                vietnamese: "Không có thư mục \(folder); hãy tạo thư mục trước."
            )
        }
        guard let room = room(in: folder), room < bytes else { return }
        throw CommandFailure(
            "\(folder) has room for \(room >> 20) MiB, \(bytes >> 20) MiB are needed; make room or name another one.",
            vietnamese: "\(folder) còn \(room >> 20) MiB, cần \(bytes >> 20) MiB; hãy dọn chỗ trống hoặc chọn thư "
                + "mục khác."
        )
    }

    /// What could not be done with a file.
    private enum Act {
        case opened, read, made, written, synced
        case renamed(String), called(String)

        var words: (english: String, vietnamese: String) {
            switch self {
            case .opened: ("opened", "mở")
            case .read: ("read", "đọc")
            case .made: ("made", "tạo")
            case .written: ("written", "ghi")
            case .synced: ("brought to the disk", "ghi chắc xuống đĩa")
            case .renamed(let name): ("renamed to \(name)", "đổi tên thành \(name)")
            case .called(let name): ("called \(name)", "đặt tên là \(name)")
            }
        }
    }

    private static func failure(_ act: Act, _ path: String) -> CommandFailure {
        let (words, reason) = (act.words, String(cString: strerror(errno)))
        return CommandFailure(
            "The file \(path) cannot be \(words.english): \(reason).",
            vietnamese: "Tệp \(path): không thể \(words.vietnamese): \(reason)."
        )
    }

    private static func unreadable(_ path: String, _ error: any Error) -> CommandFailure {
        CommandFailure(
            "The file \(path) cannot be read: \(error.localizedDescription)",
            vietnamese: "Không đọc được tệp \(path): \(error.localizedDescription)"
        )
    }
}
