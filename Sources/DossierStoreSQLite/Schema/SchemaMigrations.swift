import DossierEngine
import GRDB
import SchemaFiles

/// The numbered files of `Schema/migrations` (bản nâng cấp lược đồ), each applied once and in its own transaction.
struct SchemaMigrations: Sendable {
    private let migrator: DatabaseMigrator

    /// Reads the files.
    ///
    /// - Throws: ``StoreError`` if they are missing from the installation.
    init() throws {
        var migrator = DatabaseMigrator()
        do {
            for name in try SchemaFiles.names(in: "migrations") where name.hasSuffix(".sql") {
                let sql = try SchemaFiles.text("migrations/" + name)
                // The foreign keys are checked once at the end of the migration, whatever order it moves rows in.
                migrator.registerMigration(String(name.dropLast(".sql".count))) { database in
                    try database.execute(sql: sql)
                }
            }
        } catch {
            throw StoreError(.unsuitable, error.description)
        }
        self.migrator = migrator
    }

    /// Applies what is not applied yet; may be called twice.
    func apply(to pool: DatabasePool) throws {
        try StoreError.mapping { try migrator.migrate(pool) }
    }

    /// Whether something is not applied yet.
    func isNeeded(_ database: Database) throws -> Bool {
        try StoreError.mapping { try migrator.hasCompletedMigrations(database) == false }
    }

    /// Checks that the database is ours and not of a newer program.
    ///
    /// - Throws: ``StoreError`` with ``StoreError/Code/unsuitable``.
    func checkSuitable(_ database: Database) throws {
        if try StoreError.mapping({ try migrator.hasBeenSuperseded(database) }) {
            throw StoreError(.unsuitable, "the database was written by a newer program; install that one")
        }
        let foreign = try Statements(database).first(
            """
            SELECT name FROM sqlite_schema
            WHERE type = 'table'
              AND NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'grdb_migrations')
            LIMIT 1
            """
        ) { $0.text(0) }
        if let foreign {
            throw StoreError(.unsuitable, "the file is a database of another program: it has a table '\(foreign)'")
        }
    }
}
