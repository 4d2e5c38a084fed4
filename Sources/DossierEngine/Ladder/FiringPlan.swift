import DossierDomain
import WorkingCalendar

/// What the rungs of one dossier come to whose instants have come (kế hoạch kích hoạt), worked out before anything is
/// written.
struct FiringPlan: Sendable {
    /// One rung.
    struct Firing: Sendable {
        let timer: PlannedTimer
        let recording: DossierRecording
        let notices: [Notice]
    }

    /// The dossier and the head of its stream from which it was worked out.
    let dossier: Dossier
    let head: StreamHead
    /// Those named for its steps who were not there any more.
    let absent: Set<AccountID>
    /// The instant at which the rungs fire.
    let at: Instant
    /// The rungs in the order of their instants.
    var firings: [Firing] = []

    /// The dossier afterwards.
    var dossierAfter: Dossier { firings.last?.recording.dossier ?? dossier }
    /// The head of its stream afterwards.
    var headAfter: StreamHead { firings.last?.recording.after ?? head }

    /// Whether it would be worked out the same in a transaction: nothing happened to the dossier since, those named for
    /// its steps are there or not as before, its instant has come, and none of a further rung has come since.
    ///
    /// - Parameters:
    ///   - attendance: Who is there, as the transaction sees it.
    ///   - now: The present instant.
    ///   - transaction: The transaction.
    /// - Returns: Whether it may be carried out.
    /// - Throws: ``StoreError``.
    func fits(
        _ attendance: inout Attendance,
        at now: Instant,
        in transaction: any StoreTransaction
    ) throws -> Bool {
        guard at <= now, let last = firings.last, last.recording.row.nextTimerAt.map({ $0 > now }) ?? true,
            try transaction.head(of: head.id) == head
        else { return false }
        return try attendance.absent(from: dossier) == absent
    }
}
