/// A stretch of a day during which an office is open (buổi làm việc), from its opening up to, not including, its close.
public struct OfficeInterval: Hashable, Sendable {
    /// The first open second.
    public let opens: TimeOfDay
    /// The second at which the office is closed again.
    public let closes: TimeOfDay

    /// Makes an interval that opens before it closes; nil otherwise.
    public init?(opens: TimeOfDay, closes: TimeOfDay) {
        guard opens < closes else { return nil }
        self.opens = opens
        self.closes = closes
    }

    /// Returns the part of this interval that lies in the window; nil if they share no second.
    func clipped(to window: OfficeInterval) -> OfficeInterval? {
        OfficeInterval(opens: max(opens, window.opens), closes: min(closes, window.closes))
    }
}
