import DossierDomain
import Testing

@Suite struct DossierCodeTests {
    @Test(
        "a code is read as people type it",
        arguments: [
            // The older form, province last (QCVN 102:2016), as issued.
            ("000.00.15.H47-220105-0001", "000.00.15.H47-220105-0001"),
            ("000.00.15.h47-220105-0001", "000.00.15.H47-220105-0001"),
            ("  000.00.15.H47 - 220105 - 0001 ", "000.00.15.H47-220105-0001"),
            ("\t000.00.15.H47-220105-0001", "000.00.15.H47-220105-0001"),
            ("0000015H47-220105-0001", "000.00.15.H47-220105-0001"),
            ("000.0015.H47-220105-0001", "000.00.15.H47-220105-0001"),
            ("000 00 15.h47-220105-0001", "000.00.15.H47-220105-0001"),
            // The newer form, province first (Decision 20/2020), with one to seven levels.
            ("H15.50.05.13-261008-0975", "H15.50.05.13-261008-0975"),
            ("h15500513-261008-0975", "H15.50.05.13-261008-0975"),
            ("H15.5005.13-261008-0975", "H15.50.05.13-261008-0975"),
            ("H47-250701-0001", "H47-250701-0001"),
            ("H15.50.05.13.01.02.03-261008-0975", "H15.50.05.13.01.02.03-261008-0975"),
            // A ministry's system: four digits of the year, seven of the serial.
            ("G09.20-20260609-0092637", "G09.20-20260609-0092637"),
        ]
    )
    func reads(typed: String, expected: String) {
        #expect(DossierCode(typed)?.text == expected)
    }

    @Test(
        "what is no code is refused",
        arguments: [
            "", " ", "-", "--", "HS", "000.00.15.H47", "000.00.15.H47-220105", "000.00.15.H47-220105-",
            "000.00.15.H47-220105-001", "000.00.15.H47-220105-00000001", "000.00.15.H47-2201055-0001",
            "000.00.15.H47-220105-0001-1", "000.00.15.H47-22O105-0001", "000.00.15.H4-220105-0001",
            "00.000.15.H47-220105-0001", "000..00.15.H47-220105-0001", ".000.00.15.H47-220105-0001",
            "000.00.15.47H-220105-0001", "H15.5-261008-0975", "H155.0-261008-0975", "15.H50-261008-0975",
            "H15.50.05.13.01.02.03.04-261008-0975", "000.00.15.H47_220105_0001", "000.00.15.H47-220105-0001\n",
            "000.00.15.H47-220105-٠٠٠١", "Hồ sơ 000.00.15.H47-220105-0001", "000.00.15.H47-220105-0001;DROP",
        ]
    )
    func refuses(typed: String) {
        #expect(DossierCode(typed) == nil)
    }

    @Test(
        "a code as it is written is read as one that is looked at closely, with any letter changed or left out",
        arguments: ["000.00.15.H47-220105-0001", "H47-250701-0001", "H15.50.05-261008-0975", "G09.20-20260609-0092637"]
    )
    func writtenForm(code: String) {
        let letters = Array(code)
        for place in letters.indices {
            for change in ["", "0", "H", "h", ".", "-", " ", "00", "é"] {
                let typed = String(letters[..<place]) + change + String(letters[(place + 1)...])
                // A blank before it sends it the long way.
                #expect(DossierCode(typed) == DossierCode(" " + typed), "\(typed)")
                #expect(DossierCode(typed)?.text.utf8.contains(0x20) != true)
            }
        }
    }

    @Test("an overlong text is refused, however many blanks are forgiven")
    func length() {
        let long = String(repeating: "0", count: DossierCode.maximumLength) + "-220105-0001"
        let blanks = String(repeating: " ", count: 200) + "000.00.15.H47-220105-0001"

        #expect(DossierCode(long) == nil)
        #expect(DossierCode(blanks)?.text == "000.00.15.H47-220105-0001")
    }

    @Test("however it was typed, a code is one value, ordered by its text")
    func equality() throws {
        let first = try #require(DossierCode("000.00.15.H47-220105-0001"))
        let same = try #require(DossierCode("0000015h47-220105-0001"))
        let second = try #require(DossierCode("000.00.15.H47-220105-0002"))

        #expect(first == same)
        #expect(Set([first, same, second]).count == 2)
        #expect(first < second)
        #expect(first.description == "000.00.15.H47-220105-0001")
    }
}
