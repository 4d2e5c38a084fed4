import DossierDomain
import Testing
import WorkingCalendar

/// Clocks that stand still while other days off or make-up days are declared.
@Suite struct StandingClockTests {
    /// The dossier after its payment, by other calendars.
    private func paid(_ story: Story, at now: Instant, by calendars: [AgencyID: WorkingCalendar]) throws -> Dossier {
        let context = DecisionContext(
            now: now,
            actor: Staff.clerk,
            procedure: story.procedure,
            organisation: story.district.organisation,
            calendars: calendars,
            ladder: story.ladder
        )
        let event = try #require(try ConfirmPayment(reference: paper(95)).decide(on: story.dossier, in: context))
        var dossier = story.dossier
        dossier.apply(event)
        return dossier
    }

    @Test("a term that was due at a close stays due at one, though the day of that is declared off meanwhile")
    func closeEnd() throws {
        let steps = try Procedures.business().route.steps
        var story = try Story(Procedures.make("1.001612", .wholeDays(2), .pause, steps), at: "2022-01-04 09:00")
        #expect(story.due == "2022-01-06 17:00")
        let payment = RequestPayment(amountInDong: 100_000, reason: paper(94))
        try story.act(payment, by: Staff.clerk, at: "2022-01-05 17:00")

        // The 8 hours left are all of Monday's.
        let off = try DeclaredDays.closing("2022-01-06").calendars(of: story.district)
        #expect(local(try paid(story, at: at("2022-01-10 07:30"), by: off).dueAt) == "2022-01-10 17:00")
        // A term in working time ends at the opening, as ever.
        var days = try Story(Procedures.business(), at: "2022-01-04 07:30")
        try days.act(payment, by: Staff.clerk, at: "2022-01-05 17:00")
        let friday = try DeclaredDays.closing("2022-01-07").calendars(of: days.district)
        #expect(local(try paid(days, at: at("2022-01-10 07:30"), by: friday).dueAt) == "2022-01-11 07:30")
    }

    @Test("whatever days are declared meanwhile, all that was left is left, and each warning keeps its hours")
    func laws() throws {
        var (dossierWarnings, stepWarnings) = (0, 0)
        for seed in UInt64(0)..<400 {
            var generator = SplitMix64(seed: seed)
            let procedure = try RandomProcedure.make(using: &generator)
            let received = try at("2022-02-14 09:00").adding(seconds: .random(in: 0..<21 * 86_400, using: &generator))
            var story = try Story(procedure, atInstant: received, ladder: Ladders.full)
            let stop = received.adding(milliseconds: .random(in: 0..<30 * 3_600_000, using: &generator))
            while let timer = story.dossier.dueTimer(at: stop) {
                try story.act(FireRung(rung: timer.rung), by: .timer, atInstant: stop)
            }
            let payment = RequestPayment(amountInDong: 1, reason: paper(96))
            try story.act(payment, by: Staff.clerk, atInstant: stop)
            guard !story.dossier.isLate(at: stop) else { continue }
            let now = stop.adding(milliseconds: .random(in: 0..<5 * 86_400_000, using: &generator))
            let calendars = try declared(around: stop, using: &generator).calendars(of: story.district)
            let calendar = try #require(calendars["UBND-H"])
            let dossier = try paid(story, at: now, by: calendars)
            let (due, left) = try (#require(dossier.dueAt), #require(story.dossier.remaining))
            #expect(try calendar.workingTime(from: now, to: due) == left, "seed \(seed)")
            #expect(dossier.warnings.count == story.dossier.warnings.count, "seed \(seed)")
            for warning in dossier.warnings {
                guard case .left(let time)? = Ladders.full.dossierWarning(warning.rung)?.threshold else { continue }
                dossierWarnings += 1
                #expect(try calendar.workingTime(from: warning.fireAt, to: due) == time, "seed \(seed)")
                #expect(warning.fireAt >= now.roundedDownToSecond, "seed \(seed)")
            }
            let whole = procedure.route.intake.workingTime
            guard let unused = story.dossier.steps[0].remaining else { continue }
            for warning in dossier.steps[0].warnings {
                guard case .used(let share)? = Ladders.full.stepWarning(warning.rung)?.threshold else { continue }
                stepWarnings += 1
                let before = unused - (whole - whole.share(perCent: share))
                #expect(try calendar.workingTime(from: now, to: warning.fireAt) == before, "seed \(seed)")
            }
        }
        #expect(dossierWarnings > 50)
        #expect(stepWarnings > 20)
    }

    /// A day or two off in the next days, and Saturdays that are worked for them now and then.
    private func declared(around stop: Instant, using generator: inout SplitMix64) -> DeclaredDays {
        let today = LocalDateTime(stop).date
        let days = (0...9).map { today.adding(days: $0) }
        var closed: Set<LocalDate> = []
        var worked: Set<LocalDate> = []
        for _ in 0..<Int.random(in: 0...2, using: &generator) {
            if let day = days.randomElement(using: &generator) { closed.insert(day) }
            let saturdays = days.filter { $0.weekday == .saturday }
            if generator.chance(60), let saturday = saturdays.randomElement(using: &generator) {
                worked.insert(saturday)
            }
        }
        return DeclaredDays(closed: closed.sorted(), worked: worked.subtracting(closed).sorted())
    }
}
