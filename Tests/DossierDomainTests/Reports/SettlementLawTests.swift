import DossierDomain
import Testing
import WorkingCalendar

/// The periodic report of random histories, reckoned a second time in a naive way; a failure prints its seed.
@Suite("A periodic report agrees with one that is counted off the bare events")
struct SettlementLawTests {
    /// What one history is in a report, read off its events without any of the program's own folding.
    private struct NaiveLine {
        var field: String
        var column: Int
        var standing: Int
        var isOnTimeByIndex: Bool?
    }

    @Test("column by column, and in how many are on time", arguments: [UInt64(2000), 2100, 2200, 2300])
    func laws(firstSeed: UInt64) throws {
        var generator = SplitMix64(seed: firstSeed)
        let stories = try (UInt64(0)..<80).map { try Self.story(seed: firstSeed + $0) }
        var counted = Array(repeating: 0, count: 11)
        for _ in 0..<12 {
            let start = LocalDateTime(try at("2022-01-01 00:00")).date.adding(
                days: .random(in: 0..<110, using: &generator)
            )
            let last = start.adding(days: .random(in: 0..<60, using: &generator))
            let days = try #require(ReportPeriod(from: start, until: last))
            let now = days.start.adding(seconds: .random(in: 0..<80 * 86_400, using: &generator))
            let note: Comment = "seed \(firstSeed), \(start.iso8601) to \(last.iso8601) at \(local(now))"

            var report = SettlementReport(on: days)
            var lines: [NaiveLine] = []
            for story in stories {
                let facts = try story.facts(in: days, atInstant: now)
                if let facts { report.add(facts) }
                let line = Self.line(of: story, in: days, asOf: min(now, days.end.adding(milliseconds: -1)))
                #expect((line == nil) == (facts == nil), note)
                guard let line else { continue }
                lines.append(line)
                if let isOnTime = line.isOnTimeByIndex { #expect(facts?.isOnTimeByIndex == isOnTime, note) }
            }

            try report.check()
            #expect(report.total.columns == Self.columns(lines), note)
            for (field, row) in report.rows {
                #expect(row.columns == Self.columns(lines.filter { $0.field == field }), note)
            }
            #expect(report.total.judgedByIndex == lines.count, note)
            counted = zip(counted, report.total.columns).map { $0 + $1 }
        }
        // Ready in time is what random acts seldom get.
        let common = [3, 4, 5, 6, 7, 11, 12, 13]
        #expect(common.allSatisfy { counted[$0 - 3] > 0 }, "a column was never counted: \(counted)")
    }

    /// A life of random acts.
    private static func story(seed: UInt64) throws -> Story {
        var generator = SplitMix64(seed: seed)
        let procedure = try RandomProcedure.make(using: &generator)
        var now = try at("2022-01-04 09:00").adding(seconds: .random(in: 0..<100 * 86_400, using: &generator))
        var story = try Story(procedure, atInstant: now, channel: generator.chance(30) ? .online : .desk)
        for _ in 0..<60 where !story.dossier.status.isEnd {
            now = now.adding(milliseconds: .random(in: 0...12 * 3_600_000, using: &generator))
            let act = RandomAct.next(on: story.dossier, of: procedure, now: now, using: &generator)
            // A refusal changes nothing.
            _ = try? story.act(act.command, by: act.actor, atInstant: now)
        }
        return story
    }

    private static func columns(_ lines: [NaiveLine]) -> [Int] {
        func count(_ column: Int) -> Int { lines.count(where: { $0.column == column || $0.standing == column }) }
        let settled = count(8) + count(9) + count(10)
        let open = count(12) + count(13)
        return [lines.count, count(4), count(5), count(6), settled, count(8), count(9), count(10), open, count(12)]
            + [count(13)]
    }

    /// The line of a history; nil if it has none.
    private static func line(of story: Story, in period: ReportPeriod, asOf: Instant) -> NaiveLine? {
        var received: Instant?
        var due: Instant?
        var stopped: Instant?
        var finished: Instant?
        var ended: Instant?
        var requests = 0
        for event in story.events where event.at <= asOf {
            switch event.fact {
            case .voided: return nil
            case .supplementRequested: requests += 1
            default: break
            }
            for effect in event.effects {
                switch effect {
                case .status(.received): received = received ?? event.at
                case .status(.finished): finished = event.at
                case .status(.stopped): ended = event.at
                case .dueDate(_, let new, _): due = new
                case .clockStopped: stopped = event.at
                case .clockResumed: stopped = nil
                default: break
                }
            }
        }
        guard let received, let due else { return nil }
        if let end = finished ?? ended, end < period.start { return nil }
        let judged = (finished ?? stopped ?? ended ?? asOf).milliseconds / 1000
        let isLate = judged > due.milliseconds / 1000
        let day = { (instant: Instant) in (instant.milliseconds / 1000 + 7 * 3600) / 86_400 }
        let isEarly = finished.map { day($0) < day(due) } ?? false
        let isOnline = story.dossier.registration.channel == .online
        return NaiveLine(
            field: story.procedure.field,
            column: received < period.start ? 6 : isOnline ? 4 : 5,
            standing: finished ?? ended == nil ? (isLate ? 13 : 12) : isLate ? 10 : isEarly ? 8 : 9,
            // Where a term begins anew the index goes by another due moment.
            isOnTimeByIndex: story.procedure.supplementMode == .pause ? !isLate && requests < 2 : nil
        )
    }
}
