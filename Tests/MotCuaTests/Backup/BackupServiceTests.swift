import Foundation
import SMSPeers
import Testing

/// Copies that the service makes while it serves, on a disk in trouble.
@Suite("Scheduled copies on a disk in trouble", .timeLimit(.minutes(60)))
struct BackupServiceTests {
    /// An installation whose copies go to a disk that can fail.
    private struct Site {
        let folder: TemporaryFolder
        var copies: String { folder.path + "/copies" }
        /// The disk fails while this is there.
        var failing: String { folder.path + "/failing" }
        /// There once it has failed.
        var struck: String { folder.path + "/struck" }

        init() throws {
            folder = try TemporaryFolder()
            try FileManager.default.createDirectory(atPath: copies, withIntermediateDirectories: false)
            try Data().write(to: URL(filePath: failing))
        }

        func start(_ fault: FaultyDisk.Fault, _ settings: [String: String] = [:]) async throws -> RunningServer {
            let disk = try FaultyDisk.environment(fault, prefix: copies, toggle: failing, struck: struck)
            let own = ["MOTCUA_BACKUP_FOLDER": copies].merging(settings) { $1 }
            return try await RunningServer.start(database: folder.database, environment: disk.merging(own) { $1 })
        }

        func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: copies).sorted() }
    }

    @Test("a disk that hangs in the middle of a copy holds up neither the desk nor the end of the service")
    func hanging() async throws {
        let site = try Site()
        let fault = FaultyDisk.Fault(suffix: ".part", call: "write", at: 3, times: -1, action: .hang)
        let server = try await site.start(fault, ["MOTCUA_SERVER_END_SECONDS": "1"])
        try await until("the copy hangs") { FileManager.default.fileExists(atPath: site.struck) }
        let token = try await server.token("desk")
        let made = await server.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: token)
        let code = try #require(made?.string("code"), "\(made?.text ?? "no answer")")
        #expect(await server.send("GET", "/api/v1/status/\(code)")?.status == 200)
        #expect(await server.send("GET", "/health/ready")?.status == 200)
        #expect(await server.send("GET", "/metrics")?.status == 200)

        // So that a service that waits for the disk ends too, and the test says so instead of hanging with it.
        let rescue = Task {
            try await Task.sleep(for: .seconds(500))
            unlink(site.failing)
        }
        let ending = server.terminate()
        rescue.cancel()
        let printed = try server.printed
        #expect(ending == 0, "\(printed.suffix(2_000))")
        #expect(FileManager.default.fileExists(atPath: site.failing), "the end waited for the disk")
        #expect(try site.names().contains { $0.contains(".part") })

        unlink(site.failing)
        let again = try await site.start(fault)
        try await until("a copy is made") {
            (try await MetricsText.of(again).value("motcua_backup_bytes") ?? 0) > 0
        }
        #expect(await again.send("GET", "/api/v1/status/\(code)")?.status == 200)
        #expect(again.terminate() == 0)
        let names = try site.names()
        #expect(!names.contains { $0.contains(".part") } && names.count { $0.hasSuffix(".sqlite") } == 1, "\(names)")
        let verdict = try Program.run(["verify", "--database", site.folder.database, "--config", Checkout.config])
        #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
    }

    @Test("a missing folder, or a file in its place, is told in words, with a remedy", arguments: [true, false])
    func noFolder(isFile: Bool) async throws {
        let folder = try TemporaryFolder()
        let copies = folder.path + "/copies"
        if isFile { try Data().write(to: URL(filePath: copies)) }
        let server = try await RunningServer.start(
            database: folder.database,
            environment: ["MOTCUA_BACKUP_FOLDER": copies]
        )
        try await until("a copy has failed") {
            (try await MetricsText.of(server).value("motcua_backup_failures_total") ?? 0) > 0
        }
        #expect(server.terminate() == 0)
        let printed = try server.printed
        let reason = isFile ? "Not a directory" : "No such file or directory"
        #expect(printed.contains("cannot be read: \(reason). Make it, or mount its disk."), "\(printed)")
        #expect(printed.contains("Hãy tạo thư mục hoặc gắn đĩa") && !printed.contains("Cocoa"), "\(printed)")
    }

    @Test("where fewer copies are to be kept than are there, the oldest make room before the next one is made")
    func fewer() async throws {
        let site = try Site()
        let copies = (1...5).map { "motcua-2022010\($0)-100000.sqlite" }
        for name in copies.flatMap({ [$0, $0 + ".json"] }) {
            try Data("a copy".utf8).write(to: URL(filePath: site.copies + "/" + name))
        }
        let fault = FaultyDisk.Fault(suffix: ".part", call: "write", times: -1, errno: ENOSPC)
        let server = try await site.start(fault, ["MOTCUA_BACKUP_KEEP": "2"])
        try await until("a copy has failed") {
            (try await MetricsText.of(server).value("motcua_backup_failures_total") ?? 0) > 0
        }
        #expect(server.terminate() == 0)
        // The disk is full all the same, and the newest are still there.
        let left = copies.suffix(2).flatMap { [$0, $0 + ".json"] }
        #expect(try site.names().filter { $0.hasPrefix("motcua-") } == left)

        unlink(site.failing)
        let again = try await site.start(fault, ["MOTCUA_BACKUP_KEEP": "2"])
        try await until("a copy is made") {
            (try await MetricsText.of(again).value("motcua_backup_bytes") ?? 0) > 0
        }
        #expect(again.terminate() == 0)
        let kept = try site.names().filter { $0.hasSuffix(".sqlite") }
        #expect(kept.count == 2 && kept.first == copies.last, "\(kept)")
    }
}
