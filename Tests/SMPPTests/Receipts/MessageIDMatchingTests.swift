import SMPP
import Testing

@Suite("Which receipt belongs to which message")
struct MessageIDMatchingTests {
    private func areOne(_ matching: MessageIDMatching, _ answer: String, _ receipt: String) -> Bool {
        matching.key(ofAnswer: answer) == matching.key(ofReceipt: receipt)
    }

    @Test(
        "exact ids are equal octet by octet, but for blanks and quotes around them",
        arguments: [
            ("0000000A", "0000000A", true), ("A", " \"A\" ", true), ("0A", "A", false), ("A", "a", false),
            ("10", "16", false), ("", "", true),
        ]
    )
    func exact(answer: String, receipt: String, expected: Bool) {
        #expect(areOne(.exact, answer, receipt) == expected)
    }

    @Test(
        "leniently, zeros in front and case do not count",
        arguments: [
            ("0000000A", "a", true), ("A", "000A", true), ("00", "0", true), ("0", "", false), ("100", "1", false),
            ("10", "16", false), ("0x0A", "x0A", true), ("A", "B", false),
        ]
    )
    func ignoringZerosAndCase(answer: String, receipt: String, expected: Bool) {
        #expect(areOne(.ignoringZerosAndCase, answer, receipt) == expected)
    }

    @Test(
        "a hexadecimal answer and a decimal receipt are one number",
        arguments: [
            ("0000000A", "10", true), ("a", "0000000010", true), ("0x1F", "31", true), ("10", "16", true),
            ("10", "10", false), ("A", "A", false), ("A", "11", false),
            ("FFFFFFFFFFFFFFFF", "18446744073709551615", true), ("10000000000000000", "18446744073709551616", true),
            ("FFFFFFFFFFFFFFFF", "18446744073709551614", false),
            // No numbers: equal only as they stand, and never to a number.
            ("x-1", "x-1", true), ("x-1", "X-1", false), ("x-1", "1", false), ("", "0", false),
        ]
    )
    func hexadecimalAnswer(answer: String, receipt: String, expected: Bool) {
        #expect(areOne(.hexadecimalAnswer, answer, receipt) == expected)
    }

    @Test(
        "a decimal answer and a hexadecimal receipt are one number",
        arguments: [("10", "0000000A", true), ("10", "10", false), ("16", "10", true), ("2f", "2f", false)]
    )
    func hexadecimalReceipt(answer: String, receipt: String, expected: Bool) {
        #expect(areOne(.hexadecimalReceipt, answer, receipt) == expected)
    }

    @Test(
        "a parameter with the id as the answer wrote it is told by the text of the same receipt",
        arguments: [
            (MessageIDMatching.hexadecimalAnswer, "1F", "id:31 stat:DELIVRD", "31"),
            // Both digits could be either number; the text says which.
            (.hexadecimalAnswer, "10", "id:0016 stat:DELIVRD", "16"), (.hexadecimalAnswer, "10", "id:10", "10"),
            (.hexadecimalAnswer, "31", "stat:DELIVRD", "31"), (.hexadecimalReceipt, "31", "id:1F stat:DELIVRD", "31"),
            (.hexadecimalReceipt, "1F", "id:1F stat:DELIVRD", "31"), (.exact, "1F", "id:31 stat:DELIVRD", "1F"),
        ]
    )
    func parameterLikeAnswer(matching: MessageIDMatching, parameter: String, text: String, key: String) throws {
        var message = Known.fromPhone(Array(text.utf8))
        message.esmClass = .deliveryReceipt
        message.optionalParameters.receiptedMessageID = parameter
        #expect(matching.key(of: try #require(DeliveryReceipt(message))) == key)
    }

    @Test("numbers are converted as the machine converts them")
    func agreesWithIntegers() {
        var generator = SeededGenerator(seed: 523)
        for _ in 0..<2_000 {
            let number = generator.next() >> UInt64(generator.number(below: 64))
            let hexadecimal = String(number, radix: 16)
            #expect(areOne(.hexadecimalAnswer, hexadecimal, String(number)))
            #expect(areOne(.hexadecimalReceipt, "00\(number)", "0\(hexadecimal.uppercased())"))
            #expect(!areOne(.hexadecimalAnswer, hexadecimal, String(number ^ 1)))
        }
    }

    @Test("an id of 64 digits is a number, a longer one is compared as it stands")
    func longestNumber() {
        let longest = "1" + String(repeating: "0", count: 63)
        #expect(MessageIDMatching.hexadecimalReceipt.key(ofAnswer: longest) == longest)
        #expect(MessageIDMatching.hexadecimalReceipt.key(ofAnswer: longest + "0") == "=" + longest + "0")
    }

    @Test("ids of any length get a key")
    func longIDs() {
        for matching in MessageIDMatching.allCases {
            let id = String(repeating: "9", count: 100_000)
            #expect(!matching.key(ofAnswer: id).isEmpty)
            #expect(!matching.key(ofReceipt: id).isEmpty)
        }
    }
}
