import DossierDomain
import Testing
import WorkingCalendar

@Suite struct RungTests {
    private func timers(_ story: Story) -> [String] {
        story.dossier.timers.map { timer in
            switch timer.rung {
            case .dossierOverdue: "dossier " + local(timer.fireAt)
            case .stepOverdue(let step): step.rawValue + " " + local(timer.fireAt)
            case .filingWarning(let id): "filing \(id) " + local(timer.fireAt)
            case .dossierWarning(let id): "dossier \(id) " + local(timer.fireAt)
            case .stepWarning(let id, let step): "\(step) \(id) " + local(timer.fireAt)
            }
        }
    }

    @Test(
        "timers stand while the clock runs, one second after each due moment",
        arguments: [
            // Received 08:00, due Mon 10/01 08:00; intake 2 h; appraise 8 h from 08:10.
            (Status.received, ["dossier 2022-01-10 08:00:01", "intake 2022-01-05 10:00:01"]),
            (.processing, ["dossier 2022-01-10 08:00:01", "appraise 2022-01-06 08:10:01"]),
            (.submitted, []), (.refused, []), (.awaitingSupplement, []), (.awaitingPayment, []), (.stopped, []),
            (.finished, []), (.handedOver, []),
        ]
    )
    func byStatus(status: Status, expected: [String]) throws {
        #expect(timers(try Story.inStatus(status)) == expected)
    }

    @Test("each step under way has its own timer")
    func parallel() throws {
        var story = try Story(Procedures.birth(), at: "2022-01-05 10:20")
        try story.complete("intake", at: "2022-01-05 10:40")
        try story.complete("register", at: "2022-01-05 15:00")

        #expect(
            timers(story) == [
                "dossier 2022-01-10 10:20:01", "residence 2022-01-07 09:30:01", "insurance 2022-01-07 09:30:01",
            ]
        )
    }

    @Test("the first timer comes in the second of its instant, and none before")
    func firstDue() throws {
        let dossier = try Story.inStatus(.processing).dossier
        let instant = try at("2022-01-06 08:10:01")

        #expect(dossier.dueTimer(at: instant.adding(seconds: -1)) == nil)
        let expected = PlannedTimer(rung: .stepOverdue("appraise"), fireAt: instant)
        #expect(dossier.dueTimer(at: instant) == expected)
        // Later the dossier's own has come too, but the step's came first.
        #expect(dossier.dueTimer(at: try at("2022-01-12 08:00")) == expected)
    }

    @Test("an overdue rung is recorded once, after its due moment and by the timer alone")
    func recordOnce() throws {
        var story = try Story.inStatus(.processing)
        let command = FireRung(rung: .dossierOverdue)

        #expect(try story.act(command, by: .timer, atInstant: at("2022-01-10 08:00")) == nil)
        #expect(try story.refusal(of: command, by: Staff.leader, at: "2022-01-10 08:00:01")?.rule == .program)
        let event = try story.act(command, by: .timer, at: "2022-01-10 08:00:01")
        #expect(event.fact == .becameOverdue)
        #expect(event.by == .timer)
        #expect(try story.act(command, by: .timer, atInstant: at("2022-01-10 08:00:01")) == nil)
        #expect(try story.act(command, by: .timer, atInstant: at("2022-01-11 08:00")) == nil)
        #expect(story.dossier.isOverdueRecorded)
        #expect(timers(story) == ["appraise 2022-01-06 08:10:01"])
    }

    @Test("a step's rung is recorded late too, when the machine was off, and not for a step that has ended")
    func recordStep() throws {
        var story = try Story.inStatus(.processing)
        let command = FireRung(rung: .stepOverdue("appraise"))

        #expect(
            try story.act(FireRung(rung: .stepOverdue("intake")), by: .timer, atInstant: at("2022-01-07 08:00"))
                == nil
        )
        try story.act(command, by: .timer, at: "2022-01-07 08:00")
        #expect(story.dossier["appraise"]?.isOverdueRecorded == true)
        #expect(try story.act(command, by: .timer, atInstant: at("2022-01-07 08:00")) == nil)
        try story.complete("appraise", at: "2022-01-07 09:00")
        #expect(story.dossier.activeSteps.map(\.isOverdueRecorded) == [false])
    }

    @Test("a step that was overdue and comes back is watched anew")
    func recordAgain() throws {
        var story = try Story.inStatus(.processing)
        try story.act(FireRung(rung: .stepOverdue("appraise")), by: .timer, at: "2022-01-06 08:10:01")
        try story.complete("appraise", at: "2022-01-06 09:00")
        let back = ReturnStep(step: "tax-code", target: "appraise", reason: paper(51))
        try story.act(back, by: Staff.officer("THUE"), at: "2022-01-06 10:00")

        // 8 h: Thursday 1:30 and 4, Friday 2:30 from 07:30.
        #expect(timers(story).last == "appraise 2022-01-07 10:00:01")
        try story.act(FireRung(rung: .stepOverdue("appraise")), by: .timer, at: "2022-01-07 10:00:01")
    }

    @Test(
        "nothing becomes overdue while the clock stands still or after the end",
        arguments: [
            Status.submitted, .refused, .awaitingSupplement, .awaitingPayment, .stopped, .finished, .handedOver,
        ]
    )
    func still(status: Status) throws {
        var story = try Story.inStatus(status)
        let later = try at("2022-06-01 08:00")

        #expect(try story.act(FireRung(rung: .dossierOverdue), by: .timer, atInstant: later) == nil)
        for step in story.dossier.steps {
            #expect(try story.act(FireRung(rung: .stepOverdue(step.id)), by: .timer, atInstant: later) == nil)
        }
    }

    @Test("a new appointment has a timer of its own")
    func afterApology() throws {
        var story = try Story.inStatus(.processing)
        try story.act(FireRung(rung: .dossierOverdue), by: .timer, at: "2022-01-10 08:00:01")
        try story.act(
            Apologise(reason: paper(50), newDueAt: at("2022-01-14 10:00")),
            by: Staff.leader,
            at: "2022-01-10 09:00"
        )

        #expect(timers(story).first == "dossier 2022-01-14 10:00:01")
        try story.act(FireRung(rung: .dossierOverdue), by: .timer, at: "2022-01-14 10:00:01")
    }
}
