import Testing
import WorkingCalendar

/// What holds in every calendar, tried with seeded invented offices, starts with fractions of a second included.
@Suite("Laws of working time")
struct LawTests {
    static let seeds: ClosedRange<UInt64> = 1...60
    static let endings: [TermEnd] = [.atClose, .atNextOpening]

    @Test("a later start or more working time never ends earlier", arguments: seeds)
    func monotone(seed: UInt64) throws {
        try forEachDraw(seed) { calendar, start, note, generator in
            let later = start.adding(seconds: .random(in: 0...400_000, using: &generator))
            let time = try term(calendar, from: start, upTo: 200_000, using: &generator)
            let more = time + (try seconds(.random(in: 0...30_000, using: &generator)))
            for ending in Self.endings {
                let due = try calendar.due(from: start, adding: time, ending: ending)
                #expect(try due <= calendar.due(from: later, adding: time, ending: ending), note)
                #expect(try due <= calendar.due(from: start, adding: more, ending: ending), note)
                #expect(due >= start.roundedDownToSecond, note)
            }
        }
    }

    @Test("adding in two parts and adding at once end at the same instant", arguments: seeds)
    func additive(seed: UInt64) throws {
        try forEachDraw(seed) { calendar, start, note, generator in
            let first = try term(calendar, from: start, upTo: 100_000, using: &generator)
            let second = try seconds(Bool.random(using: &generator) ? 0 : .random(in: 1...100_000, using: &generator))
            for ending in Self.endings {
                let between = try calendar.due(from: start, adding: first, ending: ending)
                let inParts = try calendar.due(from: between, adding: second, ending: ending)
                #expect(try inParts == calendar.due(from: start, adding: first + second, ending: ending), note)
            }
        }
    }

    @Test("two spans that meet add up to the whole span", arguments: seeds)
    func spansAddUp(seed: UInt64) throws {
        try forEachDraw(seed) { calendar, start, note, generator in
            let middle = start.adding(milliseconds: .random(in: 0...400_000_000, using: &generator))
            let end = middle.adding(milliseconds: .random(in: 0...400_000_000, using: &generator))

            let parts = try calendar.workingTime(from: start, to: middle) + calendar.workingTime(from: middle, to: end)

            #expect(try parts == calendar.workingTime(from: start, to: end), note)
        }
    }

    @Test("adding and then measuring gives back what was added", arguments: seeds)
    func addThenMeasure(seed: UInt64) throws {
        try forEachDraw(seed) { calendar, start, note, generator in
            let time = try term(calendar, from: start, upTo: 300_000, using: &generator)
            for ending in Self.endings {
                let due = try calendar.due(from: start, adding: time, ending: ending)
                #expect(try calendar.workingTime(from: start, to: due) == time, note)
            }
        }
    }

    @Test("measuring and then adding ends at the next opening of where it was measured to", arguments: seeds)
    func measureThenAdd(seed: UInt64) throws {
        try forEachDraw(seed) { calendar, start, note, generator in
            let end = start.adding(seconds: .random(in: 1...900_000, using: &generator))
            let time = try calendar.workingTime(from: start, to: end)

            let due = try calendar.due(from: start, adding: time, ending: .atNextOpening)

            #expect(try due == calendar.nextOpenInstant(atOrAfter: end), note)
        }
    }

    @Test("a term never ends inside closed time", arguments: seeds)
    func neverInsideClosedTime(seed: UInt64) throws {
        try forEachDraw(seed) { calendar, start, note, generator in
            let time = try term(calendar, from: start, upTo: 300_000, using: &generator)
            let opening = try calendar.due(from: start, adding: time, ending: .atNextOpening)
            let close = try calendar.due(from: start, adding: time, ending: .atClose)
            #expect(calendar.isOpen(at: opening), note)
            #expect(calendar.isOpen(at: close) || calendar.isClose(close), note)
            #expect(try calendar.nextOpenInstant(atOrAfter: close) == opening, note)
        }
    }

    @Test("counting back is undone by adding, and finds the latest such instant", arguments: seeds)
    func countingBack(seed: UInt64) throws {
        try forEachDraw(seed) { calendar, start, note, generator in
            let time = try seconds(.random(in: 1...150_000, using: &generator))
            let end = try calendar.due(from: start, adding: time + .hours(1), ending: .atClose)

            let before = try calendar.instant(before: end, by: time)

            #expect(calendar.isOpen(at: before), note)
            #expect(try calendar.workingTime(from: before, to: end) == time, note)
            #expect(try calendar.workingTime(from: before.adding(seconds: 1), to: end) < time, note)
            #expect(try calendar.due(from: before, adding: time, ending: .atClose) == end, note)
        }
    }

    /// Draws working time, half of the times such that it is used up exactly at a close of office.
    private func term(
        _ calendar: WorkingCalendar,
        from start: Instant,
        upTo longest: Int64,
        using generator: inout SplitMix64
    ) throws -> WorkingTime {
        let time = try seconds(.random(in: 0...longest, using: &generator))
        guard Bool.random(using: &generator) else { return time }
        let end = try calendar.due(from: start, adding: time, ending: .atNextOpening)
        let close = try #require(calendar.close(ofDay: LocalDateTime(end).date))
        return try calendar.workingTime(from: start, to: close)
    }

    /// Runs a law for starts in the first months of an invented office's year, so that terms end within it.
    private func forEachDraw(
        _ seed: UInt64,
        law: (WorkingCalendar, Instant, Comment, inout SplitMix64) throws -> Void
    ) throws {
        var generator = SplitMix64(seed: seed)
        let calendar = try RandomOffice(grain: 1, using: &generator).calendar()
        for _ in 0..<12 {
            let milliseconds = Int64.random(in: 0...90 * 86_400_000, using: &generator)
            let start = calendar.coverage.lowerBound.adding(milliseconds: milliseconds)
            try law(calendar, start, "seed \(seed), from \(start.milliseconds) ms", &generator)
        }
    }
}
