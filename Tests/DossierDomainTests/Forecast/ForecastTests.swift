import DossierDomain
import Testing
import WorkingCalendar

/// Forecasts worked out by hand over the office hours of January 2022.
///
/// Hours: 07:30-11:30 and 13:00-17:00; the tax office 07:00-11:30 and 13:30-17:00. Tuesday is 4 January.
@Suite struct ForecastTests {
    /// Household businesses received on Tuesday at 07:30, so due on Friday 07:30, and passed on to finance at 09:30.
    private static func businesses(_ count: Int) throws -> [ForecastDossier] {
        let procedure = try Procedures.business()
        return try (1...count).map { number in
            var story = try Story(procedure, at: "2022-01-04 07:30")
            try story.complete("intake", at: "2022-01-04 09:30")
            return try #require(ForecastDossier(story.dossier, number: Int64(number), procedure: procedure))
        }
    }

    @Test("one finance officer makes all three dossiers late, the first at its signature, the others at once")
    func oneOfficer() throws {
        let units = try ForecastUnits.make(["TCKH": UnitCapacity(officers: 1), "THUE": UnitCapacity(officers: 1)])

        let forecast = Forecast(of: try Self.businesses(3), units: units, now: try at("2022-01-04 09:30"))

        // Finance appraises 8 h each by due moment (Wed 09:30 for all): the first to Wed 09:30, the second to Thu
        // 09:30, the third to Fri 09:30; only then comes the first signature, released on Thu 07:30: 6 h to Fri 17:00.
        // The second signature ends on Mon 15:00, the third on Tue 11:30.
        // To be ready on Fri 07:30 the signature has to begin by Thu 09:30, so the tax code by Wed 13:30.
        #expect(
            forecast.late.map(ForecastUnits.text) == [
                "1 2022-01-07 17:00 TCKH sign 2022-01-07", "2 2022-01-10 15:00 TCKH appraise 2022-01-05",
                "3 2022-01-11 11:30 TCKH appraise 2022-01-05",
            ]
        )
        // 24 h from Tue 09:30 end on Fri 09:30; the tax office has nothing open yet.
        #expect(
            forecast.units.map { "\($0.place) \($0.openWork.seconds / 3600) \(local($0.doneAt))" }
                == ["TCKH 24 2022-01-07 09:30", "THUE 0 2022-01-04 09:30"]
        )
    }

    @Test("two finance officers work on one dossier each, so the first is in time and the others are not")
    func twoOfficers() throws {
        let units = try ForecastUnits.make(["TCKH": UnitCapacity(officers: 2), "THUE": UnitCapacity(officers: 1)])

        let forecast = Forecast(of: try Self.businesses(3), units: units, now: try at("2022-01-04 09:30"))

        // Appraised by Wed 09:30, Wed 09:30 and Thu 09:30. Tax codes of 6 h: by Thu 07:30, Thu 15:30 and Fri 11:30.
        // Signatures of 6 h, by two: Thu 07:30 to 15:00; Thu 15:30 to Fri 13:30; Fri 13:00 to Mon 09:30.
        // Due on Fri 07:30, the signature has to begin by Thu 09:30 and the tax code by Wed 13:30.
        #expect(
            forecast.late.map(ForecastUnits.text) == [
                "2 2022-01-07 13:30 THUE tax-code 2022-01-06", "3 2022-01-10 09:30 TCKH appraise 2022-01-05",
            ]
        )
    }

    @Test("one step is one officer's work, however many there are")
    func manyOfficers() throws {
        let many = UnitCapacity(officers: 9)
        let units = try ForecastUnits.make(["TCKH": many, "THUE": many])

        // Overdue since Wed 09:30, so counted whole from Thu 10:00: 8 h to Fri 10:00, tax 6 h to Mon 08:00 (Fri
        // 10:00-11:30 and 13:30-17:00 are 5 h), the signature 6 h to Mon 15:30.
        let forecast = Forecast(of: try Self.businesses(1), units: units, now: try at("2022-01-06 10:00"))
        #expect(forecast.late.map(ForecastUnits.text) == ["1 2022-01-10 15:30 TCKH appraise 2022-01-05"])
    }

    @Test("a join waits for the slower branch, and that branch is named")
    func join() throws {
        let procedure = try Procedures.birth()
        var story = try Story(procedure, at: "2022-01-04 07:30", by: Staff.communeClerk)
        try story.act(completing("intake"), by: Staff.communeClerk, at: "2022-01-04 08:30")
        try story.complete("register", at: "2022-01-04 16:30")
        let dossier = try #require(ForecastDossier(story.dossier, number: 1, procedure: procedure))
        let half = try #require(UnitCapacity(standardSeconds: 4 * 3600, workingSeconds: 8 * 3600))
        let now = try at("2022-01-04 16:30")

        // 12 h of both branches: half an hour on Tuesday, 8 h on Wednesday, to Thu 11:00. At half the pace 24 h: to
        // Friday 16:30. Due on Fri 07:30.
        let quick = try ForecastUnits.make(["CA": UnitCapacity(officers: 1), "BHXH": UnitCapacity(officers: 1)])
        #expect(Forecast(of: [dossier], units: quick, now: now).late.isEmpty)
        let slow = try ForecastUnits.make(["CA": half, "BHXH": UnitCapacity(officers: 1)])
        let late = Forecast(of: [dossier], units: slow, now: now).late
        #expect(late.map(ForecastUnits.text) == ["1 2022-01-07 16:30 CA residence 2022-01-07"])
    }

    @Test("of two outcomes the longer way counts")
    func outcome() throws {
        let procedure = try Procedures.permit()
        var story = try Story(procedure, at: "2022-01-04 07:30")
        try story.complete("intake", at: "2022-01-04 09:30")
        let dossier = try #require(ForecastDossier(story.dossier, number: 1, procedure: procedure))
        let fifth = try #require(UnitCapacity(standardSeconds: 1, workingSeconds: 5))
        let one = UnitCapacity(officers: 1)
        let units = try ForecastUnits.make(["KTHT": one, "CT-H": fifth, "VP": one])

        let late = Forecast(of: [dossier], units: units, now: try at("2022-01-04 09:30")).late

        // Appraised on Wed 5 at 09:30; 40 h of signing end on Wed 12 at 09:30, 4 h of sealing at 15:00. Due on Tue 11
        // at 07:30, so sealing has to begin on Monday at 13:00.
        #expect(dossier.places.map(\.description).sorted() == ["CT-H", "KTHT", "VP"])
        #expect(late.map(ForecastUnits.text) == ["1 2022-01-12 15:00 CT-H sign 2022-01-10"])
    }

    @Test("a join waits for a decision that could lead to it, also where the longest way leads elsewhere")
    func joinBesideADecision() throws {
        let outcomes = [
            OutcomeBranch(outcome: "approved", steps: ["sign"]), OutcomeBranch(outcome: "denied", steps: ["notice"]),
        ]
        let procedure = try Procedures.make(
            "1.009994",
            .workingDays(3),
            .pause,
            [
                Procedures.step("intake", "BPMC-H", 2, .all(["appraise", "survey"])),
                Procedures.step("appraise", "KTHT", 8, .byOutcome(outcomes)),
                Procedures.step("survey", "TNMT", 8, .all(["sign"])),
                Procedures.step("sign", "CT-H", 8, .all(["hand-over"])),
                Procedures.step("notice", "KTHT", 10, .all(["hand-over"])),
                Procedures.step("hand-over", "BPMC-H", 2, .end),
            ]
        )
        var story = try Story(procedure, at: "2022-01-04 07:30")
        try story.complete("intake", at: "2022-01-04 07:30")
        try story.complete("survey", at: "2022-01-04 07:30")
        #expect(story.dossier.pendingSteps == ["sign"])
        let dossier = try #require(ForecastDossier(story.dossier, number: 1, procedure: procedure))
        let third = try #require(UnitCapacity(standardSeconds: 1, workingSeconds: 3))
        let units = try ForecastUnits.make(["KTHT": UnitCapacity(officers: 1), "CT-H": third])

        let late = Forecast(of: [dossier], units: units, now: try at("2022-01-04 07:30")).late

        // Appraised by Tuesday's close, with the notice by Thu 09:30; the signature needs 24 h from Wednesday on. Due
        // on Fri 07:30.
        #expect(late.map(ForecastUnits.text) == ["1 2022-01-07 17:00 CT-H sign 2022-01-07"])
    }

    @Test("a payment to come takes nobody's time")
    func payment() throws {
        let procedure = try Procedures.land()
        let story = try Story(procedure, at: "2022-01-04 07:30")
        let dossier = try #require(ForecastDossier(story.dossier, number: 1, procedure: procedure))
        let one = UnitCapacity(officers: 1)
        let third = try #require(UnitCapacity(standardSeconds: 1, workingSeconds: 3))
        let now = try at("2022-01-04 07:30")

        // 4+24+4 h to Mon 10 (Friday's close), 24 h of tax, 22 h of printing and signing: 78 h of the 80 granted.
        let quick = try ForecastUnits.make(["BPMC-H": one, "CNVPDK": one, "THUE": one])
        #expect(Forecast(of: [dossier], units: quick, now: now).late.isEmpty)
        // At a third of the pace the tax office needs 72 h, 48 more than planned.
        let slow = try ForecastUnits.make(["BPMC-H": one, "CNVPDK": one, "THUE": third])
        #expect(Forecast(of: [dossier], units: slow, now: now).late.map(\.step) == ["tax"])
    }

    @Test("what a unit can have done since its last finish is credited, but not to an overdue step")
    func credit() throws {
        let dossiers = try Self.businesses(1)
        let units = try ForecastUnits.make(["TCKH": UnitCapacity(officers: 1), "THUE": UnitCapacity(officers: 1)])

        // Begun on Tue 09:30; by 15:30 2 h and 2:30 are used of 8 h. Overdue on Wed 09:30.
        for (now, left) in [("2022-01-04 15:30", 12_600), ("2022-01-05 09:30", 0), ("2022-01-05 10:00", 28_800)] {
            let forecast = Forecast(of: dossiers, units: units, now: try at(now))
            #expect(forecast.units.first?.openWork.seconds == Int64(left), "\(now)")
        }
        // A step finished on Tue 15:00 leaves half an hour for this one.
        let busy = try ForecastUnits.make(
            ["TCKH": UnitCapacity(officers: 1), "THUE": UnitCapacity(officers: 1)],
            lastFinishedAt: at("2022-01-04 15:00")
        )
        let forecast = Forecast(of: dossiers, units: busy, now: try at("2022-01-04 15:30"))
        #expect(forecast.units.first?.openWork == .hours(8) - .hours(1).share(perCent: 50))
    }

    @Test("dossiers whose clock does not run have no forecast")
    func leftOut() throws {
        let procedure = try Procedures.business()
        let online = try Story(procedure, at: "2022-01-04 07:30", channel: .online)
        var paused = try Story(procedure, at: "2022-01-04 07:30")
        try paused.act(RequestSupplement(request: paper(3)), by: Staff.clerk, at: "2022-01-04 08:00")
        var stopped = try Story(procedure, at: "2022-01-04 07:30")
        try stopped.act(StopDossier(reason: paper(3)), by: Staff.leader, at: "2022-01-04 08:00")

        for story in [online, paused, stopped] {
            #expect(ForecastDossier(story.dossier, number: 1, procedure: procedure) == nil)
        }
    }

    @Test("a step at a unit that nobody knows is never done, and the dossier is late without a date")
    func unknownUnit() throws {
        let units = try ForecastUnits.make(["TCKH": UnitCapacity(officers: 1)])

        let late = Forecast(of: try Self.businesses(1), units: units, now: try at("2022-01-04 09:30")).late

        #expect(late.map(ForecastUnits.text) == ["1 – THUE tax-code 2022-01-06"])
    }
}
