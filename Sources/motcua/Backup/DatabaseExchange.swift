import DossierStoreSQLite
import Foundation
import Glibc
import WorkingCalendar

/// Puts a draft in the place of a database, which is kept under another name (đổi tệp dữ liệu).
///
/// Up to three names change, and the power may fail between any two of them. So a marker stands meanwhile: while it is
/// there, no program opens the database. It names the former one, by which ``putBack()`` finds the parts again:
///
/// | the power fails | what is there | what is put back |
/// |---|---|---|
/// | with the marker made | the database and its log | nothing was moved |
/// | with the archive renamed, or the draft's put in | the database and its log | the archive gets its name again |
/// | with the database kept, by a link | the database under both names, its log | the second name goes |
/// | with the database kept, by renaming | the former, and the log in its old place | the former gets its name again |
/// | with the log moved | the former and its log; by a link the database too | both get their names again |
/// | with the draft in place | the restored database, the former and its log | nothing: the work is done |
struct DatabaseExchange {
    /// The most bytes of a marker that are read.
    private static let maximumMarker = 4_096

    /// The database; nobody writes to it meanwhile.
    let database: String

    private var marker: String { SQLiteDossierStore.restorationMarker(of: database) }
    private var log: String { database + "-wal" }

    /// The former database of a replacement that was broken off; nil if none was, or the marker does not tell.
    var brokenOff: String? {
        // A marker that cannot be opened or read tells nothing; it goes on keeping programs out.
        guard let bytes = try? DiskFile.beginning(of: marker, bytes: Self.maximumMarker) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        // One that was cut off is of before anything was moved.
        guard text.hasPrefix("see "), text.hasSuffix("\n") else { return nil }
        let own = URL(filePath: database).lastPathComponent
        let name = URL(filePath: String(text.dropFirst(4).dropLast())).lastPathComponent
        return name.hasPrefix(own + Self.ending) ? database + name.dropFirst(own.count) : nil
    }

    /// What the name of an archive's journal ends with, which a change that was broken off leaves.
    private static let journal = "-journal"
    /// What the name of a former database goes on with.
    static let ending = ".before-"

    /// Puts the former database back whose replacement was broken off, with its log.
    ///
    /// May be called at any time and again: nothing is done where none was broken off, or where the draft is in its
    /// place already.
    ///
    /// - Throws: ``CommandFailure`` if a file cannot be renamed; then the marker stays.
    func putBack() throws {
        guard let former = brokenOff else { return }
        let (isHere, isKept) = (DiskFile.exists(database), DiskFile.exists(former))
        guard isHere || isKept, !isHere || !isKept || Self.areOneFile(database, former) else { return }
        if DiskFile.exists(former + "-wal") {
            // A log that holds something is of somebody who wrote past the marker: whose pages are whose is unknown.
            guard DiskFile.length(log) == 0 else { return }
            try DiskFile.rename(former + "-wal", to: log)
        }
        if !isHere {
            try DiskFile.rename(former, to: database)
        } else if isKept {
            // The same file under a second name.
            unlink(former)
        }
        try putArchiveBack(of: former)
        unlink(database + "-shm")
        try DiskFolder.sync(of: database)
        unlink(marker)
        try DiskFolder.sync(of: marker)
    }

    /// Gives the former archive its name again, if it had lost it; the draft's, if there by then, was a copy.
    private func putArchiveBack(of former: String) throws {
        let (own, kept) = (ArchiveCopy.path(of: database), ArchiveCopy.path(of: former))
        for ending in ["", Self.journal] where DiskFile.exists(kept + ending) {
            try DiskFile.rename(kept + ending, to: own + ending)
        }
    }

    /// Gives the archive another name and the draft's its own; either may be missing.
    private func replaceArchive(by draft: String, keepingAs former: String) throws {
        let (own, new) = (ArchiveCopy.path(of: database), ArchiveCopy.path(of: draft))
        // The journal first: by it SQLite would roll the new archive back to what the former was.
        for ending in [Self.journal, ""] where DiskFile.exists(own + ending) {
            try DiskFile.rename(own + ending, to: ArchiveCopy.path(of: former) + ending)
        }
        if DiskFile.exists(new) { try DiskFile.rename(new, to: own) }
    }

    /// Whether two names are links to one file.
    private static func areOneFile(_ one: String, _ other: String) -> Bool {
        var (first, second) = (stat(), stat())
        guard lstat(one, &first) == 0, lstat(other, &second) == 0 else { return false }
        // Disks without links make up the numbers of files; there no file has two links.
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino && first.st_nlink > 1
    }

    /// A name for the former database that nothing has yet; restorations of one second differ by a number.
    func nameForFormer(at instant: Instant) -> String {
        let name = database + Self.ending + BackupSchedule.stamp(instant)
        let free = ([name] + (2...99).map { "\(name)-\($0)" }).first { name in
            ![name, name + "-wal", ArchiveCopy.path(of: name)].contains(where: DiskFile.exists)
        }
        // If all are taken, the exchange refuses.
        return free ?? name
    }

    /// Gives the database another name and the draft its own, on disk when this returns.
    ///
    /// - Parameters:
    ///   - draft: A whole database beside it that nobody has open.
    ///   - former: What the database is called from then on.
    /// - Returns: Whether there was a database to keep.
    /// - Throws: ``CommandFailure``, `StoreError` if a guest has it open; then all is as it was, or the marker stays
    ///   and ``putBack()`` does the rest.
    func replace(by draft: String, keepingAs former: String) throws -> Bool {
        guard DiskFile.length(draft + "-wal") == 0 else {
            throw CommandFailure(
                "What was changed in the draft \(draft) could not be brought into it: make room and try again. Nothing "
                    + "was replaced.",
                vietnamese: "Không ghi được các thay đổi vào bản nháp \(draft): hãy dọn chỗ trống rồi thử lại. Chưa "
                    + "thay đổi gì."
            )
        }
        for rest in ["-wal", "-shm", ".lock"] { unlink(draft + rest) }
        try DiskFile.sync(draft)
        if DiskFile.exists(ArchiveCopy.path(of: draft)) { try DiskFile.sync(ArchiveCopy.path(of: draft)) }
        for path in [former, former + "-wal", ArchiveCopy.path(of: former)] where DiskFile.exists(path) {
            throw CommandFailure(
                "The former database cannot be kept as \(path): there is such a file already. Try again.",
                vietnamese: "Không thể giữ cơ sở dữ liệu cũ dưới tên \(path): đã có tệp này. Hãy thử lại."
            )
        }
        let guests = try GuestLock(excludingGuestsOf: database)
        defer { guests.release() }
        unlink(marker)
        try PrivateFile.create(marker, Array("see \(former)\n".utf8))
        try DiskFolder.sync(of: marker)
        let isHere = DiskFile.exists(database)
        do {
            try replaceArchive(by: draft, keepingAs: former)
            if isHere { try keep(as: former) }
            // The log belongs to the former: left in place, SQLite would take it for the new one's.
            if DiskFile.exists(log) { try DiskFile.rename(log, to: former + "-wal") }
            unlink(database + "-shm")
            try DiskFile.rename(draft, to: database)
        } catch {
            // What cannot be put back now is put back by the next restoration: until then the marker stays.
            try? putBack()
            throw error
        }
        unlink(marker)
        try DiskFolder.sync(of: database)
        return isHere
    }

    /// Gives the database its second name; where the disk knows no links, its only one.
    private func keep(as former: String) throws {
        if link(database, former) == 0 { return try DiskFolder.sync(of: former) }
        guard DiskFile.knowsNoLinks(errno) else {
            let reason = String(cString: strerror(errno))
            throw CommandFailure(
                "The former database cannot be kept: \(reason). Nothing was changed; look at its folder and disk.",
                vietnamese: "Không giữ lại được cơ sở dữ liệu cũ: \(reason). Chưa thay đổi gì; hãy kiểm tra thư mục và "
                    + "đĩa."
            )
        }
        // From here to the draft's renaming nothing has the database's name. The marker is on disk: no program makes a
        // new one there, and a restoration that is begun anew puts the former back first.
        try DiskFile.rename(database, to: former)
    }
}
