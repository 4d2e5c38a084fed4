import DossierConfig
import Foundation

/// Where checkpoints and their key lie (nơi lưu mốc lịch sử và khóa): beside the database unless the settings say more.
struct CheckpointPlaces {
    /// The append-only file.
    let file: String
    /// The file with the key that signs.
    let key: String

    init(_ settings: Settings) {
        let database = settings.databaseFile
        let ending = ".sqlite"
        let stem = database.hasSuffix(ending) ? String(database.dropLast(ending.count)) : database
        file = settings.checkpointFile.isEmpty ? stem + ".checkpoints" : settings.checkpointFile
        key = settings.checkpointKeyFile.isEmpty ? stem + ".checkpoint-key" : settings.checkpointKeyFile
    }

    /// Refuses to go on without the key that signed what is there; another one would be taken for a rewritten history.
    ///
    /// - Throws: ``CommandFailure``.
    func expectKeyIfSigned() throws(CommandFailure) {
        guard isSigned, !DiskFile.exists(key) else { return }
        throw CommandFailure(
            "The key \(key) that signed the checkpoints \(file) is not there. Put its copy back, mode 0600. If it is "
                + "lost for good, stop the server and go on openly with a new one: motcua checkpoint fork --reason "
                + "\"…\".",
            vietnamese: "Không có khóa \(key) đã ký các mốc lịch sử \(file). Hãy chép lại bản sao của khóa (quyền "
                + "0600). Nếu khóa đã mất hẳn, hãy dừng dịch vụ và mở giai đoạn (epoch) mới bằng khóa mới: motcua "
                + "checkpoint fork --reason \"…\"."
        )
    }

    /// Whether something was ever signed: the file is there and not empty.
    var isSigned: Bool { DiskFile.isOrdinary(file) && DiskFile.length(file) > 0 }

    /// Whether there are checkpoints.
    var hasCheckpoints: Bool { FileManager.default.fileExists(atPath: file) }
}
