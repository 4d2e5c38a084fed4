import SMSText
import Testing

@Suite("Texts in segments")
struct SMSSegmentationTests {
    private static let basic =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
        + "abcdefghijklmnopqrstuvwxyzäöñüà"

    @Test("each basic character takes one septet")
    func basicCharacters() {
        #expect(Self.basic.unicodeScalars.count == 127)
        for scalar in Self.basic.unicodeScalars {
            let segmentation = SMSSegmentation(String(Character(scalar)))
            #expect(segmentation.alphabet == .gsm7, "\(scalar)")
            #expect(segmentation.unitsUsed == 1, "\(scalar)")
        }
    }

    @Test("each extension character takes two septets", arguments: Array("^{}\\[~]|€\u{0C}"))
    func extensionCharacters(character: Character) {
        let segmentation = SMSSegmentation(String(character))
        #expect(segmentation.alphabet == .gsm7)
        #expect(segmentation.unitsUsed == 2)
    }

    @Test("no other character of the first 64 Ki is in GSM 7-bit")
    func everythingElseIsUCS2() {
        let known = Set((Self.basic + "^{}\\[~]|€\u{0C}").unicodeScalars)

        for value in UInt32(0)...0xFFFF {
            guard let scalar = Unicode.Scalar(value), !known.contains(scalar) else {
                continue
            }
            #expect(SMSAlphabet(fitting: String(Character(scalar))) == .ucs2, "\(value)")
        }
    }

    @Test("of the Vietnamese letters only à è é ì ò ù and É are in GSM 7-bit")
    func vietnameseLetters() {
        let inAlphabet = VietnameseLetters.accented.filter { SMSAlphabet(fitting: String(Character($0))) == .gsm7 }
        #expect(Set(inAlphabet) == Set("àèéìòùÉ".unicodeScalars))
    }

    @Test(
        "one part holds 160 septets or 70 units, each of several 153 or 67",
        arguments: [
            ("a", 0, [0]), ("a", 160, [160]), ("a", 161, [153, 8]), ("a", 306, [153, 153]), ("a", 307, [153, 153, 1]),
            ("a", 1200, [153, 153, 153, 153, 153, 153, 153, 129]),
            ("đ", 70, [70]), ("đ", 71, [67, 4]), ("đ", 134, [67, 67]), ("đ", 135, [67, 67, 1]),
            // 80 pairs fill one part; of 81 the first part takes 76 pairs, one septet staying empty.
            ("€", 80, [160]), ("€", 81, [152, 10]),
            // 35 emoji fill one part; of 36 the first part takes 33, one unit staying empty.
            ("😀", 35, [70]), ("😀", 36, [66, 6]),
            // A NFD letter is measured as the one unit it composes to.
            ("e\u{0323}\u{0302}", 70, [70]),
        ]
    )
    func limits(character: String, count: Int, units: [Int]) {
        let segmentation = SMSSegmentation(String(repeating: character, count: count))
        #expect(segmentation.unitsByPart == units)
        #expect(segmentation.segmentCount == units.count)
        #expect(segmentation.parts.count == units.count)
    }

    @Test("an escape pair at the cut goes whole to the next part")
    func keepsEscapePairs() {
        let text = String(repeating: "a", count: 152) + "[" + String(repeating: "b", count: 20)
        let segmentation = SMSSegmentation(text)
        #expect(segmentation.parts == [String(repeating: "a", count: 152), "[" + String(repeating: "b", count: 20)])
        #expect(segmentation.unitsByPart == [152, 22])
    }

    @Test("a surrogate pair at the cut goes whole to the next part")
    func keepsSurrogatePairs() {
        // 66 x and an emoji: the emoji's two units would be 67 and 68.
        let segmentation = SMSSegmentation(String(repeating: "x", count: 66) + "😀" + "yyyy")
        #expect(segmentation.parts == [String(repeating: "x", count: 66), "😀yyyy"])
    }

    @Test(
        "a base and its marks, a family and a flag at the cut stay together",
        arguments: ["q\u{0323}\u{0302}", "👨‍👩‍👧", "🇻🇳"]
    )
    func keepsClusters(cluster: String) {
        let segmentation = SMSSegmentation(String(repeating: "đ", count: 65) + cluster + "zzzz")
        #expect(segmentation.parts == [String(repeating: "đ", count: 65), cluster + "zzzz"])
    }

    @Test("a line end of two characters at the cut stays together")
    func keepsLineEnds() {
        let segmentation = SMSSegmentation(
            String(repeating: "a", count: 152) + "\r\n" + String(repeating: "b", count: 9)
        )
        #expect(segmentation.unitsByPart == [152, 11])
    }

    @Test("a cluster as long as a part goes whole to the next one")
    func keepsLongestCluster() {
        let cluster = "q" + String(repeating: "\u{0301}", count: 66)
        #expect(SMSSegmentation("abc" + cluster + "d").unitsByPart == [3, 67, 1])
    }

    @Test("a cluster longer than a part is cut between scalars")
    func cutsMonsters() {
        let monster = "q" + String(repeating: "\u{0301}", count: 99)
        let segmentation = SMSSegmentation(monster)
        #expect(segmentation.unitsByPart == [67, 33])
        #expect(segmentation.parts.flatMap(scalars) == scalars(monster))
    }

    // The notice measured in the field: 132 accented characters are two UCS-2 parts, unaccented they are one.
    @Test("an accented notice of 132 characters takes two parts, without accents one")
    func measuresTheNotice() {
        let notice = String("Hồ sơ đã được tiếp nhận. ".map(\.self) + Array(repeating: "ạ", count: 107))
        #expect(notice.count == 132)
        #expect(SMSSegmentation(notice).segmentCount == 2)
        #expect(SMSSegmentation(VietnameseText.unaccented(notice)).segmentCount == 1)
    }
}
