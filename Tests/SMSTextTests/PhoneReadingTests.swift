import SMSText
import Testing

@Suite("What a typed phone number means")
struct PhoneReadingTests {
    @Test(
        "a mobile number of today is mobile, one of before 2018 is converted and says so",
        arguments: [
            ("0905 123 456", "+84905123456", nil), ("+84 (0) 905.123.456", "+84905123456", nil),
            ("0084905123456", "+84905123456", nil), ("84-905-123-456", "+84905123456", nil),
            ("01234567890", "+84834567890", "01234567890"), ("+84 1233 211 806", "+84833211806", "01233211806"),
            ("0120.123.4567", "+84701234567", "01201234567"), ("84 199 123 4567", "+84591234567", "01991234567"),
        ] as [(String, String, String?)]
    )
    func mobile(typed: String, e164: String, former: String?) throws {
        let reading = PhoneReading(vietnamese: typed)
        let number = try #require(PhoneNumber(vietnamese: e164))
        #expect(reading == former.map { .renumbered(number, former: $0) } ?? .mobile(number))
        #expect(reading.mobile == number)
        #expect(reading.obstacle == nil)
    }

    @Test(
        "a landline is a number, but not for text messages",
        arguments: ["02838221234", "(0235) 3874123", "+842838221234"]
    )
    func landline(typed: String) throws {
        let reading = PhoneReading(vietnamese: typed)
        #expect(reading == .landline(try #require(PhoneNumber(vietnamese: typed))))
        #expect(reading.mobile == nil)
        #expect(reading.obstacle == "landline")
    }

    @Test(
        "anything else is refused with its reason",
        arguments: [
            ("", PhoneRefusal.empty), (" -() ", .empty), ("+", .empty),
            (String(repeating: "1", count: 65), .tooLong),
            ("0905123456" + String(repeating: " ", count: 100_000), .tooLong),
            ("không có số", .notDigits), ("0905123456/0905123457", .notDigits), ("0905123456 ext 2", .notDigits),
            ("０９０５１２３４５６", .notDigits), ("++84905123456", .notDigits),
            ("+1 202 555 0143", .foreign), ("0012025550143", .foreign), ("+85905123456", .foreign),
            ("+0905123456", .foreign),
            ("19001234", .tollNumber), ("1900 561 234", .tollNumber), ("18001091", .tollNumber),
            ("+84 1900 1234", .tollNumber), ("084 1800 1091", .wrongLength),
            ("8088", .shortCode), ("113", .shortCode), ("8412", .shortCode), ("111222", .shortCode),
            ("905123456", .noTrunkZero), ("12", .noTrunkZero),
            ("07785739", .wrongLength), ("090512345", .wrongLength), ("09051234567", .wrongLength),
            ("0905", .wrongLength),
            ("84", .wrongLength), ("0084", .wrongLength), ("+84", .wrongLength), ("021234567890", .wrongLength),
            ("01234567890123", .wrongLength), ("0120123456", .wrongLength),
            ("0955123456", .unassigned), ("0512345678", .unassigned), ("01611234567", .unassigned),
            ("+84 187 123 4567", .unassigned),
        ]
    )
    func refused(typed: String, refusal: PhoneRefusal) {
        let reading = PhoneReading(vietnamese: typed)
        #expect(reading == .refused(refusal))
        #expect(reading.mobile == nil)
        #expect(reading.obstacle == refusal.rawValue)
    }

    @Test("a number is refused by the one exactly if it is by the other", arguments: [41, 42] as [UInt64])
    func agreesWithNumbers(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let starts = ["0", "84", "+84", "0084", "+", "00", "", "1900", "01", "0 1", "84 0"]
        for _ in 0..<20_000 {
            let digits = (0..<Int.random(in: 0...11, using: &generator)).map { _ in
                String(Int.random(in: 0...9, using: &generator))
            }
            let typed = (starts.randomElement(using: &generator) ?? "") + digits.joined()
            let number = PhoneNumber(vietnamese: typed)
            switch PhoneReading(vietnamese: typed) {
            case .mobile(let read), .landline(let read):
                #expect(read == number, "\(typed)")
            case .renumbered(let read, let former):
                #expect(read == number && former.count == 11 && former.hasPrefix("01"), "\(typed)")
            case .refused:
                #expect(number == nil, "\(typed)")
            }
        }
    }
}
