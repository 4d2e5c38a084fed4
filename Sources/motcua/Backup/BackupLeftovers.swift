import Foundation
import Glibc

/// What runs that were killed left of a copy (phần dở dang của bản sao), and only what is surely of them.
///
/// Whoever makes a copy holds a lock on its draft until the end, so a draft whose lock is free is of a run that is no
/// more. A manifest without its copy is of such a run if a draft is the very bytes that it names; any other may be of a
/// copy that somebody carried elsewhere, and stays.
final class BackupLeftovers {
    /// Whether the manifest that has its name waits for a copy that will never get its own.
    let hasManifest: Bool
    private let copy: String
    private let draft: String?
    /// Held until this is gone, so that two runs do not clear the same.
    private let locks: [Int32]

    /// Looks what there is, and removes drafts that nothing waits for.
    ///
    /// - Parameter copy: The path of the copy.
    init(of copy: String) {
        self.copy = copy
        let waiting = DiskFile.exists(copy) ? nil : BackupManifest.read(of: copy)
        var (locks, whole): ([Int32], String?) = ([], nil)
        for path in Self.drafts(of: copy) {
            guard let lock = Self.lock(path) else { continue }
            locks.append(lock)
            if whole == nil, let waiting, Self.isWhole(path, waiting) {
                whole = path
            } else {
                Self.remove(path, of: copy)
            }
        }
        draft = whole
        hasManifest = whole != nil
        self.locks = locks
    }

    deinit { for lock in locks { close(lock) } }

    /// Removes the manifest, the archive and the draft that it names; to be called when what takes their place is
    /// whole.
    func clear() {
        guard let draft else { return }
        // The draft last: by it the manifest is known for what it is.
        unlink(ArchiveCopy.path(of: copy))
        unlink(BackupManifest.path(of: copy))
        Self.remove(draft, of: copy)
    }

    /// A path for a draft, beside which nothing of an earlier run lies; bounded, as no process leaves many.
    static func freeMark(of copy: String) -> String {
        let marks = (0..<1_000).lazy.map { ".\(getpid())-\($0)" + BackupDrafts.unfinished }
        return marks.first { !DiskFile.exists(copy + $0) } ?? ".\(getpid())" + BackupDrafts.unfinished
    }

    /// The drafts of a copy, by their names: the copy's, a number or two and an ending.
    private static func drafts(of copy: String) -> [String] {
        let place = URL(filePath: copy)
        let folder = place.deletingLastPathComponent().path
        // A folder that cannot be read is told of by whoever writes into it.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().filter { name in
            let prefix = place.lastPathComponent + "."
            guard name.hasPrefix(prefix), name.hasSuffix(BackupDrafts.unfinished) else { return false }
            let mark = name.dropFirst(prefix.count).dropLast(BackupDrafts.unfinished.count)
            let parts = mark.split(separator: "-", omittingEmptySubsequences: false)
            return (1...2).contains(parts.count)
                && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { ("0"..."9").contains($0) } }
        }.map { folder + "/" + $0 }
    }

    /// Whether somebody who lives is making this draft.
    static func isHeld(_ path: String) -> Bool {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { return false }
        defer { close(file) }
        return flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    /// Locks a draft of ours that nobody holds; nil for any other.
    private static func lock(_ path: String) -> Int32? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { return nil }
        guard isOurs(path), flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            return nil
        }
        return file
    }

    /// Whether a file is one that this user made for himself alone.
    private static func isOurs(_ path: String) -> Bool {
        // What cannot be asked is not known for ours.
        guard let facts = try? FileManager.default.attributesOfItem(atPath: path),
            facts[.type] as? FileAttributeType == .typeRegular, let rights = facts[.posixPermissions] as? Int,
            let owner = facts[.ownerAccountID] as? Int
        else { return false }
        return rights & 0o077 == 0 && owner == Int(geteuid())
    }

    private static func isWhole(_ draft: String, _ manifest: BackupManifest) -> Bool {
        guard DiskFile.length(draft) == manifest.bytes else { return false }
        // What cannot be read is not known for ours.
        return (try? DiskFile.sum(draft))?.digest == manifest.sha256
    }

    private static func remove(_ draft: String, of copy: String) {
        let mark = URL(filePath: draft).lastPathComponent.dropFirst(URL(filePath: copy).lastPathComponent.count)
        for path in [BackupManifest.path(of: copy), ArchiveCopy.path(of: copy)] { unlink(path + mark) }
        for rest in BackupDrafts.endings { unlink(draft + rest) }
    }
}
