/// The passwords and keys of gateways by name (mật khẩu và khóa của cổng SMS).
///
/// Its description shows the names only, so that it may stand in a log line.
public struct GatewaySecrets: Sendable, CustomStringConvertible, CustomReflectable {
    private let values: [String: String]

    /// Creates secrets.
    ///
    /// - Parameter values: The secrets by name, like `ESMS_API_KEY`.
    public init(_ values: [String: String] = [:]) { self.values = values }

    /// The names, in order.
    public var description: String { "GatewaySecrets(\(values.keys.sorted().joined(separator: ", ")))" }

    /// A mirror without children, so that `dump` shows no secret.
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// The secret of a name; nil if there is none or it is empty.
    subscript(name: String) -> String? {
        guard let value = values[name], !value.isEmpty else { return nil }
        return value
    }

    /// Whether `text` holds a secret or is part of one.
    func overlaps(_ text: String) -> Bool {
        values.values.contains { !$0.isEmpty && ($0.contains(text) || text.contains($0)) }
    }

    /// A text with a mask in the place of each secret, also of one that is percent-encoded.
    func maskedOut(of text: String, by mask: String) -> String {
        // The longest first, because one secret may stand in another.
        let written = Set(values.values).union(values.values.map(TemplateEscaping.query.escaped))
        return written.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
            .reduce(text) { $0.replacing($1, with: mask) }
    }
}
