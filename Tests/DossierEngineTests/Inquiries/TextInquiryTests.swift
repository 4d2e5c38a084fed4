import DossierDomain
import DossierEngine
import Testing

/// Citizens' texts as phones send them.
@Suite struct TextInquiryTests {
    private static let keywords = TextKeywords(inquiry: ["HS"], optOut: ["TC", "STOP"], optIn: ["DK", "START"])

    private func read(_ text: String) -> TextInquiry { TextInquiry(text, keywords: Self.keywords) }

    /// The likeliest reading as `code pin`.
    private func first(_ text: String) -> String? {
        guard case .dossier(let readings) = read(text), let first = readings.first else { return nil }
        return ([first.code.text] + [first.pin].compactMap { $0 }).joined(separator: " ")
    }

    @Test(
        "a code is found in any case, without keyword, with blanks and marks left out or doubled",
        arguments: [
            "HS 000.00.15.H47-220105-0001", "hs 000.00.15.h47-220105-0001", "000.00.15.H47-220105-0001",
            "Hs  000 00 15 H47  220105 0001", "HS000.00.15.H47-220105-0001", "hs 0000015H47-220105-0001",
            "HS 000..00..15..H47--220105--0001.", "HS: 000.00.15.H47/220105/0001", "HS 0000015H472201050001",
            "HS\n000.00.15.H47-220105-0001\n", "HS 000,00,15,H47 - 220105 - 0001",
        ]
    )
    func codes(text: String) {
        #expect(first(text) == "000.00.15.H47-220105-0001")
    }

    @Test(
        "a keyword may begin another, and be written apart and with accents",
        arguments: [
            "HS 000.00.15.H47-220105-0001", "HSO 000.00.15.H47-220105-0001", "Hồ sơ 000.00.15.H47-220105-0001",
            "hoso000.00.15.H47-220105-0001", "Tra 000.00.15.H47-220105-0001", "TRACUU 000.00.15.H47-220105-0001",
            "Tra cứu: 000.00.15.H47-220105-0001", "H S 000.00.15.H47-220105-0001",
        ]
    )
    func keywordForms(text: String) {
        let keywords = TextKeywords(inquiry: ["HS", "HSO", "HOSO", "TRA", "TRACUU"], optOut: ["TC"], optIn: ["DK"])
        guard case .dossier(let readings) = TextInquiry(text, keywords: keywords) else {
            Issue.record("no reading of \(text)")
            return
        }
        #expect(readings.first?.code.text == "000.00.15.H47-220105-0001")
    }

    @Test(
        "a PIN may stand behind the code, apart or not",
        arguments: [
            ("HS 000.00.15.H47-220105-0001 AB2C", "000.00.15.H47-220105-0001 AB2C"),
            ("hs 000.00.15.h47-220105-0001 ab2c", "000.00.15.H47-220105-0001 AB2C"),
            ("HS 000.00.15.H47-220105-0001-AB2C", "000.00.15.H47-220105-0001 AB2C"),
            ("HS 0000015H472201050001AB2C", "000.00.15.H47-220105-0001 AB2C"),
            ("HS 000.00.15.H47-220105-0001 2345", "000.00.15.H47-220105-0001 2345"),
            ("HS H47.15-20260609-0092637 9Z9Z", "H47.15-20260609-0092637 9Z9Z"),
        ]
    )
    func pins(text: String, reading: String) {
        #expect(first(text) == reading)
    }

    @Test("where digits can be read in several ways, all are there")
    func ambiguous() {
        guard case .dossier(let readings) = read("0000015H4722010500012345") else {
            Issue.record("no reading")
            return
        }
        let texts = readings.map { $0.code.text + ($0.pin.map { " " + $0 } ?? "") }
        #expect(texts.contains("000.00.15.H47-220105-0001 2345"))
        #expect(readings.count <= 8)
    }

    @Test(
        "keywords that stand alone end texts or begin them again",
        arguments: [
            ("TC", TextInquiry.optOut), ("tc", .optOut), (" Stop. ", .optOut), ("T C", .optOut), ("DK", .optIn),
            ("start!", .optIn),
        ]
    )
    func optOut(text: String, inquiry: TextInquiry) {
        #expect(read(text) == inquiry)
    }

    @Test(
        "what nobody can read is that, whatever its length",
        arguments: [
            "", "HS", "HS 123", "Cho hỏi hồ sơ của tôi", "TC 000", "000.00.15.H47-221305-0001",
            "HS 000.00.15.H47-220105-01",
            "🙂",
            String(repeating: "HS 000.00.15.H47-220105-0001 ", count: 400) + String(repeating: "1", count: 100_000),
        ]
    )
    func unreadable(text: String) {
        #expect(read(text) == .unreadable)
    }
}
