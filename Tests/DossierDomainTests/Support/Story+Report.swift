import DossierDomain
import Testing
import WorkingCalendar

extension Story {
    /// What a report on the days counts of this history, asked for at a local date and time; nil if nothing.
    func facts(_ from: String, _ until: String, at now: String = "2022-12-01 08:00") throws -> SettlementFacts? {
        try facts(in: period(from, until), atInstant: at(now))
    }

    func facts(in period: ReportPeriod, atInstant now: Instant) throws -> SettlementFacts? {
        try SettlementFacts(
            of: events,
            procedure: procedure,
            organisation: district.organisation,
            calendars: district.calendars,
            in: period,
            asOf: period.asOf(now)
        )
    }

    /// The same as two words, such as `direct early`.
    func counted(_ from: String, _ until: String, at now: String = "2022-12-01 08:00") throws -> String {
        try facts(from, until, at: now).map { "\($0.arrival.rawValue) \($0.standing.rawValue)" } ?? "–"
    }
}

/// A period between two dates, the last one included.
func period(_ from: String, _ until: String) throws -> ReportPeriod {
    try #require(ReportPeriod(from: date(from), until: date(until)))
}
