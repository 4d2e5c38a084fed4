/// The counting of open seconds, for proofs that speak about every start at once.
///
/// The count of an instant is the number of open seconds before it. Working time between two instants is the difference
/// of their counts, so that most questions about all instants become questions about whole numbers.
extension WorkingCalendar {
    /// The stretches of open time in order and apart, in seconds since 1970 UTC.
    public var openStretches: [Range<Int64>] { timeline.stretches }

    /// All open seconds of the coverage, one or more.
    public var openSecondsInAll: Int64 { timeline.total }

    /// Returns the count of an instant, rounded down to the second: none before the coverage, all of them after it.
    public func openSeconds(before instant: Instant) -> Int64 {
        timeline.openSeconds(before: instant.wholeSeconds)
    }

    /// Returns the instant with a count: of a close and the next opening, which have the same, the one asked for.
    ///
    /// - Parameters:
    ///   - count: The open seconds before the instant.
    ///   - ending: Which of the instants with that count; with `atClose` the first, with `atNextOpening` the last.
    /// - Returns: A whole second; nil if the coverage has no such instant, as for `atClose` without any second before
    ///   it and for `atNextOpening` after the last close.
    public func instant(withOpenSecondsBefore count: Int64, ending: TermEnd) -> Instant? {
        guard count >= 0 else { return nil }
        switch ending {
        case .atClose:
            guard count > 0 else { return nil }
            return timeline.firstSecond(withOpenSecondsBefore: count).map(Instant.init(seconds:))
        case .atNextOpening: return timeline.lastSecond(withOpenSecondsBefore: count).map(Instant.init(seconds:))
        }
    }
}
