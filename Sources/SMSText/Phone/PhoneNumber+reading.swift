extension PhoneNumber {
    /// The longest input that is looked at, in scalars: any number fits several times over.
    private static let maximumInputLength = 64

    /// Whether `text` may be a number by its length.
    static func isShortEnough(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        let end = scalars.index(scalars.startIndex, offsetBy: maximumInputLength, limitedBy: scalars.endIndex)
        return end.map { $0 == scalars.endIndex } ?? true
    }

    /// The digits of `text`, a leading `+` kept; nil if anything stands there but digits and separators.
    static func dialledDigits(_ text: String) -> String? {
        guard isShortEnough(text) else { return nil }
        var result = ""
        for scalar in text.unicodeScalars where !isSeparator(scalar) {
            switch scalar {
            case "0"..."9": result.unicodeScalars.append(scalar)
            case "+" where result.isEmpty: result = "+"
            default: return nil
            }
        }
        return result
    }

    /// The national digits with their trunk `0`; nil if the number is not Vietnamese.
    static func nationalDigits(_ dialled: String) -> String? {
        for countryCode in ["+84", "0084", "84"] where dialled.hasPrefix(countryCode) {
            let rest = dialled.dropFirst(countryCode.count)
            return rest.hasPrefix("0") ? String(rest) : "0" + rest
        }
        return dialled.hasPrefix("0") ? dialled : nil
    }

    /// The ten digits of today for a mobile number of eleven digits; any other number unchanged.
    static func renumbered(_ national: String) -> String {
        guard national.count == 11, let prefix = prefixesOf2018[String(national.prefix(4))] else { return national }
        return prefix + national.dropFirst(4)
    }

    /// `^0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])\d{7}$`; 095 has never been given out.
    static func isMobile(_ national: String) -> Bool {
        let digits = Array(national.utf8)
        guard digits.count == 10 else { return false }
        let second = digits[2] - 0x30
        return switch digits[1] - 0x30 {
        case 3: second >= 2
        case 5: [2, 5, 6, 8, 9].contains(second)
        case 7: second == 0 || second >= 6
        case 8: second >= 1
        case 9: second != 5
        default: false
        }
    }

    /// `^02\d{8,9}$`.
    static func isLandline(_ national: String) -> Bool {
        national.hasPrefix("02") && (10...11).contains(national.count)
    }

    /// The prefixes of 11-digit numbers and what they became from 15 September 2018.
    private static let prefixesOf2018: [String: String] = [
        "0162": "032", "0163": "033", "0164": "034", "0165": "035",  // Viettel
        "0166": "036", "0167": "037", "0168": "038", "0169": "039",
        "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",  // MobiFone
        "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",  // VinaPhone
        "0186": "056", "0188": "058",  // Vietnamobile
        "0199": "059",  // Gmobile
    ]

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ".", "-", "(", ")", "\u{2010}"..."\u{2015}", "\u{2212}": true
        // Numbers copied from an address book often bring invisible direction marks along.
        default: scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
        }
    }
}
