import SMSText
import Testing

/// The promise of a template: the longest filling is judged at load, and what is filled later fits.
@Suite("Budgets of message templates")
struct SMSTemplateBudgetTests {
    private static let placeholders: [String: SMSTemplate.Placeholder] = [
        "code": .fixed(maximumLength: 28),
        "due": .fixed(maximumLength: 16),
        "name": .clippable(maximumLength: 60, minimumLength: 12),
        "reason": .clippable(maximumLength: 80, minimumLength: 15),
    ]
    private static let due = "10:20 10/01/2022"

    /// The most units that surely fit, and a body with every placeholder that takes them all.
    private static func fullBody(_ available: Int, of letter: String) -> String {
        "{name}: {code} " + String(repeating: letter, count: available - 12 - 28 - 16 - 15 - 5) + " {due} {reason}"
    }

    @Test(
        "the longest filling is judged by alphabet and width of reference",
        arguments: [
            (1, SMSAlphabet.gsm7, ConcatenationReference.Width.eightBit, 160), (1, .gsm7, .sixteenBit, 160),
            (2, .gsm7, .eightBit, 2 * 153 - 1), (2, .gsm7, .sixteenBit, 2 * 152 - 1),
            (3, .gsm7, .sixteenBit, 3 * 152 - 2), (2, .ucs2, .eightBit, 2 * 67 - 1),
            (2, .ucs2, .sixteenBit, 2 * 66 - 1), (4, .ucs2, .eightBit, 4 * 67 - 3),
        ]
    )
    func judgesAtLoad(segments: Int, alphabet: SMSAlphabet, width: ConcatenationReference.Width, available: Int) throws
    {
        let letter = alphabet == .gsm7 ? "x" : "ộ"
        let body = Self.fullBody(available, of: letter)
        let template = try SMSTemplate(
            body,
            placeholders: Self.placeholders,
            maximumSegments: segments,
            alphabet: alphabet,
            references: width
        )
        #expect(template.alphabet == alphabet && template.references == width)
        let fault: SMSTemplateError =
            switch alphabet {
            case .gsm7: .longestFillingOverBudget(septets: available + 1, available: available)
            case .ucs2: .longestAccentedFillingOverBudget(units: available + 1, available: available)
            }
        #expect(throws: fault) {
            try SMSTemplate(
                body + letter,
                placeholders: Self.placeholders,
                maximumSegments: segments,
                alphabet: alphabet,
                references: width
            )
        }
    }

    @Test(
        "with the longest code and date a full template cuts names and reasons, never the code or the date",
        arguments: SMSAlphabet.allCases,
        ConcatenationReference.Width.allCases
    )
    func cutsNamesFirst(alphabet: SMSAlphabet, width: ConcatenationReference.Width) throws {
        var generator = SeededGenerator(seed: 51)
        let names = ["Nguyễn Thị Hồng Nhung", "UBND xã Bình Đào", "[", "€", "Trần  Văn", "đặng", "x", " "]
        for segments in 2...5 {
            let limit = alphabet.concatenatedPartLimit(references: width)
            let template = try SMSTemplate(
                Self.fullBody(segments * limit - segments + 1, of: alphabet == .gsm7 ? "x" : "ộ"),
                placeholders: Self.placeholders,
                maximumSegments: segments,
                alphabet: alphabet,
                references: width
            )
            for _ in 0..<100 {
                // A code of extension characters weighs two septets each, 28 in all.
                let code = Bool.random(using: &generator) ? "000.00.15.H47-220105-0001" : "[{(~|^€€€\\][}{-"
                var values = ["code": code, "due": Self.due]
                for name in ["name", "reason"] {
                    let words = (0..<20).compactMap { _ in names.randomElement(using: &generator) }
                    values[name] = words.joined(separator: Bool.random(using: &generator) ? " " : "")
                }
                let text = try template.filled(values, accented: alphabet == .ucs2)
                #expect(SMSSegmentation(text, references: width).segmentCount <= segments)
                #expect(text.contains(": \(code) ") && text.contains(" \(Self.due) "), "seed 51")
            }
        }
    }

    @Test("a value is cut between characters, never inside one")
    func cutsBetweenCharacters() throws {
        for maximum in 1...40 {
            let template = try SMSTemplate(
                "{name}",
                placeholders: ["name": .clippable(maximumLength: maximum, minimumLength: 0)],
                maximumSegments: 1,
                alphabet: .ucs2
            )
            let typed = "👨‍👩‍👧🇻🇳 q\u{0323}\u{0302}ệ 👍🏽x\u{0301}\u{0327}\u{0316} Nguyễn"
            let text = try template.filled(["name": typed], accented: true)
            let whole = Array(VietnameseText.tidied(typed))
            let kept = text.last == "." ? Array(text.dropLast()) : Array(text)
            #expect(kept.elementsEqual(whole.prefix(kept.count)), "\(maximum): \(text)")
            #expect(text.utf16.count <= maximum)
        }
    }

    @Test("in a text of accents too a code that does not fit is an error, not a shorter code")
    func neverCutsCodes() throws {
        let template = try SMSTemplate(
            "Hồ sơ {code}",
            placeholders: Self.placeholders,
            maximumSegments: 1,
            alphabet: .ucs2
        )
        #expect(throws: SMSTemplateError.valueTooLong(placeholder: "code", maximumLength: 28)) {
            try template.filled(["code": String(repeating: "9", count: 29)], accented: true)
        }
        #expect(try template.filled(["code": String(repeating: "9", count: 28)], accented: true).count == 34)
    }

    @Test("a value that begins with a mark joins the letter before it, and the text stays in NFC")
    func staysComposed() throws {
        let template = try SMSTemplate("Le{name}", placeholders: Self.placeholders, maximumSegments: 1)
        let text = try template.filled(["name": "\u{0302}\u{0323} Hoa"], accented: true)
        #expect(scalars(text) == scalars("Lệ Hoa"))
    }

    @Test("lengths beyond any number are refused without a trap")
    func refusesEndlessLengths() throws {
        #expect(throws: SMSTemplateError.longestFillingOverBudget(septets: .max, available: 160)) {
            try SMSTemplate(
                "{a}{b}{a} x",
                placeholders: [
                    "a": .fixed(maximumLength: .max), "b": .clippable(maximumLength: .max, minimumLength: .max),
                ],
                maximumSegments: 1
            )
        }
        let open = try SMSTemplate(
            "{b}",
            placeholders: ["b": .clippable(maximumLength: .max, minimumLength: 0)],
            maximumSegments: 1
        )
        let text = try open.filled(["b": String(repeating: "Nguyễn ", count: 10_000)], accented: true)
        #expect(SMSSegmentation(text).segmentCount == 1)
    }

    @Test("long characters of an accented body are allowed for at each cut")
    func allowsForLongCharacters() throws {
        // A family is 8 units: of two parts 2 x 67 - 7 = 127 units surely fit.
        let body = "👨‍👩‍👧" + String(repeating: "ộ", count: 119)
        _ = try SMSTemplate(body, placeholders: [:], maximumSegments: 2, alphabet: .ucs2)
        #expect(throws: SMSTemplateError.longestAccentedFillingOverBudget(units: 128, available: 127)) {
            try SMSTemplate(body + "ộ", placeholders: [:], maximumSegments: 2, alphabet: .ucs2)
        }
    }
}
