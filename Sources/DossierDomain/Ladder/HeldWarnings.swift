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
    /// Each goes by its threshold and by what was left, never by its old instant: days declared off or worked meanwhile
    /// have changed what lies before that, also where they take nothing from the whole, as a Saturday worked for a
    /// Monday. A share of a clock whose whole is not known keeps its place in what was left.
    ///
    /// - Parameters:
    ///   - now: When the clock runs on.
    ///   - newDue: Its new due moment.
    ///   - rungs: The ladder's warnings of such a clock.
    ///   - whole: All the clock's working time; nil where that is not known.
    ///   - calendar: The calendar by which it runs.
    /// - Returns: The warnings in order, none before now and none after the new due moment.
    func resumed(
        at now: Instant,
        to newDue: Instant,
        rungs: [LadderRung],
        whole: WorkingTime?,
        in calendar: WorkingCalendar
    ) -> [PlannedWarning] {
        let start = now.roundedDownToSecond
        // The new due moment lies within the years with data, and so does an opening before it.
        let opening = (try? calendar.nextOpenInstant(atOrAfter: start)) ?? start
        let planned = warnings.map { warning -> PlannedWarning in
            let threshold = rungs.first { $0.id == warning.rung }?.threshold
            let instant: Instant?
            if case .left(let time)? = threshold {
                // The new due moment lies within the years with data, and so does what comes before it.
                instant = try? calendar.instant(before: newDue, by: time)
            } else {
                let time = timeUntil(warning, threshold, whole: whole, in: calendar)
                // As above. A share ends at a close as it does where the clock starts.
                instant = try? calendar.due(from: start, adding: time, ending: .atClose)
            }
            // Reached while the clock stood, it fires as soon as that runs, not in the night of the resumption.
            let reached = instant.flatMap { $0 < start ? nil : $0 } ?? opening
            return PlannedWarning(rung: warning.rung, fireAt: min(reached, newDue))
        }
        return planned.sorted { $0.fireAt < $1.fireAt }
    }

    /// How much of what was left is used before a warning that does not go by what is left.
    private func timeUntil(
        _ warning: PlannedWarning,
        _ threshold: RungThreshold?,
        whole: WorkingTime?,
        in calendar: WorkingCalendar
    ) -> WorkingTime {
        if case .used(let perCent)? = threshold, let whole {
            return remaining - (whole - whole.share(perCent: perCent))
        }
        guard
            // Where the calendar has lost a year nothing is known any more, and the warning is due at once.
            let all = try? calendar.workingTime(from: stoppedAt, to: due), all > .zero,
            // As above.
            let part = try? calendar.workingTime(from: stoppedAt, to: warning.fireAt)
        else { return .zero }
        // In proportion, because the calendar may have changed since.
        let (product, overflow) = remaining.seconds.multipliedReportingOverflow(by: part.seconds)
        return WorkingTime(seconds: overflow ? part.seconds : product / all.seconds) ?? .zero
    }
}
