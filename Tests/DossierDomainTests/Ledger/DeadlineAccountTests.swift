import DossierDomain
import Testing
import WorkingCalendar

/// Appointments explained day by day, worked out by hand.
@Suite("The deadline is explained from the receipt to the present date")
struct DeadlineAccountTests {
    /// A day as `2022-01-28 usual 16:40-17:00`, or `2022-01-29 Tết Nguyên Đán`.
    private func text(_ day: CountedDay) -> String {
        let stretches = day.stretches.map { stretch in
            LocalDateTime(stretch.lowerBound).time.text + "-" + LocalDateTime(stretch.upperBound).time.text
        }
        switch day.kind {
        case .off(.closure(let name)): return "\(day.date.iso8601) \(name)"
        case .off(.weekly): return "\(day.date.iso8601) weekly"
        default: return "\(day.date.iso8601) \(day.kind) " + stretches.joined(separator: ", ")
        }
    }

    @Test("Tết is skipped day by day, and the counted stretches make up the term")
    func newYear() throws {
        let account = try #require(try Story(Procedures.business(), at: "2022-01-28 16:40").deadline())

        #expect(account.phases.count == 1)
        #expect(account.limit == .workingDays(3))
        #expect(
            account.phases[0].counted.days.map(text) == [
                "2022-01-28 usual 16:40-17:00", "2022-01-29 Tết Nguyên Đán", "2022-01-30 Tết Nguyên Đán",
                "2022-01-31 Tết Nguyên Đán", "2022-02-01 Tết Nguyên Đán", "2022-02-02 Tết Nguyên Đán",
                "2022-02-03 Tết Nguyên Đán", "2022-02-04 Tết Nguyên Đán", "2022-02-05 Tết Nguyên Đán",
                "2022-02-06 Tết Nguyên Đán", "2022-02-07 usual 07:30-11:30, 13:00-17:00",
                "2022-02-08 usual 07:30-11:30, 13:00-17:00",
                // 24 h less 0:20 less 16 h are 7:40.
                "2022-02-09 usual 07:30-11:30, 13:00-16:40",
            ]
        )
        #expect(hours(account.phases[0].counted.workingTime) == "24:00")
        #expect(local(account.dueAt) == "2022-02-09 16:40")
        #expect(local(account.phases[0].countedUntil) == "2022-02-09 16:40")
    }

    @Test(
        "a receipt outside office hours counts from the next opening, with the reason",
        arguments: [
            ("2022-01-05 07:00", ClosedMoment.beforeOpening, "2022-01-05 07:30"),
            ("2022-01-05 12:00", .betweenSessions, "2022-01-05 13:00"),
            ("2022-01-05 17:00", .afterClose, "2022-01-06 07:30"),
            ("2022-01-08 09:00", .dayOff(.weekly), "2022-01-10 07:30"),
            ("2022-02-02 09:00", .dayOff(.closure("Tết Nguyên Đán")), "2022-02-07 07:30"),
        ]
    )
    func outsideHours(receipt: String, reason: ClosedMoment, start: String) throws {
        let account = try #require(try Story(Procedures.business(), at: receipt).deadline())
        #expect(account.phases[0].closedMoment == reason)
        #expect(local(account.phases[0].countedFrom) == start)
        #expect(try account.receivedAt == at(receipt))
    }

    @Test("days off between a receipt after hours and the first counted hour are listed, and so are an apology's")
    func daysOffBeforeCounting() throws {
        let account = try #require(try Story(Procedures.business(), at: "2022-01-28 17:30").deadline())
        let closed = (29...31).map { "2022-01-\($0) Tết Nguyên Đán" } + (1...6).map { "2022-02-0\($0) Tết Nguyên Đán" }
        let counted = (7...9).map { "2022-02-0\($0) usual 07:30-11:30, 13:00-17:00" }
        #expect(account.phases[0].counted.days.map(text) == closed + counted)
        #expect(hours(account.phases[0].counted.workingTime) == "24:00")
        #expect(local(account.phases[0].countedFrom) == "2022-02-07 07:30")

        var story = try Story(Procedures.business(), at: "2022-01-05 10:20")
        let chosen = Apologise(reason: paper(18), newDueAt: try at("2022-01-14 10:00"))
        try story.act(chosen, by: Staff.leader, at: "2022-01-07 19:39")
        let apology = try #require(try story.deadline()?.phases.last)
        #expect(apology.closedMoment == .afterClose)
        #expect(
            apology.counted.days.prefix(3).map(text) == [
                "2022-01-08 weekly", "2022-01-09 weekly", "2022-01-10 usual 07:30-11:30, 13:00-17:00",
            ]
        )
    }

    @Test("a receipt in office hours needs no reason")
    func insideHours() throws {
        let account = try #require(try Story(Procedures.business(), at: "2022-01-05 10:20").deadline())
        #expect(account.phases[0].closedMoment == nil)
        #expect(local(account.phases[0].countedFrom) == "2022-01-05 10:20")
    }

    @Test("a date that was kept is shown with where the term would end by the calendar of today, after a pause too")
    func kept() throws {
        var story = try Story(Procedures.business(), at: "2022-01-05 10:20")
        let friday = try DeclaredDays.closing("2022-01-07").calendars(of: story.district)
        #expect(try story.deadline()?.phases.last?.byPresentHours == nil)
        let account = try #require(try story.deadline(by: friday))
        #expect(local(account.dueAt) == "2022-01-10 10:20")
        #expect(local(account.phases.last?.byPresentHours) == "2022-01-11 10:20")

        try story.act(RequestSupplement(request: paper(31)), by: Staff.clerk, at: "2022-01-05 11:00")
        #expect(try story.deadline(by: friday)?.phases.map(\.byPresentHours) == [nil])
        try story.act(ReceiveSupplement(documents: paper(32)), by: Staff.clerk, at: "2022-01-06 10:20")
        #expect(try story.deadline()?.phases.map(\.byPresentHours) == [nil, nil])
        // 23 h 20 were left, due Tuesday 09:40; without Friday one day later.
        #expect(local(story.dossier.dueAt) == "2022-01-11 09:40")
        #expect(local(try story.deadline(by: friday)?.phases.last?.byPresentHours) == "2022-01-12 09:40")

        let chosen = Apologise(reason: paper(90), newDueAt: try at("2022-01-13 10:00"))
        try story.act(chosen, by: Staff.leader, at: "2022-01-07 08:00")
        #expect(try story.deadline(by: friday)?.phases.last?.byPresentHours == nil)
    }

    @Test("a pause keeps what was left, and the resumption counts exactly that")
    func pause() throws {
        var story = try Story(Procedures.business(), at: "2022-01-05 10:20")
        try story.act(RequestSupplement(request: paper(31)), by: Staff.clerk, at: "2022-01-06 10:20")
        let waiting = try #require(try story.deadline())
        #expect(waiting.pause?.cause == .supplement)
        #expect(waiting.pause.map { hours($0.left) } == "16:00")
        #expect(waiting.phases.map { hours($0.counted.workingTime) } == ["8:00"])

        try story.act(ReceiveSupplement(documents: paper(32)), by: Staff.clerk, at: "2022-01-08 09:00")
        let resumed = try #require(try story.deadline())
        #expect(resumed.pause == nil)
        #expect(resumed.phases.map(\.cause) == [.receipt, .resumption(.supplement)])
        // The papers came on a Saturday; two days count from Monday and end at a close, so at the next opening.
        #expect(resumed.phases[1].closedMoment == .dayOff(.weekly))
        #expect(local(resumed.phases[1].countedFrom) == "2022-01-10 07:30")
        #expect(resumed.phases.map { hours($0.counted.workingTime) } == ["8:00", "16:00"])
        #expect(local(resumed.dueAt) == "2022-01-12 07:30")
        #expect(resumed.phases[1].counted.days.last.map(text) == "2022-01-11 usual 07:30-11:30, 13:00-17:00")
    }

    @Test("a term begun anew is counted anew")
    func restart() throws {
        var story = try Story(Procedures.business(mode: .restart), at: "2022-01-05 10:20")
        try story.act(RequestSupplement(request: paper(31)), by: Staff.clerk, at: "2022-01-06 10:20")
        try story.act(ReceiveSupplement(documents: paper(32)), by: Staff.clerk, at: "2022-01-10 10:20")
        let account = try #require(try story.deadline())
        #expect(account.phases.map(\.cause) == [.receipt, .restart])
        #expect(account.phases.map { hours($0.counted.workingTime) } == ["8:00", "24:00"])
        #expect(local(account.dueAt) == "2022-01-13 10:20")
    }

    @Test("a term that was over when the papers were asked for does not begin anew, and is not said to")
    func restartAfterTheEnd() throws {
        var story = try Story(Procedures.business(mode: .restart), at: "2022-01-05 10:20")
        try story.act(RequestSupplement(request: paper(31)), by: Staff.clerk, at: "2022-01-10 10:20:01")
        try story.act(ReceiveSupplement(documents: paper(32)), by: Staff.clerk, at: "2022-01-12 08:00")
        let account = try #require(try story.deadline())
        #expect(account.phases.map(\.cause) == [.receipt, .resumption(.supplement)])
        #expect(local(account.dueAt) == "2022-01-10 10:20")
        #expect(account.phases.last?.byPresentHours == nil)
    }

    @Test("an apology ends one phase and begins the next, which reaches the new date")
    func apology() throws {
        var story = try Story(Procedures.business(), at: "2022-01-05 10:20")
        try story.act(
            Apologise(reason: paper(18), newDueAt: at("2022-01-14 10:00")),
            by: Staff.leader,
            at: "2022-01-06 10:20"
        )
        let account = try #require(try story.deadline())
        #expect(account.phases.map(\.cause) == [.receipt, .apology(isTooLate: false)])
        #expect(account.phases[0].end == .moved)
        #expect(local(account.phases[0].dueAt) == "2022-01-10 10:20")
        // 8 h to Thursday 10:20; from then 5:10, five days whole less their nights, and 2:30 on Friday.
        #expect(account.phases.map { hours($0.counted.workingTime) } == ["8:00", "47:40"])
        #expect(local(account.originalDueAt) == "2022-01-10 10:20")
        #expect(local(account.dueAt) == "2022-01-14 10:00")
    }

    /// The days of a phase that have a number in the term, as `2022-01-06 1`.
    private func numbered(_ phase: DeadlinePhase?) -> [String] {
        guard let phase, let term = phase.termDays else { return [] }
        return phase.counted.days.compactMap { day in term[day.date].map { "\(day.date.iso8601) \($0)" } }
    }

    private func story(_ limit: Limit, at receipt: String) throws -> Story {
        let steps = Procedures.chain(("intake", "BPMC-H", 2), ("hand-over", "BPMC-H", 2))
        return try Story(Procedures.make("1.001612", limit, .pause, steps), at: receipt)
    }

    @Test("the working days of a term in whole days are numbered from the day after the start, also across a pause")
    func wholeDays() throws {
        var story = try story(.wholeDays(3), at: "2022-01-05 10:20")
        let phase = try #require(try story.deadline()?.phases.first)
        #expect(local(phase.dueAt) == "2022-01-10 17:00")
        #expect(phase.termDays?.start.iso8601 == "2022-01-05" && phase.termDays?.count == 3)
        #expect(numbered(phase) == ["2022-01-06 1", "2022-01-07 2", "2022-01-10 3"])
        // After Friday's close time counts from Monday, the day that is not counted.
        let late = try #require(try self.story(.wholeDays(1), at: "2022-01-07 17:00").deadline()?.phases.first)
        #expect(late.termDays?.start.iso8601 == "2022-01-10")
        #expect(numbered(late) == ["2022-01-11 1"] && local(late.dueAt) == "2022-01-11 17:00")

        try story.act(RequestSupplement(request: paper(31)), by: Staff.clerk, at: "2022-01-06 10:20")
        try story.act(ReceiveSupplement(documents: paper(32)), by: Staff.clerk, at: "2022-01-10 10:20")
        let phases = try #require(try story.deadline()?.phases)
        #expect(numbered(phases[0]) == ["2022-01-06 1"])
        // What was left is working time, and is counted as such.
        #expect(phases.count == 2 && phases[1].termDays == nil)
    }

    @Test("all days of a term in days of the calendar are numbered, and none after it")
    func calendarDays() throws {
        let phase = try #require(try story(.calendarDays(25), at: "2022-01-05 10:20").deadline()?.phases.first)
        // The 25th is Sunday 30 January, in Tết.
        #expect(local(phase.dueAt) == "2022-02-07 17:00")
        #expect(numbered(phase).count == 25 && numbered(phase).last == "2022-01-30 25")
        #expect(numbered(phase).contains("2022-01-08 3"))
    }

    @Test("a term in working time numbers no days")
    func notInDays() throws {
        #expect(try story(.workingDays(3), at: "2022-01-05 10:20").deadline()?.phases.first?.termDays == nil)
        let cutoff = try #require(TimeOfDay(text: "15:00"))
        #expect(try story(.sameDay(cutoff: cutoff), at: "2022-01-05 10:20").deadline()?.phases.first?.termDays == nil)
    }

    @Test("a dossier that was never received has no deadline to explain")
    func neverReceived() throws {
        #expect(try Story(Procedures.business(), at: "2022-01-05 10:20", channel: .online).deadline() == nil)
    }
}
