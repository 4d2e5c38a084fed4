/// A text cut, encoded and numbered, ready for a gateway that takes octets (tin nhắn đã mã hóa).
public struct EncodedMessage: Hashable, Sendable {
    /// The most parts that a message has unless its sender says otherwise.
    ///
    /// Source: project decision, because Kannel's `max-messages` of the documented set-up is 6 and cuts the rest off
    /// without a word; a notice of the office needs one or two.
    public static let defaultMaximumSegments = 6

    /// The alphabet of every part.
    public let alphabet: SMSAlphabet
    /// The parts in order, at least one; only a message of several parts has headers.
    public let parts: [SMSPart]

    /// Cuts and encodes `text`.
    ///
    /// Linear in the text. The same arguments give the same octets.
    ///
    /// - Parameters:
    ///   - text: Any text; it is brought into NFC first.
    ///   - reference: The number that the parts share; a message of one part does not carry it.
    ///   - maximumSegments: The most parts allowed; values outside 1 to 255 count as the nearest of them.
    /// - Throws: ``SMSLengthError`` if the text takes more parts; nothing is ever left off.
    public init(
        _ text: String,
        reference: ConcatenationReference,
        maximumSegments: Int = defaultMaximumSegments
    ) throws(SMSLengthError) {
        let segmentation = SMSSegmentation(text, references: reference.width)
        let maximum = min(max(maximumSegments, 1), ConcatenationHeader.maximumParts)
        guard segmentation.segmentCount <= maximum else {
            throw SMSLengthError(segmentCount: segmentation.segmentCount, maximumSegments: maximum)
        }
        alphabet = segmentation.alphabet
        parts = segmentation.parts.indices.map { Self.part($0, of: segmentation, reference) }
    }

    private static func part(
        _ index: Int,
        of segmentation: SMSSegmentation,
        _ reference: ConcatenationReference
    ) -> SMSPart {
        let count = segmentation.segmentCount
        let header = ConcatenationHeader(
            reference: reference,
            partCount: UInt8(clamping: count),
            place: UInt8(clamping: index + 1)
        )
        let text = segmentation.parts[index]
        return SMSPart(
            alphabet: segmentation.alphabet,
            text: text,
            units: segmentation.unitsByPart[index],
            header: count > 1 ? header : nil,
            // The alphabet was chosen to have every character, so nothing is missing.
            body: segmentation.alphabet.octets(of: text) ?? []
        )
    }
}
