import Testing
import WorkingCalendar

/// Limits counted in days against a walk from day to day over an invented office's raw hours.
@Suite("Limits in days agree with a walk from day to day")
struct DayCountTests {
    @Test("whole days, calendar days and the same day", arguments: 2001...2060 as ClosedRange<UInt64>)
    func days(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let office = RandomOffice(grain: 60, using: &generator)
        let calendar = try office.calendar()
        for _ in 0..<10 {
            let receiptDay = Int.random(in: 0..<200, using: &generator)
            let receiptSecond = Int.random(in: 0..<86_400, using: &generator)
            let count = Int.random(in: 1...20, using: &generator)
            let cutoff = Int.random(in: 0...86_400, using: &generator)
            let receipt = instant(day: receiptDay, second: receiptSecond)
            let start = try #require(startOfTerm(in: office, day: receiptDay, second: receiptSecond))
            let note: Comment = "seed \(seed), received \(receipt.iso8601), \(count) days, cut-off \(cutoff) s"

            let whole = try calendar.deadline(for: .wholeDays(count), receivedAt: receipt)
            #expect(whole == close(in: office, ofWorkingDay: count, after: start.day), note)

            let counted = try calendar.deadline(for: .calendarDays(count), receivedAt: receipt)
            #expect(counted == close(in: office, ofWorkingDay: 1, after: start.day + count - 1), note)

            let limit = Limit.sameDay(cutoff: try #require(TimeOfDay(secondsSinceMidnight: cutoff)))
            let same = try calendar.deadline(for: limit, receivedAt: receipt)
            let dayBefore = start.second < cutoff ? start.day - 1 : start.day
            #expect(same == close(in: office, ofWorkingDay: 1, after: dayBefore), note)
        }
    }

    private func instant(day: Int, second: Int) -> Instant {
        Instant(seconds: RandomOffice.firstSecond + Int64(day * 86_400 + second))
    }

    /// The first open second at or after the receipt.
    private func startOfTerm(in office: RandomOffice, day: Int, second: Int) -> (day: Int, second: Int)? {
        for candidate in day..<RandomOffice.dayCount {
            for hours in office.open(onDay: candidate) {
                if candidate > day || second < hours.lowerBound { return (candidate, hours.lowerBound) }
                if hours.contains(second) { return (candidate, second) }
            }
        }
        return nil
    }

    /// The last close of the n-th day with open time after a day.
    private func close(in office: RandomOffice, ofWorkingDay ordinal: Int, after day: Int) -> Instant? {
        var left = ordinal
        for candidate in day + 1..<RandomOffice.dayCount {
            guard let last = office.open(onDay: candidate).last else { continue }
            left -= 1
            if left == 0 { return instant(day: candidate, second: last.upperBound) }
        }
        return nil
    }
}
