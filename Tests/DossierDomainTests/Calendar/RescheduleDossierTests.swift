import DossierDomain
import Testing
import WorkingCalendar

/// Due moments under a changed calendar, worked out by hand in the hours 07:30-11:30 and 13:00-17:00.
///
/// Wednesday is 05/01/2022, Friday 07/01, Monday 10/01; the tax office works 07:00-11:30 and 13:30-17:00.
@Suite struct RescheduleDossierTests {
    /// A promise and what becomes of it.
    struct Promise: Sendable {
        let limit: Limit?
        let receipt: String
        let old: String
        let new: String
    }

    /// One desk step of two hours, then the hand-over.
    private func story(_ limit: Limit?, _ receipt: String) throws -> Story {
        let steps = Procedures.chain(("intake", "BPMC-H", 2), ("hand-over", "BPMC-H", 2))
        let limit = try #require(limit)
        return try Story(Procedures.make("1.000001", limit, .pause, steps), at: receipt)
    }

    @Test(
        "a closed Friday moves what was to end on it or after it, each kind of limit by its own rule",
        arguments: [
            Promise(limit: .workingDays(3), receipt: "01-05 10:20", old: "01-10 10:20", new: "01-11 10:20"),
            // 1 h 10 and 4 h on Wednesday, 8 h on Thursday, 6 h 50 are left: 15:50.
            Promise(limit: .workingHours(.hours(20)), receipt: "01-05 10:20", old: "01-07 15:50", new: "01-10 15:50"),
            // Over on Thursday: the closed Friday plays no part.
            Promise(limit: .workingHours(.hours(12)), receipt: "01-05 10:20", old: "01-06 15:50", new: "01-06 15:50"),
            Promise(limit: .wholeDays(2), receipt: "01-05 10:20", old: "01-07 17:00", new: "01-10 17:00"),
            Promise(limit: .wholeDays(3), receipt: "01-05 10:20", old: "01-10 17:00", new: "01-11 17:00"),
            Promise(limit: .calendarDays(2), receipt: "01-05 10:20", old: "01-07 17:00", new: "01-10 17:00"),
            // The third day is Saturday, moved to Monday already.
            Promise(limit: .calendarDays(3), receipt: "01-05 10:20", old: "01-10 17:00", new: "01-10 17:00"),
            Promise(limit: untilThree, receipt: "01-06 15:30", old: "01-07 17:00", new: "01-10 17:00"),
            Promise(limit: untilThree, receipt: "01-05 10:20", old: "01-05 17:00", new: "01-05 17:00"),
            // A term that ended at an opening ends at one.
            Promise(limit: .workingDays(2), receipt: "01-05 07:30", old: "01-07 07:30", new: "01-10 07:30"),
        ]
    )
    func closure(_ promise: Promise) throws {
        let story = try story(promise.limit, "2022-" + promise.receipt)
        #expect(story.due == "2022-" + promise.old)

        let moved = try Rescheduled(story, to: .closing("2022-01-07"), at: "2022-" + promise.receipt)

        #expect(moved.due == "2022-" + promise.new)
        #expect((moved.event == nil) == (promise.old == promise.new))
        #expect(local(moved.dossier.originalDueAt) == "2022-" + promise.old)
    }

    @Test("the day of receipt itself is closed: all begins on the next working day")
    func dayOfReceipt() throws {
        let story = try story(untilThree, "2022-01-07 08:00")
        let moved = try Rescheduled(story, to: .closing("2022-01-07"), at: "2022-01-07 09:00")

        #expect(moved.due == "2022-01-10 17:00")
        // Two hours from Monday's opening instead of Friday 08:00.
        #expect(story.due("intake") == "2022-01-07 10:00")
        #expect(moved.due("intake") == "2022-01-10 09:30")
    }

    @Test("a Saturday worked for a Monday brings the date forward, and the event says so")
    func swap() throws {
        let story = try story(.workingDays(3), "2022-01-05 10:20")
        let days = DeclaredDays(closed: [try date("2022-01-10")], worked: [try date("2022-01-08")])
        let moved = try Rescheduled(story, to: days, at: "2022-01-05 11:00")

        #expect(moved.due == "2022-01-08 10:20")
        let event = try #require(moved.event)
        #expect(event.by == .program)
        #expect(event.fact == .rescheduled(.calendar(version: 2)))
        #expect(
            event.effects
                == [.dueDate(old: try at("2022-01-10 10:20"), new: try at("2022-01-08 10:20"), cause: .calendar)]
        )
    }

    @Test("a half Friday costs a term of hours four hours, and lets a whole day end at noon")
    func halfDay() throws {
        let days = DeclaredDays(halved: [try date("2022-01-07")])
        // 5 h 10 on Wednesday, 8 h, 4 h on Friday; 6 h 50 are left for Monday: 15:50.
        let hours = try Rescheduled(story(.workingDays(3), "2022-01-05 10:20"), to: days, at: "2022-01-05 11:00")
        #expect(hours.due == "2022-01-10 15:50")
        let whole = try Rescheduled(story(.wholeDays(2), "2022-01-05 10:20"), to: days, at: "2022-01-05 11:00")
        #expect(whole.due == "2022-01-07 11:30")
    }

    @Test("a step moves by the hours of its own office")
    func taxOffice() throws {
        var story = try Story(Procedures.business(), at: "2022-01-05 08:00")
        try story.complete("intake", at: "2022-01-05 08:10")
        try story.complete("appraise", at: "2022-01-06 14:00")
        // 6 h from Thursday 14:00: 3 h until 17:00, 3 h from Friday 07:00.
        #expect(story.due("tax-code") == "2022-01-07 10:00")

        let moved = try Rescheduled(story, to: .closing("2022-01-07"), at: "2022-01-06 15:00")

        let event = try #require(moved.event)
        #expect(
            event.effects == [
                .dueDate(old: try at("2022-01-10 08:00"), new: try at("2022-01-11 08:00"), cause: .calendar),
                .stepDueDate("tax-code", old: try at("2022-01-07 10:00"), new: try at("2022-01-10 10:00")),
            ]
        )
    }

    @Test("after a supplement what was left then moves, not the limit")
    func resumed() throws {
        let steps = Procedures.chain(("intake", "BPMC-H", 2), ("hand-over", "BPMC-H", 2))
        var story = try Story(Procedures.make("1.000001", .wholeDays(2), .pause, steps), at: "2022-01-05 10:20")
        try story.act(RequestSupplement(request: paper(50)), by: Staff.clerk, at: "2022-01-06 13:00")
        try story.act(ReceiveSupplement(documents: paper(51)), by: Staff.clerk, at: "2022-01-11 08:00")
        // From Thursday 13:00 to Friday's close were 12 h: 7 h 30 of Tuesday from 08:00, 4 h 30 of Wednesday.
        #expect(story.due == "2022-01-12 13:30")

        let moved = try Rescheduled(story, to: .closing("2022-01-12"), at: "2022-01-11 09:00")
        #expect(moved.due == "2022-01-13 13:30")
    }

    @Test("a date given with an apology moves only off a moment that is closed, to the next opening")
    func apology() throws {
        var story = try Story.inStatus(.processing)
        let apology = Apologise(reason: paper(90), newDueAt: try at("2022-01-13 10:00"))
        try story.act(apology, by: Staff.leader, at: "2022-01-07 08:00")

        let between = try Rescheduled(story, to: .closing("2022-01-12"), at: "2022-01-10 09:00")
        #expect(between.event == nil)
        let closed = try Rescheduled(story, to: .closing("2022-01-13"), at: "2022-01-10 09:00")
        #expect(closed.due == "2022-01-14 07:30")
    }

    @Test(
        "a dossier whose clock does not run does not move",
        arguments: [
            Status.submitted, .refused, .awaitingSupplement, .awaitingPayment, .stopped, .finished, .handedOver,
        ]
    )
    func standingClock(_ status: Status) throws {
        let story = try Story.inStatus(status)
        let moved = try Rescheduled(story, to: .closing("2022-01-06", "2022-01-07"), at: "2022-01-05 09:00")
        #expect(moved.event == nil)
    }

    @Test("nobody but the program changes the calendar")
    func authority() throws {
        let story = try Story.inStatus(.processing)
        let new = try DeclaredDays.closing("2022-01-07").calendars(of: story.district)
        #expect(throws: DossierRejection.forbidden(Denial(.program, unit: Staff.clerk.place))) {
            try Rescheduled(
                story.dossier,
                of: story,
                from: story.district.calendars,
                to: new,
                at: at("2022-01-05 09:00"),
                by: Staff.leader
            )
        }
    }

    @Test(
        "what an earlier change kept stays where the new calendar gives it, a step's end too, and late stays late"
    )
    func thereAndBack() throws {
        let steps = Procedures.chain(("intake", "BPMC-H", 8), ("hand-over", "BPMC-H", 2))
        let story = try Story(
            Procedures.make("1.000001", .workingHours(.hours(8)), .pause, steps),
            at: "2022-01-05 10:20"
        )
        let open = story.district.calendars
        let closed = try DeclaredDays.closing("2022-01-06").calendars(of: story.district)
        func change(
            _ dossier: Dossier,
            _ old: [AgencyID: WorkingCalendar],
            _ new: [AgencyID: WorkingCalendar],
            _ time: String
        )
            throws -> Rescheduled
        {
            try Rescheduled(dossier, of: story, from: old, to: new, at: at(time))
        }

        let there = try change(story.dossier, open, closed, "2022-01-05 11:00")
        #expect([there.due, there.due("intake")] == ["2022-01-07 10:20", "2022-01-07 10:20"])
        // Thursday is open again, but by now its 10:20 is over: both dates are kept.
        let back = try change(there.dossier, closed, open, "2022-01-06 15:00")
        #expect(back.event == nil)
        for time in ["2022-01-06 16:00", "2022-01-07 11:00"] {
            let again = try change(back.dossier, open, closed, time)
            #expect(again.event == nil, "\(time): \(again.due)")
        }
        #expect(try back.dossier.isLate(at: at("2022-01-07 11:00")))
    }

    @Test("a calendar that lost the year of a promise is refused")
    func lostYear() throws {
        let story = try story(.workingDays(3), "2022-12-29 10:20")
        var days = DeclaredDays()
        days.years = 2022...2022
        #expect(throws: DossierRejection.calendarUnknown(year: 2023)) {
            try Rescheduled(story, to: days, at: "2022-12-29 11:00")
        }
    }
}

/// The same day, if received before three in the afternoon.
private let untilThree = TimeOfDay(hour: 15, minute: 0).map(Limit.sameDay(cutoff:))
