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

    /// The name of the newest migration that a database has; empty if it has none.
    func newest(in database: Database) throws -> String {
        try StoreError.mapping { try migrator.appliedIdentifiers(database).max() ?? "" }
    }

    /// Applies what is not applied yet, one after the other; may be called twice.
    ///
    /// - Parameters:
    ///   - pool: The database.
    ///   - tell: Told of each before it begins: its name, its place among those to be applied from 1, and how many.
    ///   - wait: Told each ten seconds of how long the one that is applied has taken, in whole seconds.
    /// - Throws: ``StoreError``; what was applied before stays applied.
    func apply(
        to pool: DatabasePool,
        tell: (_ name: String, _ place: Int, _ all: Int) -> Void = { _, _, _ in },
        wait: @escaping @Sendable (_ seconds: Int) -> Void = { _ in }
    ) throws {
        try StoreError.mapping {
            let applied = Set(try pool.read { try migrator.appliedIdentifiers($0) })
            let pending = migrator.migrations.filter { !applied.contains($0) }
            // A gap is of somebody's hand. All at once closes it; one at a time GRDB would end the program at it.
            let newest = applied.max() ?? ""
            guard pending.allSatisfy({ $0 > newest }) else { return try migrator.migrate(pool) }
            for (index, name) in pending.enumerated() {
                tell(name, index + 1, pending.count)
                let pulse = Pulse(telling: wait)
                pool.writeWithoutTransaction { pulse.listen(to: $0) }
                defer {
                    pool.writeWithoutTransaction { Pulse.stop(listeningTo: $0) }
                    withExtendedLifetime(pulse) {}
                }
                try migrator.migrate(pool, upTo: name)
            }
        }
    }

    /// The most tables, indexes, views and triggers that the migrations make.
    private static let maximumParts = 10_000

    /// What a database consists of to which all were applied, made in memory.
    func parts() throws -> [SchemaPart] {
        try StoreError.mapping {
            let queue = try DatabaseQueue()
            try migrator.migrate(queue)
            return try queue.read { try SchemaPart.all(Statements($0), limit: Self.maximumParts) }
        }
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
            throw StoreError(
                .unsuitable,
                "the database was written by a newer program; install that one",
                vietnamese: "Cơ sở dữ liệu do phiên bản mới hơn ghi; hãy cài phiên bản đó."
            )
        }
        if let foreign = try Self.foreignTable(in: database) { throw Self.foreign(foreign) }
    }

    /// A table of a database that is another program's; nil if it is ours, or empty.
    static func foreignTable(in database: Database) throws -> String? {
        try Statements(database).first(
            """
            SELECT name FROM sqlite_schema
            WHERE type = 'table'
              AND NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'grdb_migrations')
            LIMIT 1
            """
        ) { $0.text(0) }
    }

    /// What is said of a database with such a table.
    static func foreign(_ table: String) -> StoreError {
        StoreError(
            .unsuitable,
            "the file is a database of another program: it has a table '\(table)'; name another by --database",
            vietnamese: "Tệp này là cơ sở dữ liệu của chương trình khác (bảng '\(table)'); hãy chọn tệp khác bằng "
                + "--database."
        )
    }
}
