public import DossierEngine
import Foundation
import GRDB

extension SQLiteDossierStore {
    /// Opens a database only to look at it, beside a running program if there is one, and changes nothing.
    ///
    /// - Parameters:
    ///   - path: The database.
    ///   - body: What is looked at, all as of one moment.
    /// - Returns: What the closure returns.
    /// - Throws: Whatever the closure throws; ``StoreError`` with ``StoreError/Code/unsuitable`` if the tables are not
    ///   those of this program, ``StoreError/Code/unavailable`` if there is no such file or it cannot be read.
    public static func inspect<Result>(
        path: String,
        _ body: (any StoreInspection) throws -> Result
    ) throws -> Result {
        guard FileManager.default.fileExists(atPath: path) else {
            throw StoreError(.unavailable, "there is no database \(path)")
        }
        let migrations = try SchemaMigrations()
        return try StoreError.mapping {
            let configuration = ConnectionSetup.configuration(label: "motcua.store.inspection", isReadOnly: true)
            return try DatabaseQueue(path: path, configuration: configuration).read { database in
                try migrations.checkSuitable(database)
                guard try migrations.isNeeded(database) == false else {
                    throw StoreError(.unsuitable, "the tables of \(path) are of an older program; run migrate first")
                }
                return try body(SQLiteInspection(statements: Statements(database)))
            }
        }
    }

    /// Copies a database as of one moment, beside a running program if there is one; the original is only read.
    ///
    /// - Parameters:
    ///   - path: The database.
    ///   - copy: Where the copy goes; nothing is there yet.
    /// - Throws: ``StoreError`` with ``StoreError/Code/unavailable`` if there is no such file or it cannot be read.
    public static func copy(path: String, to copy: String) throws {
        guard FileManager.default.fileExists(atPath: path) else {
            throw StoreError(.unavailable, "there is no database \(path)")
        }
        try StoreError.mapping {
            let configuration = ConnectionSetup.configuration(label: "motcua.store.copy", isReadOnly: true)
            let original = try DatabaseQueue(path: path, configuration: configuration)
            let target = try DatabaseQueue(
                path: copy,
                configuration: ConnectionSetup.configuration(label: "motcua.store.copied")
            )
            try original.backup(to: target)
            try target.close()
            try original.close()
        }
    }
}
