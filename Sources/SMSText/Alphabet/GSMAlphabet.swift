// 3GPP TS 23.038, sections 6.2.1 (default alphabet) and 6.2.1.1 (extension table).

/// The GSM 7-bit default alphabet and its extension table, without national shift tables (none has Vietnamese).
enum GSMAlphabet {
    /// The basic characters in order of their codes 0x00-0x7F; code 0x1B is the escape and no character.
    static let basicInCodeOrder =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u{1B}ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
        + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"

    /// The extension characters with the code that follows the escape.
    static let extensionCodes: [Unicode.Scalar: UInt8] = [
        "\u{0C}": 0x0A, "^": 0x14, "{": 0x28, "}": 0x29, "\\": 0x2F, "[": 0x3C, "~": 0x3D, "]": 0x3E, "|": 0x40,
        "€": 0x65,
    ]

    /// The septets that a character takes: 1, or 2 with its escape; nil if the alphabet does not have it.
    static func septets(of scalar: Unicode.Scalar) -> Int? {
        if basic.contains(scalar) { return 1 }
        return extensionCodes[scalar] == nil ? nil : 2
    }

    private static let basic = Set(basicInCodeOrder.unicodeScalars).subtracting(["\u{1B}"])
}
