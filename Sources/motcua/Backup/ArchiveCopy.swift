import DossierEngine
import DossierStoreSQLite
import Foundation

/// The archive that belongs to a copy of the database (bản sao kho lưu trữ): beside it as `<copy>.archive`.
///
/// It changes only by commands, seldom. So where a copy in the same folder has the very one already, its file gets a
/// second name and is not written again, see ``ArchiveCopyMaking``.
struct ArchiveCopy: Hashable {
    /// By what it is known, and how often it was changed.
    let mark: ArchiveMark
    /// Its length.
    let bytes: Int64
    /// The SHA-256 of all its bytes.
    let sha256: Digest

    /// Where the archive of a database or of a copy lies.
    static func path(of copy: String) -> String { SQLiteDossierStore.archivePath(of: copy) }

    /// The newest copy in a folder whose archive is the one of a mark, by what its manifest says and the file's length;
    /// nil if there is none.
    static func find(_ mark: ArchiveMark, in folder: String) -> (path: String, known: ArchiveCopy)? {
        // A folder that cannot be listed holds nothing that could be found.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let manifests = names.filter { $0.hasSuffix(BackupManifest.ending) }.sorted().suffix(maximumFiles)
        for name in manifests.reversed() {
            let copy = folder + "/" + name.dropLast(BackupManifest.ending.count)
            guard let known = BackupManifest.read(of: copy)?.archive, known.mark == mark,
                DiskFile.length(path(of: copy)) == known.bytes
            else { continue }
            return (path(of: copy), known)
        }
        return nil
    }

    /// How many files of a folder are looked at.
    private static let maximumFiles = 10_000

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

extension ArchiveMark {
    /// What a new archive is known by.
    static func drawIdentity() -> String {
        String(Digest.of(SystemEntropy().bytes(Digest.length)).hexadecimal.prefix(32))
    }
}
