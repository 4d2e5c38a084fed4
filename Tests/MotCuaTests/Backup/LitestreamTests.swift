import Foundation
import ProgramSupport
import SMSPeers
import Testing

/// Litestream, which ships SQLite's log to another place as it grows: a program of others, installed by
/// `docker/install-packages.sh --test`.
@Suite(.timeLimit(.minutes(60)))
struct LitestreamTests {
    private static var program: String {
        let environment = ProcessInfo.processInfo.environment
        let caches = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? "") + "/.cache"
        return caches + "/motcua-test-python/bin/litestream"
    }

    @Test("what it has shipped when machine and disk are lost is restored by it, copied, and restored by us")
    func drill() async throws {
        let isInstalled = FileManager.default.isExecutableFile(atPath: Self.program)
        try #require(isInstalled, "litestream is missing: docker/install-packages.sh --test installs it")
        let site = try BackupSite()
        let replica = "file://" + site.folder.path + "/replica"
        let shipped = site.folder.path + "/shipped.sqlite"
        let server = try await site.start()
        let log = site.folder.path + "/litestream.log"
        let litestream = try SpawnedProgram(
            Self.program,
            ["replicate", site.database, replica],
            output: .file(log),
            errors: .file(log)
        )
        let codes = try await site.register(40, at: server)
        // It ships within a second or so; how far it is, only its restoration tells.
        try await until("all of it is shipped") {
            try? FileManager.default.removeItem(atPath: shipped)
            let arguments = ["restore", "-o", shipped, replica]
            let restoring = try SpawnedProgram(Self.program, arguments, output: .file(log), errors: .file(log))
            guard restoring.wait().code == 0 else { return false }
            let verdict = try Program.run(["verify", "--database", shipped, "--config", Checkout.config])
            return verdict.code == 0 && verdict.output.hasPrefix("\(codes.count) dossiers, ")
        }
        server.kill()
        litestream.send(SIGTERM)
        litestream.wait()
        for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: site.database + ending) }

        let copied = try Program.run(["backup", site.copy, "--database", shipped, "--config", Checkout.config])
        #expect(copied.code == 0, "\(copied.errors)")
        let restored = try site.run("restore", site.copy, "--serial-gap", "10")
        #expect(restored.code == 0, "\(restored.errors)")
        let again = try await site.start()
        for code in codes { #expect(await again.send("GET", "/api/v1/status/\(code)")?.status == 200, "\(code)") }
        #expect(again.terminate() == 0)
        #expect(try site.run("verify").code == 0)
    }
}
