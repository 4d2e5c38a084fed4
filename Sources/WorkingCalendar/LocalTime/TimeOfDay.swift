/// A time on the clock (giờ trong ngày) to the second, from 00:00 to 24:00, which only a close of office uses.
public struct TimeOfDay: Comparable, Hashable, Sendable {
    /// The seconds since midnight, 0 to 86,400.
    public let secondsSinceMidnight: Int

    /// Makes a time from its seconds since midnight; nil outside 0 to 86,400.
    public init?(secondsSinceMidnight: Int) {
        guard (0...86_400).contains(secondsSinceMidnight) else { return nil }
        self.secondsSinceMidnight = secondsSinceMidnight
    }

    /// Makes a time from a remainder of division by a day's seconds, which is in range by its making.
    init(remainderOfDay seconds: Int) {
        precondition((0..<86_400).contains(seconds), "A remainder of a day is shorter than the day.")
        secondsSinceMidnight = seconds
    }

    /// Makes a time from its parts; nil outside 00:00:00 to 23:59:59, except for 24:00:00.
    public init?(hour: Int, minute: Int, second: Int = 0) {
        guard (0...24).contains(hour), (0...59).contains(minute), (0...59).contains(second) else { return nil }
        self.init(secondsSinceMidnight: hour * 3600 + minute * 60 + second)
    }

    /// Reads a time written as `07:30` or `07:30:15`; nil for any other text.
    public init?(text: String) {
        var reader = DigitReader(text)
        guard let hour = reader.number(digits: 2), reader.skip(":"), let minute = reader.number(digits: 2) else {
            return nil
        }
        var second = 0
        if reader.skip(":") {
            guard let seconds = reader.number(digits: 2) else { return nil }
            second = seconds
        }
        guard reader.isAtEnd else { return nil }
        self.init(hour: hour, minute: minute, second: second)
    }

    /// The time written as `07:30`, or as `07:30:15` where it has seconds.
    public var text: String {
        let hour = secondsSinceMidnight / 3600
        let minute = secondsSinceMidnight / 60 % 60
        let second = secondsSinceMidnight % 60
        let clock = "\(hour.zeroPadded(to: 2)):\(minute.zeroPadded(to: 2))"
        return second == 0 ? clock : "\(clock):\(second.zeroPadded(to: 2))"
    }

    /// Tells whether the left time comes before the right one on the same day.
    public static func < (left: TimeOfDay, right: TimeOfDay) -> Bool {
        left.secondsSinceMidnight < right.secondsSinceMidnight
    }
}
