public import WorkingCalendar

extension Dossier {
    /// Since when a unit has worked on a step, had it done nothing else (thời điểm bắt đầu quy đổi): when it got the
    /// step, or as much later as the dossier has waited for the citizen since then.
    ///
    /// While the clock stands still nobody works on the step, so a wait must not make its unit look slow.
    ///
    /// - Parameters:
    ///   - step: The step, one of the dossier's own.
    ///   - end: Up to when waits count: the step's end, or the present.
    /// - Returns: The instant; nil while the step has not begun.
    public func workedSince(_ step: StepProgress, until end: Instant) -> Instant? {
        guard let since = step.heldSince else { return nil }
        var waited: Int64 = 0
        for (index, change) in statusChanges.enumerated() where change.status.waitsForCitizen {
            let next = index + 1 < statusChanges.count ? statusChanges[index + 1].at : end
            let wait = min(next, end).milliseconds - max(change.at, since).milliseconds
            waited += max(wait, 0)
        }
        // A clock that was set back may have made waits overlap.
        return min(since.adding(milliseconds: waited), max(since, end))
    }
}

extension Status {
    /// Whether the dossier waits for papers or for a payment.
    fileprivate var waitsForCitizen: Bool { self == .awaitingSupplement || self == .awaitingPayment }
}
