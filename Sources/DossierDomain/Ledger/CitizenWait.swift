public import WorkingCalendar

/// One stretch of time during which a dossier waited for the citizen (thời gian chờ công dân); no unit answers for it.
///
/// Source: domain.md R23 and R26: supplements and payments are not the agency's time.
public struct CitizenWait: Hashable, Sendable {
    /// What was waited for.
    public enum Cause: String, CaseIterable, Sendable {
        /// More papers (bổ sung hồ sơ).
        case supplement
        /// A payment (nghĩa vụ tài chính).
        case payment
    }

    /// What was waited for.
    public let cause: Cause
    /// Since when.
    public let since: Instant
    /// Until when; nil while it lasts.
    public let until: Instant?
    /// The working time that passed meanwhile, by the calendar of the receiving desk.
    public let workingTime: WorkingTime
    /// Whether a clock stood still for it; false for a dossier filed online and not yet received, which has none.
    public let stopsClock: Bool
    /// Who asked the citizen.
    public let askedBy: AccountID?
}

/// A wait for the citizen while it is being told.
struct CitizenWaitDraft {
    let cause: CitizenWait.Cause
    let since: Instant
    let stopsClock: Bool
    let askedBy: AccountID?
    var meter: ClockMeter
    var until: Instant?

    var wait: CitizenWait {
        CitizenWait(
            cause: cause,
            since: since,
            until: until,
            workingTime: meter.reading.used,
            stopsClock: stopsClock,
            askedBy: askedBy
        )
    }
}
