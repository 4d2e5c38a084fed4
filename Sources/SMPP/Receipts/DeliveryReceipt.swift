// SMPP v3.4, sections 2.11 (receipts), 5.2.12 (esm_class), 5.3.2.12 and 5.3.2.35 (parameters), appendix B (text form).

/// What an SMSC reports about a message that it took (báo cáo gửi tin).
///
/// Read from the optional parameters first, then from the text, field by field.
public struct DeliveryReceipt: Hashable, Sendable {
    /// The id of the message as the SMSC writes it here; compare it by ``MessageIDMatching``.
    public let messageID: String
    /// The id in the text, which some SMSCs write otherwise than in the parameter; nil if none stands there.
    public let textID: String?
    /// The state; ``ReceiptState/unknown`` also for a word or number that the specification does not have.
    public let state: ReceiptState
    /// Whether the SMSC sent it as an intermediate notification.
    public let isIntermediate: Bool
    /// The error as the SMSC writes it, mostly three digits, vendor specific; nil if none is given.
    public let errorText: String?
    /// The network's error; nil if none is given.
    public let networkErrorCode: NetworkErrorCode?
    /// The moment of submission as the SMSC writes it, mostly `YYMMDDhhmm` in its own time zone; nil if not given.
    public let submitDate: String?
    /// The moment of the state, written likewise; nil if not given.
    public let doneDate: String?
    /// The phone that the message was sent to, which is the sender of the receipt.
    public let phone: SMPPAddress

    /// Reads a delivered message as a receipt.
    ///
    /// Nil if it is not marked as a receipt, neither by esm_class nor by receipted_message_id; or if no id can be found
    /// in it.
    public init?(_ message: ShortMessage) {
        let parameters = message.optionalParameters
        let receiptedID = parameters.receiptedMessageID.flatMap { $0.isEmpty ? nil : $0 }
        let esmClass = message.esmClass
        guard esmClass.isDeliveryReceipt || esmClass.isIntermediateNotification || receiptedID != nil else {
            return nil
        }
        let text = ReceiptText(Self.text(of: message))
        guard let messageID = receiptedID ?? text[.id] else { return nil }
        self.messageID = messageID
        textID = text[.id]
        state =
            parameters.messageState.flatMap(ReceiptState.init(number:))
            ?? text[.state].flatMap(ReceiptState.init(word:))
            ?? .unknown
        isIntermediate = esmClass.isIntermediateNotification
        errorText = text[.error]
        networkErrorCode = parameters.networkErrorCode
        submitDate = text[.submitDate]
        doneDate = text[.doneDate]
        phone = message.source
    }

    /// The text as ASCII or UTF-16; other alphabets agree with Latin-1 in the letters of the form.
    private static func text(of message: ShortMessage) -> String {
        let content = message.content
        let hasHeader = message.esmClass.hasUserDataHeader
        let text = hasHeader ? UserDataHeader(leading: content)?.text ?? content : content
        return message.dataCoding == .ucs2 ? TextAlphabet.ucs2.text(text) : Latin1.text(text)
    }
}
