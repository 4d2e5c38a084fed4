import Testing

@testable import DossierEngine

/// The file of checkpoints after a crash at any byte.
@Suite("A file of checkpoints is read after any crash")
struct CheckpointScannerTests {
    private struct Counting: EntropySource {
        func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0) } }
    }

    private static func key() throws -> CheckpointKey {
        try #require(CheckpointKey(name: "motcua.local", entropy: Counting()))
    }

    private static func note(_ size: Int64) throws -> SignedCheckpoint {
        let root = Digest.of([UInt8(truncatingIfNeeded: size)])
        return try SignedCheckpoint(
            Checkpoint(origin: "motcua.local", size: size, root: root, at: nil),
            by: try key()
        )
    }

    private static func record(_ size: Int64) throws -> [UInt8] { Array((try note(size).note + "\n").utf8) }

    private static func sizes(of bytes: [UInt8]) -> [Int64] {
        CheckpointScanner.pieces(of: bytes).compactMap { found in
            if case .checkpoint(let signed) = found.piece { signed.checkpoint.size } else { nil }
        }
    }

    @Test("whole checkpoints come in their order, with their places")
    func whole() throws {
        let records = try [10, 20, 30].map(Self.record)
        let found = CheckpointScanner.pieces(of: records.flatMap { $0 })
        #expect(found.map(\.offset) == [0, records[0].count, records[0].count + records[1].count])
        #expect(found.map(\.piece) == (try [10, 20, 30].map { .checkpoint(try Self.note($0)) }))
    }

    @Test("a checkpoint cut off at any byte hides neither the one before it nor the one after it")
    func torn() throws {
        let second = try Self.record(20)
        for length in 0..<second.count {
            let cut = try Self.record(10) + second.prefix(length)
            let isWhole = length >= second.count - 2
            #expect(Self.sizes(of: cut) == (isWhole ? [10, 20] : [10]), "\(length)")
            let closed = cut.suffix(2) == [10, 10] ? [] : [UInt8](repeating: 10, count: 2)
            let bytes = try cut + closed + Self.record(30)
            #expect(Self.sizes(of: bytes) == (isWhole ? [10, 20, 30] : [10, 30]), "\(length)")
            var known = KnownCheckpoints(by: [try Self.key().verifier])
            for found in CheckpointScanner.pieces(of: bytes) { known.take(found.piece) }
            #expect(known.defects == [], "\(length)")
            #expect(known.torn == (isWhole || length == 0 ? 0 : 1), "\(length)")
        }
    }

    @Test("what was never written by a crash is a defect")
    func defects() throws {
        let foreign = try #require(CheckpointKey(name: "motcua.other", entropy: Counting()))
        let root = Digest.of([1])
        let other = try SignedCheckpoint(Checkpoint(origin: "motcua.local", size: 40, root: root, at: nil), by: foreign)
        let epoch = try SignedCheckpoint(
            Checkpoint(origin: "motcua.local/epoch-2", size: 5, root: root, at: nil),
            by: try Self.key()
        )
        let cases: [([UInt8], Int)] = [
            (try Self.record(10) + Array("xin chào các bạn\n\n".utf8) + Self.record(20), 1),
            (try Self.record(20) + Self.record(10), 1),
            (try Self.record(10) + Self.record(10), 1),
            (try Self.record(10) + Array((other.note + "\n").utf8), 1),
            (try Self.record(10) + Array((epoch.note + "\n").utf8), 1),
            (try Self.record(10) + Self.record(20), 0),
        ]
        for (bytes, count) in cases {
            var known = KnownCheckpoints(by: [try Self.key().verifier])
            for found in CheckpointScanner.pieces(of: bytes) { known.take(found.piece) }
            #expect(known.defects.count == count, "\(known.defects)")
        }
    }
}
