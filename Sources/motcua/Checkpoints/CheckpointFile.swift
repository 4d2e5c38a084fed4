import DossierEngine
import Foundation
import Glibc

/// The append-only file of checkpoints on disk (tệp mốc lịch sử).
///
/// A checkpoint is added by one write at the file's end and a sync; nothing is ever taken away, so the file may be made
/// append-only for the system too (`chattr +a`). What a crash left of one is closed by an empty line before the next.
struct CheckpointFile: CheckpointLog {
    private let path: String
    /// Who waits for a disk that hangs can give up, and the end of the service does.
    private let disk = DiskThread("checkpoints")

    /// How much of the file is read at once.
    private static let partBytes = 256 << 10
    /// How many bytes a page takes for each checkpoint: twice what one has without witnesses.
    private static let entryBytes: Int64 = 512
    /// How far back the last checkpoint is looked for.
    private static let tailBytes: Int64 = 64 << 10

    init(path: String) { self.path = path }

    func last() async throws -> SignedCheckpoint? { try await disk.run { try readLast() } }

    private func readLast() throws -> SignedCheckpoint? {
        guard let file = try open(forWriting: false) else { return nil }
        defer { close(file) }
        let window = try Self.window(in: file, before: try Self.size(of: file), bytes: Self.tailBytes)
        let last = window.pieces.last { $0.piece.signed != nil }?.piece.signed
        let isBegun = window.start == 0 && window.pieces.allSatisfy { $0.piece == .torn }
        guard last != nil || isBegun else { throw CheckpointLogError("\(path) does not end with a checkpoint") }
        return last
    }

    func append(_ checkpoint: SignedCheckpoint) async throws {
        try await disk.run {
            guard let file = try open(forWriting: true) else { return }
            defer { close(file) }
            let size = try Self.size(of: file)
            let end = try Self.bytes(of: file, in: max(0, size - 2)..<size)
            let isClosed = size == 0 || end == [10, 10]
            let bytes = Array(((isClosed ? "" : "\n\n") + checkpoint.note + "\n").utf8)
            guard write(file, bytes, bytes.count) == bytes.count, fsync(file) == 0 else { throw failure("written") }
            if size == 0 { try DiskFolder.sync(of: path) }
        }
    }

    func page(before place: Int64?, limit: Int) async throws -> (checkpoints: [SignedCheckpoint], next: Int64?) {
        try await disk.run { try readPage(before: place, limit: limit) }
    }

    private func readPage(
        before place: Int64?,
        limit: Int
    ) throws -> (checkpoints: [SignedCheckpoint], next: Int64?) {
        guard let file = try open(forWriting: false) else { return ([], nil) }
        defer { close(file) }
        let end = min(place ?? .max, try Self.size(of: file))
        let bytes = Self.entryBytes * Int64(limit) + Int64(SignedCheckpoint.maximumBytes) * 2
        let window = try Self.window(in: file, before: end, bytes: bytes)
        let found = window.pieces.filter { $0.piece.signed != nil }.suffix(limit)
        let first = found.first.map { window.start + Int64($0.offset) } ?? window.start
        return (found.reversed().compactMap(\.piece.signed), first > 0 ? first : nil)
    }

    /// The last pieces of the file, in its order, whatever they are.
    ///
    /// - Parameter limit: How many at most.
    /// - Returns: The pieces; none if there is no file.
    /// - Throws: `CheckpointLogError` if it cannot be read.
    func tail(_ limit: Int) async throws -> [CheckpointScanner.Piece] {
        try await disk.run {
            guard let file = try open(forWriting: false) else { return [] }
            defer { close(file) }
            let bytes = Self.entryBytes * Int64(limit)
            let window = try Self.window(in: file, before: try Self.size(of: file), bytes: bytes)
            return window.pieces.suffix(limit).map(\.piece)
        }
    }

    /// Everything in the file, in its order and a part at a time.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - take: Takes a piece.
    /// - Throws: ``CommandFailure`` if it cannot be read.
    static func read(_ path: String, _ take: (CheckpointScanner.Piece) -> Void) throws {
        let file = try DiskFile.openOrdinary(path)
        var pieces = CheckpointPieces()
        while let part = try file.read(upToCount: partBytes), !part.isEmpty {
            guard pieces.add(Array(part), take) else {
                throw CommandFailure(
                    "The file \(path) holds no checkpoints.",
                    vietnamese: "Tệp \(path) không chứa mốc lịch sử nào; hãy chỉ ra tệp khác."
                )
            }
        }
        pieces.finish(take)
    }

    private func open(forWriting: Bool) throws -> Int32? {
        let file =
            forWriting
            ? Glibc.open(path, O_CREAT | O_RDWR | O_APPEND | O_NONBLOCK | O_CLOEXEC, 0o644)
            : Glibc.open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        if file < 0, errno == ENOENT, !forWriting { return nil }
        guard file >= 0 else { throw failure("opened") }
        guard DiskFile.isOrdinary(file) else {
            close(file)
            throw CheckpointLogError("\(path) is no ordinary file")
        }
        return file
    }

    private func failure(_ what: String) -> CheckpointLogError {
        CheckpointLogError("\(path) cannot be \(what): \(String(cString: strerror(errno)))")
    }

    private static func size(of file: Int32) throws -> Int64 {
        let end = lseek(file, 0, SEEK_END)
        guard end >= 0 else { throw CheckpointLogError("the file has no size") }
        return Int64(end)
    }

    private static func bytes(of file: Int32, in range: Range<Int64>) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: range.count)
        let count = pread(file, &bytes, bytes.count, off_t(range.lowerBound))
        guard count == bytes.count else { throw CheckpointLogError("the file ends sooner than it says") }
        return bytes
    }

    /// The pieces that end before a place, with the place of the window's first byte.
    private static func window(
        in file: Int32,
        before end: Int64,
        bytes count: Int64
    ) throws -> (start: Int64, pieces: [CheckpointScanner.Found]) {
        let start = max(0, end - count)
        let bytes = try bytes(of: file, in: start..<max(start, end))
        var pieces = CheckpointScanner.pieces(of: bytes)
        // A window that begins in the middle of the file begins in the middle of a checkpoint, or seems to.
        if start > 0, !pieces.isEmpty { pieces.removeFirst() }
        return (start, pieces)
    }
}
