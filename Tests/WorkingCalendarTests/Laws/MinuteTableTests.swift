import Testing
import WorkingCalendar

/// The calendar against a year written out minute by minute: 100,000 questions over 40 invented offices.
///
/// The offices have up to three sessions a day, any weekday, days off, make-up days of any weekday and half days.
@Suite("The calendar answers as a year written out minute by minute")
struct MinuteTableTests {
    static let questionsPerOffice = 2500

    @Test("adding, measuring, counting back and deadlines of every kind", arguments: 3001...3040 as ClosedRange<UInt64>)
    func questions(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let office = RandomOffice(grain: 60, using: &generator)
        let calendar = try office.calendar()
        let table = MinuteTable(office)
        var wrong: [String] = []
        var answered = 0
        for _ in 0..<Self.questionsPerOffice {
            let question = try Question(using: &generator)
            let expected = question.answer(by: table)
            if question.answer(by: calendar, table) != expected { wrong.append("\(question)") }
            if expected != nil { answered += 1 }
        }
        #expect(wrong.isEmpty, "seed \(seed)")
        // Near the end of the year there is no answer; were there none at all, nothing would have been compared.
        #expect(answered > Self.questionsPerOffice / 3, "seed \(seed)")
    }
}

/// One question to a calendar, in minutes of the year, and both ways to its answer.
private struct Question {
    enum Kind {
        case add(minutes: Int, TermEnd)
        case next
        case measure(to: Int)
        case countBack(minutes: Int)
        case deadline(Limit)
    }

    let kind: Kind
    let start: Int
    /// Milliseconds after the minute; the calendar rounds down to the second, so these change nothing.
    let milliseconds: Int64

    init(using generator: inout SplitMix64) throws {
        start = Int.random(in: 0..<MinuteTable.minuteCount, using: &generator)
        milliseconds = Bool.random(using: &generator) ? 0 : .random(in: 1...999, using: &generator)
        let most = Bool.random(using: &generator) ? 600 : 20_000
        let minutes = Int.random(in: 1...most, using: &generator)
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: kind = .add(minutes: minutes, .atClose)
        case 1: kind = .add(minutes: minutes, .atNextOpening)
        case 2: kind = .next
        case 3: kind = .measure(to: Int.random(in: start...MinuteTable.minuteCount, using: &generator))
        case 4: kind = .countBack(minutes: minutes)
        default: kind = .deadline(try Self.limit(minutes: minutes, using: &generator))
        }
    }

    private static func limit(minutes: Int, using generator: inout SplitMix64) throws -> Limit {
        let days = Int.random(in: 1...40, using: &generator)
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: return .workingHours(try seconds(Int64(minutes * 60)))
        case 1: return .workingDays(days)
        case 2: return .wholeDays(days)
        case 3: return .calendarDays(days)
        default:
            let cutoff = Int.random(in: 0...MinuteTable.minutesPerDay, using: &generator) * 60
            return .sameDay(cutoff: try #require(TimeOfDay(secondsSinceMidnight: cutoff)))
        }
    }

    /// The answer in seconds, an instant's since 1970; nil if it lies outside the year.
    func answer(by table: MinuteTable) -> Int64? {
        func second(_ minute: Int?) -> Int64? { minute.map { table.instant($0).wholeSeconds } }
        switch kind {
        case .add(let minutes, .atClose): return second(table.endAtClose(from: start, minutes: minutes))
        case .add(let minutes, .atNextOpening): return second(table.endAtOpening(from: start, minutes: minutes))
        case .next: return second(table.endAtOpening(from: start, minutes: 0))
        case .measure(let end): return Int64(table.open(from: start, to: end) * 60)
        case .countBack(let minutes): return second(table.startBefore(start, minutes: minutes))
        case .deadline(let limit): return second(table.deadline(for: limit, receivedAt: start))
        }
    }

    func answer(by calendar: WorkingCalendar, _ table: MinuteTable) -> Int64? {
        let begin = table.instant(start).adding(milliseconds: milliseconds)
        do throws(WorkingCalendarError) {
            switch kind {
            case .add(let minutes, let ending):
                let time = WorkingTime(seconds: Int64(minutes * 60)) ?? .zero
                return try calendar.due(from: begin, adding: time, ending: ending).wholeSeconds
            case .next: return try calendar.nextOpenInstant(atOrAfter: begin).wholeSeconds
            case .measure(let end): return try calendar.workingTime(from: begin, to: table.instant(end)).seconds
            case .countBack(let minutes):
                let time = WorkingTime(seconds: Int64(minutes * 60)) ?? .zero
                return try calendar.instant(before: begin, by: time).wholeSeconds
            case .deadline(let limit): return try calendar.deadline(for: limit, receivedAt: begin).wholeSeconds
            }
        } catch {
            return nil
        }
    }
}
