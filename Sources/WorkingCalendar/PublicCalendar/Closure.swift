/// A stretch of days off (kỳ nghỉ), its weekends included, such as Tết 2022 from 29 January to 6 February.
///
/// Source: project decision, 2026-11-23, because a list of single weekdays would leave Saturday desks open during Tết.
public struct Closure: Hashable, Sendable {
    /// The name people know it by, such as `Tết Nguyên Đán`, never empty.
    public let name: String
    /// The first day off.
    public let first: LocalDate
    /// The last day off, the same as the first for a single day.
    public let last: LocalDate

    /// Makes a closure from its first to its last day; nil without a name or if it would end before it begins.
    public init?(name: String, first: LocalDate, last: LocalDate) {
        guard !name.isEmpty, first <= last else { return nil }
        self.name = name
        self.first = first
        self.last = last
    }

    /// Tells whether the date is one of the days off.
    public func contains(_ date: LocalDate) -> Bool {
        first <= date && date <= last
    }
}
