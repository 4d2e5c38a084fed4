import DossierEngine
import SMPP
import SMSText

/// Writes a text as the messages that carry it (mã hóa tin gửi đi).
struct SMPPTextWriting: Sendable {
    let source: SMPPAddress
    let destination: SMPPDescription.Numbering
    let concatenation: SMPPDescription.Concatenation
    let requestsReceipts: Bool
    let maximumSegments: Int
    let smscDefault: SMPPDescription.DefaultAlphabet

    /// The messages of a submission in the order of sending, at least one.
    ///
    /// A receipt is asked for with the last one only: its id is the provider's reference, see
    /// ``SMPPGateway/send(_:)``, and receipts of the others would name ids that nobody keeps.
    ///
    /// - Throws: ``UnsendableText`` for a text that the operator would cut or garble.
    func messages(_ submission: SMSSubmission) throws(UnsendableText) -> [ShortMessage] {
        let outgoing = try OutgoingText(submission.text, maximumSegments: maximumSegments)
        guard let number = SMPPAddress.international(submission.to.e164) else {
            throw UnsendableText(reason: "the number is no international one")
        }
        let receiver = destination.told(number)
        let encoded = try encode(outgoing.text, reference: submission.reference)
        var messages: [ShortMessage] = []
        for (index, part) in encoded.parts.enumerated() {
            var message = ShortMessage(source: source, destination: receiver, text: try octets(part))
            message.dataCoding = DataCoding(rawValue: part.alphabet.dataCoding)
            mark(&message, index: index, count: encoded.parts.count, of: submission)
            messages.append(message)
        }
        return messages
    }

    private func encode(_ text: String, reference: Int64) throws(UnsendableText) -> EncodedMessage {
        let number: ConcatenationReference =
            switch concatenation {
            case .udh: .eightBit(UInt8(truncatingIfNeeded: reference))
            // The operator writes the header, perhaps the longer one, so that room is left for it.
            case .sar: .sixteenBit(UInt16(truncatingIfNeeded: reference))
            }
        do throws(SMSLengthError) {
            return try EncodedMessage(text, reference: number, maximumSegments: maximumSegments)
        } catch {
            throw UnsendableText(reason: error.description)
        }
    }

    private func mark(_ message: inout ShortMessage, index: Int, count: Int, of submission: SMSSubmission) {
        let reference = submission.reference
        if requestsReceipts, submission.wantsReport, index == count - 1 { message.registeredDelivery = .always }
        guard count > 1 else { return }
        switch concatenation {
        case .udh: message.esmClass = .withUserDataHeader
        case .sar:
            message.optionalParameters.partReference = UInt16(truncatingIfNeeded: reference)
            message.optionalParameters.partTotal = UInt8(clamping: count)
            message.optionalParameters.partNumber = UInt8(clamping: index + 1)
        }
    }

    private func octets(_ part: SMSPart) throws(UnsendableText) -> [UInt8] {
        let header =
            switch concatenation {
            case .udh: part.header?.octets ?? []
            case .sar: [UInt8]()
            }
        return header + (try body(part))
    }

    /// The text without header: in GSM 7-bit, or in what the operator has in its place.
    private func body(_ part: SMSPart) throws(UnsendableText) -> [UInt8] {
        switch (part.alphabet, smscDefault) {
        case (.ucs2, _), (.gsm7, .gsm7): part.body
        case (.gsm7, .ascii): try narrow(part.text, below: 0x80)
        case (.gsm7, .latin1): try narrow(part.text, below: 0x100)
        }
    }

    private func narrow(_ text: String, below bound: UInt32) throws(UnsendableText) -> [UInt8] {
        var octets: [UInt8] = []
        for scalar in text.unicodeScalars {
            guard scalar.value < bound, let octet = UInt8(exactly: scalar.value) else {
                throw UnsendableText(reason: "a character is not in the operator's default alphabet")
            }
            octets.append(octet)
        }
        return octets
    }
}
