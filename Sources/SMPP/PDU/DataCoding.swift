// SMPP v3.4, section 5.2.19; groups from 0xC0 as in 3GPP TS 23.038, section 4.

/// The alphabet of a message as data_coding tells it.
public struct DataCoding: RawRepresentable, Hashable, Sendable {
    /// The octet on the wire.
    public let rawValue: UInt8

    /// Takes any octet.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The default alphabet of the SMSC, by nearly all GSM 7-bit, one octet for a septet.
    public static let smscDefault = DataCoding(rawValue: 0x00)
    /// ASCII (IA5).
    public static let ascii = DataCoding(rawValue: 0x01)
    /// Latin-1 (ISO 8859-1).
    public static let latin1 = DataCoding(rawValue: 0x03)
    /// UCS-2, which phones read as UTF-16, big-endian.
    public static let ucs2 = DataCoding(rawValue: 0x08)

    /// The alphabet that the octet names; nil if it is one that this program does not read.
    ///
    /// - Parameter smscDefault: What the operator's SMSC takes as its default.
    /// - Returns: Nil for binary contents, JIS, Cyrillic, Hebrew, Korean and pictograms.
    public func alphabet(smscDefault: TextAlphabet = .gsm7) -> TextAlphabet? {
        switch rawValue {
        case 0x00: smscDefault
        case 0x01: .ascii
        case 0x03: .latin1
        case 0x08: .ucs2
        // Message waiting: discard or store (GSM), store (UCS-2).
        case 0xC0...0xDF: .gsm7
        case 0xE0...0xEF: .ucs2
        // Message class: bit 2 tells 8-bit data from the default alphabet.
        case 0xF0...0xFF: rawValue & 0x04 == 0 ? .gsm7 : nil
        default: nil
        }
    }
}

/// The alphabets in which a citizen's text can be read.
public enum TextAlphabet: String, Sendable, Hashable, CaseIterable {
    /// GSM 7-bit with its extension table, one octet for a septet.
    case gsm7 = "GSM-7"
    /// ASCII.
    case ascii = "ASCII"
    /// ISO 8859-1.
    case latin1 = "Latin-1"
    /// UTF-16, big-endian.
    case ucs2 = "UCS-2"

    /// Reads octets as text; never fails.
    ///
    /// Octets that are no character (over 0x7F in GSM and ASCII, half a UTF-16 unit, a lone surrogate) become U+FFFD.
    public func text(_ octets: some Collection<UInt8>) -> String {
        switch self {
        case .gsm7: GSMDecoding.text(octets)
        case .ascii: Self.asciiText(octets)
        case .latin1: Latin1.text(octets)
        case .ucs2: Self.utf16Text(octets)
        }
    }

    private static func asciiText(_ octets: some Sequence<UInt8>) -> String {
        var scalars = String.UnicodeScalarView()
        for octet in octets {
            scalars.append(octet < 0x80 ? Unicode.Scalar(octet) : "\u{FFFD}")
        }
        return String(scalars)
    }

    private static func utf16Text(_ octets: some Sequence<UInt8>) -> String {
        var units: [UInt16] = []
        var high: UInt8?
        for octet in octets {
            guard let first = high else {
                high = octet
                continue
            }
            units.append(UInt16(first) << 8 | UInt16(octet))
            high = nil
        }
        if high != nil { units.append(0xFFFD) }
        return String(decoding: units, as: UTF16.self)
    }
}
