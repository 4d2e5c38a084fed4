import SMSText

/// A text as Kannel has to get it (nội dung gửi qua Kannel), so that nothing of it is lost there.
///
/// Kannel writes `?` for letters that the chosen alphabet lacks, so the alphabet is chosen here. All characters of
/// GSM 7-bit arrive as they should. Source: trials with Kannel 1.4.5 and an SMPP 3.4 server.
struct KannelText: Hashable, Sendable {
    /// The value of `coding`: 0 for GSM 7-bit, 2 for UCS-2.
    let coding: Int
    /// The text, for `charset=UTF-8`.
    let text: String

    /// Prepares a text.
    ///
    /// - Throws: ``UnsendableText`` if it would be cut.
    init(_ outgoing: OutgoingText) throws(UnsendableText) {
        switch outgoing.alphabet {
        // Kannel keeps an escape and its character in one part by itself.
        case .gsm7:
            coding = 0
            text = outgoing.text
        case .ucs2:
            coding = 2
            text = try outgoing.withWholePairs()
        }
    }
}
