import SMSText
import Testing

/// Where a text is cut, septet by septet and unit by unit, for both widths of reference.
@Suite("Cuts at the boundaries")
struct CutTests {
    /// A text of `before` plain characters, the character at the cut, and `after` plain characters.
    struct Row: Sendable, CustomTestStringConvertible {
        let before: Int
        let character: String
        let after: Int
        let narrow: [Int]
        let wide: [Int]

        init(_ before: Int, _ character: String, _ after: Int, narrow: [Int], wide: [Int]) {
            self.before = before
            self.character = character
            self.after = after
            self.narrow = narrow
            self.wide = wide
        }

        var testDescription: String { "\(before) + \(character.unicodeScalars.count) + \(after)" }
    }

    @Test(
        "an extension character at each septet around the cut",
        arguments: [
            // One part: 160 septets, the pair last, or the pair as 160th and 161st.
            Row(158, "€", 0, narrow: [160], wide: [160]),
            Row(159, "€", 0, narrow: [153, 8], wide: [152, 9]),
            Row(160, "", 0, narrow: [160], wide: [160]),
            Row(160, "€", 0, narrow: [153, 9], wide: [152, 10]),
            Row(161, "", 0, narrow: [153, 8], wide: [152, 9]),
            // The pair as septets 151+152, 152+153, 153+154, 154+155 of a long text.
            Row(150, "€", 20, narrow: [153, 19], wide: [152, 20]),
            Row(151, "€", 20, narrow: [153, 20], wide: [151, 22]),
            Row(152, "€", 20, narrow: [152, 22], wide: [152, 22]),
            Row(153, "€", 20, narrow: [153, 22], wide: [152, 23]),
            // The second cut.
            Row(304, "€", 5, narrow: [153, 153, 5], wide: [152, 152, 7]),
            Row(305, "€", 5, narrow: [153, 152, 7], wide: [152, 152, 8]),
            Row(302, "€", 5, narrow: [153, 153, 3], wide: [152, 152, 5]),
            Row(303, "€", 5, narrow: [153, 153, 4], wide: [152, 151, 7]),
        ]
    )
    func extensionCharacters(row: Row) throws {
        try check(row, filler: "a", alphabet: .gsm7)
    }

    @Test(
        "an emoji, a flag and a family at each unit around the cut",
        arguments: [
            Row(68, "😀", 0, narrow: [70], wide: [70]),
            Row(69, "😀", 0, narrow: [67, 4], wide: [66, 5]),
            Row(70, "", 0, narrow: [70], wide: [70]),
            Row(70, "😀", 0, narrow: [67, 5], wide: [66, 6]),
            Row(71, "", 0, narrow: [67, 4], wide: [66, 5]),
            Row(64, "😀", 9, narrow: [67, 8], wide: [66, 9]),
            Row(65, "😀", 9, narrow: [67, 9], wide: [65, 11]),
            Row(66, "😀", 9, narrow: [66, 11], wide: [66, 11]),
            Row(67, "😀", 9, narrow: [67, 11], wide: [66, 12]),
            // A flag is two pairs, a family three pairs and two joiners: 4 and 8 units that stay together.
            Row(63, "🇻🇳", 9, narrow: [67, 9], wide: [63, 13]),
            Row(64, "🇻🇳", 9, narrow: [64, 13], wide: [64, 13]),
            Row(60, "👨‍👩‍👧", 9, narrow: [60, 17], wide: [60, 17]),
            Row(59, "👨‍👩‍👧", 9, narrow: [67, 9], wide: [59, 17]),
        ]
    )
    func emoji(row: Row) throws {
        try check(row, filler: "đ", alphabet: .ucs2)
    }

    @Test(
        "a base and its marks, typed apart and with no letter that has them all",
        arguments: [
            Row(65, "q\u{0323}\u{0302}", 9, narrow: [65, 12], wide: [65, 12]),
            Row(64, "q\u{0323}\u{0302}", 9, narrow: [67, 9], wide: [64, 12]),
            Row(66, "q\u{0301}", 9, narrow: [66, 11], wide: [66, 11]),
            // Vietnamese letters compose to one unit, so that nothing is lost.
            Row(66, "e\u{0302}\u{0301}", 9, narrow: [67, 9], wide: [66, 10]),
            // Of a pile longer than a part each piece is as long as a part holds.
            Row(10, "q" + String(repeating: "\u{0301}", count: 149), 9, narrow: [67, 67, 35], wide: [66, 66, 37]),
        ]
    )
    func marks(row: Row) throws {
        try check(row, filler: "đ", alphabet: .ucs2)
    }

    private func check(_ row: Row, filler: String, alphabet: SMSAlphabet) throws {
        let text =
            String(repeating: filler, count: row.before) + row.character + String(repeating: filler, count: row.after)
        for (width, units) in [(ConcatenationReference.Width.eightBit, row.narrow), (.sixteenBit, row.wide)] {
            let segmentation = SMSSegmentation(text, references: width)
            #expect(segmentation.alphabet == alphabet)
            #expect(segmentation.unitsByPart == units)
            #expect(segmentation.segmentCount == units.count)
            #expect(segmentation.parts.map { alphabet.units(of: $0) } == units)
            #expect(segmentation.parts.flatMap(scalars) == scalars(VietnameseText.composed(text)))
        }
        #expect(SMSSegmentation(text).unitsByPart == row.narrow)
    }

    @Test("a part holds what 140 octets leave beside the header", arguments: ConcatenationReference.Width.allCases)
    func limits(width: ConcatenationReference.Width) {
        let bits = (140 - width.headerLengthInOctets) * 8
        #expect(SMSAlphabet.gsm7.concatenatedPartLimit(references: width) == bits / 7)
        #expect(SMSAlphabet.ucs2.concatenatedPartLimit(references: width) == bits / 16)
    }
}
