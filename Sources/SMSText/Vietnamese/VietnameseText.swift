/// The ways in which typed Vietnamese text is brought into one form, judged and compared.
///
/// Swift compares strings by canonical equivalence, so two forms of one text are `==`; compare `unicodeScalars` where
/// the form matters.
public enum VietnameseText {
    /// Brings `text` into NFC, the form in which text is stored and measured.
    ///
    /// Exact for every script of Unicode 14, so for all of Vietnamese, whatever the order of the marks (`e` + dot below
    /// + circumflex, `ê` + dot below and `ẹ` + circumflex are all `ệ`). Composites of scripts added later stay as
    /// typed. Idempotent, linear but for the sorting of long runs of marks. Source: The Unicode Standard, section 3.11.
    public static func composed(_ text: String) -> String {
        guard CanonicalComposition.mayNeedComposing(text) else { return text }
        let scalars = CanonicalComposition.composed(CanonicalComposition.decomposed(text.unicodeScalars))
        return String(String.UnicodeScalarView(scalars))
    }

    /// Writes `text` without accents (không dấu), in the GSM 7-bit alphabet.
    ///
    /// `Đặng Thị Thu Dũng` becomes `Dang Thi Thu Dung`. Latin letters lose their marks (those that GSM 7-bit could
    /// carry too, so that a text is of one kind), đ becomes d; typographic quotes, dashes, ellipses and blanks become
    /// ASCII; invisible scalars vanish; each other character outside the alphabet becomes one `?`. Characters of the
    /// GSM extension table stay and take two septets. Idempotent.
    public static func unaccented(_ text: String) -> String {
        guard !text.utf8.allSatisfy(AccentFolding.isPlainByte) else { return text }
        var result = ""
        for character in text {
            result += AccentFolding.plain(character) ?? "?"
        }
        return result
    }

    /// Tidies a one-line text: NFC, no blanks at its ends, each run of white space one space.
    ///
    /// White space is Unicode's, so also the no-break space, tabs and line ends. Idempotent.
    public static func tidied(_ text: String) -> String {
        if lengthIfClean(text) != nil { return text }
        var scalars = String.UnicodeScalarView()
        var gap = false
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                gap = !scalars.isEmpty
                continue
            }
            if gap { scalars.append(" ") }
            gap = false
            scalars.append(scalar)
        }
        return composed(String(scalars))
    }

    /// The number of characters of a text that is clean as it stands; nil says that it has to be looked at closely.
    ///
    /// Clean are visible ASCII and the composed Latin letters, Vietnamese ones among them, with single spaces between
    /// words and none at the ends: ``tidied(_:)`` gives such a text back, and nothing in it is forbidden. Most of what
    /// is typed is so, and this says it in one pass without a look into the tables of Unicode.
    public static func lengthIfClean(_ text: String) -> Int? {
        var length = 0
        var isAfterSpace = true
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x20:
                guard !isAfterSpace else { return nil }
                isAfterSpace = true
            case 0x21...0x7E, 0xC0...0x24F, 0x1E00...0x1EFF: isAfterSpace = false
            default: return nil
            }
            length += 1
        }
        return isAfterSpace ? nil : length
    }

    /// The key under which `text` is searched for: unaccented, lower case, single spaces.
    ///
    /// Unlike in ``unaccented(_:)``, characters that have no plain form stay, so that they still tell texts apart.
    public static func folded(_ text: String) -> String {
        var result = ""
        for character in text {
            result += AccentFolding.plain(character) ?? String(character)
        }
        return tidied(result.lowercased())
    }
}
