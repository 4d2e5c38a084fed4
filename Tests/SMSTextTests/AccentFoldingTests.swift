import Foundation
import SMSText
import Testing

@Suite("Text without accents")
struct AccentFoldingTests {
    @Test("each Vietnamese letter folds to its base letter", arguments: VietnameseLetters.rows)
    func foldsEveryLetter(row: VietnameseLetters.Row) {
        let expected = String(repeating: String(Character(row.base)), count: 6)
        #expect(VietnameseText.unaccented(row.letters) == expected)
        let decomposed = row.letters.unicodeScalars.indices.map { index -> String in
            let tone = row.letters.unicodeScalars.distance(from: row.letters.unicodeScalars.startIndex, to: index)
            let marks = [row.quality, tone == 0 ? nil : VietnameseLetters.tones[tone - 1]].compactMap(\.self)
            return String(String.UnicodeScalarView([row.base] + marks))
        }
        #expect(scalars(VietnameseText.unaccented(decomposed.joined())) == scalars(expected))
    }

    @Test("each of the 134 letters folds to one ASCII letter of its case, composed and decomposed")
    func foldsAllLetters() {
        #expect(VietnameseLetters.accented.count == 134)
        for letter in VietnameseLetters.accented {
            let composed = String(Character(letter))
            let decomposed = composed.decomposedStringWithCanonicalMapping
            let row = VietnameseLetters.rows.first { $0.letters.unicodeScalars.contains(letter) }
            let expected = row?.base ?? (letter == "đ" ? "d" : "D")
            for form in [composed, decomposed] {
                #expect(scalars(VietnameseText.unaccented(form)) == [expected], "\(letter)")
                #expect(scalars(SMSPreview(form).unaccented) == [expected], "\(letter)")
                #expect(scalars(VietnameseText.folded(form)) == scalars(String(expected).lowercased()), "\(letter)")
            }
        }
    }

    @Test(
        "words, signs and strangers get their plain form",
        arguments: [
            ("Đặng Thị Thu Dũng", "Dang Thi Thu Dung"),
            ("đường Điện Biên Phủ", "duong Dien Bien Phu"),
            // U+00D0, eth, is often typed for Đ.
            ("\u{00D0}ỗ Quốc Vũ", "Do Quoc Vu"),
            ("“Hẹn” – ‘trả’…", "\"Hen\" - 'tra'..."),
            ("10.000\u{00A0}₫\tphí", "10.000 d phi"),
            ("100 m² × 2", "100 m2 x 2"),
            ("Müller, Łódź, Œuvre", "Muller, Lodz, OEuvre"),
            ("\u{FF28}\u{FF33}０１", "HS01"),
            ("`a´", "'a'"),
            ("dòng 1\ndòng 2", "dong 1\ndong 2"),
            ("zero\u{200B}width\u{FEFF}", "zerowidth"),
            // One question mark for one character seen, however many scalars it has.
            ("x 👨‍👩‍👧 中 y", "x ? ? y"),
            ("[hẹn] {x} €", "[hen] {x} €"),
            ("\u{0C}\u{07}", " ?"),
            ("", ""),
        ]
    )
    func unaccents(typed: String, plain: String) {
        #expect(scalars(VietnameseText.unaccented(typed)) == scalars(plain))
    }

    @Test("whatever goes in, GSM 7-bit comes out, and folding again changes nothing", arguments: [11, 12] as [UInt64])
    func alwaysFitsGSM(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<5_000 {
            let text = RandomText.any(length: 20, using: &generator)
            let plain = VietnameseText.unaccented(text)
            #expect(SMSSegmentation(plain).alphabet == .gsm7, "\(scalars(text))")
            #expect(scalars(VietnameseText.unaccented(plain)) == scalars(plain))
        }
    }

    @Test(
        "search keys ignore accents, case, blanks and invisible scalars but keep other scripts",
        arguments: [
            ("  ĐẶNG  Thị\u{00A0}Dũng ", "dang thi dung"),
            ("Đa\u{0323}\u{0306}ng Thi\u{0323}", "dang thi"),
            ("Nguyễn\u{200B}Ái", "nguyenai"),
            ("中 文", "中 文"),
            ("CÔNG TY “ÁNH DƯƠNG”", "cong ty \"anh duong\""),
        ]
    )
    func folds(typed: String, key: String) {
        #expect(scalars(VietnameseText.folded(typed)) == scalars(key))
    }
}
