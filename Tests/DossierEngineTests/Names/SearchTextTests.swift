import SMSText
import Testing

@testable import DossierEngine

/// What a typed text is taken for.
@Suite("A typed search")
struct SearchTextTests {
    private static func kind(_ typed: String) throws -> String {
        switch try SearchText(typed) {
        case .number: "number"
        case .code(let fragment): "code \(fragment)"
        case .name(let query): "name \(query.words.map(\.folded).joined(separator: " "))"
        }
    }

    @Test(
        "is a whole number, else a part of a code, else a name",
        arguments: [
            ("049085001234", "number"), ("0905 123 456", "number"), ("+84 905 123 456", "number"),
            ("220105-0001", "code 220105-0001"), ("h47", "code H47"),
            ("000.00.15.h47-220105", "code 000.00.15.H47-220105"), ("h47-220105-0001", "code H47-220105-0001"),
            ("0000015h47-220105-0001", "code 000.00.15.H47-220105-0001"),
            ("000.00.15.H47 - 220105 - 0001", "code 000.00.15.H47-220105-0001"),
            ("0905", "code 0905"), ("nguyen", "name nguyen"), ("Nguyễn Văn An", "name nguyen van an"),
            ("cty 559", "name cty 559"), ("Đội1", "name doi1"), ("tổ-dân-phố", "name to dan pho"), ("a.b", "name a b"),
            ("%", "code %"), ("220105 0001", "number"), ("220105 001", "number"), ("2201 0001", "code 2201 0001"),
            ("...", "code ..."), ("12/3", "code 12/3"),
        ]
    )
    func kinds(_ typed: String, _ kind: String) throws {
        #expect(try Self.kind(typed) == kind)
    }

    @Test("of too many words is refused")
    func tooMany() throws {
        let words = (1...NameQuery.maximumWords).map { "w\($0)" }.joined(separator: " ")
        #expect(try Self.kind(words) == "name " + words)
        #expect(throws: FieldDefect(.tooMany)) { try SearchText(words + " x") }
    }

    @Test("of a day and a serial is the end of a code, of anything less it is not")
    func codeEnds() {
        let end = CodeEnd("220105-0001")
        #expect(end?.identifierEnd == "" && end?.tails == ["-220105-0001", "-20220105-0001"])
        #expect(CodeEnd("H47-220105-0001")?.identifierEnd == "H47")
        #expect(CodeEnd("H47-220105-0001")?.tails == ["-220105-0001"])
        #expect(CodeEnd("20220105-0001234")?.tails == ["-20220105-0001234"])
        let others = [
            "220105", "220105-", "220105-001", "20105-0001", "2022105-0001", "220105-00012345", "a-b-c", "-", "",
        ]
        for other in others {
            #expect(CodeEnd(other) == nil, "\(other)")
        }
        #expect(CodeEnd("1-H47-220105-0001") == nil)
    }
}
