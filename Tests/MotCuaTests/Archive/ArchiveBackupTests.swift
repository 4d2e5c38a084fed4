import Foundation
import Testing

@testable import motcua

/// A copy of the database and that of its archive belong together.
@Suite("Copies of a database with an archive", .timeLimit(.minutes(60)))
struct ArchiveBackupTests {
    private static func inode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int
    }

    /// A site whose old dossiers are moved, and a copy of both files.
    private static func backedUp() async throws -> (site: ArchiveSite, copy: String) {
        let site = try await ArchiveSite.make()
        try site.moveOld()
        let copy = site.folder.path + "/copy.sqlite"
        let made = try site.run("backup", copy)
        try #require(made.code == 0 && made.output.contains("copy.sqlite.archive: its archive"), "\(made.errors)")
        return (site, copy)
    }

    @Test("come back both as they were, also what was erased since, and the former ones are kept")
    func restored() async throws {
        let (site, copy) = try await Self.backedUp()
        _ = try await site.answers()
        let before = try await site.answers()
        try #require(try site.run("erase", ArchiveSite.stopped).code == 0)
        let restored = try site.run("restore", copy, "--serial-gap", "0")
        #expect(restored.code == 0, "\(restored.output)\(restored.errors)")
        let verdict = try site.verdict()
        #expect(verdict.code == 0 && !verdict.text.contains("erased"), "\(verdict.text)")
        let after = try await site.answers()
        let sheet = "desk \(ArchiveSite.stopped)"
        #expect(after[sheet] == before[sheet] && after["list q=0905123457"] == before["list q=0905123457"])

        let names = try FileManager.default.contentsOfDirectory(atPath: site.folder.path)
        let former = try #require(names.first { $0.contains("sqlite.before-") && $0.hasSuffix(".archive") })
        let place = site.folder.path + "/" + former.dropLast(".archive".count)
        let kept = try Program.run(["verify", "--database", place, "--config", Checkout.config])
        #expect(kept.code == 0 && kept.output.contains("3 erased"), "\(kept.output)\(kept.errors)")
        let undo = site.folder.path + "/undo.sqlite"
        #expect(try Program.run(["backup", undo, "--database", place, "--config", Checkout.config]).code == 0)
        let undone = try site.run("restore", undo, "--serial-gap", "0")
        #expect(undone.code == 0, "\(undone.errors)")
        #expect(try site.verdict().text.contains("3 erased"))
    }

    @Test("share the file of the archive in one folder while that does not change, and no longer")
    func shared() async throws {
        let (site, copy) = try await Self.backedUp()
        let second = site.folder.path + "/second.sqlite"
        #expect(try site.run("backup", second).code == 0)
        #expect(try Self.inode(second + ".archive") == Self.inode(copy + ".archive"))
        #expect(try site.run("erase", ArchiveSite.stopped).code == 0)
        let third = site.folder.path + "/third.sqlite"
        #expect(try site.run("backup", third).code == 0)
        #expect(try Self.inode(third + ".archive") != Self.inode(copy + ".archive"))
        for file in [copy, second, third] {
            let rights = try FileManager.default.attributesOfItem(atPath: file + ".archive")[.posixPermissions] as? Int
            #expect(rights == 0o600)
            #expect(try site.run("restore", file, "--serial-gap", "0").code == 0, "\(file)")
            let verdict = try site.verdict()
            #expect(verdict.code == 0, "\(verdict.text)")
        }
    }

    @Test("do not share a file that has decayed since it was copied, and that of copies elsewhere is copied too")
    func decayed() async throws {
        let (site, copy) = try await Self.backedUp()
        let second = site.folder.path + "/second.sqlite"
        try #require(try site.run("backup", second).code == 0)
        let elsewhere = try TemporaryFolder()
        let far = ["backup", elsewhere.path + "/far.sqlite", "--database", second, "--config", Checkout.config]
        let copied = try Program.run(far)
        #expect(copied.code == 0, "\(copied.errors)")

        let file = try #require(FileHandle(forUpdatingAtPath: copy + ".archive"))
        try file.seek(toOffset: 5_000)
        try file.write(contentsOf: Data([0xFF, 0x00, 0xFF]))
        try file.close()
        let third = site.folder.path + "/third.sqlite"
        #expect(try site.run("backup", third).code == 0)
        #expect(try Self.inode(third + ".archive") != Self.inode(copy + ".archive"))
        let restored = try site.run("restore", third, "--serial-gap", "0")
        #expect(restored.code == 0 && !restored.output.contains("is spoilt"), "\(restored.output)\(restored.errors)")
    }

    @Test("lend their archive where the one in place is damaged, as all say who refuse it, and nothing newer is lost")
    func replaced() async throws {
        let (site, copy) = try await Self.backedUp()
        let added = try site.run("user", "add", "quan.tri", "--role", "admin", "--one-time")
        try #require(added.code == 0, "\(added.errors)")
        try #require(truncate(site.archive, 8_192) == 0)
        let refusals = [try site.run("verify"), try site.run("serve", "--demo", "--port", "0"), try site.run("doctor")]
        for refused in refusals {
            let told = refused.output + refused.errors
            #expect(refused.code != 0 && told.contains("cp FILE.archive \(site.archive); only if"), "\(told)")
            #expect(told.contains("cp TỆP.archive \(site.archive); chỉ khi"), "\(told)")
            #expect(!told.contains("either mends it") && !told.contains("put the last copy in its place"), "\(told)")
        }
        try FileManager.default.removeItem(atPath: site.archive)
        try FileManager.default.copyItem(atPath: copy + ".archive", toPath: site.archive)
        let verdict = try site.verdict()
        #expect(verdict.code == 0, "\(verdict.text)")
        #expect(try site.run("user", "list").output.contains("quan.tri"))
    }

    @Test("come back without the journal that a change of the former archive left")
    func journal() async throws {
        let (site, copy) = try await Self.backedUp()
        let journal = site.archive + "-journal"
        try Data([1, 2, 3]).write(to: URL(filePath: journal))
        let refused = try site.run("backup", site.folder.path + "/other.sqlite")
        #expect(refused.code == 1 && refused.errors.contains("was broken off"), "\(refused.errors)")
        let restored = try site.run("restore", copy, "--serial-gap", "0")
        #expect(restored.code == 0, "\(restored.errors)")
        #expect(!FileManager.default.fileExists(atPath: journal))
        let names = try FileManager.default.contentsOfDirectory(atPath: site.folder.path)
        #expect(names.contains { $0.contains("sqlite.before-") && $0.hasSuffix(".archive-journal") }, "\(names)")
        let verdict = try site.verdict()
        #expect(verdict.code == 0, "\(verdict.text)")
    }

    @Test("are told apart after a restoration, though as much was changed on both sides of it")
    func twoHistories() async throws {
        let (site, first) = try await Self.backedUp()
        try #require(try site.run("erase", ArchiveSite.stopped).code == 0)
        let given = site.folder.path + "/given.sqlite"
        try #require(try site.run("backup", given).code == 0)
        try #require(try site.run("restore", first, "--serial-gap", "0").code == 0)
        try #require(try site.run("erase", ArchiveSite.collected).code == 0)
        let last = site.folder.path + "/last.sqlite"
        try #require(try site.run("backup", last).code == 0)
        #expect(try Self.inode(last + ".archive") != Self.inode(given + ".archive"))
        for file in [last, given, last] {
            let restored = try site.run("restore", file, "--serial-gap", "0")
            #expect(restored.code == 0, "\(file): \(restored.output)\(restored.errors)")
            let verdict = try site.verdict()
            #expect(verdict.code == 0, "\(file): \(verdict.text)")
        }
    }

    @Test("are refused one without the other, unless the archive in place is still the same")
    func incomplete() async throws {
        let (site, copy) = try await Self.backedUp()
        try FileManager.default.removeItem(atPath: copy + ".archive")
        let same = try site.run("restore", copy, "--serial-gap", "0")
        #expect(same.code == 0, "\(same.errors)")
        #expect(try site.verdict().code == 0)
        try #require(try site.run("erase", ArchiveSite.stopped).code == 0)
        let refused = try site.run("restore", copy, "--serial-gap", "0")
        #expect(refused.code == 1 && refused.errors.contains("needs its archive"), "\(refused.errors)")
        #expect(refused.errors.contains("Chưa thay đổi gì"))
        #expect(try site.verdict().text.contains("3 erased"), "nothing was replaced")

        let damaged = site.folder.path + "/damaged.sqlite"
        try #require(try site.run("backup", damaged).code == 0)
        let file = try #require(FileHandle(forUpdatingAtPath: damaged + ".archive"))
        try file.seek(toOffset: 5_000)
        try file.write(contentsOf: Data([0xFF, 0x00, 0xFF]))
        try file.close()
        let mended = try site.run("restore", damaged, "--serial-gap", "0")
        #expect(mended.code == 0 && mended.output.contains("is spoilt"), "\(mended.output)\(mended.errors)")
        #expect(mended.output.contains("đã hỏng"))
        #expect(try site.verdict().code == 0)
        // What is in place now goes its own way.
        let broken = try site.run("restore", damaged, "--serial-gap", "0")
        #expect(broken.code == 1 && broken.errors.contains("is not what the manifest"), "\(broken.errors)")
        #expect(try site.verdict().code == 0)
        try FileManager.default.moveItem(atPath: site.archive, toPath: site.archive + ".away")
        let lost = try site.run("backup", site.folder.path + "/lost.sqlite")
        #expect(lost.code == 1 && lost.errors.contains("is missing"), "\(lost.errors)")
        #expect(!FileManager.default.fileExists(atPath: site.folder.path + "/lost.sqlite"))
    }

    @Test("of before the first move come back whole, and the next move begins an archive anew")
    func beforeTheFirst() async throws {
        let site = try await ArchiveSite.make()
        let copy = site.folder.path + "/copy.sqlite"
        try #require(try site.run("backup", copy).code == 0)
        try site.moveOld()
        #expect(try site.run("restore", copy, "--serial-gap", "0").code == 0)
        #expect(!FileManager.default.fileExists(atPath: site.archive))
        #expect(try site.verdict().code == 0)
        try site.moveOld()
        let verdict = try site.verdict()
        #expect(verdict.code == 0, "\(verdict.text)")
    }

    @Test("are put back after a power cut between any two names", arguments: 1...3)
    func powerCut(rename: Int) async throws {
        let (site, copy) = try await Self.backedUp()
        try #require(try site.run("erase", ArchiveSite.stopped).code == 0)
        var fault = FaultyDisk.Fault(call: "rename", at: rename)
        fault.action = .lost
        let killed = try site.run(on: fault, "restore", copy, "--serial-gap", "0")
        #expect(killed.code == SIGKILL, "\(killed.errors)")
        let refused = try site.run("verify")
        #expect(
            refused.code == 0 || refused.errors.contains("motcua restore again") || refused.errors.contains("archive"),
            "\(refused.output)\(refused.errors)"
        )
        let restored = try site.run("restore", copy, "--serial-gap", "0")
        #expect(restored.code == 0, "\(restored.errors)")
        let verdict = try site.verdict()
        #expect(verdict.code == 0 && !verdict.text.contains("erased"), "\(verdict.text)")
    }
}
