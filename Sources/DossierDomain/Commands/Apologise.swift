public import WorkingCalendar

/// Apologises for a delay and gives a new appointment (xin lỗi và hẹn lại ngày trả kết quả), at most once.
///
/// Source: domain.md R40, R41 (Decree 61/2018 as told by provincial papers; full text unverified).
public struct Apologise: DossierCommand {
    /// Why the dossier will be late.
    public let reason: VaultReference
    /// The new appointment, inside office hours and after the present one.
    public let newDueAt: Instant

    /// Creates the command.
    public init(reason: VaultReference, newDueAt: Instant) {
        self.reason = reason
        self.newDueAt = newDueAt
    }

    /// Decides what happens; see ``DossierCommand``.
    public func decide(on dossier: Dossier, in context: DecisionContext) throws(DossierRejection) -> DossierEvent? {
        let authority = context.authority
        try require(authority.isLeader || authority.headsActiveUnit(of: dossier), orElse: .forbidden)
        try dossier.requireStatus(.received, .processing)
        guard !dossier.hasApology else { throw .reappointmentExhausted }
        guard let oldDue = dossier.dueAt, newDueAt > oldDue, newDueAt > context.now,
            newDueAt == newDueAt.roundedDownToSecond
        else { throw .newDueDateInvalid }
        let calendar = try context.calendar(of: dossier.receivingDesk)
        guard newDueAt < calendar.coverage.upperBound else {
            throw .calendarUnknown(year: LocalDateTime(newDueAt).date.year)
        }
        guard calendar.isOpen(at: newDueAt) || calendar.isClose(newDueAt) else { throw .newDueDateInvalid }
        return context.event(
            .apologised(reason: reason),
            [.dueDate(old: oldDue, new: newDueAt, cause: .apology)]
        )
    }
}
