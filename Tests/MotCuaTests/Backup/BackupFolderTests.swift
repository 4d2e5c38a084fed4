import Foundation
import SMSPeers
import Testing

@testable import motcua

@Suite("The folder of copies is told from the empty one under an unmounted disk", .timeLimit(.minutes(60)))
struct BackupFolderTests {
    private struct Disk {
        let folder: TemporaryFolder
        let site: BackupSite
        var path: String { folder.path + "/copies" }

        init() throws {
            folder = try TemporaryFolder()
            let config = try ConfigCopy()
            try config.replace(#"folder: """#, with: "folder: \"\(folder.path)/copies\"", in: "motcua.yaml")
            self.config = config
            site = try BackupSite(config: config.file)
        }

        private let config: ConfigCopy

        func mount() throws {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        }

        func copies() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".sqlite") }
        }

        /// Serves until copies have been made or have failed.
        func serve(until isSo: @escaping (MetricsText) -> Bool) async throws -> String {
            let server = try await site.start()
            try await until("a round is over") { isSo(try await MetricsText.of(server)) }
            #expect(server.terminate() == 0)
            return try server.printed
        }
    }

    private static func hasFailed(_ metrics: MetricsText) -> Bool {
        (metrics.value("motcua_backup_failures_total") ?? 0) > 0
    }

    @Test("once copies went there, a folder without its marker gets none, until somebody marks it")
    func unmounted() async throws {
        let disk = try Disk()
        try disk.mount()
        _ = try await disk.serve { ($0.value("motcua_backup_bytes") ?? 0) > 0 }
        #expect(try disk.copies().count == 1)
        #expect(FileManager.default.fileExists(atPath: disk.path + "/.motcua-backups"))
        try FileManager.default.moveItem(atPath: disk.path, toPath: disk.path + "-elsewhere")
        try disk.mount()

        let printed = try await disk.serve(until: Self.hasFailed)

        #expect(printed.contains("its disk is not mounted"), "\(printed)")
        #expect(printed.contains("có lẽ ổ đĩa chưa được gắn"), "\(printed)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path).isEmpty)
        let found = try disk.site.run("doctor")
        #expect(found.output.contains("has lost its file .motcua-backups"), "\(found.output)")

        try Data().write(to: URL(filePath: disk.path + "/.motcua-backups"))
        _ = try await disk.serve { ($0.value("motcua_backup_bytes") ?? 0) > 0 }
        #expect(try disk.copies().count == 1)
    }

    @Test("from the folder of another installation nothing is removed, not even what looks unfinished")
    func othersRemains() async throws {
        let disk = try Disk()
        try disk.mount()
        try Data("installation: 4711\n".utf8).write(to: URL(filePath: disk.path + "/.motcua-backups"))
        let remains = ["motcua-20220105-100000.sqlite.json", "motcua-20220105-110000.sqlite.4711-0.part"]
        for name in remains { try Data().write(to: URL(filePath: disk.path + "/" + name)) }

        let printed = try await disk.serve(until: Self.hasFailed)

        #expect(printed.contains("has the copies of another installation"), "\(printed)")
        let left = try FileManager.default.contentsOfDirectory(atPath: disk.path)
        #expect(left.sorted() == [".motcua-backups"] + remains)
    }

    @Test("while there is no copy the age is told too, so that the alarm comes")
    func ageWithoutCopies() async throws {
        let disk = try Disk()
        var age: Double?
        let printed = try await disk.serve { metrics in
            age = metrics.value("motcua_backup_age_seconds")
            return Self.hasFailed(metrics)
        }
        #expect(printed.contains("cannot be read"), "\(printed)")
        #expect((0..<86_400).contains(age ?? -1), "\(String(describing: age))")
    }

    @Test("the folder of the database is refused for its copies, whatever it is called")
    func ownFolder() async throws {
        let (folder, links) = (try TemporaryFolder(), try TemporaryFolder())
        let link = links.path + "/copies"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path)
        let database = folder.path + "/motcua-20261128-120000.sqlite"
        let server = try await RunningServer.start(database: database)
        #expect(server.terminate() == 0)
        func names() throws -> [String] {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            return names.filter { !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }.sorted()
        }
        let before = try names()
        for copies in [folder.path, folder.path + "/.", link] {
            for command in [["serve", "--demo", "--port", "0"], ["check-config"]] {
                let refused = try Program.run(
                    command + ["--database", database, "--config", Checkout.config],
                    environment: ["MOTCUA_BACKUP_FOLDER": copies, "MOTCUA_BACKUP_KEEP": "1"]
                )
                #expect(refused.code == 1 && refused.errors.contains("lies in the folder"), "\(refused.errors)")
                #expect(refused.errors.contains("nằm ngay trong thư mục sao lưu"), "\(refused.errors)")
            }
            let found = try Program.run(
                ["doctor", "--database", database, "--config", Checkout.config],
                environment: ["MOTCUA_BACKUP_FOLDER": copies]
            )
            #expect(found.output.contains("go to the folder of the database itself"), "\(found.output)")
        }
        #expect(try names() == before)
    }

    @Test("a database that hides among its copies behind a link is never removed")
    func hidden() async throws {
        let disk = try Disk()
        try disk.mount()
        // The oldest of all by its name.
        let name = "motcua-20010101-000000.sqlite"
        try FileManager.default.createSymbolicLink(
            atPath: disk.path + "/" + name,
            withDestinationPath: disk.site.database
        )
        for day in 1...14 {
            try Data().write(to: URL(filePath: disk.path + "/motcua-200201\(day + 10)-000000.sqlite"))
        }
        _ = try await disk.serve { ($0.value("motcua_backup_bytes") ?? 0) > 0 }
        let left = try disk.copies()
        #expect(left.contains(name) && !left.contains("motcua-20020111-000000.sqlite"), "\(left)")
        #expect(try disk.site.run("verify").code == 0)
    }

    @Test("another folder is marked anew, and going back to the first needs its marker")
    func changed() throws {
        let folder = try TemporaryFolder()
        let names = ["one", "two"].map { folder.path + "/" + $0 }
        for name in names { try FileManager.default.createDirectory(atPath: name, withIntermediateDirectories: false) }
        let folders = names.map { BackupFolder($0, of: folder.database) }
        for _ in 1...2 { try folders[0].expectOwn() }
        try folders[1].expectOwn()
        for name in names { #expect(FileManager.default.fileExists(atPath: name + "/" + BackupFolder.marker)) }
        #expect(!folders[0].isStrange && !folders[1].isStrange)
        unlink(names[1] + "/" + BackupFolder.marker)
        #expect(folders[1].isStrange)
        #expect(throws: CommandFailure.self) { try folders[1].expectOwn() }
        let other = BackupFolder(names[1] + "/", of: folder.path + "/other")
        #expect(throws: Never.self) { try other.expectOwn() }
        #expect(folders[1].isOthers && !folders[0].isOthers && !other.isOthers)
        let refusal = #expect(throws: CommandFailure.self) { try folders[1].expectOwn() }
        #expect(refusal?.description.contains("another installation") == true)
        #expect(refusal?.description.contains("hệ thống khác") == true)
    }

    @Test("marker and note of former programs, which have no number, get one")
    func withoutNumbers() throws {
        let folder = try TemporaryFolder()
        let place = folder.path + "/copies"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
        try Data("Copies go here.\n".utf8).write(to: URL(filePath: place + "/" + BackupFolder.marker))
        try Data((place + "\n").utf8).write(to: URL(filePath: folder.database + BackupFolder.note))
        let own = BackupFolder(place, of: folder.database)
        #expect(!own.isStrange && !own.isOthers)
        for _ in 1...2 { try own.expectOwn() }
        let other = BackupFolder(place, of: folder.path + "/other")
        #expect(other.isOthers)
        #expect(throws: CommandFailure.self) { try other.expectOwn() }
    }
}
