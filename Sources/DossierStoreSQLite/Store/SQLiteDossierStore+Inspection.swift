public import DossierEngine
import GRDB

extension SQLiteDossierStore {
    /// Opens a database only to look at it, beside a running program if there is one, and changes nothing.
    ///
    /// - Parameters:
    ///   - path: The database.
    ///   - body: What is looked at, all as of one moment.
    /// - Returns: What the closure returns.
    /// - Throws: Whatever the closure throws; ``StoreError`` with ``StoreError/Code/unsuitable`` if the tables are not
    ///   those of this program or a restoration was broken off, ``StoreError/Code/unavailable`` if there is no such
    ///   file or it cannot be read.
    public static func inspect<Result>(
        path: String,
        _ body: (any StoreInspection) throws -> Result
    ) throws -> Result {
        try DatabaseFile.expectThere(path)
        try refuseUnfinished(path)
        try DatabaseFile.expectOrdinary(path)
        return try inspect(source: try ReadingSource.of(path), of: path, body)
    }

    static func inspect<Result>(
        source: String,
        of path: String,
        _ body: (any StoreInspection) throws -> Result
    ) throws -> Result {
        let migrations = try SchemaMigrations()
        return try StoreError.mapping {
            let configuration = ConnectionSetup.configuration(
                label: "motcua.store.inspection",
                isReadOnly: true,
                archiveOf: path
            )
            return try DatabaseQueue(path: source, configuration: configuration).read { database in
                try migrations.checkSuitable(database)
                guard try migrations.isNeeded(database) == false else {
                    throw StoreError(
                        .unsuitable,
                        "the tables of \(path) are of an older program; run migrate first",
                        vietnamese: "\(path) là của phiên bản cũ hơn; hãy chạy motcua migrate trước."
                    )
                }
                let statements = Statements(database)
                // Which dossiers are archived is read first: what is given up later is in the archive by then.
                _ = try statements.first("SELECT 1 FROM main.dossier LIMIT 1") { _ in true }
                let hasArchive = try ArchiveFile.isAttached(to: statements)
                return try body(SQLiteInspection(statements: statements, archive: hasArchive ? .readOnly : .none))
            }
        }
    }

    /// Copies a database or an archive as of one moment, beside a running program if there is one; the original is only
    /// read, and the copy readable to its owner only.
    ///
    /// - Parameters:
    ///   - path: The database.
    ///   - copy: Where the copy goes; nothing is there yet.
    /// - Throws: ``StoreError`` with ``StoreError/Code/unavailable`` if there is no such file or it cannot be read.
    public static func copy(path: String, to copy: String) throws {
        try DatabaseFile.expectThere(path)
        try refuseUnfinished(path)
        try DatabaseFile.expectOrdinary(path)
        try DatabaseFile.makeIfMissing(copy)
        try StoreError.mapping {
            let configuration = ConnectionSetup.configuration(label: "motcua.store.copy", isReadOnly: true)
            let original = try DatabaseQueue(path: ReadingSource.of(path), configuration: configuration)
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
