import DossierEngine
import GRDB

extension SQLiteDossierStore {
    /// Looks into a database of ours of whatever version (xem tệp dữ liệu), or a copy of one, as of one moment and also
    /// on a disk that takes no writing; nothing is changed.
    ///
    /// - Parameters:
    ///   - path: The database.
    ///   - label: What is looked for, in GRDB's own messages.
    ///   - body: What is looked at.
    /// - Returns: What the closure returns.
    /// - Throws: Whatever the closure throws; ``StoreError`` with ``StoreError/Code/unavailable`` if there is no such
    ///   file or it cannot be read, with ``StoreError/Code/unsuitable`` if it is no file.
    static func look<Value>(into path: String, label: String, _ body: (Database) throws -> Value) throws -> Value {
        try DatabaseFile.expectThere(path)
        try DatabaseFile.expectOrdinary(path)
        return try StoreError.mapping {
            let configuration = ConnectionSetup.configuration(label: "motcua.store." + label, isReadOnly: true)
            return try DatabaseQueue(path: ReadingSource.of(path), configuration: configuration).read(body)
        }
    }
}
