/// A password that somebody is given to begin with (mật khẩu dùng một lần): good for nothing but choosing one's own.
///
/// Form: four groups of five letters and digits, none of which is easily taken for another; 100 bits of chance.
public struct OneTimePassword: Sendable {
    private static let alphabet = Array("023456789abcdefghjkmnpqrstuvwxyz")
    private static let groups = 4
    private static let groupLength = 5

    /// The password.
    public let text: String

    /// Draws one.
    init(from entropy: any EntropySource) {
        let letters = entropy.bytes(Self.groups * Self.groupLength).map { Self.alphabet[Int($0 & 31)] }
        text = stride(from: 0, to: letters.count, by: Self.groupLength)
            .map { String(letters[$0..<min($0 + Self.groupLength, letters.count)]) }
            .joined(separator: "-")
    }
}
