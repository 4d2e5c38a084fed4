/// How a text would travel (xem trước tin nhắn), before anybody pays for it.
public struct SMSPreview: Hashable, Sendable {
    /// The alphabet in which the text would travel as it is; its raw value is `GSM-7` or `UCS-2`.
    public let alphabet: SMSAlphabet
    /// The number of messages that would be sent and paid for, at least 1.
    public let segments: Int
    /// The text of each message in order, in NFC; joined they are the whole text.
    public let parts: [String]
    /// The text without accents, which always travels in GSM 7-bit.
    public let unaccented: String

    /// Cuts `text` as it would be cut for sending.
    ///
    /// Linear in the text. A text of any length is shown whole; whether it may be sent is judged at sending.
    ///
    /// - Parameters:
    ///   - text: Any text; it is brought into NFC first.
    ///   - references: The width of the references that the gateway writes.
    public init(_ text: String, references: ConcatenationReference.Width = .eightBit) {
        let segmentation = SMSSegmentation(text, references: references)
        alphabet = segmentation.alphabet
        segments = segmentation.segmentCount
        parts = segmentation.parts
        unaccented = VietnameseText.unaccented(VietnameseText.composed(text))
    }
}
