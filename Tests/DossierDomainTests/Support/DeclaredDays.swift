import DossierDomain
import Testing
import WorkingCalendar

/// Days that are declared after dossiers were taken: the district's calendars with them.
struct DeclaredDays {
    var closed: [LocalDate] = []
    var worked: [LocalDate] = []
    /// Days on which offices close at noon.
    var halved: [LocalDate] = []
    var years = 2022...2023

    static func closing(_ days: String...) throws -> DeclaredDays { DeclaredDays(closed: try days.map(date)) }

    func calendars(of district: District) throws -> [AgencyID: WorkingCalendar] {
        let known = try district.calendar().publicCalendar
        let midnight = try #require(TimeOfDay(hour: 0, minute: 0))
        let noon = try #require(TimeOfDay(hour: 12, minute: 0))
        let morning = try #require(OfficeInterval(opens: midnight, closes: noon))
        let days = try PublicCalendar(
            years: years,
            closures: known.closures.filter { years.contains($0.last.year) }
                + closed.compactMap { Closure(name: "Nghỉ theo quyết định", first: $0, last: $0) },
            makeUpDays: Set(worked),
            halfDays: halved.map { HalfDay(date: $0, open: morning) }
        )
        return try district.calendars.mapValues {
            try WorkingCalendar(publicCalendar: days, officeHours: $0.officeHours)
        }
    }
}

/// A dossier before and after a change of the calendar.
struct Rescheduled {
    let event: DossierEvent?
    private(set) var dossier: Dossier

    /// Changes from the district's own calendars to those with the declared days.
    init(_ story: Story, to days: DeclaredDays, at time: String) throws {
        try self.init(
            story.dossier,
            of: story,
            from: story.district.calendars,
            to: days.calendars(of: story.district),
            at: at(time)
        )
    }

    init(
        _ dossier: Dossier,
        of story: Story,
        from old: [AgencyID: WorkingCalendar],
        to new: [AgencyID: WorkingCalendar],
        at now: Instant,
        by actor: Actor = .program
    ) throws {
        let context = DecisionContext(
            now: now,
            actor: actor,
            procedure: story.procedure,
            organisation: story.district.organisation,
            calendars: new,
            ladder: story.ladder
        )
        event = try RescheduleDossier(ground: .calendar(version: 2), oldCalendars: old).decide(on: dossier, in: context)
        self.dossier = dossier
        if let event { self.dossier.apply(event) }
    }

    var due: String { local(dossier.dueAt) }

    func due(_ id: StepID) -> String { local(dossier[id]?.dueAt) }

    var warnings: [String] { dossier.warnings.map { "\($0.rung) " + local($0.fireAt) } }
}
