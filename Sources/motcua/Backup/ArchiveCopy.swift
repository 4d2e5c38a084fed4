import DossierEngine
import DossierStoreSQLite
import Foundation
import Glibc

/// The archive that belongs to a copy of the database (bản sao kho lưu trữ): beside it as `<copy>.archive`.
///
/// It changes only by commands, seldom. So where a copy in the same folder has the very one already, its file gets a
/// second name and is not written again.
struct ArchiveCopy: Hashable {
    /// By what it is known, and how often it was changed.
    let mark: ArchiveMark
    /// Its length.
    let bytes: Int64
    /// The SHA-256 of all its bytes.
    let sha256: Digest

    /// How many files of a folder are looked at.
    private static let maximumFiles = 10_000

    /// Where the archive of a database or of a copy lies.
    static func path(of copy: String) -> String { SQLiteDossierStore.archivePath(of: copy) }

    /// Copies the archive that a copied database needs; nil if it needs none.
    ///
    /// - Parameters:
    ///   - copied: The copied database, whose name may be that of a draft.
    ///   - database: The database that it is of, whose archive is copied.
    ///   - draft: Where the archive's copy goes; nothing is there yet.
    ///   - folder: The folder of the copy, in which the same one may lie already.
    /// - Returns: What was copied, on disk by then.
    /// - Throws: ``CommandFailure``, `StoreError`.
    static func make(
        for copied: String,
        of database: String,
        as draft: String,
        in folder: String
    ) throws -> ArchiveCopy? {
        guard let wanted = try SQLiteDossierStore.archiveMark(of: copied) else { return nil }
        let archive = path(of: database)
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
        if let known = linked(found, as: draft, in: folder) { return known }
        try DiskFile.expectRoom(for: DiskFile.length(archive), in: folder)
        // As of one moment, also while a command changes it.
        try SQLiteDossierStore.copy(path: archive, to: draft)
        try SQLiteDossierStore.expectSound(draft)
        try DiskFile.sync(draft)
        let sum = try DiskFile.sum(draft)
        let mark = try SQLiteDossierStore.archiveSummary(of: draft).mark
        return ArchiveCopy(mark: mark, bytes: sum.bytes, sha256: sum.digest)
    }

    /// Gives the file of an earlier copy a second name, if it is of the same archive as it is now; nil if there is
    /// none, or the disk knows no links.
    private static func linked(_ mark: ArchiveMark, as draft: String, in folder: String) -> ArchiveCopy? {
        // A folder that cannot be listed holds nothing that could be linked.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let manifests = names.filter { $0.hasSuffix(BackupManifest.ending) }.sorted().suffix(maximumFiles)
        for name in manifests.reversed() {
            let copy = folder + "/" + name.dropLast(BackupManifest.ending.count)
            guard let known = BackupManifest.read(of: copy)?.archive, known.mark == mark,
                DiskFile.length(path(of: copy)) == known.bytes, link(path(of: copy), draft) == 0
            else { continue }
            return known
        }
        return nil
    }

    /// Writes what is said of it in a manifest.
    func write(to writer: inout JSONWriter) {
        writer.member("identity", mark.identity)
        writer.member("generation", mark.generation)
        writer.member("bytes", bytes)
        writer.member("sha256", sha256.hexadecimal)
    }
}

extension ArchiveCopy {
    /// Reads what a manifest says; nil if it is none of this form.
    init?(_ value: JSONValue) {
        guard let identity = value["identity"]?.string, let generation = value["generation"]?.integer,
            let bytes = value["bytes"]?.integer,
            let sha256 = value["sha256"]?.string.flatMap(Digest.init(hexadecimal:))
        else { return nil }
        self.init(
            mark: ArchiveMark(identity: identity, generation: generation),
            bytes: bytes,
            sha256: sha256
        )
    }
}
