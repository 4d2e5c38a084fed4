public import DossierDomain
import WorkingCalendar

/// One line of an inbox (một việc cần xử lý), ready to be shown.
public struct InboxLine: Sendable {
    /// The dossier.
    public let file: DossierFile
    /// The step under way.
    public let step: StepID
    /// What is left of its time; nil where nothing presses.
    public let timeLeft: TimeLeft?
}

extension DossierQueries {
    /// How many lines are looked through for one page of an account's own.
    static let maximumLinesRead = 1_000

    /// The steps under way at the account's units, least slack first.
    ///
    /// - Parameters:
    ///   - isMine: Whether only steps for which the account or nobody is named are wanted. A page of those may be
    ///     shorter than asked for, or empty, though the list goes on.
    ///   - after: Where the list goes on; nil for its beginning.
    ///   - limit: How many at most.
    ///   - account: Who asks.
    /// - Returns: The lines, and where the list goes on; nil at its end.
    /// - Throws: `DossierRejection.forbidden` for those without a unit, ``StoreError``.
    public func inbox(
        isMine: Bool = false,
        after: InboxCursor?,
        limit: Int,
        for account: Account
    ) async throws -> (lines: [InboxLine], next: InboxCursor?) {
        let now = clock.now
        let staff = account.staff(at: now)
        try staff.check(.readInbox)
        return try await store.read { [self] snapshot in
            var attendance = Attendance(in: snapshot, at: now)
            var lines: [InboxLine] = []
            var cursor = after
            var read = 0
            while true {
                let page = try Self.rows(of: staff.places, after: cursor, limit: limit + 1, in: snapshot)
                for row in page {
                    if lines.count == limit || read == Self.maximumLinesRead { return (lines, cursor) }
                    read += 1
                    cursor = row.cursor
                    let line = try snapshot.legible {
                        try inboxLine(of: row, isMine: isMine, &attendance, for: account, in: snapshot)
                    }
                    if let line = line ?? nil { lines.append(line) }
                }
                if page.count <= limit { return (lines, nil) }
            }
        }
    }

    /// A line ready to be shown; nil if only steps are wanted that are the account's or anybody's, and it is neither.
    private func inboxLine(
        of row: InboxRow,
        isMine: Bool,
        _ attendance: inout Attendance,
        for account: Account,
        in snapshot: any StoreSnapshot
    ) throws -> InboxLine? {
        let dossier = try DossierCodec.decode(row.dossier.state)
        let step = dossier[row.step]
        if isMine, let assignee = try step.flatMap({ try attendance.assignee(of: $0) }), assignee != account.id {
            return nil
        }
        return InboxLine(
            file: try DossierFile(dossier, view(of: dossier, for: account, at: .list), in: snapshot),
            step: row.step,
            timeLeft: timeLeft(of: step, in: dossier)
        )
    }

    /// The most urgent steps of several units after a cursor.
    private static func rows(
        of places: [UnitPlace],
        after cursor: InboxCursor?,
        limit: Int,
        in snapshot: any StoreSnapshot
    ) throws -> [InboxRow] {
        guard places.count > 1 else {
            return try places.first.map { try snapshot.inbox(of: $0, after: cursor, limit: limit) } ?? []
        }
        let rows = try places.flatMap { try snapshot.inbox(of: $0, after: cursor, limit: limit) }
        return Array(rows.sorted { $0.cursor.isBefore($1.cursor) }.prefix(limit))
    }

    /// What is left of a step's time; nil where nothing presses, or no data are at hand.
    private func timeLeft(of step: StepProgress?, in dossier: Dossier) -> TimeLeft? {
        guard let step, let place = step.place, let stepDue = step.dueAt, let dossierDue = dossier.dueAt,
            dossier.status.isRunning, let calendar = rules.calendar(of: place),
            let deskCalendar = rules.calendar(of: dossier.receivingDesk),
            let term = rules.legibleProcedure(dossier.registration.procedure)?.route[step.id]?.workingTime
        else { return nil }
        // Without data for a year nobody can say how much of it is left.
        return try? TimeLeft(
            stepDue: stepDue,
            term: term,
            calendar: calendar,
            dossierDue: dossierDue,
            deskCalendar: deskCalendar,
            now: clock.now
        )
    }
}
