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

    private static func pieces(of bytes: [UInt8], parts length: Int) -> [CheckpointScanner.Piece] {
        var pieces = CheckpointPieces()
        var found: [CheckpointScanner.Piece] = []
        for start in stride(from: 0, to: bytes.count, by: length) {
            let part = Array(bytes[start..<min(bytes.count, start + length)])
            guard pieces.add(part, { found.append($0) }) else { break }
        }
        pieces.finish { found.append($0) }
        return found
    }

    @Test("read in parts of any length a file has the pieces that it has as a whole")
    func parts() throws {
        var bytes = [UInt8](repeating: 10, count: 5)
        for size in Int64(1)...200 {
            bytes += try Self.record(size)
            if size.isMultiple(of: 7) { bytes += try Self.record(size).prefix(Int(size)) + [10, 10, 10, 10] }
            if size.isMultiple(of: 50) { bytes += Array("xin chào\n\n".utf8) }
        }
        let whole = CheckpointScanner.pieces(of: bytes).map(\.piece)
        try #require(whole.count > 220)
        for length in [1, 7, 255, 4_096, 20_000, bytes.count] {
            #expect(Self.pieces(of: bytes, parts: length) == whole, "\(length)")
        }
    }

    @Test("rubbish is looked at as often as it is long, whatever it consists of, and given up where it never ends")
    func rubbish() {
        let size = 4 << 20
        let part = 256 << 10
        let zeros = Self.pieces(of: [UInt8](repeating: 0, count: size), parts: part)
        #expect(zeros == [.unreadable])
        #expect(Self.pieces(of: [UInt8](repeating: 10, count: size), parts: part) == [])
        let lines = Array(String(repeating: "motcua.local\n", count: size / 13).utf8)
        #expect(Self.pieces(of: lines, parts: part) == [.unreadable])
        var pieces = CheckpointPieces()
        var taken = 0
        let zero = [UInt8](repeating: 0, count: part)
        while taken < 2 * CheckpointPieces.longestRest, pieces.add(zero, { _ in }) { taken += part }
        #expect(taken < CheckpointPieces.longestRest)
    }

    @Test("of a file full of rubbish only the first defects are kept, and all are counted")
    func manyDefects() throws {
        var known = KnownCheckpoints(by: [try Self.key().verifier])
        for _ in 1...Verifier.maximumDefects + 50 { known.take(.unreadable) }
        #expect(known.defects.count == Verifier.maximumDefects && known.furtherDefects == 50)
    }
}
