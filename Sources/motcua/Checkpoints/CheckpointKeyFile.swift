import DossierEngine
import Foundation
import Glibc

/// The file of the key that signs checkpoints (tệp khóa ký), readable to its owner only.
enum CheckpointKeyFile {
    private static let mode: mode_t = 0o600
    private static let maximumBytes = 4_096

    /// Reads the key, and makes one where there is none.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - name: The name of a new key; one that is there has to have it.
    ///   - entropy: Where a new key comes from.
    /// - Returns: The key.
    /// - Throws: ``CommandFailure`` if it cannot be read, made or is of another name.
    static func open(_ path: String, name: String, entropy: any EntropySource) throws -> CheckpointKey {
        if !FileManager.default.fileExists(atPath: path) { try make(path, name: name, entropy: entropy) }
        return try read(path, name: name)
    }

    /// Reads the key of a name.
    ///
    /// - Throws: ``CommandFailure`` as ``read(_:)``, and if it is of another name.
    static func read(_ path: String, name: String) throws -> CheckpointKey {
        let key = try read(path)
        guard key.verifier.name == name else {
            throw CommandFailure(
                "The key \(path) is of \(key.verifier.name), the setting checkpoints.origin says \(name): write the "
                    + "former there. To go on under the new name, name a new file in checkpoints.keyFile too, and run "
                    + "motcua checkpoint fork --reason '…' once with both.",
                vietnamese: "Khóa \(path) là của \(key.verifier.name), còn checkpoints.origin là \(name): hãy ghi "
                    + "tên cũ vào đó. Muốn dùng tên mới, hãy đặt thêm checkpoints.keyFile là một tệp mới rồi chạy một "
                    + "lần motcua checkpoint fork --reason '…'."
            )
        }
        return key
    }

    /// Reads the key.
    ///
    /// - Throws: ``CommandFailure`` if it is none, or others than its owner may read it.
    static func read(_ path: String) throws -> CheckpointKey {
        // A file whose mode cannot be told is not there, or is not ours.
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let mode = (attributes?[.posixPermissions] as? NSNumber)?.int32Value else {
            throw failure("cannot be opened", path)
        }
        let file = try DiskFile.openOrdinary(path)
        guard mode & 0o077 == 0 else {
            throw CommandFailure(
                "The key \(path) may be read by others: chmod 600 \(path).",
                vietnamese: "Người khác đọc được khóa \(path). Hãy chạy: chmod 600 \(path)"
            )
        }
        let text = String(decoding: try file.read(upToCount: maximumBytes) ?? Data(), as: UTF8.self)
        guard let key = CheckpointKey(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw CommandFailure(
                "The file \(path) holds no key for checkpoints.",
                vietnamese: "Tệp \(path) không chứa khóa ký mốc lịch sử; hãy chép lại từ bản sao."
            )
        }
        return key
    }

    /// Makes the file under another name first, so that a crash leaves a whole key or none.
    private static func make(_ path: String, name: String, entropy: any EntropySource) throws {
        guard let key = CheckpointKey(name: name, entropy: entropy) else {
            throw CommandFailure(
                "The setting checkpoints.origin is no name for a key: \(name).",
                vietnamese: "checkpoints.origin không dùng làm tên khóa được: \(name). Hãy đặt một tên miền của cơ "
                    + "quan."
            )
        }
        let draft = path + ".new"
        unlink(draft)
        let descriptor = Glibc.open(draft, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw failure("cannot be made", path) }
        let bytes = Array((key.written + "\n").utf8)
        let isWritten = write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        close(descriptor)
        guard isWritten else { throw failure("cannot be made", path) }
        // A key that another program made meanwhile is not replaced.
        try DiskFile.publish(draft, as: path)
    }

    private static func failure(_ what: String, _ path: String) -> CommandFailure {
        CommandFailure(
            "The key of checkpoints \(path) \(what): \(String(cString: strerror(errno))).",
            vietnamese: "Không mở hoặc không tạo được khóa ký mốc lịch sử \(path): "
                + "\(String(cString: strerror(errno)))."
        )
    }
}
