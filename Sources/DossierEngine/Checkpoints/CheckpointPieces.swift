/// Takes a file of checkpoints apart while it is read, a part at a time (đọc dần tệp mốc lịch sử).
///
/// Every byte is looked at a few times at most, whatever stands in the file, and no more of it than ``longestRest`` and
/// one part lies in memory.
public struct CheckpointPieces {
    /// How many bytes without a whole checkpoint show that a file holds none.
    public static let longestRest = 16 << 20
    /// How many pieces stay for the next part, in which the last ones may go on.
    private static let kept = 2
    private static let lineFeed: UInt8 = 10

    private var rest: [UInt8] = []
    /// How many line feeds the rest ends with; more than two say nothing that two do not.
    private var lineFeeds = 0
    /// Whether an empty line came since the rest was taken apart last; without one there is nothing new to find.
    private var hasNewPiece = false

    /// Creates a reader at the beginning of a file.
    public init() {}

    /// Takes the next bytes.
    ///
    /// - Parameters:
    ///   - part: The bytes.
    ///   - take: Takes each piece that is whole by now, in order.
    /// - Returns: Whether to go on; false if the file holds no checkpoints.
    public mutating func add(_ part: [UInt8], _ take: (CheckpointScanner.Piece) -> Void) -> Bool {
        for byte in part { append(byte) }
        if hasNewPiece, rest.count > SignedCheckpoint.maximumBytes * 4 { takeApart(take) }
        return rest.count < Self.longestRest
    }

    /// Takes the pieces at the end of the file.
    ///
    /// - Parameter take: Takes each piece.
    public mutating func finish(_ take: (CheckpointScanner.Piece) -> Void) {
        for found in CheckpointScanner.pieces(of: rest) { take(found.piece) }
        rest = []
    }

    private mutating func append(_ byte: UInt8) {
        guard byte == Self.lineFeed else {
            lineFeeds = 0
            rest.append(byte)
            return
        }
        lineFeeds += 1
        // Empty lines before the first piece, and any beyond the first between two of them, are passed over.
        guard !rest.isEmpty, lineFeeds <= 2 else { return }
        rest.append(byte)
        if lineFeeds == 2 { hasNewPiece = true }
    }

    private mutating func takeApart(_ take: (CheckpointScanner.Piece) -> Void) {
        hasNewPiece = false
        let found = CheckpointScanner.pieces(of: rest)
        guard found.count > Self.kept else { return }
        for whole in found.dropLast(Self.kept) { take(whole.piece) }
        rest.removeFirst(found[found.count - Self.kept].offset)
    }
}
