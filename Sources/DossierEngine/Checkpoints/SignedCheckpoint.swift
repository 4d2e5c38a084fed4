/// A checkpoint with its signatures (mốc lịch sử đã ký).
///
/// Shape: the checkpoint, an empty line, and lines `— <name> <base64 of the key's hash and the signature>`; further
/// signatures, as of witnesses, may stand beside ours. Source: C2SP signed-note.
public struct SignedCheckpoint: Hashable, Sendable {
    /// What is signed.
    public let checkpoint: Checkpoint
    /// The note as it is written, with the line feed at its end.
    public let note: String
    private let signatures: [Substring]
    private let body: String

    /// The longest note, in bytes.
    public static let maximumBytes = 4_096

    /// Signs a checkpoint.
    ///
    /// - Parameters:
    ///   - checkpoint: What is signed.
    ///   - key: By whom.
    /// - Throws: What the cryptographic library throws if the machine has no randomness.
    public init(_ checkpoint: Checkpoint, by key: CheckpointKey) throws {
        let body = checkpoint.text
        let signed = Base64.text(key.verifier.hashBytes + (try key.signature(of: body)))
        let line = "\(Self.dash)\(key.verifier.name) \(signed)"
        self.init(checkpoint: checkpoint, body: body, signatures: [line[...]], note: "\(body)\n\(line)\n")
    }

    /// Reads a note, checking no signature; nil if it is none or is about something else than a checkpoint.
    public init?(note: String) {
        guard note.utf8.count <= Self.maximumBytes, note.hasSuffix("\n"), let gap = Self.gap(in: note) else {
            return nil
        }
        let body = String(note[..<gap.lowerBound]) + "\n"
        let lines = note[gap.upperBound...].dropLast().split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.allSatisfy({ Self.parts(of: $0) != nil }), let checkpoint = Checkpoint(text: body) else {
            return nil
        }
        self.init(checkpoint: checkpoint, body: body, signatures: lines, note: note)
    }

    private init(checkpoint: Checkpoint, body: String, signatures: [Substring], note: String) {
        self.checkpoint = checkpoint
        self.body = body
        self.signatures = signatures
        self.note = note
    }

    /// What a line of a signature begins with: an em dash and a blank.
    static let dash = "\u{2014} "

    /// The empty line between the text and its signatures.
    private static func gap(in note: String) -> Range<String.Index>? {
        let scalars = Array(note.utf8)
        guard let first = scalars.indices.first(where: { $0 > 0 && scalars[$0] == 10 && scalars[$0 - 1] == 10 }) else {
            return nil
        }
        let start = note.utf8.index(note.startIndex, offsetBy: first - 1)
        return start..<note.utf8.index(start, offsetBy: 2)
    }

    /// Whether a key has signed it.
    public func isSigned(by verifier: CheckpointVerifier) -> Bool {
        signatures.contains { line in
            guard let (name, bytes) = Self.parts(of: line), name == verifier.name,
                bytes.starts(with: verifier.hashBytes)
            else { return false }
            return verifier.accepts(Array(bytes.dropFirst(4)), of: body)
        }
    }

    /// Name and bytes of a line; nil if it is none, or was cut off: no algorithm of ours signs in fewer bytes.
    private static func parts(of line: Substring) -> (name: Substring, bytes: [UInt8])? {
        guard line.hasPrefix(dash) else { return nil }
        let parts = line.dropFirst(dash.count).split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, let bytes = Base64.bytes(String(parts[1])), bytes.count >= 4 + 64 else { return nil }
        return (parts[0], bytes)
    }
}
