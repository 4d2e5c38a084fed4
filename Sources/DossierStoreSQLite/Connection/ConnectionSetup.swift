import Dispatch
import DossierEngine
import GRDB

/// How connections to the database are set up, all of them alike.
enum ConnectionSetup {
    /// How long a lock of another process is waited for, in seconds.
    static let busySeconds = 2.0
    /// Makes GRDB's configuration for a connection.
    ///
    /// - Parameters:
    ///   - label: The name of the connection in GRDB's own messages.
    ///   - readers: How many readers a pool may open.
    ///   - isReadOnly: Whether it may only read.
    ///   - database: The database whose archive is attached to connections that only read, if it has one; nil for none.
    /// - Returns: The configuration.
    static func configuration(
        label: String,
        readers: Int = 1,
        isReadOnly: Bool = false,
        archiveOf database: String? = nil
    ) -> Configuration {
        var configuration = Configuration()
        configuration.label = label
        // GRDB would ask for a priority of threads that the system gives to root alone, and says so for each thread.
        configuration.qos = .default
        configuration.readonly = isReadOnly
        configuration.busyMode = .timeout(busySeconds)
        configuration.maximumReaderCount = max(1, readers)
        configuration.persistentReadOnlyConnections = true
        // The writer opens and ends its transactions itself; GRDB would stop the program at a failed ROLLBACK.
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { [path = database] database in
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
            try database.execute(sql: "PRAGMA cell_size_check = ON")
            try database.execute(sql: "PRAGMA recursive_triggers = OFF")
            // The page images that savepoints keep stay in memory instead of a temporary file.
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            // To the writer's connection it is attached once the log is set up, which concerns all that is attached.
            if let path, database.configuration.readonly { try ArchiveFile.attachIfAny(of: path, to: database) }
        }
        return configuration
    }

    /// Makes a connection that writes sync every commit, and reads the setting back.
    ///
    /// GRDB's pool sets NORMAL by itself after opening, under which an acknowledged commit may be lost with the power.
    ///
    /// - Throws: ``StoreError`` if SQLite will not have it.
    static func makeDurable(_ database: Database) throws {
        let statements = Statements(database)
        try statements.run("PRAGMA synchronous = FULL")
        try statements.run("PRAGMA foreign_keys = ON")
        // What is erased or sealed anew is overwritten, also in pages that become free.
        try statements.run("PRAGMA secure_delete = ON")
        try checkDurable(database)
    }

    /// Reads back the settings that the promises of the store rest on.
    ///
    /// - Throws: ``StoreError`` if one of them is not in force.
    static func checkDurable(_ database: Database) throws {
        let statements = Statements(database)
        let synchronous = try statements.first("PRAGMA synchronous") { $0.integer(0) }
        let journal = try statements.first("PRAGMA journal_mode") { $0.text(0) }
        let foreignKeys = try statements.first("PRAGMA foreign_keys") { $0.integer(0) }
        let secureDelete = try statements.first("PRAGMA secure_delete") { $0.integer(0) }
        guard synchronous == 2, journal == "wal", foreignKeys == 1, secureDelete == 1 else {
            throw StoreError(
                .unsuitable,
                "the database does not take synchronous=FULL, journal_mode=WAL, foreign_keys=ON and secure_delete=ON: "
                    + "put it on a disk of this machine",
                vietnamese: "Không bật được chế độ ghi an toàn cho cơ sở dữ liệu: hãy đặt tệp trên đĩa của máy này."
            )
        }
    }
}
