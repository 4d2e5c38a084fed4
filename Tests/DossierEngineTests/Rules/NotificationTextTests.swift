import DossierEngine
import SMSText
import Testing

@Suite struct NotificationTextTests {
    private static func text() throws -> NotificationText {
        NotificationText(
            template: try SMSTemplate(
                "Ho so {code} da tiep nhan, hen tra {due}.",
                placeholders: ["code": .fixed(maximumLength: 30), "due": .fixed(maximumLength: 16)],
                maximumSegments: 1
            ),
            accentedBody: "Hồ sơ {code} đã tiếp nhận, hẹn trả {due}."
        )
    }

    private static let values = ["code": "000.00.15.H47-220105-0001", "due": "10:20 10/01/2022"]

    @Test("a text is filled without accents or with them")
    func filled() throws {
        let text = try Self.text()

        #expect(
            try text.filled(Self.values, accented: false)
                == "Ho so 000.00.15.H47-220105-0001 da tiep nhan, hen tra 10:20 10/01/2022."
        )
        #expect(
            try text.filled(Self.values, accented: true)
                == "Hồ sơ 000.00.15.H47-220105-0001 đã tiếp nhận, hẹn trả 10:20 10/01/2022."
        )
    }

    private static func request() throws -> NotificationText {
        NotificationText(
            template: try SMSTemplate(
                "Ho so {code} can bo sung: {items}. Moi nop tai noi tiep nhan.",
                placeholders: [
                    "code": .fixed(maximumLength: 28), "items": .clippable(maximumLength: 120, minimumLength: 15),
                ],
                maximumSegments: 2
            ),
            accentedBody: "Hồ sơ {code} cần bổ sung: {items}. Mời nộp tại nơi tiếp nhận."
        )
    }

    private static let requested = [
        "code": "000.00.15.H47-220105-0001",
        "items": String(repeating: "Giấy chứng nhận quyền sử dụng đất ", count: 4),
    ]

    @Test("a text with accents is shortened to what the gateway takes", arguments: [2, 3, 255])
    func shortened(maximumSegments: Int) throws {
        let text = try Self.request().filled(Self.requested, accented: true, maximumSegments: maximumSegments)

        #expect(text.hasPrefix("Hồ sơ 000.00.15.H47-220105-0001 cần bổ sung: Giấy chứng nhận"))
        #expect(text.hasSuffix(". Mời nộp tại nơi tiếp nhận."))
        let segments = SMSSegmentation(text, references: .sixteenBit).segmentCount
        #expect(segments == min(maximumSegments, 3))
    }

    @Test("a text that no shortening brings into one accented segment goes out without accents")
    func withoutAccents() throws {
        let text = try Self.request().filled(Self.requested, accented: true, maximumSegments: 1)

        #expect(text.hasPrefix("Ho so 000.00.15.H47-220105-0001 can bo sung: Giay chung nhan"))
        #expect(SMSSegmentation(text).segmentCount == 1)
    }

    @Test("a text that cannot be shortened to the gateway's budget is as it was proved")
    func overBudget() throws {
        let text = NotificationText(
            template: try SMSTemplate(String(repeating: "x", count: 161), placeholders: [:], maximumSegments: 2),
            accentedBody: String(repeating: "ộ", count: 161)
        )

        let written = try text.filled([:], accented: true, maximumSegments: 1)
        #expect(written == String(repeating: "x", count: 161))
    }

    @Test("braces in a value are not filled again")
    func bracesInValues() throws {
        let values = ["code": "{due}", "due": "mai"]

        #expect(try Self.text().filled(values, accented: true) == "Hồ sơ {due} đã tiếp nhận, hẹn trả mai.")
    }
}
