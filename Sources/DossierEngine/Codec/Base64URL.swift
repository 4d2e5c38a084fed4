/// Base64 with the alphabet for addresses and without padding, as tokens and cursors have it (Base64URL).
///
/// Source: RFC 7515, 2; RFC 4648, 5.
public enum Base64URL {
    /// Writes bytes.
    public static func text(_ bytes: some Sequence<UInt8>) -> String {
        Base64.text(bytes).replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Reads bytes; nil if the text is not the one form in which they are written.
    public static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        let plain = String(text).replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        guard let bytes = Base64.bytes(plain + padding), Self.text(bytes) == text else { return nil }
        return bytes
    }
}
