/// An alphabet in which a text message travels (bảng mã tin nhắn).
public enum SMSAlphabet: String, Sendable, Hashable, CaseIterable {
    /// The GSM 7-bit default alphabet with its extension table, measured in septets (3GPP TS 23.038, section 6.2.1).
    case gsm7 = "GSM-7"
    /// UTF-16 code units, measured in units of two octets (3GPP TS 23.038, section 6.2.3).
    case ucs2 = "UCS-2"

    /// The narrowest alphabet that carries every character of `text`, which has to be in NFC.
    public init(fitting text: String) {
        self = text.unicodeScalars.allSatisfy { GSMAlphabet.septets(of: $0) != nil } ? .gsm7 : .ucs2
    }

    /// The units that a text of one part may hold: 160 septets or 70 UTF-16 units.
    public var singlePartLimit: Int {
        switch self {
        case .gsm7: 160
        case .ucs2: 70
        }
    }

    /// The units that each part of a longer text may hold: 153 or 67, six octets going to the 8-bit concatenation
    /// header.
    ///
    /// Source: 3GPP TS 23.040, section 9.2.3.24.1.
    public var concatenatedPartLimit: Int { concatenatedPartLimit(references: .eightBit) }

    /// The units that each part of a longer text may hold beside its concatenation header.
    ///
    /// With 8-bit references 153 septets or 67 UTF-16 units, with 16-bit ones 152 or 66: what 140 octets hold without
    /// the header of 6 or 7 octets and its fill bits. Source: 3GPP TS 23.040, sections 9.2.3.24.1 and 9.2.3.24.8.
    public func concatenatedPartLimit(references: ConcatenationReference.Width) -> Int {
        switch (self, references) {
        case (.gsm7, .eightBit): 153
        case (.gsm7, .sixteenBit): 152
        case (.ucs2, .eightBit): 67
        case (.ucs2, .sixteenBit): 66
        }
    }

    /// The units that `text` takes in this alphabet; nil if the alphabet does not have one of its characters.
    ///
    /// An extension character takes two septets (escape and code), an emoji two UTF-16 units.
    public func units(of text: some StringProtocol) -> Int? {
        var total = 0
        for scalar in text.unicodeScalars {
            guard let units = units(of: scalar) else { return nil }
            total += units
        }
        return total
    }

    func units(of scalar: Unicode.Scalar) -> Int? {
        switch self {
        case .gsm7: GSMAlphabet.septets(of: scalar)
        case .ucs2: UTF16.width(scalar)
        }
    }
}
