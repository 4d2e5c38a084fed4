public import DossierEngine

/// Where a provider says what in a citizen's text (mô tả tin nhắn đến), as plain values from a file.
public struct HTTPIncomingDescription: Hashable, Sendable {
    /// Scalars of a text that are taken: ten segments, far more than any request; the rest is cut off.
    public static let maximumTextLength = 1530
    /// Scalars of a sender that are taken; a number has far fewer.
    public static let maximumSenderLength = 128

    /// The field with the sender.
    public var senderField: String
    /// The field with the text.
    public var textField: String
    /// The field with the provider's id; nil if it gives none, so that a second delivery cannot be told.
    public var idField: String?

    /// Describes an incoming text.
    ///
    /// - Parameters:
    ///   - senderField: The field with the sender.
    ///   - textField: The field with the text.
    ///   - idField: The field with the provider's id; nil if it gives none.
    public init(senderField: String = "sender", textField: String = "text", idField: String? = "id") {
        self.senderField = senderField
        self.textField = textField
        self.idField = idField
    }

    /// The fields that are read.
    public var fields: [String] { [senderField, textField, idField].compactMap(\.self) }

    /// Reads a text; one that is too long is cut, because its sender is owed an answer.
    ///
    /// - Parameters:
    ///   - values: The fields of the call, see ``HTTPFieldReading``.
    ///   - gateway: The gateway's name.
    /// - Returns: The text, its id as long as it came.
    /// - Throws: ``UnreadableCall`` if sender or text is missing or the sender is too long.
    public func text(from values: [String: String], gateway: String) throws(UnreadableCall) -> IncomingText {
        guard !values.isEmpty else { throw UnreadableCall(nil) }
        guard let sender = values[senderField], !sender.isEmpty,
            sender.unicodeScalars.count <= Self.maximumSenderLength
        else { throw UnreadableCall(senderField) }
        guard let text = values[textField] else { throw UnreadableCall(textField) }
        let id = idField.flatMap { values[$0] }.flatMap { $0.isEmpty ? nil : $0 }
        let beginning = String(String.UnicodeScalarView(text.unicodeScalars.prefix(Self.maximumTextLength)))
        return IncomingText(gateway: gateway, providerID: id, sender: sender, text: beginning)
    }
}
