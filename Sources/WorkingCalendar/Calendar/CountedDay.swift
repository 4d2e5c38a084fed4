/// One day between two instants, and what of it was counted (một ngày trong thời hạn).
public struct CountedDay: Hashable, Sendable {
    /// The date.
    public let date: LocalDate
    /// What kind of day it is at the office.
    public let kind: Kind
    /// The open stretches counted on it, in order; none on a day off.
    public let stretches: [Range<Instant>]

    /// The kinds of days.
    public enum Kind: Hashable, Sendable {
        /// A day with the office's usual hours (ngày làm việc).
        case usual
        /// A day worked in exchange for a day off (ngày làm bù).
        case makeUp
        /// A day on which the office was open only within windows (ngày làm việc nửa buổi).
        case shortened
        /// A day off.
        case off(DayOff)
    }

    /// The working time counted on it.
    public var workingTime: WorkingTime {
        WorkingTime(saturating: stretches.reduce(0) { $0 + $1.upperBound.wholeSeconds - $1.lowerBound.wholeSeconds })
    }
}

/// Why a day is off (lý do nghỉ).
public enum DayOff: Hashable, Sendable {
    /// The office never works on that day of the week (nghỉ hằng tuần).
    case weekly
    /// A closure of this name covers it (nghỉ lễ).
    case closure(String)
    /// The windows of a shortened day leave nothing of its hours.
    case shortenedToNothing
}

/// Why an office is closed at an instant (lý do ngoài giờ).
public enum ClosedMoment: Hashable, Sendable {
    /// The day's first session has not begun.
    case beforeOpening
    /// It lies between two sessions of the day, as at noon.
    case betweenSessions
    /// The day's last session is over.
    case afterClose
    /// The day is off.
    case dayOff(DayOff)
}

/// The days between two instants (các ngày trong khoảng), with their sum.
public struct CountedDays: Hashable, Sendable {
    /// The days off, and the days on which something was counted, in order.
    public let days: [CountedDay]
    /// The working time between the instants, the days left out of the list included.
    public let workingTime: WorkingTime
    /// Whether the list is whole; false where it would be longer than it may.
    public let isWhole: Bool
}
