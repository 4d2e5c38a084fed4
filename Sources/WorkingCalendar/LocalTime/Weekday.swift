/// A day of the week (thứ trong tuần), numbered and ordered as in ISO 8601 from Monday, 1, to Sunday, 7.
public enum Weekday: Int, CaseIterable, Comparable, Sendable {
    /// Monday (thứ Hai), whose office hours a make-up day borrows.
    case monday = 1
    /// Tuesday (thứ Ba).
    case tuesday = 2
    /// Wednesday (thứ Tư).
    case wednesday = 3
    /// Thursday (thứ Năm).
    case thursday = 4
    /// Friday (thứ Sáu).
    case friday = 5
    /// Saturday (thứ Bảy).
    case saturday = 6
    /// Sunday (Chủ nhật).
    case sunday = 7

    /// Tells whether the left day comes earlier in a week that begins on Monday.
    public static func < (left: Weekday, right: Weekday) -> Bool {
        left.rawValue < right.rawValue
    }
}
