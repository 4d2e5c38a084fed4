import DossierStoreSQLite
import Foundation

/// A folder of its own for one test, removed with the value.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "motcua-store-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // What cannot be removed is left to the system's own cleaning of temporary folders.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The database of the folder.
    var database: String { path + "/motcua.sqlite" }

    /// Opens the database of the folder with its tables made.
    func store(_ options: SQLiteStoreOptions = SQLiteStoreOptions()) throws -> SQLiteDossierStore {
        let store = try SQLiteDossierStore.open(path: database, options: options)
        try store.migrate()
        return store
    }
}
