import DossierDomain
import Testing
import WorkingCalendar

extension Story {
    /// The ledger of this history as of a local date and time.
    func ledger(at time: String) throws -> Ledger { try ledger(atInstant: at(time)) }

    func ledger(atInstant now: Instant) throws -> Ledger {
        let ledger = try Ledger(
            of: events,
            procedure: procedure,
            organisation: district.organisation,
            calendars: district.calendars,
            asOf: now
        )
        return try #require(ledger)
    }

    /// How the appointment was reached, by the district's calendars unless by later ones; nil if there is none.
    func deadline(by calendars: [AgencyID: WorkingCalendar]? = nil) throws -> DeadlineAccount? {
        try DeadlineAccount(
            of: events,
            procedure: procedure,
            organisation: district.organisation,
            calendars: calendars ?? district.calendars
        )
    }
}

/// Working time as `8:30`, with seconds only where there are some.
func hours(_ time: WorkingTime) -> String { hours(time.seconds) }

func hours(_ seconds: Int64) -> String {
    let (sign, rest) = (seconds < 0 ? "-" : "", abs(seconds))
    let minutes = rest / 60 % 60
    let clock = "\(sign)\(rest / 3600):\(minutes < 10 ? "0" : "")\(minutes)"
    return rest % 60 == 0 ? clock : clock + ":\(rest % 60)"
}

/// A clock as `allowed used paused left`.
func text(_ clock: ClockReading) -> String {
    [hours(clock.allowed), hours(clock.used), hours(clock.paused), hours(clock.leftSeconds)].joined(separator: " ")
}
