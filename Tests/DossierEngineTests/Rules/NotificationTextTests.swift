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

    @Test("braces in a value are not filled again")
    func bracesInValues() throws {
        let values = ["code": "{due}", "due": "mai"]

        #expect(try Self.text().filled(values, accented: true) == "Hồ sơ {due} đã tiếp nhận, hẹn trả mai.")
    }
}
