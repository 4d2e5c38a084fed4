import DossierEngine
import DossierStoreSQLite
import Foundation
import Glibc
import WorkingCalendar

/// Makes one copy of a database (lập bản sao lưu): the copy and its manifest, or nothing.
///
/// Both are made under other names and get their own when they are whole and on disk, the manifest first: a copy that
/// has its name is whole and has its manifest. What a run that was killed left under these names is cleared by the next
/// one of the same name, see ``BackupLeftovers``.
struct BackupMaking {
    /// A little more than the database, for what its log holds.
    private static let reserve: Int64 = 16 << 20

    /// The database.
    let database: String
    /// How many bytes a second are copied at most; nil for as many as the disks give.
    let bytesPerSecond: Int64?
    /// When it is.
    let now: Instant
    /// Asked again and again, also from another thread, whether to break the work off.
    var isStopped: @Sendable () -> Bool = { false }

    /// Makes a copy.
    ///
    /// - Parameters:
    ///   - copy: Where; nothing is there yet.
    ///   - progress: Told how many bytes of how many are done.
    /// - Returns: What the copy is.
    /// - Throws: ``CommandFailure``; `CancellationError` if it was broken off; what the closure throws. Then nothing
    ///   stays behind.
    func make(
        _ copy: String,
        progress: @escaping (_ done: Int64, _ all: Int64) throws -> Void
    ) throws -> BackupManifest {
        let manifest = BackupManifest.path(of: copy)
        let archive = ArchiveCopy.path(of: copy)
        let leftovers = BackupLeftovers(of: copy)
        for path in leftovers.hasManifest ? [copy] : [copy, manifest, archive] where DiskFile.exists(path) {
            throw CommandFailure(
                "There is a file \(path) already; name another one.",
                vietnamese: "Đã có tệp \(path); hãy chọn tên khác."
            )
        }
        let folder = URL(filePath: copy).deletingLastPathComponent().path
        let length = DiskFile.length(database) + DiskFile.length(database + "-wal")
        try DiskFile.expectRoom(for: length + Self.reserve, in: folder)
        // Two that make the same copy at the same time work on files of their own.
        let mark = BackupLeftovers.freeMark(of: copy)
        let drafts = (copy: copy + mark, manifest: manifest + mark, archive: archive + mark)
        var published: [String] = []
        let lock = try DiskFile.makeLocked(drafts.copy)
        // Not before SQLite is done with the file: closing it gives back the locks of the whole process.
        defer { close(lock) }
        do {
            for draft in [drafts.manifest, drafts.archive] { unlink(draft) }
            let pace = Pace(bytesPerSecond, isStopped: isStopped, progress)
            try SQLiteDossierStore.backUp(
                path: database,
                to: drafts.copy,
                check: CheckPace(rests: bytesPerSecond != nil, isStopped: isStopped),
                pace: pace.step
            )
            // Later than the database: what that has given up is in it by then.
            let kept = try ArchiveCopy.make(for: drafts.copy, of: database, as: drafts.archive, in: folder)
            let made = try describe(drafts.copy, archive: kept)
            try PrivateFile.create(drafts.manifest, made.json)
            leftovers.clear()
            // The manifest first: by it the rest is known, should this be killed.
            let archived = kept == nil ? [] : [(drafts.archive, archive)]
            for (draft, name) in [(drafts.manifest, manifest)] + archived {
                try DiskFile.publish(draft, as: name)
                published.append(name)
            }
            try DiskFile.publish(drafts.copy, as: copy)
            return made
        } catch {
            // The draft last: by it what is left is known for ours.
            let rests = [drafts.archive, drafts.copy].flatMap { draft in BackupDrafts.endings.map { draft + $0 } }
            for rest in published.reversed() + [drafts.manifest] + rests { unlink(rest) }
            guard let failure = error as? StoreError else { throw error }
            throw CommandFailure(
                "The copy \(copy) cannot be made: \(failure.english). Nothing of it was kept.",
                vietnamese: "Không lập được bản sao \(copy): \(failure.vietnamese ?? failure.english). "
                    + "Không giữ lại phần nào."
            )
        }
    }

    private func describe(_ draft: String, archive: ArchiveCopy?) throws -> BackupManifest {
        let summary = try SQLiteDossierStore.summary(of: draft)
        // A damaged tree does not keep a copy from being made: verify names the damage, and events matter more.
        let root = try? SQLiteDossierStore.historyRoot(of: draft)
        for rest in ["-wal", "-shm"] { unlink(draft + rest) }
        guard !isStopped() else { throw CancellationError() }
        try DiskFile.sync(draft)
        let sum = try sum(of: draft)
        return BackupManifest(
            takenAt: now,
            serviceTime: summary.demoClock ?? now,
            schema: summary.schema,
            events: summary.events,
            root: root,
            dossiers: summary.dossiers,
            bytes: sum.bytes,
            sha256: sum.digest,
            archive: archive
        )
    }

    /// Length and SHA-256 of the draft, read at the pace of the copying.
    private func sum(of draft: String) throws -> (bytes: Int64, digest: DossierEngine.Digest) {
        let pace = Pace(bytesPerSecond, isStopped: isStopped)
        let all = DiskFile.length(draft)
        var done: Int64 = 0
        return try DiskFile.sum(draft) { part in
            done += Int64(part.count)
            try pace.step(done, of: all)
        }
    }
}

/// Holds the copying to a pace (giới hạn tốc độ), so that the desk does not feel it.
private final class Pace {
    private let bytesPerSecond: Int64?
    private let isStopped: () -> Bool
    private let progress: (Int64, Int64) throws -> Void
    private let start = ContinuousClock.now

    init(
        _ bytesPerSecond: Int64?,
        isStopped: @escaping () -> Bool,
        _ progress: @escaping (Int64, Int64) throws -> Void = { _, _ in }
    ) {
        self.bytesPerSecond = bytesPerSecond
        self.isStopped = isStopped
        self.progress = progress
    }

    func step(_ done: Int64, of all: Int64) throws {
        guard !isStopped() else { throw CancellationError() }
        try progress(done, all)
        guard let bytesPerSecond, done < all else { return }
        let due = Duration.milliseconds(done * 1000 / max(1, bytesPerSecond))
        let ahead = due - (ContinuousClock.now - start)
        // At most a second at a time, whatever a clock says.
        if ahead > .zero { usleep(UInt32(min(ahead, .seconds(1)) / .microseconds(1))) }
    }
}
