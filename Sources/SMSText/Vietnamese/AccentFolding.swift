/// The plain form of single characters, for phones and searches that know no accents.
enum AccentFolding {
    /// Tells whether a UTF-8 byte is an ASCII character that stays as it is: printable but the backtick, or LF.
    static func isPlainByte(_ byte: UInt8) -> Bool {
        (0x20...0x7E).contains(byte) && byte != 0x60 || byte == 0x0A
    }

    /// The plain form of one character, empty for an invisible one; nil if the GSM alphabet has nothing near it.
    static func plain(_ character: Character) -> String? {
        var result = ""
        for scalar in CanonicalComposition.decomposed(character.unicodeScalars) {
            guard !scalar.isMark, !scalar.properties.isDefaultIgnorableCodePoint else { continue }
            guard let plain = plain(scalar) else { return nil }
            result += plain
        }
        return result
    }

    private static func plain(_ scalar: Unicode.Scalar) -> String? {
        if let replacement = replacements[scalar] { return replacement }
        if GSMAlphabet.septets(of: scalar) != nil, scalar != "\u{0C}" { return String(scalar) }
        if scalar.properties.isWhitespace { return " " }
        // Full-width forms of ASCII lie at a fixed distance from it.
        guard (0xFF01...0xFF5E).contains(scalar.value), let ascii = Unicode.Scalar(scalar.value - 0xFEE0) else {
            return nil
        }
        return replacements[ascii] ?? String(ascii)
    }

    /// The plain forms of scalars that canonical decomposition does not reach.
    private static let replacements: [Unicode.Scalar: String] = {
        var table: [Unicode.Scalar: String] = [
            // U+00D0 (eth) and U+0189 look like Đ and are typed for it.
            "đ": "d", "Đ": "D", "\u{00F0}": "d", "\u{00D0}": "D", "\u{0256}": "d", "\u{0189}": "D", "₫": "d",
            "ł": "l", "Ł": "L", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T", "ı": "i", "ſ": "s", "œ": "oe", "Œ": "OE",
            "²": "2", "³": "3", "¹": "1", "º": "o", "ª": "a", "№": "No", "×": "x",
            "…": "...", "•": "-", "·": "-", "\u{2028}": "\n", "\u{2029}": "\n", "\u{0085}": "\n",
        ]
        for scalar in "‘’‚‛′‹›ʹʻʼˈ´`".unicodeScalars { table[scalar] = "'" }
        for scalar in "“”„‟″«»".unicodeScalars { table[scalar] = "\"" }
        for scalar in "\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2043}\u{2212}".unicodeScalars {
            table[scalar] = "-"
        }
        return table
    }()
}

extension Unicode.Scalar {
    /// Whether the scalar is a mark that belongs to the character before it.
    var isMark: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }
}
