import Foundation
import Glibc

/// The files of copies that are being made (tệp sao lưu dở dang): `<copy>.<process>-<number>.part`, and the manifest's
/// and the archive's alike.
///
/// The number of the process keeps two that make the same copy at the same time apart, and tells afterwards whose
/// drafts nobody goes on with.
enum BackupDrafts {
    /// What the names of unfinished files end with.
    static let unfinished = ".part"
    /// The draft itself, and what SQLite keeps beside it.
    static let endings = ["-wal", "-shm", "-journal", ""]

    /// Removes the drafts in a folder whose processes are gone, and those of this one.
    ///
    /// - Parameters:
    ///   - folder: The folder; one that cannot be read is left to whoever writes to it next.
    ///   - isMeant: Whether a copy of this name is meant.
    static func sweep(in folder: String, where isMeant: (_ copy: String) -> Bool) {
        // Why it cannot be read is told by the copying, which needs it too.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names {
            guard let draft = draft(of: name), isMeant(draft.copy), draft.process == getpid() || isGone(draft.process)
            else { continue }
            unlink(folder + "/" + name)
        }
    }

    /// Whose draft a name is of, and of which copy; nil if it is none.
    static func draft(of name: String) -> (copy: String, process: pid_t)? {
        guard let ending = endings.map({ unfinished + $0 }).first(where: name.hasSuffix) else { return nil }
        let rest = name.dropLast(ending.count)
        guard let dot = rest.lastIndex(of: "."),
            let process = pid_t(rest[rest.index(after: dot)...].prefix { $0 != "-" }), process > 0
        else { return nil }
        let file = String(rest[..<dot])
        let companion = [BackupManifest.ending, ArchiveCopy.path(of: "")].first(where: file.hasSuffix)
        return (String(file.dropLast(companion?.count ?? 0)), process)
    }

    private static func isGone(_ process: pid_t) -> Bool { kill(process, 0) != 0 && errno == ESRCH }
}
