import DossierDomain
import Metrics
import WorkingCalendar

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
    /// - Returns: The dossier afterwards, and the rungs recorded with the milliseconds by which each was late.
    func fireDue(
        of stored: Dossier,
        id: StreamID,
        now: Instant,
        in transaction: any StoreTransaction
    ) throws -> (dossier: Dossier, fired: [(rung: Rung, lateMilliseconds: Int64)]) {
        var dossier = stored
        guard dossier.dueTimer(at: now) != nil else { return (dossier, []) }
        var attendance = Attendance(in: transaction, at: now)
        let absent = try attendance.absent(from: dossier)
        let context = try rules.context(for: dossier, actor: .timer, now: now, absent: absent)
        var fired: [(rung: Rung, lateMilliseconds: Int64)] = []
        // Each rung recorded takes one timer away, so the loop ends; the ladder's length bounds it.
        while let next = dossier.dueTimer(at: now) {
            guard let event = try FireRung(rung: next.rung).decide(on: dossier, in: context) else { break }
            dossier = try recorder.record(event, on: dossier, id: id, in: transaction)
            for notice in notices.notices(of: next, at: now, dossier: dossier, id: id, in: context) {
                try transaction.insert(notice)
            }
            let late = now.milliseconds - next.fireAt.milliseconds
            lateness.recordMilliseconds(late)
            if late > Self.lateMilliseconds { overdue.increment() }
            fired.append((next.rung, late))
        }
        return (dossier, fired)
    }
}
