import Crypto
import FoundationEssentials

/// The key of a subscription's signatures (khóa ký webhook), written `whsec_…` with base64 of 24 to 64 bytes.
///
/// Source: Standard Webhooks, "Signature scheme" (symmetric, `v1`).
public struct WebhookKey: Sendable, CustomStringConvertible {
    /// What a written key begins with.
    public static let prefix = "whsec_"
    /// The lengths that a key may have, in bytes.
    public static let lengths = 24...64

    private let key: SymmetricKey

    /// Reads a written key; nil if it is none.
    public init?(_ written: String) {
        guard written.hasPrefix(Self.prefix), let bytes = Data(base64Encoded: String(written.dropFirst(6))),
            Self.lengths.contains(bytes.count)
        else { return nil }
        key = SymmetricKey(data: bytes)
    }

    /// Nothing of the key.
    public var description: String { "WebhookKey" }

    /// The signature of a notification, as the header has it.
    ///
    /// - Parameters:
    ///   - id: The notification's id.
    ///   - timestamp: When it is sent, in seconds since 1970.
    ///   - body: The body.
    /// - Returns: `v1,` and base64 of HMAC-SHA-256 over id, timestamp and body with points between.
    public func signature(id: String, timestamp: Int64, body: [UInt8]) -> String {
        var hasher = HMAC<SHA256>(key: key)
        hasher.update(data: Array("\(id).\(timestamp).".utf8))
        hasher.update(data: body)
        return "v1," + Base64.text(hasher.finalize())
    }
}
