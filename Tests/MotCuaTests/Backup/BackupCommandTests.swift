import DossierEngine
import DossierStoreSQLite
import Foundation
import GRDB
import SMSPeers
import Testing
import WorkingCalendar

@testable import motcua

@Suite("Copying a database")
struct BackupCommandTests {
    @Test("a copy beside a running server is whole, private, and says what it is")
    func hot() async throws {
        let site = try BackupSite()
        let server = try await site.start()
        let codes = try await site.register(5, at: server)
        let made = try site.run("backup", site.copy)
        #expect(made.code == 0, "\(made.errors)")
        #expect(made.output.contains("5 dossiers"), "\(made.output)")
        #expect(server.terminate() == 0)

        let bytes = try #require(FileManager.default.contents(atPath: site.copy + ".json"))
        let manifest = try #require(BackupManifest(json: Array(bytes)))
        #expect(manifest.dossiers == Int64(codes.count))
        #expect(manifest.serviceTime.iso8601 == "2022-01-05T10:20:00+07:00")
        for path in [site.copy, site.copy + ".json"] {
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
        let verdict = try Program.run(["verify", "--database", site.copy, "--config", Checkout.config])
        #expect(verdict.code == 0 && verdict.output.hasPrefix("5 dossiers, "), "\(verdict.output)\(verdict.errors)")
    }

    @Test("a copy is made whatever is wrong with procedures, and not by settings with a mistake")
    func spoiltConfiguration() async throws {
        let config = try ConfigCopy()
        let site = try BackupSite(config: config.file)
        try await site.makeEmpty()
        try config.replace("name: ", with: "name: 7 #", in: "procedures/1.001612.yaml")
        let judged = try site.run("check-config")
        #expect(judged.code != 0 && judged.errors.contains("1.001612.yaml"), "\(judged.errors)")
        let made = try site.run("backup", site.copy)
        #expect(made.code == 0 && made.output.contains("0 dossiers"), "\(made.output)\(made.errors)")
        try config.replace("port: 8080", with: "port: many", in: "motcua.yaml")
        let refused = try site.run("backup", site.copy + ".2")
        #expect(refused.code != 0 && refused.errors.contains("server.port"), "\(refused.errors)")
    }

    @Test("nothing that is there is overwritten, and what fails leaves nothing behind")
    func refusals() async throws {
        let site = try BackupSite()
        let none = try site.run("backup", site.copy)
        #expect(none.code == 1 && none.errors.contains("There is no database \(site.database)"), "\(none.errors)")
        #expect(try site.files().isEmpty)
        try await site.makeEmpty()
        let before = try site.files()
        for path in [site.database, site.copy + "/x/y.sqlite"] {
            #expect(try site.run("backup", path).code == 1)
            #expect(try site.files() == before)
        }
        for folder in [site.folder.path, site.copy + "/"] {
            let refused = try site.run("backup", folder)
            #expect(refused.code == 1 && refused.errors.contains("\(folder) is a folder; name"), "\(refused.errors)")
            #expect(refused.errors.contains("\(folder) là thư mục"), "\(refused.errors)")
        }
        try Data("mine".utf8).write(to: URL(filePath: site.copy + ".json"))
        let taken = try site.run("backup", site.copy)
        #expect(taken.code == 1 && taken.errors.contains("copy.sqlite.json already"), "\(taken.errors)")
        #expect(FileManager.default.contents(atPath: site.copy + ".json") == Data("mine".utf8))
        #expect(!FileManager.default.fileExists(atPath: site.copy))
    }

    @Test("of a damaged database no copy is made, and that is told in a line of each language with what to do")
    func damaged() async throws {
        let site = try BackupSite()
        try await site.makeEmpty()
        let queue = try DatabaseQueue(path: site.database)
        let page = try await queue.writeWithoutTransaction { database in
            _ = try database.checkpoint(.truncate)
            let sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'event_stream_position'"
            return (try UInt64.fetchOne(database, sql: sql), try UInt64.fetchOne(database, sql: "PRAGMA page_size"))
        }
        try queue.close()
        let (number, size) = (try #require(page.0), try #require(page.1))
        let file = try #require(FileHandle(forUpdatingAtPath: site.database))
        try file.seek(toOffset: (number - 1) * size)
        try file.write(contentsOf: Data(repeating: 0xFF, count: 64))
        try file.close()

        let refused = try site.run("backup", site.copy)
        #expect(refused.code == 1 && refused.errors.contains("Nothing of it was kept. Run motcua doctor"))
        #expect(refused.errors.contains("Không giữ lại phần nào. Hãy chạy motcua doctor"), "\(refused.errors)")
        #expect(!refused.errors.contains("\nPage") && !refused.errors.contains(".."), "\(refused.errors)")
        #expect(try site.files().keys.allSatisfy { !$0.hasPrefix("copy") })
        let found = try SQLiteDossierStore.inspect(path: site.database) { try $0.storageDefects(limit: 1) }
        #expect(found.count == 1 && found[0].contains("Page \(number)") && !found[0].contains("\n"), "\(found)")
    }

    @Test(
        "of copies that are made under one name at the same time one is whole, and the others say so",
        arguments: [true, false]
    )
    func sameName(hasLinks: Bool) async throws {
        let disk = hasLinks ? FaultyDisk.Fault(at: .max) : .withoutLinks
        let site = try BackupSite()
        try await site.makeEmpty()
        let codes = try await withThrowingTaskGroup(of: Int32.self) { group in
            for _ in 0..<4 { group.addTask { try site.run(on: disk, "backup", site.copy).code } }
            return try await group.reduce(into: [Int32]()) { $0.append($1) }
        }
        #expect(codes.count { $0 == 0 } == 1, "\(codes)")
        let names = try site.files().keys.filter { $0.hasPrefix("copy") }.sorted()
        #expect(names == ["copy.sqlite", "copy.sqlite.json"])
        #expect(try site.run("restore", site.copy, "--serial-gap", "0").code == 0)
    }

    @Test("the manifest of a stopped database names the root that its last checkpoint signs")
    func root() async throws {
        let site = try BackupSite()
        try await site.serve(registering: 3)
        #expect(try site.run("backup", site.copy).code == 0)
        let bytes = try #require(FileManager.default.contents(atPath: site.copy + ".json"))
        let manifest = try #require(BackupManifest(json: Array(bytes)))
        let last = try #require(try site.folder.knownCheckpoints().checkpoints.last)
        #expect(manifest.events == last.size && manifest.root == last.root)
    }

    @Test("a manifest of an older program, which names no root, is read")
    func olderManifest() throws {
        let text = """
            {"format":1,"takenAt":"2022-01-05T10:20:00+07:00","serviceTime":"2022-01-05T10:20:00+07:00",\
            "schema":"0013-code-gaps","events":57,"dossiers":2,"bytes":475136,\
            "sha256":"e46257896475ebbb370b435fba53cca790bd8d93fa0d819b10832bade561d74d"}
            """
        let manifest = try #require(BackupManifest(json: Array(text.utf8)))
        #expect(manifest.root == nil && manifest.events == 57)
        #expect(BackupManifest(json: manifest.json) == manifest)
    }

    @Test("what is no manifest is not read as one", arguments: ["", "{}", "[]", #"{"format":2}"#, "\u{0}"])
    func noManifest(text: String) { #expect(BackupManifest(json: Array(text.utf8)) == nil) }

    @Test("while it serves, copies are made on the schedule, the oldest go, and unfinished ones are swept away")
    func schedule() async throws {
        let config = try ConfigCopy()
        let target = try TemporaryFolder()
        try config.replace(#"folder: """#, with: "folder: \"\(target.path)\"", in: "motcua.yaml")
        try config.replace("keep: 14", with: "keep: 2", in: "motcua.yaml")
        for name in ["motcua-20200101-000000.sqlite", "motcua-20200102-000000.sqlite", "mine.sqlite"] {
            try Data().write(to: URL(filePath: target.path + "/" + name))
        }
        try Data().write(to: URL(filePath: target.path + "/motcua-20200103-000000.sqlite.part"))
        let future = "motcua-20990101-000000.sqlite"
        try Data().write(to: URL(filePath: target.path + "/" + future))
        let site = try BackupSite(config: config.file)
        let server = try await site.start()
        _ = try await site.register(1, at: server)
        func names() throws -> Set<String> { Set(try FileManager.default.contentsOfDirectory(atPath: target.path)) }
        try await until("a copy is made") { try !names().contains("motcua-20200101-000000.sqlite") }
        let made = try names().filter { $0.hasSuffix(".sqlite") && $0 != future }
        #expect(try names().contains(future))
        #expect(made.isSuperset(of: ["motcua-20200102-000000.sqlite", "mine.sqlite"]) && made.count == 3)
        #expect(try !names().contains("motcua-20200103-000000.sqlite.part"))
        let metrics = await server.send("GET", "/metrics")
        #expect(metrics?.text.contains("motcua_backup_age_seconds") == true)
        try await until("the age is that of the copy made now, and not of one named in the future") {
            let numbers = try await MetricsText.of(server)
            return (numbers.value("motcua_backup_age_seconds") ?? -1) >= 0
                && (numbers.value("motcua_backup_age_seconds") ?? .infinity) < 3_600
                && numbers.value("motcua_backup_interval_seconds") == 86_400
                && (numbers.value("motcua_disk_free_bytes", ["disk": "copies"]) ?? 0) > 0
        }
        #expect(server.terminate() == 0)
        #expect(try server.printed.split(separator: "\n").filter { $0.contains("named in the future") }.count == 1)
        let copy = try #require(made.first { $0 > "motcua-2021" && $0 != "mine.sqlite" })
        let verdict = try Program.run(["verify", "--database", target.path + "/" + copy, "--config", config.file])
        #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
    }
}
