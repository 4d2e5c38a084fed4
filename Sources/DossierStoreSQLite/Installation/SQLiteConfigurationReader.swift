public import DossierEngine
import GRDB

/// Reads versions of configuration that a database keeps (đọc lại phiên bản cấu hình), from any thread, at once and not
/// awaited, also inside of transactions.
///
/// Each reading has a connection of its own, which is closed again: none waits for another, none leaves pages in a
/// cache, and they are rare, because what was read is kept.
public struct SQLiteConfigurationReader: Sendable {
    private let path: String
    private let source: String?

    /// Creates a reader; nothing is opened yet.
    ///
    /// - Parameter path: The database.
    public init(path: String) {
        self.path = path
        source = nil
    }

    /// Creates a reader of what another connection has open.
    init(path: String, source: String) {
        self.path = path
        self.source = source
    }

    /// Finds every version of a kind that was taken into use, and reads none of them.
    ///
    /// - Parameter kind: The kind.
    /// - Returns: The versions, by name and number.
    /// - Throws: ``StoreError`` if the database cannot be read.
    public func versions(of kind: String) throws(StoreError) -> [ConfigurationVersion] {
        try read { try $0.configurationVersions(of: kind) }
    }

    /// Reads a version.
    ///
    /// - Parameters:
    ///   - version: The version.
    ///   - kind: Of which kind it is.
    /// - Returns: The version as it was taken into use; nil if it was not.
    /// - Throws: ``StoreError`` if the database cannot be read.
    public func configuration(
        _ version: ConfigurationVersion,
        of kind: String
    ) throws(StoreError) -> StoredConfiguration? {
        try read { try $0.configuration(version, of: kind) }
    }

    private func read<Value>(_ query: (SQLiteSnapshot) throws -> Value) throws(StoreError) -> Value {
        do {
            return try StoreError.mapping {
                let queue = try DatabaseQueue(
                    path: try source ?? ReadingSource.of(path),
                    configuration: ConnectionSetup.configuration(label: "motcua.store.configuration", isReadOnly: true)
                )
                let found = try queue.read { database in
                    try query(SQLiteSnapshot(statements: Statements(database), vaultKeys: .locked))
                }
                try queue.close()
                return found
            }
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError(.unavailable, "\(error)")
        }
    }
}

extension SQLiteDossierStore {
    /// What reads the versions of configuration of this database again.
    public var configurationReader: SQLiteConfigurationReader {
        SQLiteConfigurationReader(path: path, source: source)
    }
}
