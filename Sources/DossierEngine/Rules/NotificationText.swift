public import SMSText

/// A text to applicants (mẫu tin nhắn) in the two ways it may be sent.
public struct NotificationText: Sendable {
    /// The text without accents, proved to fit its segments.
    public let template: SMSTemplate
    /// The same text with accents and the same placeholders; it may take more segments.
    public let accentedBody: String

    /// Creates a text.
    public init(template: SMSTemplate, accentedBody: String) {
        self.template = template
        self.accentedBody = accentedBody
    }

    /// The text with its values.
    ///
    /// - Parameters:
    ///   - values: The values by placeholder.
    ///   - accented: Whether accents are kept.
    /// - Returns: The text.
    /// - Throws: `SMSTemplateError` if a value is missing or cannot be held.
    public func filled(_ values: [String: String], accented: Bool) throws(SMSTemplateError) -> String {
        guard accented else { return try template.filled(values, accented: false) }
        var text = ""
        var rest = accentedBody[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            text += rest[..<open]
            text += values[String(rest[rest.index(after: open)..<close])] ?? ""
            rest = rest[rest.index(after: close)...]
        }
        return VietnameseText.composed(text + rest)
    }
}
