import Foundation
import Testing

@testable import motcua

/// A copy whose making is killed at any moment, and what the next one of the same name does.
@Suite(.timeLimit(.minutes(60)))
struct BackupLeftoverTests {
    /// How the names of files are changed, and which of these calls is the last that begins.
    struct Kill: Sendable, CustomTestStringConvertible {
        let call: String
        let hasLinks: Bool

        var testDescription: String { call + (hasLinks ? "" : " without links") }

        static let all = [("link", true), ("unlink", true), ("rename", false), ("unlink", false), ("sync", true)]
            .map { Kill(call: $0.0, hasLinks: $0.1) }

        func fault(at number: Int) -> FaultyDisk.Fault {
            var fault = FaultyDisk.Fault(call: call, at: number, hasLinks: hasLinks)
            fault.action = .lost
            return fault
        }
    }

    private static func names(of site: BackupSite) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: site.folder.path).filter { $0.hasPrefix("copy") }.sorted()
    }

    @Test(
        "killed before any of its calls, the name is free again or the copy is whole, and nothing is left",
        arguments: Kill.all
    )
    func killed(kill: Kill) async throws {
        let site = try BackupSite()
        try await site.makeEmpty()
        var kills = 0
        for number in 1...40 {
            for name in try Self.names(of: site) { unlink(site.folder.path + "/" + name) }
            let first = try site.run(on: kill.fault(at: number), prefix: "/copy", "backup", site.copy)
            guard first.code != 0 else { break }
            #expect(first.code == SIGKILL, "\(first.errors)")
            kills += 1
            let second = try site.run("backup", site.copy)
            let isWhole = second.errors.contains("There is a file \(site.copy) already")
            #expect(second.code == 0 || isWhole, "\(kill) \(number): \(second.errors)")
            let names = try Self.names(of: site)
            #expect(names == ["copy.sqlite", "copy.sqlite.json"], "\(kill) \(number)")
            let restored = try site.run("restore", site.copy, "--serial-gap", "0")
            #expect(restored.code == 0, "\(kill) \(number): \(restored.errors)")
        }
        #expect((1..<40).contains(kills))
    }

    @Test("the manifest of a copy that was carried elsewhere stays, and so does what only looks like a draft")
    func foreign() async throws {
        let site = try BackupSite()
        try await site.makeEmpty()
        try site.run("backup", site.copy)
        try FileManager.default.moveItem(atPath: site.copy, toPath: site.folder.path + "/elsewhere.sqlite")
        let others = [".part", ".1-2-3.part", ".x.part", ".12.parts", ".7.part"].map { site.copy + $0 }
        for path in others { try Data("mine".utf8).write(to: URL(filePath: path)) }
        // The last has the name of a draft, but others may read it.
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: try #require(others.last))
        let before = try site.files()
        let refused = try site.run("backup", site.copy)
        #expect(refused.code == 1 && refused.errors.contains("copy.sqlite.json already"), "\(refused.errors)")
        #expect(try site.files() == before)
    }

    @Test("a draft that somebody still makes is left to him")
    func alive() async throws {
        let site = try BackupSite()
        try await site.makeEmpty()
        let draft = site.copy + ".4711-0.part"
        let lock = try DiskFile.makeLocked(draft)
        #expect(try site.run("backup", site.copy).code == 0)
        #expect(FileManager.default.fileExists(atPath: draft) && BackupLeftovers.isHeld(draft))
        close(lock)
        #expect(!BackupLeftovers.isHeld(draft))
        #expect(try site.run("backup", site.copy).code == 1)
        #expect(!FileManager.default.fileExists(atPath: draft))
    }
}
