import DossierDomain
import DossierEngine
import GRDB
import Synchronization
import Testing

@testable import DossierStoreSQLite

/// What is asked of a database with an archive walks indexes of both, and sorts nothing where lists are long.
struct ArchivePlanTests {
    private static let identity = String(repeating: "a1", count: 16)

    static let queries = [
        HotQuery("events of all streams", uses: "MERGE (UNION ALL)") {
            try $0.readEvents(after: 1, limit: 10) { _ in }
        },
        HotQuery("events of a stream", uses: "kept USING INDEX event_stream_position (stream=? AND position>?)") {
            _ = try $0.events(of: StreamID(number: 1), after: 0, limit: 10)
        },
        HotQuery("dossier by code", uses: "kept USING INTEGER PRIMARY KEY (rowid=?)") {
            _ = try $0.dossier(try #require(DossierCode("000.00.15.H47-220105-0001")))
        },
        HotQuery("entry of the vault", uses: "kept USING INTEGER PRIMARY KEY (rowid=?)") { _ = try $0.vaultEntry(1) },
        HotQuery("entries under another key", uses: "MERGE (UNION ALL)") {
            _ = try $0.vaultEntries(sealedOtherwiseThan: 1, after: 0, limit: 10)
        },
        HotQuery("texts of a dossier", uses: "outboxMessage USING INDEX outboxMessage_dossier (dossier=? AND number<?)")
        {
            _ = try $0.messages(MessageFilter(dossier: StreamID(number: 1)), before: nil, limit: 10)
        },
        HotQuery("finished steps of a dossier", uses: "kept USING PRIMARY KEY (dossier=?)") {
            _ = try $0.finishedSteps(of: StreamID(number: 1))
        },
    ]

    @Test("their plans", arguments: queries)
    func plans(_ query: HotQuery) throws {
        let folder = try TemporaryFolder()
        let pool = try DatabasePool(path: folder.database)
        try SchemaMigrations().apply(to: pool)
        let identity = try SQLiteDossierStore.makeArchive(of: folder.database, identity: Self.identity)
        let plans = try pool.writeWithoutTransaction { database in
            let sql = "INSERT INTO installation (name, value) VALUES ('archive', ?)"
            try database.execute(sql: sql, arguments: [identity])
            try #require(try ArchiveFile.attachIfAny(of: folder.database, to: database))
            let asked = Mutex<[String]>([])
            database.trace { event in
                if case .statement(let statement) = event { asked.withLock { $0.append(statement.expandedSQL) } }
            }
            let statements = Statements(database)
            try query.run(SQLiteTransaction(statements: statements, vaultKeys: .locked, archive: .readOnly))
            database.trace()
            return try asked.withLock { $0 }.filter { !$0.hasPrefix("--") }
                .flatMap { try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + $0).map { $0["detail"] as String } }
        }

        #expect(plans.contains { $0.contains(query.plan) }, "\(plans)")
        // The few texts of one dossier are sorted in the database too.
        if query.testDescription != "texts of a dossier" {
            #expect(!plans.contains { $0.contains("TEMP B-TREE") }, "\(plans)")
        }
        #expect(plans.filter { $0.hasPrefix("SCAN") }.allSatisfy { $0.contains("INDEX") }, "\(plans)")
    }

    @Test("an archive attached for reading refuses to be written")
    func readOnly() throws {
        let folder = try TemporaryFolder()
        let pool = try DatabasePool(path: folder.database)
        try SchemaMigrations().apply(to: pool)
        let identity = try SQLiteDossierStore.makeArchive(of: folder.database, identity: Self.identity)
        try pool.writeWithoutTransaction { database in
            let sql = "INSERT INTO installation (name, value) VALUES ('archive', ?)"
            try database.execute(sql: sql, arguments: [identity])
            try ArchiveFile.attachIfAny(of: folder.database, to: database)
            #expect(throws: DatabaseError.self) {
                try database.execute(sql: "INSERT INTO archive.moving (dossier) VALUES (1)")
            }
        }
    }
}
