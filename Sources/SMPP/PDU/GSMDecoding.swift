// 3GPP TS 23.038, sections 6.2.1 (default alphabet) and 6.2.1.1 (extension table).

/// The reading of GSM 7-bit text that comes unpacked, one octet for a septet.
///
/// Writing is done elsewhere, with the cutting into parts.
enum GSMDecoding {
    /// Reads octets as text.
    ///
    /// An escape before a code that the extension table does not have is passed over and the code read from the basic
    /// table, as section 6.2.1.1 asks; an escape at the end is a space.
    static func text(_ octets: some Sequence<UInt8>) -> String {
        var scalars = String.UnicodeScalarView()
        var isEscaped = false
        for octet in octets {
            if isEscaped {
                isEscaped = false
                scalars.append(extended[octet] ?? scalar(octet))
            } else if octet == escape {
                isEscaped = true
            } else {
                scalars.append(scalar(octet))
            }
        }
        if isEscaped { scalars.append(" ") }
        return String(scalars)
    }

    private static let escape: UInt8 = 0x1B

    private static func scalar(_ octet: UInt8) -> Unicode.Scalar {
        basic.indices.contains(Int(octet)) ? basic[Int(octet)] : "\u{FFFD}"
    }

    /// The basic characters by their codes 0x00-0x7F; the escape stands as a space.
    private static let basic = Array(
        ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà").unicodeScalars
    )

    private static let extended: [UInt8: Unicode.Scalar] = [
        0x0A: "\u{0C}", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~", 0x3E: "]", 0x40: "|",
        0x65: "€",
    ]
}
