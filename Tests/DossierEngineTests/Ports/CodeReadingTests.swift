import DossierDomain
import DossierEngine
import Testing
import WorkingCalendar

/// How parts of codes are understood.
@Suite("Readings of a part of a code")
struct CodeReadingTests {
    /// A code in its three stretches.
    private struct Code {
        let identifier: String
        let date: LocalDate
        let serial: Int
        let padding: Int
        let yearDigits: Int

        var text: String {
            get throws {
                let pattern = try #require(CodePattern(yearDigits: yearDigits, serialDigits: padding))
                let code = pattern.code(agencyIdentifier: identifier, receivedOn: date, serial: serial)
                return try #require(code).text
            }
        }

        func isOne(of reading: CodeReading) throws -> Bool {
            let parts = try text.split(separator: "-").map(String.init)
            return reading.identifier.matches(parts[0]) && reading.forms(of: date).contains(parts[1])
                && serial >= reading.leastSerial
                && reading.serialStarts.map { starts in starts.contains { parts[2].hasPrefix($0) } } ?? true
        }
    }

    private static let codes: [Code] = ["000.00.15.H47", "H47.15", "H47.15.03"].flatMap { identifier in
        [(18_997, 1), (18_998, 40), (19_722, 417), (20_089, 9_999), (20_100, 12_345)].flatMap { day, serial in
            [(4, 2), (4, 4), (6, 4)].map { padding, yearDigits in
                Code(
                    identifier: identifier,
                    date: LocalDate(dayNumber: day),
                    serial: serial,
                    padding: padding,
                    yearDigits: yearDigits
                )
            }
        }
    }

    @Test("leave out no code that contains the part", arguments: [[4, 6], [4, 5, 6, 7]])
    func completeness(paddings: [Int]) throws {
        var read = 0
        for code in Self.codes {
            let text = try code.text
            for start in text.indices {
                for length in 1...text.distance(from: start, to: text.endIndex) {
                    let fragment = String(text[start...].prefix(length))
                    // So little that the list is walked.
                    guard let readings = CodeReading.all(of: fragment, paddings: Set(paddings), last: 12_345) else {
                        continue
                    }
                    read += 1
                    #expect(try readings.contains { try code.isOne(of: $0) }, "\(fragment) of \(text)")
                }
            }
        }
        #expect(read > 0)
    }

    @Test(
        "lead to few days, or nowhere",
        arguments: [
            ("-0417", [1, 417]), ("0417", [1, 1, 417]), ("0000001", [1, 1]), ("0301", [1, 1]), ("-0301", [1]),
            ("9Z9Z", [1]), ("H47-220105", [1]), ("0105-0001", [1, 1]), ("A-B", []), ("1-2-3-4", []), ("-0000", [1]),
            ("H47-220105-", [1]), ("12-", [1, 1]),
        ]
    )
    func serials(fragment: String, least: [Int]) throws {
        let last = fragment.contains("0417") ? 417 : 300
        let readings = try #require(CodeReading.all(of: fragment, paddings: [4], last: last))
        // Most parts may be one of an identifier or of a day too, of which only few have such.
        #expect(readings.map(\.leastSerial) == least, "\(readings)")
    }

    @Test("of a serial are followed only if they are few")
    func tooMany() {
        #expect(CodeReading.all(of: "1", paddings: [4], last: 9_999) == nil)
        #expect(CodeReading.all(of: "12", paddings: [4], last: 300) != nil)
    }

    @Test("of a day are its forms with two and four digits of the year")
    func forms() throws {
        let date = try #require(LocalDate(year: 2022, month: 1, day: 5))
        let cases: [(String, [String])] = [
            ("-2201", ["220105"]), ("-2022", ["20220105"]), ("-0417", []), ("H47-", ["20220105", "220105"]),
        ]
        for (fragment, expected) in cases {
            let readings = try #require(CodeReading.all(of: fragment, paddings: [4], last: 1))
            #expect(readings.first?.forms(of: date) == expected, "\(fragment)")
        }
    }
}
