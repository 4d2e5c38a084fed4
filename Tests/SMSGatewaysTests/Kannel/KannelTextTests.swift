import SMSText
import Testing

@testable import SMSGateways

/// What Kannel gets of a text.
struct KannelTextTests {
    private func prepared(_ text: String, maximumSegments: Int = 6) throws -> KannelText {
        try KannelText(OutgoingText(text, maximumSegments: maximumSegments))
    }

    @Test("a pair at the end of a part is moved to the next one by a blank")
    func wholePairs() throws {
        let text = String(repeating: "x", count: 66) + "😀" + String(repeating: "y", count: 20)

        let prepared = try prepared(text)

        #expect(prepared.coding == 2)
        #expect(prepared.text == String(repeating: "x", count: 66) + " 😀" + String(repeating: "y", count: 20))
    }

    @Test("no cut after 67 units falls into a pair")
    func manyPairs() throws {
        for offset in 0..<67 {
            let text = String(repeating: "ă", count: offset) + String(repeating: "😀", count: 120)

            let units = Array(try prepared(text).text.utf16)

            for cut in stride(from: 67, to: units.count, by: 67) {
                #expect(!UTF16.isTrailSurrogate(units[cut]), "offset \(offset)")
            }
        }
    }

    @Test("a text of one part keeps its pairs as they are", arguments: ["😀", String(repeating: "😀", count: 35)])
    func onePart(text: String) throws {
        #expect(try prepared(text).text == text)
    }

    @Test("extension characters stay in GSM 7-bit")
    func extensionCharacters() throws {
        let prepared = try prepared("{[€]} ~ ^ | \\")

        #expect(prepared.coding == 0)
        #expect(prepared.text == "{[€]} ~ ^ | \\")
    }

    @Test("blanks that make a text too long are no way out")
    func tooManyBlanks() throws {
        let text = String(repeating: "ă", count: 66) + "😀" + String(repeating: "ă", count: 66)

        #expect(throws: UnsendableText(reason: "the text takes 3 segments, more than 2")) {
            try prepared(text, maximumSegments: 2)
        }
    }

    @Test("a text that just fits the segments is taken")
    func justFits() throws {
        #expect(try prepared(String(repeating: "ắ", count: 201), maximumSegments: 3).text.count == 201)
    }
}
