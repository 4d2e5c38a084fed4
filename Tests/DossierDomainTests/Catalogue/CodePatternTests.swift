import DossierDomain
import Testing

@Suite struct CodePatternTests {
    @Test(
        "a code is written by its regime's pattern",
        arguments: [
            // domain.md §1.5: yyMMdd and 4 digits.
            (2, 4, "000.00.15.H47", "2022-01-05", 1, "000.00.15.H47-220105-0001"),
            (2, 4, "H15.50.05.13", "2026-10-08", 975, "H15.50.05.13-261008-0975"),
            // A ministry's yyyyMMdd and 7 digits.
            (4, 7, "G09.20", "2026-06-09", 92_637, "G09.20-20260609-0092637"),
            // Past 9999 the serial widens, so that no number is given twice.
            (2, 4, "000.00.15.H47", "2022-12-31", 9999, "000.00.15.H47-221231-9999"),
            (2, 4, "000.00.15.H47", "2022-12-31", 10_000, "000.00.15.H47-221231-10000"),
            (2, 4, "000.00.15.H47", "2009-02-03", 7, "000.00.15.H47-090203-0007"),
        ]
    )
    func writes(year: Int, serial: Int, agency: String, day: String, number: Int, expected: String) throws {
        let pattern = try #require(CodePattern(yearDigits: year, serialDigits: serial))

        let code = pattern.code(agencyIdentifier: agency, receivedOn: try date(day), serial: number)

        #expect(code?.text == expected)
        #expect(code.flatMap { DossierCode($0.text) } == code)
    }

    @Test("a serial of eight digits, a negative one and an unknown identifier give no code")
    func refusesCodes() throws {
        let pattern = try #require(CodePattern(yearDigits: 2, serialDigits: 4))
        let day = try date("2022-01-05")

        #expect(pattern.code(agencyIdentifier: "000.00.15.H47", receivedOn: day, serial: 9_999_999) != nil)
        #expect(pattern.code(agencyIdentifier: "000.00.15.H47", receivedOn: day, serial: 10_000_000) == nil)
        #expect(pattern.code(agencyIdentifier: "000.00.15.H47", receivedOn: day, serial: -1) == nil)
        #expect(pattern.code(agencyIdentifier: "UBND", receivedOn: day, serial: 1) == nil)
        #expect(pattern.code(agencyIdentifier: "", receivedOn: day, serial: 1) == nil)
    }

    @Test("no code of a day with 99,999 dossiers is longer than the longest", arguments: [(2, 4), (2, 7), (4, 4)])
    func longest(year: Int, serial: Int) throws {
        let pattern = try #require(CodePattern(yearDigits: year, serialDigits: serial))
        for agency in ["000.00.15.H47", "H47.15.01.02.03.04"] {
            let day = try date("2026-12-31")
            let code = pattern.code(agencyIdentifier: agency, receivedOn: day, serial: 99_999)
            #expect(code?.text.utf8.count == pattern.longestLength(agencyIdentifier: agency))
        }
    }

    @Test(
        "a pattern has 2 or 4 digits for the year and 4 to 7 for the serial",
        arguments: [(1, 4), (3, 4), (2, 3), (2, 8)]
    )
    func refusesPatterns(year: Int, serial: Int) {
        #expect(CodePattern(yearDigits: year, serialDigits: serial) == nil)
    }
}
