import Foundation
import GRDB
import Testing

@testable import motcua

/// Copies on disks that are full, broken, or know no hard links.
@Suite(.timeLimit(.minutes(60)))
struct BackupDiskTests {
    private static let calls = [("write", 1), ("write", 2), ("write", 5), ("write", 20), ("sync", 1), ("sync", 2)]
    private static let broken = [ENOSPC, EIO].flatMap { error in
        calls.map { FaultyDisk.Fault(call: $0, at: $1, times: -1, errno: error) }
    }

    @Test("on a disk that is full or fails nothing gets the name of a copy, and words say so", arguments: broken)
    func full(fault: FaultyDisk.Fault) async throws {
        let site = try BackupSite()
        try await site.makeEmpty()
        let before = try site.files()
        let failed = try site.run(on: fault, prefix: "/copy", "backup", site.copy)
        #expect(failed.code == 1, "\(failed.output)\(failed.errors)")
        let words = fault.errno == ENOSPC ? ["full", "No space left"] : ["I/O error", "Input/output error"]
        #expect(words.contains { failed.errors.contains($0) }, "\(failed.errors)")
        #expect(failed.errors.contains("copy.sqlite"), "\(failed.errors)")
        #expect(try site.files() == before)
        #expect(try site.run("backup", site.copy).code == 0)
        #expect(try site.run("restore", site.copy, "--serial-gap", "0").code == 0)
    }

    @Test("where the folder cannot be brought to the disk nothing has the name of a copy")
    func unsyncedFolder() async throws {
        let site = try BackupSite()
        try await site.makeEmpty()
        let before = try site.files()
        let name = URL(filePath: site.folder.path).lastPathComponent
        let fault = FaultyDisk.Fault(suffix: name, call: "sync", times: -1, errno: EIO)
        let failed = try site.run(on: fault, prefix: "", "backup", site.copy)
        #expect(failed.code == 1 && failed.errors.contains("cannot be brought to the disk"), "\(failed.errors)")
        #expect(failed.errors.contains("Không ghi chắc được thư mục"), "\(failed.errors)")
        #expect(try site.files() == before)
        #expect(try site.run("backup", site.copy).code == 0)
    }

    @Test("a restoration on a disk that fills at any moment does all it says or replaces nothing", arguments: 1...9)
    func fullWhileRestoring(write: Int) async throws {
        let site = try BackupSite()
        try await site.serve(registering: 1)
        try #require(try site.run("backup", site.copy).code == 0)
        let before = try site.files()
        let fault = FaultyDisk.Fault(suffix: ".restoring", call: "write", at: write, times: -1, errno: ENOSPC)
        let restored = try site.run(on: fault, "restore", site.copy, "--serial-gap", "300")
        if restored.code == 0 {
            let serial = try await DatabaseQueue(path: site.database).read {
                try Int.fetchOne($0, sql: "SELECT MAX(last) FROM codeSerial")
            }
            #expect((serial ?? 0) > 300, "\(restored.output)")
        } else {
            #expect(try site.files() == before, "\(restored.errors)")
        }
        let verdict = try site.run("verify")
        #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
    }

    @Test("a disk without hard links takes copies, keeps what is there, and restores")
    func noLinks() async throws {
        let site = try BackupSite()
        let fault = FaultyDisk.Fault.withoutLinks
        let server = try await RunningServer.start(
            database: site.database,
            environment: try FaultyDisk.environment(fault, prefix: site.folder.path)
        )
        _ = try await site.register(2, at: server)
        let made = try site.run(on: fault, "backup", site.copy)
        #expect(made.code == 0, "\(made.errors)")
        // The server goes on writing its own files meanwhile.
        func copies() throws -> [String: Data] { try site.files().filter { $0.key.hasPrefix("copy") } }
        let before = try copies()
        #expect(try site.run(on: fault, "backup", site.copy).code == 1)
        #expect(try copies() == before)
        _ = try await site.register(3, at: server)
        server.kill()
        let restored = try site.run(on: fault, "restore", site.copy, "--serial-gap", "3")
        #expect(restored.code == 0, "\(restored.errors)")
        let verdict = try site.run("verify")
        #expect(verdict.code == 0 && verdict.output.contains("2 dossiers"), "\(verdict.output)\(verdict.errors)")
        let former = try #require(try site.formers().first)
        let kept = try Program.run(["verify", "--database", former, "--config", Checkout.config])
        #expect(kept.code == 0 && kept.output.hasPrefix("5 dossiers"), "\(kept.output)\(kept.errors)")
        try await site.serve(registering: 1)
    }

    /// Where the power fails while the files change their names.
    struct Cut: Sendable, CustomTestStringConvertible {
        let hasLinks: Bool
        let rename: Int

        var testDescription: String { "\(hasLinks ? "with" : "without") links, before renaming \(rename)" }

        static let all = [(true, 1), (true, 2), (false, 1), (false, 2), (false, 3)].map(Cut.init)
    }

    @Test("a power cut between any two names lets nothing start, loses nothing, and hides no code", arguments: Cut.all)
    func powerCut(cut: Cut) async throws {
        let site = try BackupSite()
        let server = try await site.start()
        _ = try await site.register(2, at: server)
        #expect(try site.run("backup", site.copy).code == 0)
        _ = try await site.register(3, at: server)
        // The three dossiers lie in the log alone.
        server.kill()
        var fault = FaultyDisk.Fault(call: "rename", at: cut.rename, hasLinks: cut.hasLinks)
        fault.action = .lost
        let killed = try site.run(on: fault, prefix: "/motcua", "restore", site.copy, "--serial-gap", "3")
        #expect(killed.code == SIGKILL, "\(killed.output)\(killed.errors)")
        let refused = try site.run("migrate")
        #expect(refused.code == 1 && refused.errors.contains("run motcua restore again"), "\(refused.errors)")

        let narrow = try site.run("restore", site.copy, "--serial-gap", "2")
        #expect(narrow.code == 1 && narrow.errors.contains("--serial-gap 3 or more"), "\(narrow.errors)")
        // The former is as it was, under its own name.
        #expect(try site.formers().isEmpty)
        #expect(try site.run("verify").output.hasPrefix("5 dossiers"))
        let restored = try site.run("restore", site.copy, "--serial-gap", "3")
        #expect(restored.code == 0, "\(restored.errors)")
        let verdict = try site.run("verify")
        #expect(verdict.code == 0 && verdict.output.contains("2 dossiers"), "\(verdict.output)\(verdict.errors)")
        let former = try #require(try site.formers().first)
        let kept = try Program.run(["verify", "--database", former, "--config", Checkout.config])
        #expect(kept.code == 0 && kept.output.hasPrefix("5 dossiers"), "\(kept.output)\(kept.errors)")
    }

    @Test("after a power cut with the draft in place, the codes of the former still count")
    func cutAtTheEnd() async throws {
        let site = try BackupSite()
        try await site.serve(registering: 2)
        #expect(try site.run("backup", site.copy).code == 0)
        try await site.serve(registering: 3)
        #expect(try site.run("restore", site.copy, "--serial-gap", "3").code == 0)
        let former = try #require(try site.formers().first)
        try Data("see \(former)\n".utf8).write(to: URL(filePath: site.database + ".restore-unfinished"))
        let narrow = try site.run("restore", site.copy, "--serial-gap", "2")
        #expect(narrow.code == 1 && narrow.errors.contains("--serial-gap 3 or more"), "\(narrow.errors)")
        #expect(try site.run("restore", site.copy, "--serial-gap", "3").code == 0)
        #expect(try site.formers().contains(former))
        try await site.serve(registering: 1)
    }
}
