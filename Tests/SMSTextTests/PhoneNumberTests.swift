import SMSText
import Testing

@Suite("Phone numbers")
struct PhoneNumberTests {
    @Test("phones of the register are read as its key says", arguments: RegisterPhone.examples)
    func readsRegisterPhones(example: RegisterPhone) {
        let number = PhoneNumber(vietnamese: example.typed)
        switch example.reading {
        case .mobile(let e164):
            #expect(number?.e164 == e164)
            #expect(number?.isMobile == true)
        case .landline:
            #expect(number?.e164 == "+84" + example.typed.dropFirst())
            #expect(number?.isMobile == false)
        case .invalid:
            #expect(number == nil)
        }
    }

    @Test(
        "one number in many writings",
        arguments: [
            "0905123456", "84905123456", "+84905123456", "0084905123456", "090 512 3456", "0905.123.456",
            "0905-123-456", "(0905) 123456", "+84 (0) 905 123 456", "+84 0905123456", "84 0905123456",
            "0084 0905 123 456", "(+84) 905123456", "\u{202D}0905123456\u{202C}", "0905\u{00A0}123\u{2011}456",
            "  0905123456\t", "0905–123–456",
        ]
    )
    func readsWritings(typed: String) {
        #expect(PhoneNumber(vietnamese: typed)?.e164 == "+84905123456")
    }

    @Test(
        "what is no Vietnamese mobile or landline number is refused",
        arguments: [
            "", " ", "không có số", "8088", "19001234", "07785739", "905123456", "01234567890123", "0905/123456",
            "0905123456/0905123457", "0905123456 ext 2", "+0905123456", "++84905123456", "84+905123456",
            "+85905123456", "+1 202 555 0143", "0955123456", "0305123456", "0512345678", "0712345678", "0801234567",
            "09051234567", "090512345", "0212345", "021234567890", "０９０５１２３４５６", "٠٩٠٥١٢٣٤٥٦", "84", "+84", "0084",
            // 11 digits of a prefix that never was renumbered.
            "01611234567", "01871234567", "01981234567",
        ]
    )
    func refuses(typed: String) {
        #expect(PhoneNumber(vietnamese: typed) == nil)
    }

    @Test("an over-long input is refused")
    func refusesOverlongInput() {
        #expect(PhoneNumber(vietnamese: "0905123456" + String(repeating: " ", count: 100_000)) == nil)
    }

    // Numbering plan of 15 September 2018, all 21 prefixes that changed.
    @Test(
        "11-digit mobiles get the prefix of 2018",
        arguments: [
            ("0162", "32"), ("0163", "33"), ("0164", "34"), ("0165", "35"), ("0166", "36"), ("0167", "37"),
            ("0168", "38"), ("0169", "39"), ("0120", "70"), ("0121", "79"), ("0122", "77"), ("0126", "76"),
            ("0128", "78"), ("0123", "83"), ("0124", "84"), ("0125", "85"), ("0127", "81"), ("0129", "82"),
            ("0186", "56"), ("0188", "58"), ("0199", "59"),
        ]
    )
    func renumbers(old: String, new: String) {
        for typed in ["\(old)1234567", "+84\(old.dropFirst())1234567", "84 \(old.dropFirst()) 123 4567"] {
            #expect(PhoneNumber(vietnamese: typed)?.e164 == "+84\(new)1234567")
            #expect(PhoneNumber(vietnamese: typed)?.isMobile == true)
        }
    }

    @Test("exactly the mobile prefixes of the plan are mobile")
    func knowsEveryPrefix() {
        let mobile: Set = [
            "032", "033", "034", "035", "036", "037", "038", "039", "052", "055", "056", "058", "059", "070", "076",
            "077", "078", "079", "081", "082", "083", "084", "085", "086", "087", "088", "089", "090", "091", "092",
            "093", "094", "096", "097", "098", "099",
        ]
        for first in 0...9 {
            for second in 0...9 {
                let prefix = "0\(first)\(second)"
                let number = PhoneNumber(vietnamese: prefix + "1234567")
                #expect((number?.isMobile == true) == mobile.contains(prefix), "\(prefix)")
                #expect((number?.isMobile == false) == (first == 2), "\(prefix)")
            }
        }
    }

    @Test(
        "landlines of ten and eleven digits are numbers without text messages",
        arguments: ["023 3874 123", "02838221234"]
    )
    func readsLandlines(typed: String) throws {
        let number = try #require(PhoneNumber(vietnamese: typed))
        #expect(!number.isMobile)
    }

    @Test("a number is shown whole on demand and masked by default")
    func masks() throws {
        let number = try #require(PhoneNumber(vietnamese: "+84905123456"))
        #expect(number.national == "0905123456")
        #expect(number.masked == "•••••••456")
        #expect("\(number)" == "•••••••456")
        #expect(PhoneNumber(vietnamese: number.e164) == number)
    }
}
