/// Takes the bytes of a file of checkpoints apart (đọc tệp mốc lịch sử).
///
/// Each checkpoint is followed by an empty line. What a crash left of one ends with an empty line too, once the next
/// is added: a text without its signatures, or the beginning of a line; it is passed over and counted.
public struct CheckpointScanner {
    /// A piece of the file.
    public enum Piece: Hashable, Sendable {
        /// A whole checkpoint.
        case checkpoint(SignedCheckpoint)
        /// The beginning of one, which a crash left.
        case torn
        /// Anything else.
        case unreadable

        /// The checkpoint; nil for anything else.
        public var signed: SignedCheckpoint? {
            if case .checkpoint(let signed) = self { signed } else { nil }
        }
    }

    /// What is read, with the place of its first byte.
    public struct Found: Hashable, Sendable {
        /// Where it begins, counted from the scanner's first byte.
        public let offset: Int
        /// The piece.
        public let piece: Piece
    }

    private let bytes: [UInt8]
    private var place = 0

    /// Creates a scanner of bytes.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// All pieces in their order.
    public static func pieces(of bytes: [UInt8]) -> [Found] {
        var scanner = CheckpointScanner(bytes)
        var found: [Found] = []
        while let next = scanner.next() { found.append(next) }
        return found
    }

    /// The next piece; nil at the end.
    public mutating func next() -> Found? {
        guard let text = paragraph() else { return nil }
        let after = place
        if let signatures = paragraph(), startsWithDash(signatures) {
            // Whatever is longer was never written, and needs no closer look.
            guard text.count + signatures.count < SignedCheckpoint.maximumBytes else {
                return Found(offset: text.lowerBound, piece: .unreadable)
            }
            let isEnded = bytes[signatures].last == 10
            let note = Array(bytes[text]) + [10] + Array(bytes[signatures]) + (isEnded ? [] : [10])
            if let string = String(validating: note, as: UTF8.self), let signed = SignedCheckpoint(note: string) {
                return Found(offset: text.lowerBound, piece: .checkpoint(signed))
            }
            // The last signature may have been cut off by a crash; anything else was never written by this program.
            let isCut = Self.isBeginning(of: bytes[text]) && Self.isCutSignature(bytes[signatures])
            return Found(offset: text.lowerBound, piece: isCut ? .torn : .unreadable)
        }
        place = after
        return Found(offset: text.lowerBound, piece: Self.isBeginning(of: bytes[text]) ? .torn : .unreadable)
    }

    /// The next lines up to an empty one, their line feeds included.
    private mutating func paragraph() -> Range<Int>? {
        while place < bytes.count, bytes[place] == 10 { place += 1 }
        guard place < bytes.count else { return nil }
        let start = place
        while place < bytes.count, !(bytes[place] == 10 && (place + 1 == bytes.count || bytes[place + 1] == 10)) {
            place += 1
        }
        if place < bytes.count { place += 1 }
        return start..<place
    }

    private func startsWithDash(_ range: Range<Int>) -> Bool {
        let dash = Array(SignedCheckpoint.dash.utf8)
        let beginning = bytes[range].prefix(dash.count).prefix { $0 != 10 }
        return !beginning.isEmpty && dash.starts(with: beginning) && beginning.first == dash[0]
    }

    /// Whether bytes can be the beginning of a checkpoint's text.
    private static func isBeginning(of bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count <= SignedCheckpoint.maximumBytes else { return false }
        let text = String(decoding: bytes, as: UTF8.self)
        if Checkpoint(text: text) != nil { return true }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
        guard let origin = lines.first, CheckpointVerifier.isName(String(origin)) else { return false }
        let size = lines.dropFirst().first.map { $0.allSatisfy { ("0"..."9").contains($0) } } ?? true
        let root = lines.dropFirst(2).first.map { lines.count > 3 ? Base64.digest(String($0)) != nil : $0.count <= 44 }
        return size && root ?? true
    }

    /// Whether bytes can be the beginning of a line with a signature.
    private static func isCutSignature(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.dropLast(bytes.last == 10 ? 1 : 0).contains(10) == false
    }
}
