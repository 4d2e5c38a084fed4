import Foundation
import Testing

@testable import motcua

/// Where a file belongs there may be a pipe, a device or a folder: nothing waits for it, and nothing is copied without
/// end.
@Suite(.timeLimit(.minutes(60)))
struct StrangeFileTests {
    private func expectRefused(
        _ arguments: [String],
        _ word: String,
        _ line: SourceLocation = #_sourceLocation
    ) throws {
        let refused = try Program.run(arguments + ["--config", Checkout.config])
        #expect(refused.code == 1 && refused.errors.contains(word), "\(refused.errors)", sourceLocation: line)
    }

    @Test("a pipe or a device as copy or manifest is refused at once, and leaves nothing behind")
    func copies() async throws {
        let site = try BackupSite()
        try await site.serve(registering: 1)
        #expect(try site.run("backup", site.copy).code == 0)
        let before = try site.files().filter { !$0.key.hasPrefix("copy.") }
        let common = ["restore", site.copy, "--serial-gap", "0", "--database", site.database]
        for path in [site.copy, site.copy + ".json"] {
            try FileManager.default.moveItem(atPath: path, toPath: path + ".kept")
            try #require(mkfifo(path, 0o600) == 0)
            try expectRefused(common, "\(path) is no ordinary file")
            unlink(path)
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/zero")
            try expectRefused(common, "\(path) is no ordinary file")
            unlink(path)
            try FileManager.default.moveItem(atPath: path + ".kept", toPath: path)
            #expect(try site.files().filter { !$0.key.hasPrefix("copy.") } == before)
        }
        #expect(try Program.run(common + ["--config", Checkout.config]).code == 0)
    }

    @Test("a copy that grew is not copied past its length")
    func longCopy() throws {
        let folder = try TemporaryFolder()
        let (path, copy) = (folder.path + "/long", folder.path + "/copy")
        try Data(repeating: 1, count: 3 << 20).write(to: URL(filePath: path))
        let failure = #expect(throws: CommandFailure.self) {
            try DiskFile.copy(path, to: copy, length: (2 << 20) + 5) { _ in }
        }
        #expect(failure?.description.contains("grew while it was copied") == true)
        #expect(!DiskFile.exists(copy))
        #expect(try DiskFile.copy(path, to: copy, length: 3 << 20) { _ in }.bytes == 3 << 20)
    }

    @Test("a pipe or a folder as file of checkpoints or of a key is named, by every command that reads it")
    func beside() async throws {
        let site = try BackupSite()
        try await site.serve(registering: 1)
        let common = ["--database", site.database]
        for (path, commands) in [
            (site.folder.checkpoints, ["verify", "doctor"]), (site.folder.checkpointKey, ["verify", "doctor"]),
            (site.folder.path + "/motcua.key", ["doctor"]),
        ] {
            try FileManager.default.moveItem(atPath: path, toPath: path + ".kept")
            for isPipe in [true, false] {
                if isPipe {
                    try #require(mkfifo(path, 0o600) == 0)
                } else {
                    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
                    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
                }
                for command in commands {
                    let told = try Program.run([command] + common + ["--config", Checkout.config])
                    let words = told.output + told.errors
                    #expect(told.code != 0 && !words.contains("Cocoa"), "\(command) \(path): \(words)")
                    #expect(words.contains("no ordinary file") || words.contains("cannot be"), "\(words)")
                }
                try FileManager.default.removeItem(atPath: path)
            }
            try FileManager.default.moveItem(atPath: path + ".kept", toPath: path)
        }
        #expect(try site.run("verify").code == 0)
    }

    @Test("a pipe in the place of the database, or of its lock, holds no command up")
    func database() throws {
        let folder = try TemporaryFolder()
        try #require(mkfifo(folder.database, 0o600) == 0)
        let common = ["--database", folder.database]
        for command in [["verify"], ["migrate"], ["backup", folder.path + "/copy"], ["user", "list"]] {
            try expectRefused(command + common, "is no ordinary file")
        }
        let found = try Program.run(["doctor"] + common + ["--config", Checkout.config])
        #expect(found.code == 2 && found.output.contains("is no ordinary file"), "\(found.output)")
        try #require(mkfifo(folder.database + ".lock", 0o600) == 0)
        #expect(try Program.run(["doctor"] + common + ["--config", Checkout.config]).code == 2)
    }
}
