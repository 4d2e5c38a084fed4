public import WorkingCalendar

/// Apologises for a delay and gives a new appointment (xin lỗi và hẹn lại ngày trả kết quả), at most once.
///
/// Up to a working day before the appointment it is in order; later it is still taken, and marked as too late.
/// Source: domain.md R40, R41 (Decree 61/2018 as told by provincial papers; full text unverified).
public struct Apologise: DossierCommand {
    /// Why the dossier will be late.
    public let reason: VaultReference
    /// The new appointment, inside office hours, after the present one, and one that the remaining route can keep.
    public let newDueAt: Instant

    /// Creates the command.
    public init(reason: VaultReference, newDueAt: Instant) {
        self.reason = reason
        self.newDueAt = newDueAt
    }

    /// Decides what happens; see ``DossierCommand``.
    public func decide(on dossier: Dossier, in context: DecisionContext) throws(DossierRejection) -> DossierEvent? {
        try context.check(.apologise, on: dossier)
        guard !dossier.hasApology else { throw .reappointmentExhausted }
        guard let oldDue = dossier.dueAt else { throw .wrongStatus(dossier.status) }
        try check(against: oldDue, of: dossier, in: context)
        let earliest = try RemainingRoute(of: dossier, in: context).earliestFinish()
        guard newDueAt >= earliest else { throw .newDueDateTooEarly(earliest: earliest) }
        let warnings = try context.warnings(
            ofDossierAt: dossier.receivingDesk,
            hasApology: true,
            from: context.now,
            to: newDueAt
        )
        return context.event(
            .apologised(reason: reason, isTooLate: try isTooLate(for: oldDue, of: dossier, in: context)),
            [.dueDate(old: oldDue, new: newDueAt, cause: .apology)] + warnings
        )
    }

    /// Refuses a date that no apology may give, whatever the route has still to go.
    private func check(
        against oldDue: Instant,
        of dossier: Dossier,
        in context: DecisionContext
    ) throws(DossierRejection) {
        let calendar = try context.calendar(of: dossier.receivingDesk)
        let base = max(oldDue, context.now.roundedDownToSecond)
        let end = calendar.coverage.upperBound.adding(seconds: -1)
        let latest = context.ladder.apologyLongest.map { longest in
            // Where the calendar's data end before, they are the bound.
            (try? calendar.due(from: base, adding: longest, ending: .atClose)) ?? end
        }
        let refusal = DossierRejection.newDueDateInvalid(after: base, latest: latest)
        guard newDueAt > oldDue, newDueAt > context.now, newDueAt == newDueAt.roundedDownToSecond else { throw refusal }
        guard newDueAt <= end else {
            // Where the bound is known it is the date that is wrong, such as a mistyped year, and not the calendar.
            if let latest, latest < end { throw refusal }
            throw .calendarUnknown(year: LocalDateTime(newDueAt).date.year)
        }
        if let latest, newDueAt > latest { throw refusal }
        guard calendar.hasOffice(at: newDueAt) else { throw refusal }
    }

    /// Whether less working time is left than the law asks for.
    private func isTooLate(
        for due: Instant,
        of dossier: Dossier,
        in context: DecisionContext
    ) throws(DossierRejection) -> Bool {
        try context.unusedTime(at: dossier.receivingDesk, until: due) < context.ladder.apologyNotice
    }
}
