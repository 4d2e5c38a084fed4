import SMSText
import Testing

@Suite("Message templates")
struct SMSTemplateTests {
    private static let placeholders: [String: SMSTemplate.Placeholder] = [
        "code": .fixed(maximumLength: 30),
        "due": .fixed(maximumLength: 16),
        "agency": .clippable(maximumLength: 60, minimumLength: 10),
        "name": .clippable(maximumLength: 40, minimumLength: 8),
    ]
    private static let code = "000.00.15.H47-220105-0001"

    private func received(maximumSegments: Int = 1) throws -> SMSTemplate {
        try SMSTemplate(
            "{agency}: Ho so {code} da tiep nhan. Hen tra {due}.",
            placeholders: Self.placeholders,
            maximumSegments: maximumSegments
        )
    }

    @Test("an unaccented filling folds the values and keeps code and date")
    func fillsUnaccented() throws {
        let text = try received().filled(
            ["agency": "UBND huyện Thăng Bình", "code": Self.code, "due": "10:20 10/01/2022", "extra": "unused"],
            accented: false
        )
        #expect(text == "UBND huyen Thang Binh: Ho so \(Self.code) da tiep nhan. Hen tra 10:20 10/01/2022.")
        #expect(SMSSegmentation(text).alphabet == .gsm7)
    }

    @Test("an accented filling keeps the values' accents, in NFC")
    func fillsAccented() throws {
        let template = try SMSTemplate("Chao {name}", placeholders: Self.placeholders, maximumSegments: 1)
        let text = try template.filled(["name": " Đa\u{0323}\u{0306}ng  Dũng"], accented: true)
        #expect(scalars(text) == scalars("Chao Đặng Dũng"))
    }

    @Test("a value within the maximum but over the budget is cut at a word's end")
    func clipsForTheBudget() throws {
        // 120 fixed + 30 code = 150 at most: 10 septets are left for the agency, its minimum.
        let template = try SMSTemplate(
            String(repeating: "x", count: 120) + "{code}{agency}",
            placeholders: Self.placeholders,
            maximumSegments: 1
        )
        let longCode = String(repeating: "9", count: 30)
        let inWord = try template.filled(["code": longCode, "agency": "Phong Tai chinh"], accented: false)
        // "Phong Tai" is 9, under the minimum of 10, so the cut falls inside the next word, with a dot for its last
        // letter.
        #expect(inWord.hasSuffix(longCode + "Phong Tai."))
        let atWord = try template.filled(["code": longCode, "agency": "Uy ban xa, phong mot"], accented: false)
        #expect(atWord.hasSuffix(longCode + "Uy ban xa,"))
        #expect(SMSSegmentation(inWord).segmentCount == 1)
    }

    @Test("of two values the one whose cut loses least gives way")
    func clipsWhatLosesLeast() throws {
        // 126 + 16 + 20 = 162: two septets too many. Cut at a word's end, the agency would keep "UBND Thanh" and lose
        // 6, the name "Nguyen Thi Hoang" and lose 4.
        let template = try SMSTemplate(
            String(repeating: "x", count: 126) + "{agency}{name}",
            placeholders: [
                "agency": .clippable(maximumLength: 40, minimumLength: 8),
                "name": .clippable(maximumLength: 40, minimumLength: 8),
            ],
            maximumSegments: 1
        )
        let text = try template.filled(["agency": "UBND Thanh Binhh", "name": "Nguyen Thi Hoang Anh"], accented: false)
        #expect(text.hasSuffix("xUBND Thanh BinhhNguyen Thi Hoang"))
    }

    @Test("when one value cannot give enough, several give way")
    func clipsSeveral() throws {
        let template = try SMSTemplate(
            String(repeating: "x", count: 140) + "{agency}{name}",
            placeholders: [
                "agency": .clippable(maximumLength: 60, minimumLength: 10),
                "name": .clippable(maximumLength: 60, minimumLength: 10),
            ],
            maximumSegments: 1
        )
        let text = try template.filled(
            ["agency": String(repeating: "a", count: 60), "name": String(repeating: "b", count: 60)],
            accented: false
        )
        #expect(text.hasSuffix("xaaaaaaaaa.bbbbbbbbb."))
        #expect(SMSSegmentation(text).unitsUsed == 160)
    }

    @Test("a clippable value never exceeds its own maximum, even with room to spare")
    func clipsToMaximum() throws {
        let template = try SMSTemplate("{name}", placeholders: Self.placeholders, maximumSegments: 1)
        let text = try template.filled(["name": String(repeating: "Nguyen ", count: 20)], accented: false)
        #expect(text == "Nguyen Nguyen Nguyen Nguyen Nguyen")
    }

    @Test("an unaccented filling fits its budget whatever the values", arguments: [21, 22, 23] as [UInt64])
    func alwaysFits(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<400 {
            let segments = Int.random(in: 1...3, using: &generator)
            let room = segments == 1 ? 160 : 152 * segments + 1
            let padding = Int.random(in: max(0, room - 90)...(room - 66), using: &generator)
            // 66 = 30 + 16 + 2 x 10: the incompressible rest, so the proof at load just passes at the end of the range.
            let template = try SMSTemplate(
                "{agency}{code}" + String(repeating: "y", count: padding) + "{agency}{due}",
                placeholders: Self.placeholders,
                maximumSegments: segments
            )
            let agency = RandomText.any(length: Int.random(in: 0...80, using: &generator), using: &generator)
            let code = String(repeating: "[", count: Int.random(in: 1...15, using: &generator))
            let text = try template.filled(
                ["agency": agency, "code": code, "due": "10:20 10/01/2022"],
                accented: false
            )
            #expect(SMSSegmentation(text).segmentCount <= segments)
            #expect(SMSSegmentation(text).alphabet == .gsm7)
            #expect(text.contains(code) && text.hasSuffix("10:20 10/01/2022"))
        }
    }

    @Test("an accented filling is clipped into the budget too, or refused")
    func accentedBudget() throws {
        let template = try received()
        let values = ["agency": "UBND huyện Thăng Bình", "code": Self.code, "due": "10:20 10/01/2022"]
        // 32 fixed + 25 + 16 = 73 units without the agency, whose first word still has an accent: over the 70 of one
        // UCS-2 part; two parts hold 134.
        #expect(throws: SMSTemplateError.filledTextOverBudget(segments: 2, maximumSegments: 1)) {
            try template.filled(values, accented: true)
        }
        let text = try received(maximumSegments: 2).filled(values, accented: true)
        #expect(text.hasPrefix("UBND huyện Thăng Bình: "))
    }

    @Test("a missing value and a too long fixed one are errors")
    func refusesValues() throws {
        let template = try received()
        #expect(throws: SMSTemplateError.missingValue(placeholder: "due")) {
            try template.filled(["agency": "UBND", "code": Self.code], accented: false)
        }
        #expect(throws: SMSTemplateError.missingValue(placeholder: "code")) {
            try template.filled(["agency": "UBND", "code": " ", "due": "x"], accented: false)
        }
        #expect(throws: SMSTemplateError.valueTooLong(placeholder: "due", maximumLength: 16)) {
            try template.filled(["agency": "UBND", "code": "x", "due": "10:20 ngay 10/01/2022"], accented: false)
        }
    }

    @Test(
        "a faulty body is refused at load",
        arguments: [
            ("Ho so {code", SMSTemplateError.unclosedBrace),
            ("Ho so code}", .strayBrace),
            ("Ho so {co{de}", .strayBrace),
            ("Ho so {}", .unknownPlaceholder("")),
            ("Ho so {cod}", .unknownPlaceholder("cod")),
            ("Hồ sơ {code}", .characterOutsideAlphabet("ồ")),
            ("Ho so `{code}`", .characterOutsideAlphabet("`")),
            (String(repeating: "x", count: 131) + "{code}", .longestFillingOverBudget(septets: 161, available: 160)),
            (String(repeating: "[", count: 66) + "{code}", .longestFillingOverBudget(septets: 162, available: 160)),
        ]
    )
    func refusesBody(body: String, fault: SMSTemplateError) {
        #expect(throws: fault) {
            try SMSTemplate(body, placeholders: Self.placeholders, maximumSegments: 1)
        }
    }

    @Test("budgets and lengths have to make sense")
    func refusesImpossibleNumbers() {
        for segments in [0, -1, 256] {
            #expect(throws: SMSTemplateError.impossibleBudget(segments: segments)) {
                try SMSTemplate("x", placeholders: [:], maximumSegments: segments)
            }
            #expect(throws: SMSTemplateError.impossibleBudget(segments: segments)) {
                try received().unproved(body: "x", maximumSegments: segments, references: .eightBit)
            }
        }
        let impossible: [SMSTemplate.Placeholder] = [
            .fixed(maximumLength: 0), .clippable(maximumLength: 5, minimumLength: 6),
            .clippable(maximumLength: 5, minimumLength: -1),
        ]
        for placeholder in impossible {
            #expect(throws: SMSTemplateError.impossibleLengths(placeholder: "a")) {
                try SMSTemplate("{a}", placeholders: ["a": placeholder], maximumSegments: 1)
            }
        }
    }

    @Test("the shortest lengths and the most segments that make sense are taken")
    func takesSmallestNumbers() throws {
        let placeholders: [SMSTemplate.Placeholder] = [
            .fixed(maximumLength: 1), .clippable(maximumLength: 1, minimumLength: 0),
            .clippable(maximumLength: 1, minimumLength: 1),
        ]
        for placeholder in placeholders {
            let template = try SMSTemplate("{a}", placeholders: ["a": placeholder], maximumSegments: 1)
            #expect(try template.filled(["a": "x"], accented: false) == "x")
        }
        for segments in [1, 255] { _ = try SMSTemplate("x", placeholders: [:], maximumSegments: segments) }
    }

    @Test("several segments have room for 153 each, less a septet at each cut")
    func countsSeveralSegments() throws {
        // 2 x 153 - 1 = 305.
        let placeholders = ["code": SMSTemplate.Placeholder.fixed(maximumLength: 5)]
        _ = try SMSTemplate(
            String(repeating: "x", count: 300) + "{code}",
            placeholders: placeholders,
            maximumSegments: 2
        )
        #expect(throws: SMSTemplateError.longestFillingOverBudget(septets: 306, available: 305)) {
            try SMSTemplate(
                String(repeating: "x", count: 301) + "{code}",
                placeholders: placeholders,
                maximumSegments: 2
            )
        }
    }

    @Test("of several segments too a cut takes no more than has to go")
    func fillsSeveralSegments() throws {
        let template = try SMSTemplate(
            String(repeating: "x", count: 290) + "{name}",
            placeholders: Self.placeholders,
            maximumSegments: 2
        )
        let text = try template.filled(["name": String(repeating: "a", count: 40)], accented: false)
        // 306 - 290 = 16: fifteen letters and the dot.
        #expect(text.hasSuffix("x" + String(repeating: "a", count: 15) + "."))
        #expect(text.count == 306)
    }

    @Test("the placeholders in use are listed once, in order")
    func listsPlaceholders() throws {
        let template = try SMSTemplate("{due} {code} {due}", placeholders: Self.placeholders, maximumSegments: 1)
        #expect(template.placeholderNames == ["due", "code"])
    }
}
