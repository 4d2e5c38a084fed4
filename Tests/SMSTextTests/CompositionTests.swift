import Foundation
import SMSText
import Testing

@Suite("Text in NFC")
struct CompositionTests {
    @Test("the letter table has all 134 accented letters")
    func letterTableIsWhole() {
        #expect(VietnameseLetters.accented.count == 134)
        #expect(Set(VietnameseLetters.accented).count == 134)
    }

    @Test(
        "base, quality and tone compose to the one letter, in either order of the marks",
        arguments: VietnameseLetters.rows
    )
    func composesEveryLetter(row: VietnameseLetters.Row) {
        let letters = Array(row.letters.unicodeScalars)
        #expect(letters.count == 6)

        for (tone, letter) in zip(VietnameseLetters.tones, letters.dropFirst()) {
            for marks in [[row.quality, tone], [tone, row.quality]] {
                // Marks on the same side of the letter (breve, circumflex with a tone above) nest in typed order, so
                // the other order is another text; horn and dot below stand elsewhere and commute.
                let onSameSide = row.quality != nil && row.quality != "\u{031B}" && tone != "\u{0323}"
                if onSameSide, marks[0] == tone { continue }
                let typed = String(String.UnicodeScalarView([row.base] + marks.compactMap(\.self)))
                #expect(scalars(VietnameseText.composed(typed)) == [letter])
            }
        }
    }

    @Test("a half composed letter takes its last mark")
    func composesHalfComposedLetters() {
        #expect(scalars(VietnameseText.composed("ê\u{0323}")) == ["ệ"])
        #expect(scalars(VietnameseText.composed("ẹ\u{0302}")) == ["ệ"])
        #expect(scalars(VietnameseText.composed("ạ\u{0306}")) == ["ặ"])
        #expect(scalars(VietnameseText.composed("ó\u{031B}")) == ["ớ"])
    }

    @Test("text in NFC stays as it is")
    func leavesComposedText() {
        let text = "Chứng thực bản sao – xã Bình Đào, 10.000 ₫"
        #expect(scalars(VietnameseText.composed(text)) == scalars(text))
    }

    @Test("the deprecated Vietnamese tone marks and the ohm, kelvin and ångström signs get their proper scalars")
    func replacesSingletons() {
        #expect(scalars(VietnameseText.composed("a\u{0340}e\u{0341}")) == ["à", "é"])
        #expect(scalars(VietnameseText.composed("\u{2126}\u{212A}\u{212B}")) == ["Ω", "K", "Å"])
        #expect(scalars(VietnameseText.composed("u\u{0344}")) == ["\u{01D8}"])
    }

    @Test(
        "every Latin, Greek and Cyrillic letter with up to four marks agrees with Foundation",
        arguments: [1, 2, 3, 4] as [UInt64]
    )
    func agreesWithFoundation(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let bases = [0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x1E00...0x1FFF, 0x370...0x52F, 0x20...0x40].flatMap {
            Array($0)
        }
        let marks = Array(0x300...0x34E)
        for _ in 0..<5_000 {
            var view = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let length = Int.random(in: 0...4, using: &generator)
                let chosen = (0..<length).compactMap { _ in marks.randomElement(using: &generator) }
                for value in [bases.randomElement(using: &generator) ?? 0x41] + chosen {
                    if let scalar = Unicode.Scalar(UInt32(value)) { view.append(scalar) }
                }
            }
            let text = String(view)
            let expected = text.precomposedStringWithCanonicalMapping
            #expect(scalars(VietnameseText.composed(text)) == scalars(expected), "\(scalars(text))")
        }
    }

    @Test("each single scalar below U+0530 and of the extended Latin and Greek blocks agrees with Foundation")
    func singleScalarsAgreeWithFoundation() {
        for value in [0x00...0x52F, 0x1E00...0x1FFF, 0x2000...0x231F].flatMap({ Array($0) }) {
            guard let scalar = Unicode.Scalar(UInt32(value)) else { continue }
            let text = String(Character(scalar))
            #expect(scalars(VietnameseText.composed(text)) == scalars(text.precomposedStringWithCanonicalMapping))
        }
    }

    @Test("a long run of marks is put in order without delay")
    func ordersLongRuns() {
        let typed = "e" + String(repeating: "\u{0302}\u{0323}", count: 50_000)
        let composed = scalars(VietnameseText.composed(typed))
        // One dot below and one circumflex go into ệ; of the rest the dots (class 220) come before the circumflexes
        // (230).
        #expect(composed.first == "ệ")
        #expect(composed.count == 99_999)
        #expect(composed[1] == "\u{0323}" && composed.last == "\u{0302}")
    }
}
