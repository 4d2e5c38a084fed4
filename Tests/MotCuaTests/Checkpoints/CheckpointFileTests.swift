import DossierEngine
import Foundation
import Testing

@testable import motcua

/// The append-only file and the file of the key.
@Suite("The file of checkpoints and the key on disk")
struct CheckpointFileTests {
    private static func key() throws -> CheckpointKey {
        try #require(CheckpointKey(name: "motcua.local", entropy: SystemEntropy()))
    }

    private static func signed(_ size: Int64, by key: CheckpointKey) throws -> SignedCheckpoint {
        let root = Digest.of(Array("\(size)".utf8))
        return try SignedCheckpoint(Checkpoint(origin: "motcua.local", size: size, root: root, at: nil), by: key)
    }

    @Test("pages go from the newest to the oldest, each checkpoint once")
    func pages() async throws {
        let folder = try TemporaryFolder()
        let key = try Self.key()
        let file = CheckpointFile(path: folder.checkpoints)
        #expect(try await file.last() == nil)
        #expect(try await file.page(before: nil, limit: 10).checkpoints == [])
        for size in Int64(1)...25 { try await file.append(try Self.signed(size, by: key)) }
        #expect(try await file.last()?.checkpoint.size == 25)
        var sizes: [[Int64]] = []
        var place: Int64?
        repeat {
            let page = try await file.page(before: place, limit: 10)
            sizes.append(page.checkpoints.map(\.checkpoint.size))
            place = page.next
        } while place != nil
        #expect(sizes == [(16...25).reversed(), (6...15).reversed(), (1...5).reversed()])
        let text = try String(contentsOfFile: folder.checkpoints, encoding: .utf8)
        #expect(text.hasPrefix("motcua.local\n1\n") && text.hasSuffix("\n\n"))
    }

    @Test("thousands are read part by part, in their order")
    func long() throws {
        let folder = try TemporaryFolder()
        let key = try Self.key()
        let notes = try (Int64(1)...4_000).map { try Self.signed($0, by: key).note + "\n" }
        try notes.joined().write(toFile: folder.checkpoints, atomically: true, encoding: .utf8)
        var sizes: [Int64] = []
        try CheckpointFile.read(folder.checkpoints) { piece in
            if case .checkpoint(let signed) = piece { sizes.append(signed.checkpoint.size) }
        }
        #expect(sizes == Array(1...4_000))
    }

    @Test("a torn end is closed before the next checkpoint, and never taken for one")
    func torn() async throws {
        let folder = try TemporaryFolder()
        let key = try Self.key()
        let file = CheckpointFile(path: folder.checkpoints)
        let whole = Array((try Self.signed(1, by: key).note + "\n").utf8)
        let second = Array((try Self.signed(2, by: key).note + "\n").utf8)
        for length in [1, 13, 14, 15, 40, 62, 63, 64, 66, 80, second.count - 3] {
            try Data(whole + second.prefix(length)).write(to: URL(filePath: folder.checkpoints))
            #expect(try await file.last()?.checkpoint.size == 1, "\(length)")
            try await file.append(try Self.signed(3, by: key))
            #expect(try await file.last()?.checkpoint.size == 3, "\(length)")
            let page = try await file.page(before: nil, limit: 10)
            #expect(page.checkpoints.map(\.checkpoint.size) == [3, 1], "\(length)")
        }
        try Data(second.prefix(20)).write(to: URL(filePath: folder.checkpoints))
        #expect(try await file.last() == nil, "the very first was torn")
    }

    @Test("a file of something else is refused, not written to")
    func otherFile() async throws {
        let folder = try TemporaryFolder()
        try "xin chào\n".write(toFile: folder.checkpoints, atomically: true, encoding: .utf8)
        await #expect(throws: CheckpointLogError.self) {
            _ = try await CheckpointFile(path: folder.checkpoints).last()
        }
    }

    @Test("a key is made once, for its owner only, and others may not read it")
    func keyFile() throws {
        let folder = try TemporaryFolder()
        let made = try CheckpointKeyFile.open(folder.checkpointKey, name: "motcua.local", entropy: SystemEntropy())
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.checkpointKey)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        let again = try CheckpointKeyFile.open(folder.checkpointKey, name: "motcua.local", entropy: SystemEntropy())
        #expect(made.written == again.written)
        #expect(throws: CommandFailure.self) {
            try CheckpointKeyFile.open(folder.checkpointKey, name: "motcua.other", entropy: SystemEntropy())
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder.checkpointKey)
        #expect(throws: CommandFailure.self) { try CheckpointKeyFile.read(folder.checkpointKey) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["motcua.checkpoint-key"])
    }
}
