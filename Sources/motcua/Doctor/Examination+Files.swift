import DossierConfig
import DossierEngine
import DossierStoreSQLite
import Foundation
import Glibc
import WorkingCalendar

/// What can be told by the files alone: room, log, whose they are, copies (khám tệp và đĩa).
extension Examination {
    private static let gibibyte: Int64 = 1 << 30
    /// From which length on the log is longer than the service lets it grow.
    private static let longLog: Int64 = 256 << 20

    private var folder: String { DiskFolder.path(of: database) }

    /// Room, log, owners and rights.
    func files() -> [Finding] {
        let stored = ["", "-wal", "-shm"].map { database + $0 } + [ArchiveCopy.path(of: database)]
        return [room(), roomForCopies(), log(), owners(), Self.rights(on: stored, in: folder)].compactMap { $0 }
    }

    private func room() -> Finding? {
        guard !SQLiteDossierStore.isOnReadOnlyDisk(path: database) else {
            return .error(
                "disk",
                Finding.Words("the one of \(folder) is mounted read-only", "đĩa của \(folder) chỉ đọc được"),
                Finding.Words(
                    "see dmesg, check it (fsck), mount it for writing; meanwhile only look-ups are served",
                    "xem dmesg, kiểm tra đĩa (fsck), gắn lại để ghi được; trong lúc đó chỉ tra cứu được"
                )
            )
        }
        return DiskFile.room(in: folder).map { room in
            Self.disk(room, in: folder, needed: CopyRoom.needed(for: database, in: folder))
        }
    }

    /// What so much free room, in bytes, means where a copy needs so many.
    static func disk(_ room: Int64, in folder: String, needed bytes: Int64) -> Finding {
        let text = free(room, in: folder)
        if room < gibibyte / 4 {
            return .error(
                "disk",
                text,
                Finding.Words(
                    "make room at once: without it nothing is received",
                    "dọn chỗ trống ngay: hết chỗ thì không tiếp nhận được hồ sơ"
                )
            )
        }
        let needed = (bytes + gibibyte) >> 20
        guard room >> 20 >= needed else {
            return .warning(
                "disk",
                text,
                Finding.Words(
                    "make room: a copy or an upgrade needs \(needed) MiB",
                    "dọn chỗ trống: sao lưu hoặc nâng cấp cần \(needed) MiB"
                )
            )
        }
        return .ok("disk", text)
    }

    private static func free(_ room: Int64, in folder: String) -> Finding.Words {
        Finding.Words("\(room >> 20) MiB are free in \(folder)", "còn trống \(room >> 20) MiB trong \(folder)")
    }

    /// The same for the disk of the copies; nil if it is the database's, or cannot be asked.
    private func roomForCopies() -> Finding? {
        let copies = settings.backupFolder
        guard !copies.isEmpty, !Self.areOnOneDisk(folder, copies), let room = DiskFile.room(in: copies) else {
            return nil
        }
        return Self.diskOfCopies(room, in: copies, needed: CopyRoom.needed(for: database, in: copies))
    }

    /// What so much free room, in bytes, on the disk of the copies means where the next one needs so many.
    static func diskOfCopies(_ room: Int64, in folder: String, needed bytes: Int64) -> Finding {
        let needed = (bytes + gibibyte) >> 20
        guard room >> 20 >= needed else {
            let remedy = Finding.Words(
                "make room, or keep fewer by backup.keep: the next copy needs \(needed) MiB",
                "dọn chỗ trống hoặc giảm backup.keep: bản sao kế tiếp cần \(needed) MiB"
            )
            let text = free(room, in: folder)
            return room < bytes ? .error("copies' disk", text, remedy) : .warning("copies' disk", text, remedy)
        }
        return .ok("copies' disk", free(room, in: folder))
    }

    private static func areOnOneDisk(_ one: String, _ other: String) -> Bool {
        var (first, second) = (stat(), stat())
        return stat(one, &first) == 0 && stat(other, &second) == 0 && first.st_dev == second.st_dev
    }

    private func log() -> Finding {
        let length = DiskFile.length(database + "-wal")
        let text = Finding.Words(
            "\(length >> 20) MiB wait in the log",
            "\(length >> 20) MiB đang chờ trong nhật ký ghi"
        )
        guard length <= Self.longLog else {
            return .warning(
                "log",
                text,
                Finding.Words(
                    "something reads for long, a copy for example; else restart the server",
                    "có chương trình đọc lâu, chẳng hạn đang sao lưu; nếu không, hãy khởi động lại dịch vụ"
                )
            )
        }
        return .ok("log", text)
    }

    /// Whether all that the service opens is its user's: what root made it cannot open.
    private func owners() -> Finding? {
        let places = CheckpointPlaces(settings)
        let beside = ["", "-wal", "-shm", ".lock", BackupFolder.note].map { database + $0 }
        let key = VaultKeySource(settings, environment: environment).file.path
        let archive = ArchiveCopy.path(of: database)
        return Self.owners(of: beside + [archive, key, places.file, places.key], in: folder)
    }

    /// Whose the files of an installation are, held against the folder's owner if he has any, else the first file's.
    static func owners(of files: [String], in folder: String) -> Finding? {
        let owned = files.compactMap { file in FileOwner(of: file).map { (file: file, owner: $0) } }
        guard let first = owned.first else { return nil }
        let keeper = FileOwner(of: folder)
        let user = owned.contains { $0.owner == keeper } ? keeper ?? first.owner : first.owner
        let strange = owned.filter { $0.owner != user }.map(\.file)
        guard !strange.isEmpty else {
            return .ok("owner", Finding.Words("all files are of \(user)", "mọi tệp đều của \(user)"))
        }
        let list = strange.joined(separator: " ")
        return .error(
            "owner",
            Finding.Words("not of \(user): \(list)", "không phải của \(user): \(list)"),
            Finding.Words(
                "chown \(user): \(list); then run every command as \(user), see README, As whom",
                "chown \(user): \(list); sau đó chạy mọi lệnh bằng \(user), xem README, As whom"
            )
        )
    }

    /// Says that everybody on the machine may read or change what is stored, as `cp` leaves it; nil if nobody else may.
    static func rights(on files: [String], in folder: String) -> Finding? {
        // Into a folder that is closed to others nobody gets.
        guard isOpen(folder, to: S_IXOTH) else { return nil }
        let open = files.filter { isOpen($0, to: S_IROTH | S_IWOTH) }
        guard !open.isEmpty else { return nil }
        let list = open.joined(separator: " ")
        return .warning(
            "rights",
            Finding.Words("everybody may read or change \(list)", "ai trên máy cũng đọc hoặc sửa được \(list)"),
            Finding.Words("chmod 600 \(list)", "chmod 600 \(list)")
        )
    }

    private static func isOpen(_ path: String, to rights: mode_t) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & rights != 0
    }

    /// Whether copies are made, and how old the newest is.
    ///
    /// - Parameter isRunning: Whether the server may be running, which makes them.
    /// - Returns: The finding.
    func backups(isRunning: Bool) -> Finding {
        let folder = settings.backupFolder
        guard !folder.isEmpty else {
            return .warning(
                "copies",
                Finding.Words("none is made on a schedule", "không có bản sao định kỳ"),
                Finding.Words("set backup.folder, best on another disk", "đặt backup.folder, tốt nhất trên đĩa khác")
            )
        }
        // Why it cannot be read is told by what is advised.
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            return .error(
                "copies",
                Finding.Words("the folder \(folder) cannot be read", "không đọc được thư mục \(folder)"),
                Finding.Words("make it, or mount its disk", "tạo thư mục, hoặc gắn đĩa của nó")
            )
        }
        let copies = BackupFolder(folder, of: database)
        guard !copies.holdsDatabase else {
            return .error(
                "copies",
                Finding.Words("go to the folder of the database itself", "nằm ngay trong thư mục của cơ sở dữ liệu"),
                Finding.Words("name another one in backup.folder", "đặt thư mục khác ở backup.folder")
            )
        }
        guard !copies.isStrange else {
            let marker = BackupFolder.marker
            return .error(
                "copies",
                Finding.Words("\(folder) has lost its file \(marker)", "\(folder) không còn tệp \(marker)"),
                Finding.Words("mount its disk, see README, Backup", "gắn đĩa của nó, xem README, Backup")
            )
        }
        guard !copies.isOthers else {
            return .error(
                "copies",
                Finding.Words("\(folder) is another installation's", "\(folder) là của hệ thống khác"),
                Finding.Words("name another one in backup.folder", "đặt thư mục khác ở backup.folder")
            )
        }
        let found = Self.copies(
            names,
            in: folder,
            everyMinutes: settings.backupMinutes,
            at: now,
            isRunning: isRunning
        )
        return found.grade == .error ? found : spoiltCopy(among: names, in: folder) ?? found
    }

    /// Says that the newest copy is not as long as when it was made, or has lost its manifest; nil if it is well.
    ///
    /// Its bytes are not read: that is what a restoration does.
    private func spoiltCopy(among names: [String], in folder: String) -> Finding? {
        guard let newest = BackupSchedule.newest(of: names, until: now) else { return nil }
        let copy = folder + "/" + BackupSchedule.name(at: newest)
        let look = Finding.Words(
            "look at its disk (dmesg, smartctl); motcua backup FILE makes another one at once",
            "kiểm tra đĩa chứa bản sao (dmesg, smartctl); lập ngay bản khác bằng motcua backup TỆP"
        )
        guard let manifest = BackupManifest.read(of: copy) else {
            let path = BackupManifest.path(of: copy)
            let text = Finding.Words("there is no manifest \(path) to restore it by", "thiếu bản kê \(path)")
            return .error("copies", text, look)
        }
        let files = [(copy, manifest.bytes)] + (manifest.archive.map { [(ArchiveCopy.path(of: copy), $0.bytes)] } ?? [])
        guard let (file, bytes) = files.first(where: { DiskFile.length($0.0) != $0.1 }) else { return nil }
        let length = DiskFile.length(file)
        return .error(
            "copies",
            Finding.Words(
                "\(file) has \(length) bytes instead of \(bytes)",
                "\(file) dài \(length) byte thay vì \(bytes)"
            ),
            look
        )
    }

    /// What the names in the folder of copies say.
    ///
    /// - Parameters:
    ///   - names: The names.
    ///   - folder: The folder.
    ///   - minutes: How many minutes lie between two copies.
    ///   - now: When it is.
    ///   - isRunning: Whether the server may be running, which makes them.
    /// - Returns: The finding.
    static func copies(
        _ names: [String],
        in folder: String,
        everyMinutes minutes: Int,
        at now: Instant,
        isRunning: Bool
    ) -> Finding {
        let log = Finding.Words("the log of the server says why none is made", "xem lý do trong nhật ký của dịch vụ")
        let start = Finding.Words(
            "start the server, which makes them; if none comes, ",
            "khởi động dịch vụ để có bản sao; nếu vẫn không có, "
        )
        let reason = isRunning ? log : start.adding(log)
        guard let newest = BackupSchedule.newest(of: names, until: now) else {
            let none = Finding.Words("there is none in \(folder)", "không có bản nào trong \(folder)")
            return .error("copies", none, reason)
        }
        let text = Finding.Words("the newest is of \(newest.iso8601)", "bản mới nhất lúc \(newest.iso8601)")
        guard (now.milliseconds - newest.milliseconds) / 60_000 <= Int64(minutes) * 2 + 60 else {
            return .error("copies", text, reason)
        }
        let future = BackupSchedule.future(of: names, at: now)
        guard let last = future.last else { return .ok("copies", text) }
        return .warning(
            "copies",
            text.adding(
                Finding.Words(
                    "; \(future.count) named in the future: \(last)",
                    "; có \(future.count) bản đề ngày tương lai: \(last)"
                )
            ),
            Finding.Words(
                "set the clock (timedatectl) if it is wrong; else move them away: they neither count nor go",
                "chỉnh đồng hồ (timedatectl) nếu sai giờ; nếu không, hãy chuyển chúng đi: chúng không được tính và "
                    + "không tự bị xóa"
            )
        )
    }
}
