import DossierEngine
import DossierStoreSQLite
import Foundation
import Glibc

/// Brings the archive that a copy needs beside its draft (khôi phục kho lưu trữ).
///
/// It is the one that lies beside the copy; where that is missing or spoilt, the one in place, if it was not
/// changed since.
struct ArchiveRestoring {
    /// The copy of the database.
    let copy: String
    /// What the copy is.
    let manifest: BackupManifest
    /// The database in whose place it is put.
    let database: String
    /// Asked again and again whether to break the work off.
    var isStopped: @Sendable () -> Bool = { false }

    /// Copies it.
    ///
    /// - Parameter draft: The draft of the database, a copy of the copy.
    /// - Returns: The archive beside the copy if it is spoilt and the one in place was taken for it; nil if it is well.
    /// - Throws: ``CommandFailure`` if it is not to be had, is damaged or another one; `StoreError`;
    ///   `CancellationError` if it was broken off.
    func take(into draft: String) throws -> String? {
        guard try SQLiteDossierStore.archiveMark(of: draft) != nil else { return nil }
        guard let wanted = manifest.archive else {
            throw CommandFailure(
                "The manifest of \(copy) names no archive, and the copy needs one; use another copy.",
                vietnamese: "Bản kê của \(copy) không nêu tệp lưu trữ mà bản sao cần; hãy dùng bản sao khác."
            )
        }
        let folder = DiskFolder.path(of: draft)
        try DiskFile.expectRoom(for: wanted.bytes, in: folder)
        let (own, target) = (ArchiveCopy.path(of: copy), ArchiveCopy.path(of: draft))
        let isThere = FileManager.default.fileExists(atPath: own)
        var failure = isThere ? damaged(own) : missing(own)
        if isThere, DiskFile.length(own) == wanted.bytes {
            do {
                let found = try DiskFile.copy(own, to: target, length: wanted.bytes) { _ in try goOn() }
                if found.digest == wanted.sha256 { return nil }
                unlink(target)
            } catch let error as CommandFailure {
                failure = error
            }
        }
        let inPlace = ArchiveCopy.path(of: database)
        // What cannot be read is not the one that is needed.
        guard let found = try? SQLiteDossierStore.archiveSummary(of: inPlace).mark, found == wanted.mark else {
            throw failure
        }
        _ = try DiskFile.copy(inPlace, to: target, length: DiskFile.length(inPlace)) { _ in try goOn() }
        return isThere ? own : nil
    }

    private func goOn() throws {
        guard !isStopped() else { throw CancellationError() }
    }

    private func damaged(_ own: String) -> CommandFailure {
        CommandFailure(
            "\(own) is not what the manifest of its copy says, and the archive in place is another one by now; take "
                + "another copy. Nothing was replaced.",
            vietnamese: "\(own) không khớp bản kê, còn tệp lưu trữ hiện tại đã thay đổi; hãy dùng bản sao khác. Chưa "
                + "thay đổi gì."
        )
    }

    private func missing(_ own: String) -> CommandFailure {
        CommandFailure(
            "The copy needs its archive \(own), which is missing, and the one in place was changed since. Copy that "
                + "file too. Nothing was replaced.",
            vietnamese: "Bản sao cần tệp lưu trữ \(own) nhưng không có tệp này, còn tệp hiện tại đã thay đổi sau đó. "
                + "Hãy chép cả tệp đó. Chưa thay đổi gì."
        )
    }
}
