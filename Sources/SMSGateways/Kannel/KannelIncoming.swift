public import DossierEngine

/// The texts of citizens that Kannel brings by calling the `get-url` of an sms-service (tin nhắn đến qua Kannel).
///
/// The address has to hold `from=%p&text=%b&charset=%C&coding=%c&id=%I`. A text in UCS-2 comes as UTF-16BE, or in UTF-8
/// where the smsbox has `mo-recode`.
/// Source: Kannel 1.4.5 user's guide, "SMS-service", and trials with Debian 12.
public enum KannelIncoming {
    /// Reads a text; one that is too long is cut.
    ///
    /// - Parameters:
    ///   - query: The query without `?`, as it came.
    ///   - gateway: The gateway's name.
    /// - Returns: The text.
    /// - Throws: ``UnreadableCall`` if sender or text is missing or cannot be read.
    public static func text(from query: [UInt8], gateway: String) throws(UnreadableCall) -> IncomingText {
        let fields = HTTPFieldReading.query.values(of: ["from", "charset", "coding", "id"], in: query)
        guard let octets = HTTPFieldReading.octets(of: "text", in: query) else { throw UnreadableCall("text") }
        let charset = fields["charset"]?.uppercased() ?? ""
        let isNamed = charset.hasPrefix("UTF-16") || charset.hasPrefix("UCS-2")
        let isWide = isNamed || charset.isEmpty && fields["coding"] == "2"
        guard let text = isWide ? wide(octets) : String(validating: octets, as: UTF8.self) else {
            throw UnreadableCall("text")
        }
        let description = HTTPIncomingDescription(senderField: "from", textField: "text", idField: "id")
        return try description.text(from: fields.merging(["text": text]) { $1 }, gateway: gateway)
    }

    /// Decodes UTF-16BE; nil for an odd number of octets or a broken pair.
    private static func wide(_ octets: [UInt8]) -> String? {
        guard octets.count.isMultiple(of: 2) else { return nil }
        let units = stride(from: 0, to: octets.count, by: 2).map { UInt16(octets[$0]) << 8 | UInt16(octets[$0 + 1]) }
        return String(validating: units, as: UTF16.self)
    }
}
