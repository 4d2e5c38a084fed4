import DossierDomain
import Testing
import WorkingCalendar

/// Laws of a change of the calendar, tried on random histories; a failure prints its seed.
@Suite struct RescheduleLawTests {
    /// A dossier with a random past, and when that ended.
    private func history(_ seed: UInt64) throws -> (story: Story, now: Instant, generator: SplitMix64) {
        var generator = SplitMix64(seed: seed)
        let procedure = try RandomProcedure.make(using: &generator)
        var now = try at("2022-01-04 09:00").adding(seconds: .random(in: 0..<100 * 86_400, using: &generator))
        var story = try Story(procedure, atInstant: now, ladder: Ladders.full)
        for _ in 0..<Int.random(in: 0..<10, using: &generator) {
            now = now.adding(milliseconds: .random(in: 0...8 * 3_600_000, using: &generator))
            let act = RandomAct.next(on: story.dossier, of: procedure, now: now, using: &generator)
            // Whatever is refused is left out of the story.
            _ = try? story.act(act.command, by: act.actor, atInstant: now)
        }
        return (story, now, generator)
    }

    private func closures(around now: Instant, using generator: inout SplitMix64) -> DeclaredDays {
        let today = LocalDateTime(now).date
        let days = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
            today.adding(days: .random(in: -3...14, using: &generator))
        }
        return DeclaredDays(closed: Array(Set(days)).sorted())
    }

    @Test("a calendar that says the same moves nothing")
    func same() throws {
        for seed in UInt64(0)..<200 {
            let (story, now, _) = try history(seed)
            let copy = try DeclaredDays().calendars(of: story.district)
            // Also one that differs where nothing is promised.
            let other = try DeclaredDays.closing("2023-11-20").calendars(of: story.district)
            for new in [copy, other] {
                let moved = try Rescheduled(story.dossier, of: story, from: story.district.calendars, to: new, at: now)
                #expect(moved.event == nil, "seed \(seed)")
            }
        }
    }

    @Test("closing days never moves a date earlier, and every date moves by an effect that names it")
    func monotone() throws {
        var moves = 0
        for seed in UInt64(0)..<400 {
            var (story, now, generator) = try history(seed)
            let new = try closures(around: now, using: &generator).calendars(of: story.district)
            let moved = try Rescheduled(story.dossier, of: story, from: story.district.calendars, to: new, at: now)
            for (old, new) in zip(dates(story.dossier), dates(moved.dossier)) { #expect(old <= new, "seed \(seed)") }
            let isLate = story.dossier.isLate(at: now)
            #expect(isLate || !moved.dossier.isLate(at: now), "seed \(seed)")
            guard let event = moved.event else { continue }
            moves += 1
            #expect(!event.effects.isEmpty, "seed \(seed)")
            for case .dueDate(let old, let new, _) in event.effects {
                #expect(old == story.dossier.dueAt && new == moved.dossier.dueAt && old != new, "seed \(seed)")
            }
        }
        #expect(moves > 50)
    }

    @Test("there and back again every date and every warning is where it was")
    func thereAndBack() throws {
        var moves = 0
        for seed in UInt64(0)..<400 {
            var (story, now, generator) = try history(seed)
            // A date that was chosen does not come back, and a late one that became punctual need not.
            guard !story.dossier.hasApology, dates(story.dossier).allSatisfy({ $0 >= now }),
                isReckonedInHours(story)
            else { continue }
            let old = story.district.calendars
            let new = try closures(around: now, using: &generator).calendars(of: story.district)
            let there = try Rescheduled(story.dossier, of: story, from: old, to: new, at: now)
            let back = try Rescheduled(there.dossier, of: story, from: new, to: old, at: now)
            if there.event != nil { moves += 1 }
            #expect(dates(back.dossier) == dates(story.dossier), "seed \(seed)")
            #expect(back.dossier.warnings == story.dossier.warnings, "seed \(seed)")
            #expect(back.dossier.steps.map(\.warnings) == story.dossier.steps.map(\.warnings), "seed \(seed)")
        }
        #expect(moves > 20)
    }

    /// Terms of whole days lose or gain hours with the days that are closed, so their resumed rests need not come back.
    private func isReckonedInHours(_ story: Story) -> Bool {
        switch story.procedure.limit {
        case .workingHours, .workingDays: true
        case .wholeDays, .calendarDays, .sameDay: story.dossier.warnings.isEmpty && !wasPaused(story.dossier)
        }
    }

    private func wasPaused(_ dossier: Dossier) -> Bool {
        dossier.statusChanges.contains { $0.status == .awaitingSupplement || $0.status == .awaitingPayment }
    }

    private func dates(_ dossier: Dossier) -> [Instant] {
        guard dossier.status.isRunning else { return [] }
        return [dossier.dueAt].compactMap { $0 } + dossier.activeSteps.compactMap(\.dueAt)
    }
}
