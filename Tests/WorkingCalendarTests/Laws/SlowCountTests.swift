import Testing
import WorkingCalendar

/// The calendar against a count tick by tick, for invented offices.
@Suite("The calendar agrees with a slow count")
struct SlowCountTests {
    @Test("minute by minute over forty days", arguments: 1...60 as ClosedRange<UInt64>)
    func minuteByMinute(seed: UInt64) throws {
        try compare(seed: seed, tick: 60, days: 40, longestTerm: 9000)
    }

    @Test("second by second over two days", arguments: 1001...1015 as ClosedRange<UInt64>)
    func secondBySecond(seed: UInt64) throws {
        try compare(seed: seed, tick: 1, days: 2, longestTerm: 40_000)
    }

    private func compare(seed: UInt64, tick: Int, days: Int, longestTerm: Int) throws {
        var generator = SplitMix64(seed: seed)
        let office = RandomOffice(grain: tick, using: &generator)
        let calendar = try office.calendar()
        // The strip begins on a day with open time, and the first draw at its beginning, so that something is compared.
        let drawn = Int.random(in: 0...RandomOffice.dayCount - 60, using: &generator)
        let firstDay = try #require((drawn..<drawn + 20).first { !office.open(onDay: $0).isEmpty }, "seed \(seed)")
        let slow = SlowCount(office, days: firstDay..<firstDay + days, tick: tick)
        var compared = 0
        for draw in 0..<12 {
            let start = draw == 0 ? 0 : Int.random(in: 0..<slow.tickCount, using: &generator)
            let end = Int.random(in: start..<slow.tickCount, using: &generator)
            let ticks = Int.random(in: 1...longestTerm, using: &generator)
            let note: Comment = "seed \(seed), from \(slow.instant(start).iso8601), \(ticks) ticks of \(tick) s"
            compared += try compareTerm(calendar, slow, from: start, ticks: ticks, note)
            try compareSpan(calendar, slow, from: start, to: end, ticks: ticks, note)
        }
        #expect(compared > 0, "seed \(seed)")
    }

    /// Returns how many answers lay within the strip and so were compared.
    private func compareTerm(
        _ calendar: WorkingCalendar,
        _ slow: SlowCount,
        from start: Int,
        ticks: Int,
        _ note: Comment
    ) throws -> Int {
        let begin = slow.instant(start)
        let time = try seconds(Int64(ticks * slow.tick))
        var compared = 0
        #expect(calendar.isOpen(at: begin) == slow.isOpen(start), note)
        if start > 0 {
            #expect(calendar.isClose(begin) == (slow.isOpen(start - 1) && !slow.isOpen(start)), note)
        }
        if let opening = slow.endAtOpening(from: start, ticks: 0) {
            #expect(try calendar.nextOpenInstant(atOrAfter: begin) == slow.instant(opening), note)
            compared += 1
        }
        if let end = slow.endAtOpening(from: start, ticks: ticks) {
            #expect(try calendar.due(from: begin, adding: time, ending: .atNextOpening) == slow.instant(end), note)
            compared += 1
        }
        if let end = slow.endAtClose(from: start, ticks: ticks) {
            #expect(try calendar.due(from: begin, adding: time, ending: .atClose) == slow.instant(end), note)
            compared += 1
        }
        return compared
    }

    private func compareSpan(
        _ calendar: WorkingCalendar,
        _ slow: SlowCount,
        from start: Int,
        to end: Int,
        ticks: Int,
        _ note: Comment
    ) throws {
        let measured = try calendar.workingTime(from: slow.instant(start), to: slow.instant(end))
        #expect(measured.seconds == Int64(slow.openTicks(from: start, to: end) * slow.tick), note)
        if let before = slow.startBefore(end, ticks: ticks) {
            let time = try seconds(Int64(ticks * slow.tick))
            #expect(try calendar.instant(before: slow.instant(end), by: time) == slow.instant(before), note)
        }
    }
}
