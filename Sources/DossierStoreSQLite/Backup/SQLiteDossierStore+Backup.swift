public import DossierEngine
import GRDB
public import WorkingCalendar

extension SQLiteDossierStore {
    /// How many pages are copied between two looks at the pace: a megabyte.
    private static let pagesPerStep: CInt = 256

    /// Copies a database as of one moment (sao lưu nóng), beside a running program, and proves the copy sound.
    ///
    /// One snapshot is held until the copy is whole; the original is only read, and its log may grow meanwhile.
    ///
    /// - Parameters:
    ///   - path: The database, or an archive.
    ///   - copy: Where the copy goes; nothing is there yet. It is readable to its owner only.
    ///   - isArchive: Whether it is an archive, whose file may have several names.
    ///   - check: How the check of the copy is held back and broken off.
    ///   - pace: Told after each step how many bytes of how many are copied, to show it or to slow it down; what it
    ///     throws ends the copying.
    /// - Throws: ``StoreError`` with ``StoreError/Code/unavailable`` if there is no such file, it cannot be read, or
    ///   the copy cannot be written; with ``StoreError/Code/damaged`` if the copy is not sound; `CancellationError` if
    ///   the check was broken off; whatever the closure throws.
    public static func backUp(
        path: String,
        to copy: String,
        isArchive: Bool = false,
        check: CheckPace = .unbounded,
        pace: @escaping (_ done: Int64, _ all: Int64) throws -> Void
    ) throws {
        try DatabaseFile.expectThere(path)
        try refuseUnfinished(path)
        if isArchive { try DatabaseFile.expectOrdinary(path) } else { try DatabaseFile.expectOneName(path) }
        try DatabaseFile.makeIfMissing(copy)
        try StoreError.mapping {
            let configuration = ConnectionSetup.configuration(label: "motcua.store.backup", isReadOnly: true)
            let original = try DatabaseQueue(path: ReadingSource.of(path), configuration: configuration)
            let target = try DatabaseQueue(
                path: copy,
                configuration: ConnectionSetup.configuration(label: "motcua.store.copied")
            )
            try original.read { database in
                // The snapshot begins with the first read; without it each change of the writer would begin the copy
                // anew.
                let pageSize = Int64(try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0)
                _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema")
                try target.writeWithoutTransaction { copied in
                    // The whole file is synced once by whoever asked for it.
                    try copied.execute(sql: "PRAGMA synchronous = OFF")
                    try database.backup(to: copied, pagesPerStep: pagesPerStep) { progress in
                        try pace(
                            Int64(progress.completedPageCount) * pageSize,
                            Int64(progress.totalPageCount) * pageSize
                        )
                    }
                }
            }
            try original.close()
            try target.close()
        }
        try expectSound(copy, pace: check)
    }

    /// How many names the file of a database has; 0 if there is none, and more than one is refused.
    ///
    /// - Parameter path: The database.
    /// - Returns: The number of hard links.
    public static func linkCount(of path: String) -> Int { DatabaseFile.linkCount(path) }

    /// Reads every page of a database that nobody writes to.
    ///
    /// - Parameters:
    ///   - path: The database.
    ///   - pace: How the reading is held back and broken off.
    /// - Throws: ``StoreError`` with ``StoreError/Code/damaged`` if something is wrong with it; `CancellationError` if
    ///   it was broken off.
    public static func expectSound(_ path: String, pace: CheckPace = .unbounded) throws {
        try StoreError.mapping {
            let configuration = ConnectionSetup.configuration(label: "motcua.store.check")
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            let defect = try StorageCheck(queue, pace: pace).defect()
            // So that the one file is the whole copy, without a log beside it.
            _ = try queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
            try queue.close()
            if let defect { throw StoreError(.damaged, "\(path) is not sound: \(defect)") }
        }
    }

    /// What a copy is of, told by itself; also one of an older program.
    ///
    /// - Parameter path: The copy, or any database of ours.
    /// - Returns: What it holds.
    /// - Throws: ``StoreError`` with ``StoreError/Code/unsuitable`` if it is of a newer program or of another one, with
    ///   ``StoreError/Code/unavailable`` if it cannot be read.
    public static func summary(of path: String) throws -> CopySummary {
        let migrations = try SchemaMigrations()
        return try look(into: path, label: "check") { database in
            try migrations.checkSuitable(database)
            let schema = try migrations.newest(in: database)
            guard !schema.isEmpty else {
                throw StoreError(
                    .unsuitable,
                    "\(path) has no tables yet; run motcua migrate, or start the server once",
                    vietnamese: "\(path) chưa có bảng nào; hãy chạy motcua migrate hoặc khởi động dịch vụ một lần."
                )
            }
            let statements = Statements(database)
            let clock = try statements.first("SELECT value FROM installation WHERE name = 'demoClock'") {
                $0.text(0)
            }
            return CopySummary(
                schema: schema,
                events: try statements.first("SELECT COALESCE(MAX(seq), 0) FROM event") { $0.integer(0) } ?? 0,
                dossiers: try statements.first("SELECT COUNT(*) FROM dossier") { $0.integer(0) } ?? 0,
                demoClock: clock.flatMap { Int64($0) }.map(Instant.init(milliseconds:))
            )
        }
    }

    /// The root of the tree over all events of a copy, by which it can be held against a checkpoint.
    ///
    /// - Parameter path: The copy, or any database of ours.
    /// - Returns: The root; nil if the copy is of before the tree.
    /// - Throws: ``StoreError`` with ``StoreError/Code/damaged`` if the tree does not fit the events, with
    ///   ``StoreError/Code/unavailable`` if it cannot be read.
    public static func historyRoot(of path: String) throws -> Digest? {
        try look(into: path, label: "root") { database in
            guard try database.tableExists("treeTile") else { return nil }
            return try SQLiteInspection(statements: Statements(database)).historyRoot()?.root
        }
    }

    /// How many rows are read at once.
    private static let serialsPerPage = 500

    /// The last serials of a database by agency and day, also of a database of an older or a newer program: all of them
    /// keep serials in the same table.
    ///
    /// - Parameter path: The database.
    /// - Returns: The serials by agency and day; none if it has no tables yet.
    /// - Throws: ``StoreError`` with ``StoreError/Code/unavailable`` or ``StoreError/Code/damaged`` if it cannot be
    ///   read.
    public static func issuedSerials(of path: String) throws -> [IssuedSerial] {
        try look(into: path, label: "serials") { database in
            guard try database.tableExists("codeSerial") else { return [] }
            let inspection = SQLiteInspection(statements: Statements(database))
            var serials: [IssuedSerial] = []
            var last: IssuedSerial?
            while true {
                let page = try inspection.serials(after: last, limit: serialsPerPage)
                serials += page
                last = page.last
                if page.count < serialsPerPage { return serials }
            }
        }
    }
}

/// What a copy holds (nội dung bản sao lưu).
public struct CopySummary: Hashable, Sendable {
    /// The name of the newest migration it has.
    public let schema: String
    /// How many events, which is the sequence of the last one.
    public let events: Int64
    /// How many dossiers.
    public let dossiers: Int64
    /// Where its simulated clock stands; nil if its time is the machine's.
    public let demoClock: Instant?
}
