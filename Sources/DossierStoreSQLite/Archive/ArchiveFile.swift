import DossierEngine
import Foundation
import GRDB
import GRDBSQLite
import SchemaFiles

/// The file of archived dossiers beside a database (tệp lưu trữ hồ sơ cũ), attached to its connections as `archive`.
///
/// It keeps a rollback journal and not a log, so that at rest it is one file. Only commands that hold the lock of the
/// database write to it; to all others it is attached so that SQLite itself refuses to.
enum ArchiveFile {
    /// The form of its tables that this program knows.
    static let form: Int64 = 1
    /// What its name adds to the database's.
    static let ending = ".archive"

    /// The most tables, indexes, views and triggers that it is made of.
    private static let maximumParts = 1_000

    /// The statements that make its tables.
    ///
    /// - Throws: ``StoreError`` with ``StoreError/Code/unsuitable`` if they are missing from the installation.
    static func tables() throws -> String {
        do {
            return try SchemaFiles.text("archive/archive.sql")
        } catch {
            throw StoreError(.unsuitable, error.description)
        }
    }

    /// What a new archive consists of, made in memory.
    static func parts() throws -> [SchemaPart] {
        try StoreError.mapping {
            let sql = try tables()
            return try DatabaseQueue().write { database in
                try database.execute(sql: sql)
                return try SchemaPart.all(Statements(database), limit: maximumParts)
            }
        }
    }

    /// Where the archive of a database lies.
    static func path(of database: String) -> String { database + ending }

    /// The mark that a database has of its archive; nil if it has none.
    static func mark(in statements: Statements) throws -> ArchiveMark? {
        let table: StaticString =
            "SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = 'installation'"
        guard try statements.first(table, read: { _ in true }) == true else { return nil }
        let identity = try statements.first("SELECT value FROM main.installation WHERE name = 'archive'") { $0.text(0) }
        guard let identity else { return nil }
        let generation = try statements.first(
            "SELECT CAST(value AS INTEGER) FROM main.installation WHERE name = 'archiveGeneration'"
        ) { $0.integer(0) }
        return ArchiveMark(identity: identity, generation: generation ?? 0)
    }

    /// Attaches the archive of a database, if it has one, so that it can only be read.
    ///
    /// - Returns: Whether there is one.
    /// - Throws: ``StoreError`` with ``StoreError/Code/unsuitable`` if it is missing or another one.
    @discardableResult
    static func attachIfAny(of path: String, to database: Database) throws -> Bool {
        guard let mark = try mark(in: Statements(database)) else { return false }
        try attach(mark, of: path, to: database, writable: false)
        return true
    }

    /// Attaches the archive to the writer's connection, and takes out of it what a move that was broken off left there.
    ///
    /// - Returns: Whether the database has one.
    /// - Throws: As ``attachIfAny(of:to:)``.
    static func attachToWriter(of path: String, to database: Database, writable: Bool) throws -> Bool {
        let statements = Statements(database)
        guard let mark = try mark(in: statements) else { return false }
        if !writable, !hasJournal(self.path(of: path)) {
            try attach(mark, of: path, to: database, writable: false)
            guard try ArchiveSettlement.isNeeded(statements) else { return true }
            try statements.run("DETACH archive")
        }
        try attach(mark, of: path, to: database, writable: true)
        if writable { try ArchiveSettlement.noteStrays(statements) }
        try ArchiveSettlement.settle(database)
        guard !writable else { return true }
        try statements.run("DETACH archive")
        try attach(mark, of: path, to: database, writable: false)
        return true
    }

    /// Whether a connection has an archive attached.
    static func isAttached(to statements: Statements) throws -> Bool {
        try statements.first("SELECT 1 FROM pragma_database_list WHERE name = 'archive'") { _ in true } ?? false
    }

    /// Whether a change of the archive was broken off; then only somebody who may write to it can read it.
    static func hasJournal(_ archive: String) -> Bool {
        FileManager.default.fileExists(atPath: URL(filePath: archive).resolvingSymlinksInPath().path + "-journal")
    }

    private static func attach(
        _ mark: ArchiveMark,
        of path: String,
        to database: Database,
        writable: Bool
    ) throws {
        let archive = self.path(of: path)
        guard FileManager.default.fileExists(atPath: archive) else { throw missing(archive) }
        guard !writable || DatabaseFile.linkCount(archive) == 1 else { throw shared(archive) }
        let statements = Statements(database)
        do {
            try statements.run("ATTACH ? AS archive", .text(writable ? archive : uri(of: archive)))
            if writable { try makeDurable(statements) }
            try check(mark, at: archive, in: statements)
        } catch let error as StoreError where error.code != .unsuitable {
            guard !writable, hasJournal(archive) else { throw unreadable(archive, error) }
            throw interrupted(archive)
        }
        guard writable || sqlite3_db_readonly(database.sqliteConnection, "archive") == 1 else {
            throw StoreError(.unsuitable, "this SQLite does not attach \(archive) for reading only")
        }
    }

    /// The name under which SQLite opens a file for reading only.
    private static func uri(of path: String) -> String {
        let full = URL(filePath: path).standardizedFileURL.path
        // Of the bytes of a path only these three mean something else in a URI.
        let escaped = full.replacing("%", with: "%25").replacing("?", with: "%3f").replacing("#", with: "%23")
        return "file:\(escaped)?mode=ro"
    }

    /// Lets a commit be on disk with the removal of its journal, before the database gives anything up for it.
    private static func makeDurable(_ statements: Statements) throws {
        try statements.run("PRAGMA archive.synchronous = EXTRA")
        try statements.run("PRAGMA archive.secure_delete = ON")
        let synchronous = try statements.first("PRAGMA archive.synchronous") { $0.integer(0) }
        let journal = try statements.first("PRAGMA archive.journal_mode") { $0.text(0) }
        guard synchronous == 3, journal == "delete" else {
            throw StoreError(.unsuitable, "the archive does not take synchronous=EXTRA and journal_mode=DELETE")
        }
    }

    private static func check(_ mark: ArchiveMark, at archive: String, in statements: Statements) throws {
        let found = try own(in: statements)
        guard let found, found.form == form else { throw foreign(archive) }
        guard found.mark.identity == mark.identity else { throw foreign(archive) }
        guard found.mark.generation >= mark.generation else { throw outdated(archive) }
    }

    /// What an attached archive says of itself; nil if it has no such tables.
    private static func own(in statements: Statements) throws -> (form: Int64, mark: ArchiveMark)? {
        let table: StaticString = "SELECT 1 FROM archive.sqlite_schema WHERE type = 'table' AND name = 'archive'"
        guard try statements.first(table, read: { _ in true }) == true else { return nil }
        return try statements.first("SELECT form, identity, generation FROM archive.archive") { row in
            (row.integer(0), ArchiveMark(identity: row.text(1), generation: row.integer(2)))
        }
    }
}

/// What is wrong with an archive, and what to do.
extension ArchiveFile {
    private static func missing(_ archive: String) -> StoreError {
        StoreError(
            .unsuitable,
            """
            The archive \(archive) is missing; dossiers of old years lie in it. Put it back from where it was moved \
            to, or from a copy of the database: it lies beside that, with the same ending.
            Thiếu tệp lưu trữ \(archive), trong đó có hồ sơ các năm cũ. Hãy đưa tệp về chỗ cũ, hoặc lấy từ bản sao lưu.
            """
        )
    }

    private static func shared(_ archive: String) -> StoreError {
        StoreError(
            .unsuitable,
            """
            The file \(archive) has several names (hard links), as those of copies have: what is written to it would \
            spoil the copies. Put a copy in its place: cp \(archive) \(archive).new && mv \(archive).new \(archive)
            Tệp \(archive) có nhiều tên (liên kết cứng), dùng chung với bản sao lưu: ghi vào đó sẽ làm hỏng bản sao. \
            Hãy thay bằng một bản chép riêng bằng lệnh trên.
            """
        )
    }

    private static func foreign(_ archive: String) -> StoreError {
        StoreError(
            .unsuitable,
            """
            \(archive) is not the archive of this database, or is of a newer program. Put the right file in its place.
            \(archive) không phải tệp lưu trữ của cơ sở dữ liệu này, hoặc của phiên bản mới hơn. Hãy đặt đúng tệp vào.
            """
        )
    }

    private static func outdated(_ archive: String) -> StoreError {
        StoreError(
            .unsuitable,
            """
            \(archive) is an older copy of the archive than this database needs. Put the newest one in its place.
            \(archive) là bản lưu trữ cũ hơn mức cơ sở dữ liệu cần. Hãy đặt bản mới nhất vào.
            """
        )
    }

    static func interrupted(_ archive: String) -> StoreError {
        StoreError(
            .unavailable,
            """
            A change of the archive \(archive) was broken off, or is under way. Start the server or run motcua archive \
            again: either mends it.
            Một thay đổi của kho lưu trữ \(archive) bị ngắt giữa chừng hoặc đang chạy. Hãy khởi động dịch vụ hoặc chạy \
            lại motcua archive để hoàn tất.
            """
        )
    }

    private static func unreadable(_ archive: String, _ error: StoreError) -> StoreError {
        switch error.code {
        case .damaged, .corrupt: spoilt(archive, error)
        case .busy, .unavailable, .unsuitable: StoreError(error.code, "the archive \(archive): " + error.reason)
        }
    }

    /// A restoration of both would give up what the database has got since the copy, and is not needed as a rule.
    private static func spoilt(_ archive: String, _ error: StoreError) -> StoreError {
        StoreError(
            .unsuitable,
            """
            The archive \(archive) is damaged: \(error.english). The database itself is not: put the archive of its \
            newest copy in that place, cp FILE.archive \(archive); only if that is refused as older, restore the copy: \
            motcua restore FILE --serial-gap N.
            Tệp lưu trữ \(archive) đã hỏng, còn chính cơ sở dữ liệu thì không: hãy thay bằng tệp lưu trữ đi kèm bản \
            sao mới nhất, cp TỆP.archive \(archive); chỉ khi bị từ chối vì cũ hơn mới khôi phục bản sao đó: motcua \
            restore TỆP --serial-gap N.
            """
        )
    }
}
