import DossierDomain
import Testing
import WorkingCalendar

/// Laws of the ledger, tried on random acts over random routes; a failure prints its seed.
@Suite("The ledger agrees with the dossier's own clock to the second")
struct LedgerLawTests {
    /// How often each law had something to hold, so that none holds merely because nothing happened.
    private struct Tally {
        var ledgers = 0
        var shared = 0
        var paused = 0
        var sequential = 0
        var accounts = 0
        var restarts = 0
        var pausedSteps = 0
        var resumptions = 0
        var transfers = 0
    }

    @Test("whatever is done in whatever order, the sums hold", arguments: [UInt64(1000), 1100, 1200, 1300])
    func laws(firstSeed: UInt64) throws {
        var tally = Tally()
        for seed in firstSeed..<firstSeed + 60 {
            var generator = SplitMix64(seed: seed)
            // A source of its own, so that all else happens as without mergers.
            var mergers = SplitMix64(seed: seed &+ 1_000_000_007)
            let procedure = try RandomProcedure.make(using: &generator)
            var now = try at("2022-01-04 09:00").adding(seconds: .random(in: 0..<100 * 86_400, using: &generator))
            var story = try Story(procedure, atInstant: now, channel: generator.chance(30) ? .online : .desk)
            for _ in 0..<50 where !story.dossier.status.isEnd {
                now = now.adding(milliseconds: .random(in: 0...12 * 3_600_000, using: &generator))
                if mergers.chance(8), try story.act(Self.merger, by: .program, atInstant: now) != nil {
                    tally.transfers += 1
                }
                let act = RandomAct.next(on: story.dossier, of: procedure, now: now, using: &generator)
                // A refusal changes nothing, and other tests look at refusals.
                guard (try? story.act(act.command, by: act.actor, atInstant: now)) != nil else { continue }
                let later = now.adding(milliseconds: .random(in: 0...9 * 3_600_000, using: &generator))
                let ledger = try story.ledger(atInstant: later)
                let note: Comment = "seed \(seed), event \(story.events.count)"
                #expect(ledger.dossier == story.dossier, note)
                try checkClock(ledger, story, note, &tally)
                try checkHoldings(ledger, story, note, &tally)
                try checkDeadline(ledger, story, note, &tally)
            }
        }
        #expect(tally.ledgers > 200)
        #expect(tally.shared > 5)
        #expect(tally.paused > 5)
        #expect(tally.sequential > 20)
        #expect(tally.accounts > 200)
        #expect(tally.restarts > 5)
        #expect(tally.pausedSteps > 0)
        #expect(tally.resumptions > 0)
        #expect(tally.transfers > 5)
    }

    /// The commune of every dossier here is merged into another one.
    private static let merger = TransferDossier(CommuneTransfer(from: "ha-lam", to: "binh-nguyen"))

    private func checkClock(_ ledger: Ledger, _ story: Story, _ note: Comment, _ tally: inout Tally) throws {
        let dossier = story.dossier
        #expect((ledger.clock == nil) == (dossier.dueAt == nil), note)
        #expect((ledger.index.isOnTime == nil) == (dossier.dueAt == nil), note)
        guard let clock = ledger.clock else { return }
        tally.ledgers += 1
        let desk = try story.district.calendar()
        let end = dossier.finishedAt ?? dossier.endedAt ?? ledger.asOf
        let attributed = ledger.attribution.reduce(.zero) { $0 + $1.workingTime }
        let waited = ledger.waits.filter(\.stopsClock).reduce(.zero) { $0 + $1.workingTime }

        #expect(attributed == clock.reading.used, note)
        #expect(waited == clock.reading.paused, note)
        #expect(
            try clock.reading.used + clock.reading.paused == desk.workingTime(from: clock.receivedAt, to: end),
            note
        )
        #expect(!ledger.attribution.contains { $0.holders.isEmpty }, note)
        if ledger.attribution.contains(where: { $0.holders.count > 1 }) { tally.shared += 1 }
        #expect(clock.dueAt == dossier.dueAt && clock.originalDueAt == dossier.originalDueAt, note)
        #expect((clock.verdict == .late) == dossier.isLate(at: ledger.asOf), note)
        #expect((clock.apology != nil) == dossier.hasApology, note)
        if clock.verdict != .late, let stopped = dossier.stoppedAt, stopped <= clock.dueAt {
            tally.paused += 1
            #expect(clock.reading.leftSeconds == dossier.remaining?.seconds, note)
        } else if clock.verdict == .running {
            #expect(try clock.reading.leftSeconds == desk.workingTime(from: ledger.asOf, to: clock.dueAt).seconds, note)
        }
        if dossier.supplementRequests > 1 { #expect(ledger.index.isOnTime == false, note) }
        guard story.procedure.supplementMode == .pause else { return }
        #expect(ledger.index.dueAt == clock.dueAt, note)
        if dossier.supplementRequests < 2 { #expect(ledger.index.isOnTime == (clock.verdict != .late), note) }
    }

    private func checkHoldings(_ ledger: Ledger, _ story: Story, _ note: Comment, _ tally: inout Tally) throws {
        let open = ledger.holdings.filter { $0.until == nil }
        let active = story.dossier.activeSteps.filter { $0.place != nil }
        #expect(open.map(\.step).sorted() == active.map(\.id).sorted(), note)
        for holding in open {
            let step = try #require(story.dossier[holding.step])
            #expect(holding.dueAt == step.dueAt && holding.since == step.heldSince, note)
            #expect(holding.place == step.place && holding.assignee == step.assignee, note)
            if let left = step.remaining, holding.verdict == .paused {
                tally.pausedSteps += 1
                #expect(holding.clock.leftSeconds == left.seconds, note)
            }
        }
        var areAlike = true
        for holding in ledger.holdings {
            let calendar = try calendar(of: holding.place, in: story)
            areAlike = try areAlike && calendar.officeHours == story.district.calendar().officeHours
            let span = try calendar.workingTime(from: holding.since, to: holding.until ?? ledger.asOf)
            #expect(holding.clock.used + holding.clock.paused == span, note)
            #expect((holding.verdict == nil) == (holding.step == story.procedure.route.handOver.id), note)
        }
        let counted = ledger.holdings.filter { !$0.isAfterFinish }
        #expect(ledger.units.reduce(.zero) { $0 + $1.clock.used } == counted.reduce(.zero) { $0 + $1.clock.used }, note)
        let isSequence = zip(counted, counted.dropFirst()).allSatisfy { ($0.until ?? ledger.asOf) <= $1.since }
        guard areAlike, isSequence, let clock = ledger.clock else { return }
        tally.sequential += 1
        #expect(counted.reduce(.zero) { $0 + $1.clock.used } == clock.reading.used, note)
    }

    private func checkDeadline(_ ledger: Ledger, _ story: Story, _ note: Comment, _ tally: inout Tally) throws {
        let account = try story.deadline()
        #expect((account == nil) == (ledger.clock == nil), note)
        guard let account, let clock = ledger.clock, let last = account.phases.last else { return }
        tally.accounts += 1
        #expect(account.dueAt == story.dossier.dueAt && last.dueAt == story.dossier.dueAt, note)
        #expect(account.originalDueAt == story.dossier.originalDueAt, note)
        #expect((account.pause != nil) == (clock.stoppedSince != nil), note)
        for (phase, next) in zip(account.phases, account.phases.dropFirst()) {
            guard case .pause(let pause) = phase.end, case .resumption = next.cause else { continue }
            tally.resumptions += 1
            #expect(next.at >= pause.since, note)
            if !pause.isOverdue { #expect(next.term == pause.left, note) }
        }
        for phase in account.phases {
            let listed = phase.counted.days.reduce(.zero) { $0 + $1.workingTime }
            #expect(phase.counted.isWhole && listed == phase.counted.workingTime, note)
        }
        let restarted = account.phases.contains { $0.cause == .restart }
        if restarted { tally.restarts += 1 }
        let wasOver = account.phases.contains { phase in
            switch phase.end {
            case .pause(let pause): pause.isOverdue
            case .moved: phase.countedUntil == phase.dueAt
            case nil: false
            }
        }
        guard !restarted, !wasOver else { return }
        var sum = account.phases.reduce(.zero) { $0 + $1.counted.workingTime }
        if case .pause(let pause) = last.end { sum = sum + pause.left }
        #expect(sum == clock.reading.allowed, note)
    }

    private func calendar(of place: UnitPlace, in story: Story) throws -> WorkingCalendar {
        let unit = try #require(story.district.organisation.units[place.unit])
        return try #require(story.district.calendars[unit.agency])
    }
}
