import Testing
import WorkingCalendar

@Suite("TimeOfDay")
struct TimeOfDayTests {
    @Test(
        "times are read and written to the minute, or to the second where there are some",
        arguments: [("00:00", 0), ("07:30", 27_000), ("07:30:15", 27_015), ("23:59:59", 86_399), ("24:00", 86_400)]
    )
    func reads(text: String, seconds: Int) throws {
        let time = try #require(TimeOfDay(text: text))

        #expect(time.secondsSinceMidnight == seconds)
        #expect(time.text == text)
    }

    @Test("seconds of zero may be written but are not printed")
    func zeroSeconds() throws {
        #expect(try #require(TimeOfDay(text: "07:30:00")).text == "07:30")
    }

    @Test(
        "other texts are not times",
        arguments: ["7:30", "0730", "24:01", "24:00:01", "25:00", "07:60", "07:30:60", "07:30:", "07:30 ", "-7:30", ""]
    )
    func refuses(text: String) {
        #expect(TimeOfDay(text: text) == nil)
    }

    @Test("parts and seconds outside a day are refused")
    func refusesParts() {
        #expect(TimeOfDay(hour: 24, minute: 1) == nil)
        #expect(TimeOfDay(hour: -1, minute: 0) == nil)
        #expect(TimeOfDay(hour: 7, minute: 60) == nil)
        #expect(TimeOfDay(hour: 7, minute: 30, second: 60) == nil)
        #expect(TimeOfDay(secondsSinceMidnight: 86_401) == nil)
        #expect(TimeOfDay(secondsSinceMidnight: -1) == nil)
        #expect(TimeOfDay(hour: 13, minute: 5, second: 9)?.secondsSinceMidnight == 47_109)
    }
}
