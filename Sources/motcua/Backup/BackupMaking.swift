import DossierEngine
import DossierStoreSQLite
import Glibc
import WorkingCalendar

/// Makes one copy of a database (lập bản sao lưu): the copy and its manifest, or nothing.
///
/// Both are made under other names and get their own when they are whole and on disk, the manifest first: a copy that
/// has its name is whole and has its manifest. What a run that was killed left under these names is cleared by the next
/// one of the same name, see ``BackupLeftovers``.
struct BackupMaking {
    /// The database.
    let database: String
    /// How many bytes a second are copied at most; nil for as many as the disks give.
    let bytesPerSecond: Int64?
    /// When it is.
    let now: Instant
    /// Asked again and again, also from another thread, whether to break the work off.
    var isStopped: @Sendable () -> Bool = { false }

    private var bounds: CopyBounds { CopyBounds(bytesPerSecond: bytesPerSecond, isStopped: isStopped) }

    /// Makes a copy.
    ///
    /// - Parameters:
    ///   - copy: Where; nothing is there yet.
    ///   - progress: Told how many bytes of how many are done, of the archive after the database.
    /// - Returns: What the copy is.
    /// - Throws: ``CommandFailure``; `CancellationError` if it was broken off; what the closure throws. Then nothing
    ///   stays behind.
    func make(
        _ copy: String,
        progress: @escaping (_ done: Int64, _ all: Int64) throws -> Void
    ) throws -> BackupManifest {
        // One that ends so is meant as a folder, be it there or not.
        guard !DiskFile.isFolder(copy), !copy.hasSuffix("/") else {
            throw CommandFailure(
                "\(copy) is a folder; name the copy's file in it.",
                vietnamese: "\(copy) là thư mục; hãy ghi tên tệp bản sao trong đó."
            )
        }
        let manifest = BackupManifest.path(of: copy)
        let archive = ArchiveCopy.path(of: copy)
        let leftovers = BackupLeftovers(of: copy)
        for path in leftovers.hasManifest ? [copy] : [copy, manifest, archive] where DiskFile.exists(path) {
            throw CommandFailure(
                "There is a file \(path) already; name another one.",
                vietnamese: "Đã có tệp \(path); hãy chọn tên khác."
            )
        }
        let folder = DiskFolder.path(of: copy)
        try DiskFile.expectRoom(for: CopyRoom.needed(for: database, in: folder), in: folder)
        // Two that make the same copy at the same time work on files of their own.
        let mark = BackupLeftovers.freeMark(of: copy)
        let drafts = (copy: copy + mark, manifest: manifest + mark, archive: archive + mark)
        var published: [String] = []
        let lock = try DiskFile.makeLocked(drafts.copy)
        // Not before SQLite is done with the file: closing it gives back the locks of the whole process.
        defer { close(lock) }
        do {
            for draft in [drafts.manifest, drafts.archive] { unlink(draft) }
            try bounds.copy(database, to: drafts.copy, progress: progress)
            // Later than the database: what that has given up is in it by then.
            let kept = try ArchiveCopyMaking(database: database, folder: folder, bounds: bounds)
                .make(for: drafts.copy, as: drafts.archive, progress: progress)
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
            throw refusal(of: copy, failure)
        }
    }

    /// Makes a copy, and shows on the terminal how far it has come.
    ///
    /// - Throws: As ``make(_:progress:)``.
    func makeWatched(_ copy: String) throws -> BackupManifest {
        let progress = ProgressLine("copied", unit: "KiB")
        defer { progress.finish() }
        return try make(copy) { progress.show(Int($0 >> 10), of: Int($1 >> 10)) }
    }

    /// Tells why no copy was made, and what helps where the reason does not say so.
    private func refusal(of copy: String, _ failure: StoreError) -> CommandFailure {
        let help = failure.vietnamese == nil ? remedy(for: failure.code) : ("", "")
        let (english, vietnamese) = (failure.english.asSentence, (failure.vietnamese ?? failure.english).asSentence)
        return CommandFailure(
            "The copy \(copy) cannot be made: \(english) Nothing of it was kept.\(help.0)",
            vietnamese: "Không lập được bản sao \(copy): \(vietnamese) Không giữ lại phần nào.\(help.1)"
        )
    }

    /// What helps, as it goes on after a blank in each language; empty where nothing can be said.
    private func remedy(for code: StoreError.Code) -> (String, String) {
        switch code {
        case .damaged, .corrupt:
            (
                " Run motcua doctor: if \(database) is damaged, restore the last copy (motcua restore FILE "
                    + "--serial-gap N); else look at the disk of the copy.",
                " Hãy chạy motcua doctor: nếu \(database) hỏng, hãy khôi phục bản sao gần nhất (motcua restore TỆP "
                    + "--serial-gap N); nếu không, hãy kiểm tra đĩa chứa bản sao."
            )
        case .unavailable:
            (
                " May this user read \(database), as the service's own may? Is there room in the folder of the copy, "
                    + "and can its disk be written?",
                " Hãy xem tài khoản này có đọc được \(database) như tài khoản của dịch vụ không, thư mục của bản sao "
                    + "còn chỗ và ghi được không."
            )
        case .busy, .unsuitable: ("", "")
        }
    }

    private func describe(_ draft: String, archive: ArchiveCopy?) throws -> BackupManifest {
        let summary = try SQLiteDossierStore.summary(of: draft)
        // A damaged tree does not keep a copy from being made: verify names the damage, and events matter more.
        let root = try? SQLiteDossierStore.historyRoot(of: draft)
        for rest in ["-wal", "-shm"] { unlink(draft + rest) }
        guard !isStopped() else { throw CancellationError() }
        try DiskFile.sync(draft)
        let sum = try bounds.sum(of: draft)
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
}
