extension WorkingCalendar {
    /// Returns the instant at which working time that begins at a start is used up.
    ///
    /// A start in closed time begins at the next opening. No working time at all ends where it begins; with `atClose`
    /// a start exactly at a close ends there too, so that adding in parts and adding at once agree.
    ///
    /// - Parameters:
    ///   - start: The instant from which working time runs, rounded down to the second.
    ///   - time: The working time to use up.
    ///   - ending: Where it ends if that is exactly at a close.
    /// - Returns: A whole second, never before the start's second, never inside closed time.
    /// - Throws: `unknownYear` if the start or the answer lies outside the coverage; with `atNextOpening` also if the
    ///   time ends at the coverage's last close.
    public func due(
        from start: Instant,
        adding time: WorkingTime,
        ending: TermEnd
    ) throws(WorkingCalendarError) -> Instant {
        let second = start.wholeSeconds
        if time == .zero, case .atClose = ending, timeline.closes(at: second) {
            return Instant(seconds: second)
        }
        let openBefore = timeline.openSeconds(before: try coveredSecond(of: start))
        let (target, overflow) = openBefore.addingReportingOverflow(time.seconds)
        guard !overflow else { return try known(nil) }
        if time > .zero, case .atClose = ending {
            return try known(timeline.firstSecond(withOpenSecondsBefore: target))
        }
        // Beginning in closed time, no working time counts as none after the next opening.
        return try known(timeline.lastSecond(withOpenSecondsBefore: target))
    }

    /// Returns the working time between two instants, none if the second is not after the first.
    ///
    /// Both are rounded down to the second, so that parts add up to the whole.
    ///
    /// - Parameters:
    ///   - start: The instant from which to measure.
    ///   - end: The instant up to which to measure; the coverage's upper bound still counts.
    /// - Returns: The open seconds from the start's up to, not including, the end's.
    /// - Throws: `unknownYear` if there is time between them outside the coverage.
    public func workingTime(from start: Instant, to end: Instant) throws(WorkingCalendarError) -> WorkingTime {
        guard start < end else { return .zero }
        let from = timeline.openSeconds(before: try coveredSecond(of: start))
        let to = timeline.openSeconds(before: try coveredEnd(of: end))
        return WorkingTime(saturating: to - from)
    }

    /// Returns the latest instant from which exactly so much working time is left until the end.
    ///
    /// It is where a warning counted back from a due instant belongs: open time follows it, never a break.
    ///
    /// - Parameters:
    ///   - end: The instant to count back from, rounded down to the second.
    ///   - time: The working time that shall be left.
    /// - Returns: A whole second not after the end; the end itself for no working time.
    /// - Throws: `unknownYear` if the end or the answer lies outside the coverage.
    public func instant(before end: Instant, by time: WorkingTime) throws(WorkingCalendarError) -> Instant {
        let second = try coveredEnd(of: end)
        guard time > .zero else { return Instant(seconds: second) }
        let openBefore = timeline.openSeconds(before: second)
        guard
            time.seconds <= openBefore,
            let answer = timeline.lastSecond(withOpenSecondsBefore: openBefore - time.seconds)
        else { throw .unknownYear(publicCalendar.years.lowerBound - 1) }
        return Instant(seconds: answer)
    }

    /// Returns the second of an end, which may be the very end of the coverage.
    private func coveredEnd(of end: Instant) throws(WorkingCalendarError) -> Int64 {
        let second = end.wholeSeconds
        return second == coverage.upperBound.wholeSeconds ? second : try coveredSecond(of: end)
    }
}
