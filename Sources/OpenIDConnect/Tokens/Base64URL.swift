import Foundation

/// Base 64 with the alphabet for addresses and without padding (Base64URL).
///
/// Source: RFC 7515, 2; RFC 4648, 5.
enum Base64URL {
    /// The text of bytes.
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// The bytes of a text; nil unless it is written in the one way that there is.
    static func bytes(_ text: Substring) -> [UInt8]? {
        let plain = String(text).replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: plain + padding), Self.text(data) == text else { return nil }
        return Array(data)
    }
}

/// Base 64 as fields of HTTP have it (Base64).
///
/// Source: RFC 7617, 2.
enum Base64Text {
    /// The base 64 of a text.
    static func of(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
}
