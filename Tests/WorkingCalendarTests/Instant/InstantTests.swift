import Testing
import WorkingCalendar

@Suite("Instant")
struct InstantTests {
    @Test(
        "whole seconds are rounded down, also before 1970",
        arguments: [(0, 0), (999, 0), (1000, 1), (-1, -1), (-1000, -1), (-1001, -2)] as [(Int64, Int64)]
    )
    func floors(milliseconds: Int64, seconds: Int64) {
        let instant = Instant(milliseconds: milliseconds)

        #expect(instant.wholeSeconds == seconds)
        #expect(instant.roundedDownToSecond == Instant(seconds: seconds))
    }

    @Test("adding goes forwards and backwards")
    func adds() {
        let instant = Instant(milliseconds: 1500)

        #expect(instant.adding(seconds: 2).milliseconds == 3500)
        #expect(instant.adding(seconds: -2).milliseconds == -500)
        #expect(instant.adding(milliseconds: -1).milliseconds == 1499)
    }

    @Test("arithmetic stops at the ends of the range")
    func saturates() {
        let last = Instant(milliseconds: .max)
        let first = Instant(milliseconds: .min)

        #expect(Instant(seconds: .max) == last)
        #expect(Instant(seconds: .min) == first)
        #expect(last.adding(milliseconds: 1) == last)
        #expect(first.adding(seconds: -1) == first)
        #expect(first < last)
    }

    // 2022-01-05 is 52 years (18,993 days: 52 x 365 + 13 leap days) and 4 days after 1970: 18,997 x 86,400 =
    // 1,641,340,800 s at 00:00 UTC; 03:20 UTC is 12,000 s later.
    @Test(
        "ISO 8601 with any zone is read to the millisecond",
        arguments: [
            ("2022-01-05T10:20:00+07:00", 1_641_352_800_000),
            ("2022-01-05T10:20+07:00", 1_641_352_800_000),
            ("2022-01-05T03:20Z", 1_641_352_800_000),
            ("2022-01-04T22:20:00-05:00", 1_641_352_800_000),
            ("2022-01-05T08:50:00+05:30", 1_641_352_800_000),
            ("2022-01-05T10:20:00.5+07:00", 1_641_352_800_500),
            ("2022-01-05T10:20:00.25+07:00", 1_641_352_800_250),
            ("2022-01-05T10:20:00.123999+07:00", 1_641_352_800_123),
            ("1969-12-31T23:59:59.999Z", -1),
            ("1970-01-01T00:00:00Z", 0),
        ] as [(String, Int64)]
    )
    func reads(text: String, milliseconds: Int64) throws {
        let instant = try #require(Instant(iso8601: text))

        #expect(instant.milliseconds == milliseconds)
    }

    @Test(
        "anything else is not an instant",
        arguments: [
            "", "2022-01-05", "2022-01-05T10:20", "2022-01-05 10:20:00+07:00", "2022-01-05t10:20:00z",
            "2022-01-05T10:20:00+0700", "2022-01-05T10:20:00+07", "2022-01-05T10:20:00.+07:00",
            "2022-01-05T10:20.5+07:00", "2022-01-05T24:00:00+07:00", "2022-01-05T10:60:00+07:00",
            "2022-01-05T10:20:60+07:00", "2022-02-29T10:20:00+07:00", "2022-13-01T10:20:00+07:00",
            "2022-01-05T10:20:00+24:00", "2022-01-05T10:20:00+07:60", "2022-01-05T10:20:00Z ", " 2022-01-05T10:20:00Z",
            "22-01-05T10:20:00Z", "2022-1-5T10:20:00Z", "2022-01-05T1:20:00Z", "+2022-01-05T10:20:00Z",
            "2022-01-05T10:20:0aZ", "2022-01-05T10:20:00ZZ", "0000-01-01T00:00:00Z", "２０22-01-05T10:20:00Z",
            "2022-01-05T10:20:00.12x+07:00", "2022-01-05T10:20:00,5Z",
        ]
    )
    func refuses(text: String) {
        #expect(Instant(iso8601: text) == nil)
    }

    @Test(
        "an instant is written at +07:00 to the whole second",
        arguments: [
            (1_641_352_800_999, "2022-01-05T10:20:00+07:00"),
            // 18:00 UTC is 01:00 of the next day in Vietnam.
            (1_641_405_600_000, "2022-01-06T01:00:00+07:00"),
            (-1, "1970-01-01T06:59:59+07:00"),
        ] as [(Int64, String)]
    )
    func writes(milliseconds: Int64, text: String) {
        #expect(Instant(milliseconds: milliseconds).iso8601 == text)
    }

    @Test("what is written is read back")
    func roundTrip() throws {
        var generator = SplitMix64(seed: 7)
        for _ in 0..<500 {
            // From the year 1900 to about 2100.
            let instant = Instant(seconds: .random(in: -2_208_988_800...4_102_444_800, using: &generator))

            #expect(Instant(iso8601: instant.iso8601) == instant, "\(instant.milliseconds)")
        }
    }
}
