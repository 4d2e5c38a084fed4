import SMSText
import Testing

/// The short way of texts that are clean as they stand, against the long one.
@Suite struct CleanTextTests {
    private static let words = [
        "Nguyễn", "Văn", "An", "Đặng", "Thị trấn", "Hà Lam", "tổ 5,", "an@example.vn", "{x}", "\"", "ÿ", "Ự", "ɏ", "~",
        // What sends a text the long way: not composed, not visible, not Latin, not one space.
        "Nguye\u{302}\u{303}n", "\u{1EA1}\u{302}", "\u{A0}", "\u{AD}", "\u{7F}", "\u{85}", "\t", "\n", "\r\n", "  ",
        "\u{200D}", "\u{212B}", "\u{FEFF}", "Ω", "李", "👩‍🌾", "\u{FFFE}", "\u{2028}", "",
    ]

    private static func text(using generator: inout SeededGenerator) -> String {
        // Most words are of the clean kind, so that whole texts are, too.
        (0..<Int.random(in: 0...5, using: &generator)).map { _ in
            let last = Int.random(in: 0..<4, using: &generator) == 0 ? words.count : 14
            return words[Int.random(in: 0..<last, using: &generator)]
        }
        .joined(separator: Int.random(in: 0..<6, using: &generator) == 0 ? "" : " ")
    }

    /// Tidying one scalar after the other, as slowly as the rule is written.
    private static func slowlyTidied(_ text: String) -> String {
        let words = text.unicodeScalars.split { $0.properties.isWhitespace }
        return VietnameseText.composed(words.map { String($0) }.joined(separator: " "))
    }

    @Test("what counts as clean comes out of every rule as it went in, and is measured in characters")
    func clean() {
        var generator = SeededGenerator(seed: 20_260_105)
        var cleanTexts = 0
        for _ in 0..<20_000 {
            let text = Self.text(using: &generator)
            let tidied = VietnameseText.tidied(text)
            #expect(Array(tidied.unicodeScalars) == Array(Self.slowlyTidied(text).unicodeScalars))
            guard let length = VietnameseText.lengthIfClean(text) else { continue }
            cleanTexts += 1
            #expect(length == text.count)
            #expect(Array(tidied.unicodeScalars) == Array(text.unicodeScalars))
            #expect(VietnameseText.hasVisibleText(text))
            #expect(VietnameseText.firstForbiddenScalar(in: text, allowingLineBreaks: false) == nil)
        }
        #expect((4_000...16_000).contains(cleanTexts), "\(cleanTexts) of 20,000 were clean")
    }

    @Test("every scalar alone is clean only if the rules leave it as it is")
    func scalars() {
        var cleanScalars = 0
        for value in UInt32(0)...0x2FFF {
            guard let scalar = Unicode.Scalar(value), VietnameseText.lengthIfClean(String(scalar)) != nil else {
                continue
            }
            cleanScalars += 1
            #expect(VietnameseText.firstForbiddenScalar(in: String(scalar), allowingLineBreaks: false) == nil)
            #expect(Array(Self.slowlyTidied(String(scalar)).unicodeScalars) == [scalar])
            // Between two letters it is a character of its own.
            #expect("a\(scalar)b".count == 3)
        }
        // 94 signs of ASCII, U+00C0 to U+024F, U+1E00 to U+1EFF.
        #expect(cleanScalars == 94 + 400 + 256)
    }

    @Test(
        "blanks at the ends, twice over or alone are not clean",
        arguments: ["", " ", " a", "a ", "a  b", "a\u{A0}b", "a\nb", "e\u{302}"]
    )
    func notClean(text: String) {
        #expect(VietnameseText.lengthIfClean(text) == nil)
    }

    @Test("Vietnamese as it is stored is clean", arguments: [("Đặng Thị Thu Dũng", 17), ("Tổ 5, thị trấn Hà Lam", 21)])
    func vietnamese(text: String, length: Int) {
        #expect(VietnameseText.lengthIfClean(text) == length)
    }
}
