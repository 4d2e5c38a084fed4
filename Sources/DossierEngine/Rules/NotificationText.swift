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
        return VietnameseText.composed(TextFilling.filled(accentedBody, values, orElse: ""))
    }

    /// The text with its values as a gateway takes it: with accents only if it can be shortened to what that takes.
    ///
    /// Values are shortened as in the text without accents, which goes out where that is not enough. Both are written
    /// for the wider concatenation references, because some operators write these.
    ///
    /// - Parameters:
    ///   - values: The values by placeholder.
    ///   - accented: Whether accents are wanted.
    ///   - maximumSegments: The most segments that the gateway takes, 1 to 255.
    /// - Returns: The text; over the gateway's budget only if even the text without accents cannot be shortened to it.
    /// - Throws: `SMSTemplateError` if a value is missing or cannot be held.
    public func filled(
        _ values: [String: String],
        accented: Bool,
        maximumSegments: Int
    ) throws(SMSTemplateError) -> String {
        if accented {
            let template = try template.unproved(
                body: accentedBody,
                maximumSegments: maximumSegments,
                references: .sixteenBit
            )
            // What cannot be shortened to the budget goes out without accents.
            if let text = try? template.filled(values, accented: true) { return text }
        }
        guard maximumSegments < template.maximumSegments else { return try template.filled(values, accented: false) }
        let shorter = try template.unproved(
            body: template.body,
            maximumSegments: maximumSegments,
            references: .sixteenBit
        )
        // What cannot be shortened any more goes out as it was proved, and the gateway says why it refuses it.
        if let text = try? shorter.filled(values, accented: false) { return text }
        return try template.filled(values, accented: false)
    }
}
