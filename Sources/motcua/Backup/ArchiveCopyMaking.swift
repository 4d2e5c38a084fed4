import DossierEngine
import DossierStoreSQLite
import Foundation
import Glibc

/// Makes the copy of an archive beside that of its database (sao lưu kho lưu trữ).
///
/// The file of an earlier copy is shared only after all of it was read and is what it was: a block of it that has
/// decayed meanwhile spoils the copies that have it already, and no more.
struct ArchiveCopyMaking {
    /// The database whose archive is copied.
    let database: String
    /// The folder of the copy, in which the same one may lie already.
    let folder: String
    /// How the copying is held back and broken off.
    let bounds: CopyBounds

    /// Copies the archive that a copied database needs; nil if it needs none.
    ///
    /// - Parameters:
    ///   - copied: The copied database, whose name may be that of a draft.
    ///   - draft: Where the archive's copy goes; nothing is there yet.
    ///   - progress: Told how many bytes of how many are done.
    /// - Returns: What was copied, on disk by then.
    /// - Throws: ``CommandFailure``, `StoreError`; `CancellationError` if it was broken off; what the closure throws.
    func make(
        for copied: String,
        as draft: String,
        progress: @escaping (Int64, Int64) throws -> Void
    ) throws -> ArchiveCopy? {
        guard let wanted = try SQLiteDossierStore.archiveMark(of: copied) else { return nil }
        let archive = ArchiveCopy.path(of: database)
        guard FileManager.default.fileExists(atPath: archive) else {
            throw CommandFailure(
                "The archive \(archive) of the database is missing: put it back first. Nothing was copied.",
                vietnamese: "Thiếu tệp lưu trữ \(archive): hãy đưa tệp về chỗ cũ trước. Chưa sao lưu gì."
            )
        }
        let found = try SQLiteDossierStore.archiveSummary(of: archive).mark
        guard found.identity == wanted.identity, found.generation >= wanted.generation else {
            throw CommandFailure(
                "\(archive) is not the archive of the database, or an older one: put the right file in its place.",
                vietnamese: "\(archive) không phải tệp lưu trữ hiện tại của cơ sở dữ liệu: hãy đặt đúng tệp vào."
            )
        }
        if let known = try linked(found, as: draft) { return known }
        try DiskFile.expectRoom(for: DiskFile.length(archive), in: folder)
        // As of one moment, also while a command changes it.
        try bounds.copy(archive, to: draft, isArchive: true, progress: progress)
        try DiskFile.sync(draft)
        let sum = try bounds.sum(of: draft)
        let mark = try SQLiteDossierStore.archiveSummary(of: draft).mark
        return ArchiveCopy(mark: mark, bytes: sum.bytes, sha256: sum.digest)
    }

    /// Gives the file of an earlier copy a second name, if it is of the same archive and still what it was; nil if
    /// there is none, or the disk knows no links.
    private func linked(_ mark: ArchiveMark, as draft: String) throws -> ArchiveCopy? {
        guard let (path, known) = ArchiveCopy.find(mark, in: folder), link(path, draft) == 0 else { return nil }
        let digest: Digest?
        // What cannot be read is copied anew.
        do { digest = try bounds.sum(of: draft).digest } catch is CommandFailure { digest = nil }
        if digest == known.sha256 { return known }
        unlink(draft)
        return nil
    }
}

/// The room that copies need (chỗ trống cho bản sao).
enum CopyRoom {
    /// A little more than the database, for what its log gets meanwhile.
    private static let reserve: Int64 = 16 << 20

    /// How many bytes a copy takes: the database with its log, and the archive unless an earlier copy in the folder can
    /// lend its file.
    static func needed(for database: String, in folder: String) -> Int64 {
        let own = DiskFile.length(database) + DiskFile.length(database + "-wal") + reserve
        let archive = DiskFile.length(ArchiveCopy.path(of: database))
        // A database that cannot be read makes itself known elsewhere.
        guard archive > 0, let mark = try? SQLiteDossierStore.archiveMark(of: database) else { return own }
        return ArchiveCopy.find(mark, in: folder) == nil ? own + archive : own
    }
}
