import DossierEngine
import DossierStoreSQLite
import Foundation
import GRDB
import Testing

@testable import motcua

/// Databases of every earlier schema, kept as they were, that a program of today opens.
struct EarlierSchemaTests {
    @Test(
        "a copy is kept, nothing is lost, verify is clean, work goes on, and a second start changes nothing",
        arguments: try SchemaFixture.earlier
    )
    func upgrade(fixture: SchemaFixture) async throws {
        let folder = try TemporaryFolder()
        try fixture.unpack(into: folder)
        let earlier = try await EarlierRows(in: folder, sealed: fixture.number >= 7)
        try await OneStop.open(in: folder) { service in
            try await earlier.expectCopy(in: folder)
            try await earlier.expectKept(in: folder)
            try await Self.expectWhole(service, folder, hasCheckpoints: fixture.number >= 9)
            try await Self.goOn(service, earlier)
            try await Self.expectWhole(service, folder, hasCheckpoints: fixture.number >= 9)
        }
        let first = try await DatabaseText(path: folder.database)
        try await OneStop.open(in: folder) { _ in }
        let second = try await DatabaseText(path: folder.database)
        for (table, rows) in first.tables { #expect(second.tables[table] == rows, "\(table)") }
        let copies = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(copies.count { $0.contains(".before-upgrade-") && $0.hasSuffix(".json") } == 1)
    }

    @Test("migrate tells of the copy and each migration, and works once; verify and server follow", arguments: [0, -1])
    func commands(place: Int) async throws {
        let fixtures = try SchemaFixture.earlier
        let fixture = try #require(place == 0 ? fixtures.first : fixtures.last)
        let folder = try TemporaryFolder()
        try fixture.unpack(into: folder)
        let earlier = try await EarlierRows(in: folder, sealed: fixture.number >= 7)
        let places = ["--database", folder.database, "--config", Checkout.config]
        let done = try Program.run(["migrate"] + places)
        #expect(done.code == 0 && done.output.contains("is up to date now"), "\(done.output)\(done.errors)")
        #expect(done.errors.contains(".before-upgrade-"), "\(done.errors)")
        let coming = try SchemaFixture.schemas.filter { $0 > fixture.schema }
        for (index, name) in coming.enumerated() {
            #expect(done.errors.contains("Applying \(name) (\(index + 1) of \(coming.count)) …"), "\(done.errors)")
        }
        let again = try Program.run(["migrate"] + places)
        #expect(again.code == 0 && again.output.contains("was up to date already"), "\(again.output)\(again.errors)")
        let verdict = try Program.run(["verify"] + places)
        #expect(verdict.code == 0 && verdict.output.contains("all is whole"), "\(verdict.output)\(verdict.errors)")
        let server = try await RunningServer.start(database: folder.database)
        _ = try await server.token("desk")
        for code in earlier.codes { #expect(await server.send("GET", "/api/v1/status/\(code)")?.status == 200) }
        #expect(server.terminate() == 0)
        #expect(try Program.run(["verify"] + places).code == 0)
    }

    @Test("an upgrade that is killed again and again comes to its end all the same, with nothing lost")
    func killed() async throws {
        let fixture = try #require(try SchemaFixture.earlier.first)
        let (folder, kills) = try Self.kill(6, upgradesOf: fixture)
        #expect(kills.count > 0, "\(kills)")
        let old = try TemporaryFolder()
        try fixture.unpack(into: old)
        let earlier = try await EarlierRows(in: old, sealed: false)
        // Without the copy that a killed run may have left under the name of this second.
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
        where name.contains(".before-upgrade-") {
            try FileManager.default.removeItem(atPath: folder.path + "/" + name)
        }
        try await OneStop.open(in: folder) { service in
            try await earlier.expectKept(in: folder)
            #expect(try await service.verification().isClean)
        }
    }

    /// Starts the upgrade of a database so often and kills it.
    private static func kill(
        _ times: Int,
        upgradesOf fixture: SchemaFixture
    ) throws -> (folder: TemporaryFolder, kills: RandomKills) {
        func unpacked() throws -> TemporaryFolder {
            let folder = try TemporaryFolder()
            try fixture.unpack(into: folder)
            return folder
        }
        func migrate(_ folder: TemporaryFolder) -> [String] {
            ["migrate", "--database", folder.database, "--config", Checkout.config]
        }
        let whole = try unpacked()
        var kills = try withExtendedLifetime(whole) { try RandomKills(measuring: migrate(whole)) }
        var folder = try unpacked()
        for _ in 0..<times {
            let isKilled = try kills.strike(migrate(folder))
            // The first kill came too late: it comes sooner to another one.
            if !isKilled, kills.count == 0 { folder = try unpacked() }
        }
        return (folder, kills)
    }

    @Test("a database of a newer schema is refused by every command with what to do, and stays as it is")
    func newer() async throws {
        let fixture = try #require(try SchemaFixture.earlier.last)
        let folder = try TemporaryFolder()
        try fixture.unpack(into: folder)
        let queue = try DatabaseQueue(path: folder.database)
        try await queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9999-of-the-future')") }
        try queue.close()
        let before = try await DatabaseText(path: folder.database).tables
        for command in [
            ["migrate"], ["serve", "--demo", "--port", "0"], ["verify"], ["backup", folder.path + "/copy"],
        ] {
            let places = ["--database", folder.database, "--config", Checkout.config]
            let refused = try Program.run(command + places)
            #expect(refused.code == 1, "\(command)")
            #expect(refused.errors.contains("was written by a newer program; install that one"), "\(refused.errors)")
        }
        #expect(try await DatabaseText(path: folder.database).tables == before)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!names.contains { $0.contains("before-upgrade") || $0.hasPrefix("copy") }, "\(names)")
    }

    private static func expectWhole(_ service: OneStop, _ folder: TemporaryFolder, hasCheckpoints: Bool) async throws {
        #expect(try await service.verification().defects == [])
        guard hasCheckpoints else { return }
        let report = try verification(of: folder, against: folder.knownCheckpoints())
        #expect(report.isClean && report.checkpoints > 0, "\(report.defects)")
    }

    /// Somebody signs in, every dossier is found, the next one gets the next code, the register adds nothing, and a key
    /// gets another secret.
    private static func goOn(_ service: OneStop, _ earlier: EarlierRows) async throws {
        for (code, status) in zip(earlier.codes, earlier.statuses) {
            let answer = try await service.status(code)
            #expect(answer.status == 200 && answer.at("status.code")?.integer == status, "\(code): \(answer.text)")
        }
        let desk = try await service.staff("desk")
        #expect(try await desk.register("1.001612").string("code") == earlier.nextCode)
        let found = try await desk.get("/dossiers?q=0905123413")
        #expect(found.json["items"]?.array?.count == 1, "\(found.text)")
        let again = try await RegisterImport(service.server.workplace).run(SchemaStory.register()) { _, _ in }
        #expect(again.added == 0 && again.known == 2)
        let admin = try await service.staff("admin")
        guard try await admin.get("/keys/cong-dvc").status == 200 else { return }
        let rotated = try await admin.post("/keys/cong-dvc/rotate", #"{"overlapHours":1}"#)
        #expect(rotated.status < 300, "\(rotated.text)")
    }
}

/// What a database of an earlier schema held before it was upgraded.
private struct EarlierRows {
    private let text: DatabaseText
    private let tables: [String: (columns: [String], rows: [String])]
    private let vault: [Int64: VaultEntry]
    /// The codes of all dossiers.
    let codes: [String]
    /// Their statuses.
    let statuses: [Int64]
    /// The code that the district's next dossier gets.
    let nextCode: String

    /// What the program settles at a start, or keeps in another form.
    private static let changing: Set<String> = [
        "grdb_migrations", "sqlite_sequence", "vault", "vaultKey", "vaultTerm", "hashKey", "session",
    ]
    /// To what a start may add.
    private static let growing: Set<String> = ["event", "installation", "configuration", "nameToken"]
    /// How far the index of names has come, which an upgrade may set back.
    private static let namesIndexed = "'namesIndexed'|"

    init(in folder: TemporaryFolder, sealed: Bool) async throws {
        text = try await DatabaseText(path: folder.database)
        let queue = try DatabaseQueue(path: folder.database)
        (tables, codes, statuses, nextCode) = try await queue.read { database in
            var tables: [String: (columns: [String], rows: [String])] = [:]
            for table in try Self.names(in: database) {
                let columns = try database.columns(in: table).map(\.name)
                tables[table] = (columns, try Self.rows(of: table, columns, in: database))
            }
            let dossiers = try Row.fetchAll(database, sql: "SELECT code, status FROM dossier ORDER BY id")
            let next = try String.fetchOne(
                database,
                sql: """
                    WITH today (day) AS (
                        SELECT (value / 1000 + 25200) / 86400 FROM installation WHERE name = 'demoClock'
                    )
                    SELECT '000.00.15.H47-' || strftime('%Y%m%d', day * 86400, 'unixepoch')
                        || printf('-%04d', COALESCE((SELECT last FROM codeSerial
                            WHERE agency = '000.00.15.H47' AND codeSerial.day = today.day), 0) + 1)
                    FROM today
                    """
            )
            // The pattern of 2018 has two digits of the year.
            let nextCode = try #require(next).replacing("H47-20", with: "H47-")
            return (tables, dossiers.map { $0["code"] }, dossiers.map { $0["status"] }, nextCode)
        }
        try queue.close()
        vault = try await Self.vault(in: folder, sealed: sealed)
    }

    /// Whether the copy that was made before the upgrade is what was there.
    func expectCopy(in folder: TemporaryFolder) async throws {
        let copies = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.contains(".before-upgrade-") && $0.hasSuffix(".json") }
        let copy = try #require(copies.first, "no copy was made before the upgrade").dropLast(".json".count)
        #expect(try await DatabaseText(path: folder.path + "/" + copy).tables == text.tables)
    }

    /// Whether everything is there as it was.
    func expectKept(in folder: TemporaryFolder) async throws {
        let queue = try DatabaseQueue(path: folder.database)
        try await queue.read { database in
            #expect(try String.fetchAll(database, sql: "PRAGMA foreign_key_check") == [])
            for (table, earlier) in tables where !Self.changing.contains(table) && table != "stream" {
                let columns = earlier.columns
                let rows = try Self.rows(of: table, columns, in: database)
                if Self.growing.contains(table) {
                    let kept = earlier.rows.filter { !$0.hasPrefix(Self.namesIndexed) }
                    #expect(Set(rows).isSuperset(of: kept), "\(table)")
                } else {
                    #expect(rows == earlier.rows, "\(table)")
                }
            }
            let dossiers = "SELECT count(*) FROM stream WHERE name IS NULL"
            #expect(try Int.fetchOne(database, sql: dossiers) == codes.count)
        }
        try queue.close()
        #expect(try await Self.vault(in: folder, sealed: true) == vault)
    }

    private static func names(in database: Database) throws -> [String] {
        try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'")
    }

    private static func rows(of table: String, _ columns: [String], in database: Database) throws -> [String] {
        let values = columns.map { "quote(\"\($0)\")" }.joined(separator: " || '|' || ")
        return try String.fetchAll(database, sql: "SELECT \(values) FROM \"\(table)\"").sorted()
    }

    /// The entries of the vault in clear.
    private static func vault(in folder: TemporaryFolder, sealed: Bool) async throws -> [Int64: VaultEntry] {
        if sealed {
            let entries = try await OpenedVault(in: folder).entries
            #expect(entries.allSatisfy { $0.keyID != 0 })
            return Dictionary(uniqueKeysWithValues: entries.map { ($0.number, $0.plain) })
        }
        let queue = try DatabaseQueue(path: folder.database)
        let entries = try await queue.read { database in
            try Row.fetchAll(database, sql: "SELECT number, salt, payload FROM vault").map { row in
                let (salt, payload): (Data, Data) = (row["salt"], row["payload"])
                return (row["number"] as Int64, VaultEntry(keyID: 0, header: Array(salt), payload: Array(payload)))
            }
        }
        try queue.close()
        return Dictionary(uniqueKeysWithValues: entries)
    }
}
