import Foundation
import Glibc

/// The folder of a file (thư mục chứa tệp), whose entries have to be on disk before the file is relied on.
enum DiskFolder {
    /// The path of a file's folder.
    static func path(of file: String) -> String { URL(filePath: file).deletingLastPathComponent().path }

    /// Brings the entries of a file's folder to the disk; a file system that knows no such thing does without.
    ///
    /// - Parameter path: The file.
    /// - Throws: ``CommandFailure`` if the disk fails: then a new name may be gone after a power cut.
    static func sync(of path: String) throws(CommandFailure) {
        let folder = Self.path(of: path)
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        // One that may be written to and not be read cannot be synced, whoever asks.
        guard descriptor >= 0 || errno != EACCES else { return }
        guard descriptor >= 0 else { throw failure(folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) != 0, ![EINVAL, EOPNOTSUPP, ENOSYS].contains(errno) else { return }
        throw failure(folder)
    }

    /// Why a folder cannot be listed, as the system calls it; nil if it can.
    static func fault(of folder: String) -> String? {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return String(cString: strerror(errno)) }
        close(descriptor)
        return nil
    }

    private static func failure(_ folder: String) -> CommandFailure {
        let reason = String(cString: strerror(errno))
        return CommandFailure(
            "The names in the folder \(folder) cannot be brought to the disk: \(reason). See dmesg and check the disk "
                + "before you go on.",
            vietnamese: "Không ghi chắc được thư mục \(folder) xuống đĩa: \(reason). Hãy xem dmesg và kiểm tra ổ đĩa "
                + "trước khi làm tiếp."
        )
    }
}
