/// The PIN that opens a dossier's public look-up (mã tra cứu), four characters that cannot be mistaken.
///
/// Source: domain.md §1.5 (a 4-character PIN on the receipt, as OpenCPS prints).
public struct LookupPIN: Hashable, Sendable {
    /// The characters, upper case.
    public let text: String

    /// The alphabet: digits and capitals without 0, O, 1 and I.
    static let alphabet = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ".utf8)
    /// The length in characters.
    static let length = 4

    /// Draws a PIN; 32 letters make each byte's low five bits one letter, none likelier than another.
    init(from entropy: any EntropySource) {
        let letters = entropy.bytes(Self.length).map { Self.alphabet[Int($0 & 31)] }
        text = String(decoding: letters, as: UTF8.self)
    }

    /// Creates a PIN as it was stored.
    init(stored bytes: [UInt8]) { text = String(decoding: bytes, as: UTF8.self) }

    /// Whether somebody typed this PIN, in any case, with or without blanks.
    ///
    /// The time taken does not tell how much was right.
    func matches(_ typed: String) -> Bool {
        let visible = typed.utf8.prefix(16).filter { $0 != 0x20 && $0 != 0x2D && $0 != 0x2E }
        let letters = visible.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
        return Digest.of(letters).equalsInConstantTime(Digest.of(Array(text.utf8)))
    }
}
