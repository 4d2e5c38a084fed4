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

    @Test("each single scalar agrees with Foundation, composed and decomposed")
    func singleScalarsAgreeWithFoundation() {
        var strangers: [UInt32] = []
        for value in [0x00...0xD7FF, 0xE000...0x3_FFFF].flatMap({ Array($0) }) {
            guard let scalar = Unicode.Scalar(UInt32(value)) else { continue }
            let text = String(Character(scalar))
            for form in [text, text.decomposedStringWithCanonicalMapping]
            where scalars(VietnameseText.composed(form)) != scalars(form.precomposedStringWithCanonicalMapping) {
                strangers.append(scalar.value)
            }
        }
        #expect(strangers.isEmpty)
    }

    @Test("any scalars that composing may touch agree with Foundation", arguments: [5, 6, 7, 8] as [UInt64])
    func mixturesAgreeWithFoundation(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let pool = Self.scalarsThatMatter()
        var faults: [[Unicode.Scalar]] = []
        for _ in 0..<5_000 {
            let chosen = (0..<6).compactMap { _ in pool.randomElement(using: &generator) }
            let text = String(String.UnicodeScalarView(chosen))
            let expected = text.precomposedStringWithCanonicalMapping
            if scalars(VietnameseText.composed(text)) != scalars(expected) { faults.append(chosen) }
        }
        #expect(faults.isEmpty, "seed \(seed)")
    }

    // The Unicode Standard, section 3.12; Foundation leaves a syllable and a tail after it apart.
    @Test(
        "Korean letters join to syllables, Tibetan vowels fall apart",
        arguments: [
            ("\u{1112}\u{1161}\u{11AB}", "\u{D55C}"), ("\u{AC00}\u{11A8}", "\u{AC01}"),
            ("\u{AC01}\u{11A8}", "\u{AC01}\u{11A8}"), ("\u{1161}\u{11A8}", "\u{1161}\u{11A8}"),
            // Not Korean, but Tibetan: a vowel falls into two marks, which take their places among the others.
            ("a\u{0F72}\u{0F73}\u{0325}", "\u{1E01}\u{0F71}\u{0F72}\u{0F72}"),
            ("\u{AC00}\u{11A7}", "\u{AC00}\u{11A7}"), ("\u{1112}\u{1175}\u{11C2}", "\u{D7A3}"),
        ]
    )
    func composesKorean(typed: String, composed: String) {
        #expect(scalars(VietnameseText.composed(typed)) == scalars(composed))
    }

    /// What falls apart, what it falls into, and marks; Korean tails and what came after Unicode 14 are left out.
    private static func scalarsThatMatter() -> [Unicode.Scalar] {
        var pool: Set<Unicode.Scalar> = []
        for value in [0xA0...0xABFF, 0xF900...0xFFFF, 0x1_0000...0x1_1FFF, 0x1_D000...0x1_D1FF].flatMap({ Array($0) }) {
            // Foundation and the standard library know scalars of later versions to different degrees.
            guard let scalar = Unicode.Scalar(UInt32(value)), let age = scalar.properties.age, age.major <= 14 else {
                continue
            }
            let parts = scalars(String(Character(scalar)).decomposedStringWithCanonicalMapping)
            if parts != [scalar] { pool.formUnion(parts + [scalar]) }
            if scalar.properties.canonicalCombiningClass.rawValue != 0 { pool.insert(scalar) }
        }
        // Tibetan vowels that fall into two marks, which Foundation does not put in order with the marks around them.
        pool.subtract(["\u{0F73}", "\u{0F75}", "\u{0F81}"])
        return pool.sorted { $0.value < $1.value }
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
