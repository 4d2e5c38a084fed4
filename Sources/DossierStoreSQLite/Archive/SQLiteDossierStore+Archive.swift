import DossierEngine
import Foundation
import GRDB

/// The archive as a file (tệp lưu trữ): made, looked at, found.
extension SQLiteDossierStore {
    /// Where the archive of a database lies, if it has one.
    public static func archivePath(of path: String) -> String { ArchiveFile.path(of: path) }

    /// By what a database knows its archive; also of a database of an older program, and on a read-only disk.
    ///
    /// - Parameter path: The database, or a copy of it.
    /// - Returns: The mark; nil if it has none.
    /// - Throws: ``StoreError`` with ``StoreError/Code/unavailable`` or ``StoreError/Code/damaged`` if it cannot be
    ///   read.
    public static func archiveMark(of path: String) throws -> ArchiveMark? {
        try look(into: path, label: "mark") { try ArchiveFile.mark(in: Statements($0)) }
    }

    /// What an archive holds, told by itself.
    ///
    /// - Parameter archive: The file.
    /// - Returns: What it holds.
    /// - Throws: ``StoreError`` with ``StoreError/Code/unsuitable`` if it is none of this program,
    ///   ``StoreError/Code/unavailable`` if it cannot be read, also after a change of it was broken off.
    public static func archiveSummary(of archive: String) throws -> ArchiveSummary {
        guard FileManager.default.fileExists(atPath: archive) else {
            throw StoreError(.unavailable, "there is no archive \(archive)")
        }
        guard !ArchiveFile.hasJournal(archive) else { throw ArchiveFile.interrupted(archive) }
        return try StoreError.mapping {
            let configuration = ConnectionSetup.configuration(label: "motcua.archive.summary", isReadOnly: true)
            let queue = try DatabaseQueue(path: archive, configuration: configuration)
            let summary = try queue.read { try Self.summary(of: Statements($0)) }
            try queue.close()
            guard let summary else { throw StoreError(.unsuitable, "\(archive) is no archive of this program") }
            return summary
        }
    }

    /// Gives the archive of a database that nobody has open another identity, and tells the database.
    ///
    /// What was restored goes on from where it was copied, and what was restored over may go on elsewhere: both would
    /// count the same changes of what is no longer the same.
    ///
    /// - Parameters:
    ///   - path: The database, with its archive beside it; nothing is done if it has none.
    ///   - identity: What the archive is known by from now on, 32 hexadecimal digits.
    /// - Throws: ``StoreError`` if one of them cannot be written; then they may not know each other any more.
    public static func renewArchiveIdentity(of path: String, to identity: String) throws {
        guard try archiveMark(of: path) != nil else { return }
        try StoreError.mapping {
            let configuration = ConnectionSetup.configuration(label: "motcua.archive.identity")
            let archive = try DatabaseQueue(path: ArchiveFile.path(of: path), configuration: configuration)
            _ = try archive.write { try Statements($0).run("UPDATE archive SET identity = ?", .text(identity)) }
            try archive.close()
            let database = try DatabaseQueue(path: path, configuration: configuration)
            _ = try database.write {
                try Statements($0).run("UPDATE installation SET value = ? WHERE name = 'archive'", .text(identity))
            }
            try database.close()
        }
    }

    /// Makes an empty archive beside a database that has none, readable to its owner only, on disk when this returns.
    ///
    /// The database has to note it by ``InstallationSetting/archive``, and to be opened anew, before it is used. One
    /// that was made and never noted is taken.
    ///
    /// - Parameters:
    ///   - path: The database, whose lock the caller holds.
    ///   - identity: What it is known by, 32 hexadecimal digits.
    /// - Returns: What it is known by.
    /// - Throws: ``StoreError`` with ``StoreError/Code/unsuitable`` if there is a file in its place already,
    ///   ``StoreError/Code/unavailable`` if it cannot be made.
    public static func makeArchive(of path: String, identity: String) throws -> String {
        let archive = ArchiveFile.path(of: path)
        try DatabaseFile.makeIfMissing(archive)
        return try StoreError.mapping {
            let configuration = ConnectionSetup.configuration(label: "motcua.archive")
            let queue = try DatabaseQueue(path: archive, configuration: configuration)
            let known = try queue.writeWithoutTransaction { database in
                let statements = Statements(database)
                try statements.run("PRAGMA synchronous = EXTRA")
                try statements.run("PRAGMA secure_delete = ON")
                if let found = try Self.unused(statements) { return found }
                guard try statements.first("SELECT 1 FROM sqlite_schema LIMIT 1", read: { _ in true }) == nil else {
                    throw StoreError(
                        .unsuitable,
                        """
                        There is a file \(archive) already, and it is no new archive: put it elsewhere.
                        Đã có tệp \(archive) không phải kho lưu trữ mới: hãy chuyển tệp đi nơi khác.
                        """
                    )
                }
                try Self.makeTables(identity, in: database)
                return identity
            }
            try queue.close()
            try DatabaseFile.syncFolder(of: archive)
            return known
        }
    }

    private static func makeTables(_ identity: String, in database: Database) throws {
        let sql = try ArchiveFile.tables()
        try database.inTransaction {
            try database.execute(sql: sql)
            try Statements(database).run(
                "INSERT INTO archive (id, form, identity, generation) VALUES (1, ?, ?, 0)",
                .integer(ArchiveFile.form),
                .text(identity)
            )
            return .commit
        }
    }

    /// What an archive is known by in which nothing lies yet; nil if it is none.
    private static func unused(_ statements: Statements) throws -> String? {
        guard let found = try summary(of: statements), found.dossiers == 0, found.events == 0 else { return nil }
        return found.mark.identity
    }

    private static func summary(of statements: Statements) throws -> ArchiveSummary? {
        let table: StaticString = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'archive'"
        guard try statements.first(table, read: { _ in true }) == true else { return nil }
        return try statements.first(
            """
            SELECT identity, generation, (SELECT COUNT(*) FROM dossier), (SELECT COUNT(*) FROM event)
            FROM archive WHERE form = ?
            """,
            .integer(ArchiveFile.form)
        ) { row in
            ArchiveSummary(
                mark: ArchiveMark(identity: row.text(0), generation: row.integer(1)),
                dossiers: row.integer(2),
                events: row.integer(3)
            )
        }
    }
}
