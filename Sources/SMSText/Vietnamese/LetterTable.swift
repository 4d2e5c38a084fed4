/// The composed letters of Vietnamese and other Latin scripts with what comparing makes of them (bảng chữ cái), so that
/// a name is taken apart without a look into the tables of Unicode: searches do it thousands of times.
enum LetterTable {
    /// A letter taken apart.
    struct Letter {
        /// The letter in lower case without accents.
        let folded: Unicode.Scalar
        /// The letter in lower case with all but its tone.
        let toneless: Unicode.Scalar
        /// Its tone; nil for none.
        let tone: Unicode.Scalar?
    }

    /// What a scalar is in a text that has nothing but scalars of the table.
    enum Kind {
        /// A letter or digit.
        case letter(Letter)
        /// What parts words.
        case separator
        /// Neither can be said; the text is to be looked at closely.
        case unknown
    }

    /// The end of the table: Latin Extended Additional with the Vietnamese letters is the last block in it.
    private static let end: UInt32 = 0x1F00

    /// Tells what a scalar is.
    static func kind(of scalar: Unicode.Scalar) -> Kind {
        switch scalar.value {
        case 0x30...0x39, 0x61...0x7A: .letter(Letter(folded: scalar, toneless: scalar, tone: nil))
        case 0x41...0x5A:
            .letter(Letter(folded: lower(scalar), toneless: lower(scalar), tone: nil))
        case 0x20...0x7E: .separator
        case 0xC0..<end: letters[Int(scalar.value)].map { .letter($0) } ?? .unknown
        default: .unknown
        }
    }

    private static func lower(_ letter: Unicode.Scalar) -> Unicode.Scalar {
        Unicode.Scalar(UInt8(truncatingIfNeeded: letter.value + 0x20))
    }

    /// Each composed letter by its number, made once from the exact ways.
    private static let letters: [Letter?] = (0..<end).map { value in
        let isLatin = (0xC0...0x24F).contains(value) || (0x1E00...0x1EFF).contains(value)
        guard isLatin, let scalar = Unicode.Scalar(value), Character(scalar).isLetter else { return nil }
        let word = VietnameseWord(closely: Substring(String(scalar)))
        let spelling = Array(word.spelling.unicodeScalars)
        let folded = Array(word.folded.unicodeScalars)
        guard folded.count == 1, (1...2).contains(spelling.count), spelling.dropFirst().allSatisfy(\.isMark) else {
            return nil
        }
        return Letter(folded: folded[0], toneless: spelling[0], tone: spelling.count == 2 ? spelling[1] : nil)
    }
}
