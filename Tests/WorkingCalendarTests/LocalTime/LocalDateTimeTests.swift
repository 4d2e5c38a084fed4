import Testing
import WorkingCalendar

@Suite("LocalDateTime")
struct LocalDateTimeTests {
    @Test(
        "the clocks of Vietnam are seven hours ahead of UTC",
        arguments: [
            ("2022-01-04T17:00:00Z", "2022-01-05", "00:00"),
            ("2022-01-04T16:59:59.999Z", "2022-01-04", "23:59:59"),
            ("2022-01-05T03:20:00Z", "2022-01-05", "10:20"),
            ("1969-12-31T16:59:59Z", "1969-12-31", "23:59:59"),
        ]
    )
    func reads(instant: String, day: String, time: String) throws {
        let clock = LocalDateTime(try #require(Instant(iso8601: instant)))

        #expect(clock.date.iso8601 == day)
        #expect(clock.time.text == time)
    }

    @Test("a date and time give the instant back to the second")
    func roundTrip() throws {
        let instant = try at("2022-01-05 10:20:07").adding(milliseconds: 400)

        #expect(LocalDateTime(instant).instant == instant.roundedDownToSecond)
    }

    @Test("24:00 is the instant of the next midnight")
    func midnight() throws {
        let endOfDay = LocalDateTime(date: try date("2022-01-05"), time: try #require(TimeOfDay(text: "24:00")))

        #expect(endOfDay.instant == (try date("2022-01-06")).startOfDay)
    }

    @Test("dates and times sort by date first")
    func sorts() throws {
        #expect(LocalDateTime(try at("2022-01-05 23:00")) < LocalDateTime(try at("2022-01-06 01:00")))
        #expect(LocalDateTime(try at("2022-01-06 01:00")) < LocalDateTime(try at("2022-01-06 01:00:01")))
    }

    @Test("the farthest instants still have a date")
    func extremes() {
        // 9,223,372,036,854,775 s are 292,277,024 years of 365.2425 days.
        #expect(LocalDateTime(Instant(milliseconds: .max)).date.year == 292_278_994)
        #expect(LocalDateTime(Instant(milliseconds: .min)).date.year == -292_275_055)
    }
}
