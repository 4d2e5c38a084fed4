import FoundationEssentials

/// Base64 with padding (RFC 4648, section 4), as checkpoints and their keys have it.
public enum Base64 {
    /// Writes bytes.
    public static func text(_ bytes: some Sequence<UInt8>) -> String { Data(bytes).base64EncodedString() }

    /// Reads bytes; nil if the text is not the one form in which they are written.
    public static func bytes(_ text: String) -> [UInt8]? {
        guard let data = Data(base64Encoded: text), data.base64EncodedString() == text else { return nil }
        return Array(data)
    }

    /// Reads a digest; nil if it is none.
    public static func digest(_ text: String) -> Digest? { bytes(text).flatMap(Digest.init(bytes:)) }
}
