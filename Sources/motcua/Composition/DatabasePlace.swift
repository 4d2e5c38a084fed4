import DossierConfig
import DossierStoreSQLite
import Foundation

/// Where the database of an installation lies (nơi đặt cơ sở dữ liệu), looked at before anything is made there.
///
/// A database that is made anew in the place of a lost one would begin its codes again, which citizens hold already.
struct DatabasePlace {
    private let database: String
    private let checkpoints: CheckpointPlaces
    private let key: VaultKeyFile

    init(_ settings: Settings) {
        database = settings.databaseFile
        checkpoints = CheckpointPlaces(settings)
        key = VaultKeySource(settings, environment: [:]).file
    }

    /// The whole path, as messages name it.
    private var path: String { URL(filePath: database).path }

    /// Whether nothing was ever stored here: there is no file, or one without a byte.
    var isEmpty: Bool { DiskFile.length(database) == 0 }

    /// Whether a restoration was broken off while it changed the files' names; the database may have none then.
    var isHalfRestored: Bool {
        FileManager.default.fileExists(atPath: SQLiteDossierStore.restorationMarker(of: database))
    }

    /// The file of checkpoints that signs a history of which there is no database; nil if nothing is missing.
    var signsLost: String? {
        // A folder in its place signs nothing; that it cannot be written is told by whoever writes.
        guard isEmpty, !isHalfRestored, checkpoints.isSigned else { return nil }
        return checkpoints.file
    }

    /// Refuses a place without a database, for commands that never make one.
    ///
    /// - Throws: ``CommandFailure`` that says what to do.
    func expectDatabase() throws(CommandFailure) {
        guard !DiskFile.exists(database) || DiskFile.isOrdinary(database) else {
            throw CommandFailure(
                "\(path) is no ordinary file; put the file itself there.",
                vietnamese: "\(path) không phải là tệp thường; hãy đặt đúng tệp vào đó."
            )
        }
        guard isEmpty else { return }
        guard !isHalfRestored else {
            throw CommandFailure(
                "A restoration was broken off while it replaced \(path): run motcua restore again.",
                vietnamese: "Lần khôi phục trước bị dừng khi đang thay \(path): hãy chạy lại motcua restore."
            )
        }
        try refuseIfLost()
        throw CommandFailure(
            "There is no database \(path). Name it with --database, or run this in its folder.",
            vietnamese: "Không có cơ sở dữ liệu \(path). Hãy chỉ rõ bằng --database, hoặc chạy lệnh trong thư mục đó."
        )
    }

    /// Refuses to make a database while the checkpoints of another one are there: that one is lost, or elsewhere.
    ///
    /// - Throws: ``CommandFailure`` that says what to do.
    func refuseIfLost() throws(CommandFailure) {
        guard let signed = signsLost else { return }
        throw CommandFailure(
            "There is no database \(path), but \(signed) signs the history of one. A new one would give codes again "
                + "that citizens hold: mount the disk of the old one, or put a copy of it in its place (motcua "
                + "restore FILE --serial-gap N). To begin anew, move \(signed) away.",
            vietnamese: "Không có cơ sở dữ liệu \(path), nhưng \(signed) đã ký lịch sử của nó. Tạo mới sẽ cấp lại mã "
                + "đã trao cho người dân: hãy gắn lại đĩa, hoặc khôi phục từ bản sao (motcua restore TỆP "
                + "--serial-gap N). Muốn bắt đầu lại từ đầu, hãy chuyển tệp \(signed) đi nơi khác."
        )
    }

    /// Says that a database will be made, so that nobody who is in the wrong folder works on another than he thinks.
    ///
    /// A key that is there already may have been put in place for a new database, so it is only told.
    ///
    /// - Throws: ``CommandFailure`` as ``refuseIfLost()``.
    func announceIfNew() throws(CommandFailure) {
        guard isEmpty, !isHalfRestored else { return }
        try refuseIfLost()
        Console.complain("There is no database \(path) yet: it is made now.")
        Console.complain("Chưa có cơ sở dữ liệu \(path): bây giờ tạo mới.")
        guard FileManager.default.fileExists(atPath: key.path) else { return }
        Console.complain(
            "The key \(key.path) is there already and will be used. If it is of a database that should be here, stop, "
                + "and mount its disk, or put a copy in its place (motcua restore FILE --serial-gap N).\n"
                + "Đã có khóa \(key.path) và sẽ dùng khóa này. Nếu khóa là của một cơ sở dữ liệu lẽ ra phải ở đây, hãy "
                + "dừng lại và gắn ổ đĩa của nó, hoặc khôi phục từ bản sao (motcua restore TỆP --serial-gap N)."
        )
    }
}
