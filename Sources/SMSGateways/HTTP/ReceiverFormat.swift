import SMSText

/// How a provider wants the receiver's number (dạng số điện thoại).
public enum ReceiverFormat: String, CaseIterable, Sendable {
    /// `+84905123456`.
    case e164
    /// `84905123456`.
    case digits84
    /// `0905123456`.
    case local0

    /// An invented number in this form, with which templates are tried out.
    var example: String {
        switch self {
        case .e164: "+84905123456"
        case .digits84: "84905123456"
        case .local0: "0905123456"
        }
    }

    /// Writes a number in this form.
    func written(_ number: PhoneNumber) -> String {
        switch self {
        case .e164: number.e164
        case .digits84: String(number.e164.dropFirst())
        case .local0: number.national
        }
    }
}

/// How a provider is told the alphabet of a text (cờ bảng mã).
public enum UnicodeFlags: Hashable, Sendable {
    /// The provider finds out by itself; `{unicode}` stays empty.
    case automatic
    /// The provider takes GSM 7-bit texts only; others are refused before they are sent.
    case unsupported
    /// What `{unicode}` becomes for a text in GSM 7-bit and for any other, like `0` and `1`.
    case flags(gsm7: String, ucs2: String)

    /// The flag for a text in an alphabet; nil if the provider does not take it.
    func flag(for alphabet: SMSAlphabet) -> String? {
        switch (self, alphabet) {
        case (.automatic, _), (.unsupported, .gsm7): ""
        case (.unsupported, .ucs2): nil
        case (.flags(let flag, _), .gsm7), (.flags(_, let flag), .ucs2): flag
        }
    }
}
