import SMSText

/// A text that may be handed to a gateway (nội dung gửi đi): not empty, in NFC, of no more segments than allowed.
struct OutgoingText: Hashable, Sendable {
    /// The text in NFC.
    let text: String
    /// The alphabet in which it has to travel.
    let alphabet: SMSAlphabet
    private let maximumSegments: Int

    /// Checks a text.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - maximumSegments: The most segments that it may take.
    ///   - missing: Characters of GSM 7-bit that the gateway does not write rightly; a text with one goes out in UCS-2.
    /// - Throws: ``UnsendableText`` for a text that a gateway would take and then cut or lose.
    init(
        _ text: String,
        maximumSegments: Int,
        missing: Set<Unicode.Scalar> = []
    ) throws(UnsendableText) {
        guard VietnameseText.hasVisibleText(text) else { throw UnsendableText(reason: "the text is empty") }
        let segmentation = SMSSegmentation(text)
        self.text = segmentation.parts.joined()
        self.maximumSegments = maximumSegments
        alphabet = self.text.unicodeScalars.contains(where: missing.contains) ? .ucs2 : segmentation.alphabet
        let isWidened = alphabet != segmentation.alphabet
        let needed = isWidened ? segments(of: self.text) : segmentation.segmentCount
        guard needed <= maximumSegments else { throw tooLong(needed) }
    }

    /// The text with a blank before each pair that a gateway would cut which counts units blindly.
    ///
    /// Kannel and smstools begin a new part after 67 units even inside a surrogate pair, and smstools after 153 even
    /// behind an escape. The blank moves the pair into the next part. Source: trials with Kannel 1.4.5 and smstools
    /// 3.1; project decision, because a blank reads better than two halves of a character.
    ///
    /// - Throws: ``UnsendableText`` if the blanks make it longer than allowed.
    func withWholePairs() throws(UnsendableText) -> String {
        guard unitsUsed(text) > alphabet.singlePartLimit else { return text }
        let limit = alphabet.concatenatedPartLimit
        var result = String.UnicodeScalarView()
        var unitsOfPart = 0
        for scalar in text.unicodeScalars {
            let width = unitsUsed(String(scalar))
            if unitsOfPart + width > limit {
                if unitsOfPart < limit { result.append(" ") }
                unitsOfPart = 0
            }
            result.append(scalar)
            unitsOfPart += width
        }
        let padded = String(result)
        guard segments(of: padded) <= maximumSegments else { throw tooLong(segments(of: padded)) }
        return padded
    }

    private func segments(of text: String) -> Int {
        let units = unitsUsed(text)
        let limit = alphabet.concatenatedPartLimit
        return units <= alphabet.singlePartLimit ? 1 : (units + limit - 1) / limit
    }

    /// The units of a text whose characters the alphabet has.
    private func unitsUsed(_ text: String) -> Int { alphabet.units(of: text) ?? 0 }

    private func tooLong(_ segments: Int) -> UnsendableText {
        UnsendableText(reason: "the text takes \(segments) segments, more than \(maximumSegments)")
    }
}

/// Why a text can never be sent (lý do không gửi được).
struct UnsendableText: Error, Hashable {
    /// The reason, without a word of the text.
    let reason: String
}
