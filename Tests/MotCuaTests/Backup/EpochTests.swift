import DossierEngine
import Foundation
import GRDB
import Testing

@testable import motcua

/// Restorations one after the other: each copy is proved by the checkpoints of the history that it is of.
@Suite(.timeLimit(.minutes(60)))
struct EpochTests {
    private func expectWhole(_ site: BackupSite, _ word: String, _ line: SourceLocation = #_sourceLocation) throws {
        let checkpoints = site.folder.checkpoints
        let verdict = try site.run("verify", "--checkpoints", checkpoints)
        #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)", sourceLocation: line)
        #expect(verdict.output.contains(word), "\(verdict.output)", sourceLocation: line)
    }

    private func origins(_ site: BackupSite) throws -> [String] {
        try site.folder.knownCheckpoints().checkpoints.map(\.origin).reduce(into: []) { all, origin in
            if all.last != origin { all.append(origin) }
        }
    }

    @Test("a copy of the new history is restored, and then all restorations are undone, each time with service between")
    func repeatedAndUndone() async throws {
        let site = try BackupSite()
        try await site.serve(registering: 2)
        #expect(try site.run("backup", site.copy).code == 0)
        let lost = try await site.serve(registering: 6)
        let first = try site.run("restore", site.copy, "--serial-gap", "6")
        #expect(first.code == 0 && first.output.contains("motcua.local/epoch-2"), "\(first.output)\(first.errors)")
        try expectWhole(site, "all is whole")

        // The new history is shorter than the one that was given up.
        try await site.serve(registering: 1)
        let second = site.folder.path + "/second.sqlite"
        #expect(try site.run("backup", second).code == 0)
        try await site.serve(registering: 1)
        let again = try site.run("restore", second, "--serial-gap", "1")
        #expect(again.code == 0 && again.output.contains("motcua.local/epoch-3"), "\(again.output)\(again.errors)")
        #expect(again.output.contains("proved whole and by"), "\(again.output)")
        try expectWhole(site, "all is whole")
        try await site.serve(registering: 1)
        try expectWhole(site, "GIVEN UP checkpoint of motcua.local/epoch-2")

        // Both restorations were a mistake: what was before the first is wanted back.
        let former = try #require(try site.formers().first)
        let undoing = site.folder.path + "/undoing.sqlite"
        let made = try Program.run(["backup", undoing, "--database", former, "--config", Checkout.config])
        #expect(made.code == 0 && made.output.contains("8 dossiers"), "\(made.output)\(made.errors)")
        let undone = try site.run("restore", undoing, "--serial-gap", "100")
        #expect(undone.code == 0 && undone.output.contains("motcua.local/epoch-4"), "\(undone.output)\(undone.errors)")
        try expectWhole(site, "GIVEN UP checkpoint of motcua.local/epoch-3")
        let server = try await site.start()
        for code in lost { #expect(await server.send("GET", "/api/v1/status/\(code)")?.status == 200, "\(code)") }
        let metrics = try await MetricsText.of(server)
        #expect((metrics.value("motcua_checkpoint_refused") ?? 0) == 0)
        #expect(server.terminate() == 0)
        try expectWhole(site, "all is whole")
        let epochs = (2...4).map { "motcua.local/epoch-\($0)" }
        #expect(try origins(site) == ["motcua.local"] + epochs)
        #expect(try site.folder.knownCheckpoints().defects.isEmpty)

        // And what was undone can be done once more.
        let redone = try site.run("restore", second, "--serial-gap", "200")
        #expect(redone.code == 0 && redone.output.contains("motcua.local/epoch-5"), "\(redone.output)\(redone.errors)")
        try await site.serve(registering: 1)
        try expectWhole(site, "all is whole")
    }

    @Test("a copy of another installation is refused, before and after a restoration")
    func foreign() async throws {
        let site = try BackupSite()
        let other = try BackupSite()
        try await other.serve(registering: 6)
        #expect(try other.run("backup", other.copy).code == 0)
        try await site.serve(registering: 1)
        #expect(try site.run("backup", site.copy).code == 0)
        for round in 1...2 {
            let before = try site.files()
            let refused = try site.run("restore", other.copy, "--serial-gap", "10")
            #expect(refused.code == 1, "\(refused.output)")
            #expect(refused.errors.contains("belongs to none of the histories"), "\(refused.errors)")
            #expect(refused.errors.contains("Bản sao không thuộc lịch sử nào"), "\(refused.errors)")
            #expect(try site.files() == before)
            try await site.serve(registering: 1)
            let restored = try site.run("restore", site.copy, "--serial-gap", "\(round * 10)")
            #expect(restored.code == 0, "\(restored.errors)")
        }
    }

    @Test("a copy whose history was rewritten, with all that can be reckoned anew, is refused in every epoch")
    func rewritten() async throws {
        let site = try BackupSite()
        try await site.serve(registering: 2)
        #expect(try site.run("backup", site.copy).code == 0)
        let forged = site.folder.path + "/forged.sqlite"
        try FileManager.default.copyItem(atPath: site.copy, toPath: forged)
        try Forger(forged).run(Tampering.editing[0].sql)
        try await Forger(forged).recompute(rules: try Forger.rules(site.folder))
        for rest in ["-wal", "-shm"] { unlink(forged + rest) }
        try site.forgeManifest(of: forged)
        for round in 1...2 {
            let before = try site.files()
            let refused = try site.run("restore", forged, "--serial-gap", "100")
            #expect(refused.code == 1, "\(round): \(refused.output)")
            #expect(refused.errors.contains("belongs to none of the histories"), "\(refused.errors)")
            #expect(try site.files() == before)
            try await site.serve(registering: 1)
            let restored = try site.run("restore", site.copy, "--serial-gap", "\(round * 30)")
            #expect(restored.code == 0, "\(restored.errors)")
        }
        #expect(try origins(site) == ["motcua.local", "motcua.local/epoch-2", "motcua.local/epoch-3"])
    }

    @Test("a copy of before the first checkpoint is restored as often as wanted, also one that has no tree yet")
    func beforeTheFirst() async throws {
        let site = try BackupSite()
        try await site.makeEmpty()
        #expect(try site.run("backup", site.copy).code == 0)
        for round in 1...2 {
            try await site.serve(registering: 1)
            let restored = try site.run("restore", site.copy, "--serial-gap", "\(round * 20)")
            #expect(restored.code == 0, "\(restored.errors)")
            #expect(restored.output.contains("motcua.local/epoch-\(round + 1)"), "\(restored.output)")
            try expectWhole(site, "GIVEN UP checkpoint of motcua.local")
        }
    }
}
