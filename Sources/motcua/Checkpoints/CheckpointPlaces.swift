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

    /// Whether there are checkpoints.
    var hasCheckpoints: Bool { FileManager.default.fileExists(atPath: file) }
}
