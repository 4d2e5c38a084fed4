import SMPP
import Testing

@Suite("Addresses")
struct SMPPAddressTests {
    @Test("a brand name is of type 5 and plan 0")
    func brandName() {
        #expect(SMPPAddress.brandName("MOTCUA-DN")?.typeOfNumber.rawValue == 5)
        #expect(SMPPAddress.brandName("MOTCUA-DN")?.numberingPlan.rawValue == 0)
    }

    @Test("no brand name is", arguments: ["", "MOTCUADANANG", " MOTCUA", "MOTCUA ", "MỘT CỬA", "A\nB"])
    func noBrandName(name: String) {
        #expect(SMPPAddress.brandName(name) == nil)
    }

    @Test("a short code is of type 3 and plan 0")
    func shortCode() {
        #expect(SMPPAddress.shortCode("8088") == Known.shortCode)
        for text in ["", "80", "123456789", "80a8", "+8088", "٨٠٨٨"] {
            #expect(SMPPAddress.shortCode(text) == nil, "\(text)")
        }
    }

    @Test("an international number loses its plus on the wire")
    func international() {
        #expect(SMPPAddress.international("+84905123456") == Known.phone)
        #expect(SMPPAddress.international("84905123456") == Known.phone)
        for text in ["", "+", "0905123456", "+84 905123456", "++84905123456", "8490512345678901", "849051"] {
            #expect(SMPPAddress.international(text) == nil, "\(text)")
        }
    }

    @Test(
        "addresses are written as people write them",
        arguments: [
            (UInt8(1), "84905123456", "+84905123456"), (1, "+84905123456", "+84905123456"),
            (0, "84905123456", "84905123456"), (0, "+84905123456", "+84905123456"), (2, "0905123456", "0905123456"),
            (1, "8088", "8088"), (1, "+8088", "8088"), (3, "8088", "8088"), (0, "+8088", "8088"),
            (5, "MOTCUA-DN", "MOTCUA-DN"), (5, "19001234", "19001234"), (1, "", ""), (1, "+", "+"),
        ]
    )
    func written(type: UInt8, value: String, expected: String) {
        let address = SMPPAddress(typeOfNumber: TypeOfNumber(rawValue: type), value: value)
        #expect(address.written == expected)
    }
}
