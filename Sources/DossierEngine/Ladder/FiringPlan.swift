import DossierDomain
import WorkingCalendar

/// What the rungs of one dossier come to whose instants have come (kế hoạch kích hoạt), worked out before anything is
/// written.
struct FiringPlan: Sendable {
    /// One rung.
    struct Firing: Sendable {
        /// The rung, with the instant at which it was to fire.
        let timer: PlannedTimer
        /// Its event and what it makes of the dossier.
        let recording: DossierRecording
        /// The notices that it is worth.
        let notices: [Notice]
    }

    /// How old a plan may be that is carried out, in milliseconds: by so much may an event's date precede its commit.
    private static let holdsMilliseconds: Int64 = 1_000

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

    /// Whether it would be worked out the same in a transaction but for a date up to a second later.
    ///
    /// Nothing happened to the dossier since, those named for its steps are there or not as before, the clock was not
    /// set back behind it, and the instant of no further rung has come since.
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
        guard (0...Self.holdsMilliseconds).contains(now.milliseconds - at.milliseconds),
            let last = firings.last?.recording,
            last.row.nextTimerAt.map({ $0 > now }) ?? true,
            try transaction.head(of: head.id) == head
        else { return false }
        return try attendance.absent(from: dossier) == absent
    }
}
