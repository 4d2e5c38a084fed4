import Foundation
import Glibc

/// A file with personal data (tệp dữ liệu cá nhân), readable to its owner only from its first byte on.
enum PrivateFile {
    private static let mode: mode_t = 0o600

    /// Makes a file, on disk when this returns; what is there is never overwritten.
    ///
    /// - Parameters:
    ///   - path: Where.
    ///   - bytes: What.
    /// - Throws: ``CommandFailure`` if there is one already, or if it cannot be written; then none stays behind.
    static func create(_ path: String, _ bytes: [UInt8]) throws(CommandFailure) {
        let descriptor = try reserve(path)
        do throws(CommandFailure) {
            try fill(descriptor, path, bytes)
            try DiskFolder.sync(of: path)
        } catch {
            unlink(path)
            throw error
        }
    }

    /// Opens a file that is not there yet.
    private static func reserve(_ path: String) throws(CommandFailure) -> Int32 {
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else {
            if errno == EEXIST {
                throw CommandFailure(
                    "There is a file \(path) already; it is not overwritten.",
                    vietnamese: "Đã có tệp \(path); không ghi đè."
                )
            }
            throw failure(path)
        }
        return descriptor
    }

    private static func fill(_ descriptor: Int32, _ path: String, _ bytes: [UInt8]) throws(CommandFailure) {
        defer { close(descriptor) }
        // A umask may take rights away, an access list of the folder may give some.
        guard fchmod(descriptor, mode) == 0 else { throw failure(path) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 else { throw failure(path) }
            rest = rest.dropFirst(written)
        }
        guard fsync(descriptor) == 0 else { throw failure(path) }
    }

    private static func failure(_ path: String) -> CommandFailure {
        let reason = String(cString: strerror(errno))
        return CommandFailure(
            "The file \(path) cannot be written: \(reason). Look at its folder, the rights and the disk.",
            vietnamese: "Không ghi được tệp \(path): \(reason). Hãy kiểm tra thư mục, quyền ghi và đĩa."
        )
    }
}
