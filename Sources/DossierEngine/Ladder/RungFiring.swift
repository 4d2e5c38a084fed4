import DossierDomain
import Metrics
import WorkingCalendar

/// A rung that was recorded (nấc đã kích hoạt).
struct FiredRung: Sendable {
    /// The dossier.
    let dossier: DossierCode
    /// The rung.
    let rung: Rung
    /// How long after its instant, in milliseconds.
    let lateMilliseconds: Int64
}

/// Fires the rungs of one dossier whose instants have come (kích hoạt nấc cảnh báo), each as a command of its own.
///
/// The timer service fires them at their instants. A command that finds rungs overtaken fires them first, in the same
/// transaction, so that the history has the order of their instants whoever comes first.
struct RungFiring: Sendable {
    private let rules: Rules
    private let recorder: DossierRecorder
    private let notices: NoticeMaking
    private let lateness = Metrics.Timer(label: "motcua_timer_lateness")
    private let overdue = Counter(label: "motcua_timers_late_total")

    /// From how many milliseconds on a rung counts as late in the metrics.
    private static let lateMilliseconds: Int64 = 5_000

    init(rules: Rules) {
        self.rules = rules
        recorder = DossierRecorder(rules: rules)
        notices = NoticeMaking(rules: rules)
    }

    /// Records every rung whose instant has come, in the order of their instants.
    ///
    /// - Returns: The dossier afterwards, and the rungs recorded, to be counted once they are on disk.
    func fireDue(
        of stored: Dossier,
        id: StreamID,
        now: Instant,
        in transaction: any StoreTransaction
    ) throws -> (dossier: Dossier, fired: [FiredRung]) {
        guard stored.dueTimer(at: now) != nil else { return (stored, []) }
        var attendance = Attendance(in: transaction, at: now)
        let absent = try attendance.absent(from: stored)
        let plan = try plan(for: stored, behind: try transaction.head(of: id), absent: absent, now: now)
        return (plan.dossierAfter, try carryOut(plan, in: transaction))
    }

    /// Works out what every rung whose instant has come writes; nothing is read or written.
    ///
    /// - Parameters:
    ///   - dossier: The dossier.
    ///   - head: The head of its stream, which is as old as the dossier.
    ///   - absent: Those named for its steps who are not there any more.
    ///   - now: The instant at which they fire.
    /// - Returns: The plan, without a firing if nothing is due.
    /// - Throws: ``StoreError``, `DossierRejection`.
    func plan(
        for dossier: Dossier,
        behind head: StreamHead,
        absent: Set<AccountID>,
        now: Instant
    ) throws -> FiringPlan {
        let context = try rules.context(for: dossier, actor: .timer, now: now, absent: absent)
        var plan = FiringPlan(dossier: dossier, head: head, absent: absent, at: now)
        // Each rung recorded takes one timer away, so the loop ends; the ladder's length bounds it.
        while let next = plan.dossierAfter.dueTimer(at: now) {
            guard let event = try FireRung(rung: next.rung).decide(on: plan.dossierAfter, in: context) else { break }
            let recording = try recorder.recording(of: event, on: plan.dossierAfter, behind: plan.headAfter)
            let told = notices.notices(of: next, at: now, dossier: recording.dossier, id: head.id, in: context)
            plan.firings.append(FiringPlan.Firing(timer: next, recording: recording, notices: told))
        }
        return plan
    }

    /// Writes what was worked out, in a transaction in which ``FiringPlan/fits(_:at:in:)`` holds.
    ///
    /// - Returns: The rungs recorded, to be counted once they are on disk.
    /// - Throws: ``StoreError``.
    func carryOut(_ plan: FiringPlan, in transaction: any StoreTransaction) throws -> [FiredRung] {
        try plan.firings.map { firing in
            try recorder.write(firing.recording, in: transaction)
            for notice in firing.notices { try transaction.insert(notice) }
            return FiredRung(
                dossier: plan.dossier.code,
                rung: firing.timer.rung,
                lateMilliseconds: plan.at.milliseconds - firing.timer.fireAt.milliseconds
            )
        }
    }

    /// Counts rungs in the metrics, after the transaction that recorded them: one that is undone or run again would
    /// count them twice.
    func count(_ fired: [FiredRung]) {
        for rung in fired {
            lateness.recordMilliseconds(rung.lateMilliseconds)
            if rung.lateMilliseconds > Self.lateMilliseconds { overdue.increment() }
        }
    }
}
