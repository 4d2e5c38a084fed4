import WorkingCalendar

/// The warnings that a stopped clock holds (cảnh báo chờ trong lúc dừng), to be planned anew when it runs on.
struct HeldWarnings {
    /// Those that have not fired.
    let warnings: [PlannedWarning]
    /// When the clock stopped.
    let stoppedAt: Instant
    /// The due moment at the stop.
    let due: Instant
    /// The working time that was left then.
    let remaining: WorkingTime

    /// Plans them on the clock that runs on from now to its new due moment.
    ///
    /// Each keeps the working time that was left until it. Days off declared meanwhile have changed what lies between
    /// the stop and the old instants, so then each is planned by its threshold and what is left.
    ///
    /// - Parameters:
    ///   - now: When the clock runs on.
    ///   - newDue: Its new due moment.
    ///   - rungs: The ladder's warnings of such a clock.
    ///   - whole: All the clock's working time; nil where that is not known.
    ///   - calendar: The calendar by which it runs.
    /// - Returns: The warnings in order, none after the new due moment.
    /// - Throws: ``DossierRejection/calendarUnknown(year:)``.
    func resumed(
        at now: Instant,
        to newDue: Instant,
        rungs: [LadderRung],
        whole: WorkingTime?,
        in calendar: WorkingCalendar
    ) throws(DossierRejection) -> [PlannedWarning] {
        let start = now.roundedDownToSecond
        var resumed: [PlannedWarning] = []
        // Where the calendar has lost a year it has changed too.
        if let left = try? calendar.workingTime(from: stoppedAt, to: due), left == remaining {
            let shift = ClockShift(from: stoppedAt, to: now, calendar: calendar)
            for warning in warnings {
                // A share of working time ends at a close as it does where the clock starts, whatever it was before.
                let isShare = rungs.contains { $0.id == warning.rung && $0.threshold.isShare }
                let fireAt = try shift.moved(warning.fireAt, endsAtClose: isShare)
                resumed.append(PlannedWarning(rung: warning.rung, fireAt: fireAt))
            }
            return resumed.sorted { $0.fireAt < $1.fireAt }
        }
        for warning in warnings {
            guard let threshold = rungs.first(where: { $0.id == warning.rung })?.threshold,
                let instant = instant(of: threshold, from: start, to: newDue, whole: whole, in: calendar)
            else { continue }
            resumed.append(PlannedWarning(rung: warning.rung, fireAt: max(instant, start)))
        }
        return resumed.sorted { $0.fireAt < $1.fireAt }
    }

    /// When the threshold is reached with what is left; nil where the whole is not known or the calendar ends before.
    private func instant(
        of threshold: RungThreshold,
        from start: Instant,
        to newDue: Instant,
        whole: WorkingTime?,
        in calendar: WorkingCalendar
    ) -> Instant? {
        switch threshold {
        case .left(let time):
            // The new due moment lies within the years with data, and so does what comes before it.
            return try? calendar.instant(before: newDue, by: time)
        case .used(let perCent):
            guard let whole else { return nil }
            let leftThen = whole - whole.share(perCent: perCent)
            // As above.
            return try? calendar.due(from: start, adding: remaining - leftThen, ending: .atClose)
        }
    }
}

extension RungThreshold {
    /// Whether it is a share of the clock's working time that is used.
    fileprivate var isShare: Bool { if case .used = self { true } else { false } }
}
