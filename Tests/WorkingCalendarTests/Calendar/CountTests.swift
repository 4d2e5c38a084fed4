import Testing
import WorkingCalendar

@Suite("Counting open seconds")
struct CountTests {
    @Test("a close and the next opening have the same count, and either can be asked for")
    func closeAndOpening() throws {
        let calendar = try DistrictOffice.calendar()
        // The first open day of 2022 is Tuesday 4 January, 4 h in the morning.
        let noon: Int64 = 4 * 3600

        #expect(calendar.openSeconds(before: try at("2022-01-04 07:30")) == 0)
        #expect(calendar.openSeconds(before: try at("2022-01-04 11:30")) == noon)
        #expect(calendar.openSeconds(before: try at("2022-01-04 13:00")) == noon)
        #expect(calendar.openSeconds(before: try at("2021-06-01 00:00")) == 0)
        #expect(calendar.instant(withOpenSecondsBefore: noon, ending: .atClose).map(local) == "2022-01-04 11:30")
        #expect(calendar.instant(withOpenSecondsBefore: noon, ending: .atNextOpening).map(local) == "2022-01-04 13:00")
    }

    @Test("there is no instant before the first opening, after the last close, or with a count below none")
    func ends() throws {
        let calendar = try DistrictOffice.calendar()
        let all = calendar.openSecondsInAll

        #expect(calendar.instant(withOpenSecondsBefore: 0, ending: .atNextOpening).map(local) == "2022-01-04 07:30")
        #expect(calendar.instant(withOpenSecondsBefore: 0, ending: .atClose) == nil)
        #expect(calendar.instant(withOpenSecondsBefore: all, ending: .atClose).map(local) == "2026-12-31 17:00")
        #expect(calendar.instant(withOpenSecondsBefore: all, ending: .atNextOpening) == nil)
        #expect(calendar.instant(withOpenSecondsBefore: all + 1, ending: .atClose) == nil)
        #expect(calendar.instant(withOpenSecondsBefore: -1, ending: .atNextOpening) == nil)
        #expect(calendar.openSeconds(before: try at("2030-01-01 00:00")) == all)
    }

    @Test("the stretches are the sessions in order, and add up to all open seconds")
    func stretches() throws {
        let calendar = try DistrictOffice.calendar()
        let stretches = calendar.openStretches

        let opening = try at("2022-01-04 07:30").wholeSeconds
        #expect(stretches.first == opening..<opening + 4 * 3600)
        #expect(zip(stretches, stretches.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
        #expect(stretches.reduce(0) { $0 + $1.upperBound - $1.lowerBound } == calendar.openSecondsInAll)
    }
}
