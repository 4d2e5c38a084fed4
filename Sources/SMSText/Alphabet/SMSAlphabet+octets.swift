// 3GPP TS 23.038, sections 6.2.1 (GSM 7-bit) and 6.2.3 (UCS-2); SMPP 3.4, section 5.2.19 (data_coding).

extension SMSAlphabet {
    /// The SMPP `data_coding` of this alphabet (mã bảng mã): 0x00 or 0x08.
    public var dataCoding: UInt8 {
        switch self {
        case .gsm7: 0x00
        case .ucs2: 0x08
        }
    }

    /// The octets of `text`, which has to be in NFC; nil if the alphabet does not have one of its characters.
    ///
    /// In GSM 7-bit one octet for each septet, 0x00 to 0x7F, an extension character as 0x1B and its code. In UCS-2 two
    /// octets for each UTF-16 unit, the high one first, without a byte order mark. Linear in the text.
    public func octets(of text: String) -> [UInt8]? {
        switch self {
        case .gsm7: GSMAlphabet.codes(of: text)
        case .ucs2: text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        }
    }

    /// The text that received octets stand for, without a header; nil if they cannot be of this alphabet.
    ///
    /// In GSM 7-bit an octet above 0x7F is refused; an escape before a code without an extension character shows the
    /// basic character, and an escape before an escape or at the end a space. In UCS-2 an odd number of octets is
    /// refused, and half of a surrogate pair becomes U+FFFD. Source: 3GPP TS 23.038, sections 6.2.1 and 6.2.1.1.
    public func text(of octets: [UInt8]) -> String? {
        switch self {
        case .gsm7:
            return GSMAlphabet.text(of: octets)
        case .ucs2:
            guard octets.count.isMultiple(of: 2) else { return nil }
            let units = stride(from: 0, to: octets.count, by: 2).map {
                UInt16(octets[$0]) << 8 | UInt16(octets[$0 + 1])
            }
            return String(decoding: units, as: UTF16.self)
        }
    }
}
