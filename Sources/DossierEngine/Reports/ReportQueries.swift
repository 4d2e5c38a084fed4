public import DossierDomain
import Synchronization
public import WorkingCalendar

/// What leaders, heads and desks may ask about the time that has passed (báo cáo định kỳ), one report at a time.
public struct ReportQueries: Sendable {
    /// Of how many dossiers the histories are read for one answer, at most; the command line has no such bound.
    ///
    /// Source: project decision, 2026-11-30, because a district receives some fifty thousand dossiers in a year, and
    /// nobody waits at a browser for the report of more than a few years.
    public static let maximumDossiers = 200_000
    /// How many may wait for their turn; more are told to come again.
    public static let maximumWaiting = 8

    private let store: any DossierStore
    private let rules: Rules
    private let clock: any WallClock
    private let maximumDossiers: Int
    private let queue = ReportQueue()

    /// Creates the queries.
    ///
    /// - Parameters:
    ///   - store: Where the dossiers are.
    ///   - rules: By what working time is reckoned.
    ///   - clock: The time of the service.
    ///   - maximumDossiers: Of how many dossiers the histories are read for one answer, at most.
    public init(
        store: any DossierStore,
        rules: Rules,
        clock: any WallClock,
        maximumDossiers: Int = ReportQueries.maximumDossiers
    ) {
        self.store = store
        self.rules = rules
        self.clock = clock
        self.maximumDossiers = maximumDossiers
    }

    /// What was received and settled in a period; see `SettlementFacts` for what is counted.
    ///
    /// - Parameters:
    ///   - period: The days.
    ///   - unit: Only dossiers of this unit, see ``ReportScope``; nil for all.
    ///   - procedure: Only dossiers of this procedure; nil for all.
    ///   - account: Who asks.
    /// - Returns: The report, and the instant as of which it is told.
    /// - Throws: `DossierRejection.forbidden` for those who may read none; ``RequestRefusal/invalidFields(_:)`` for a
    ///   period that has not begun; ``RequestRefusal/reportTooLarge`` past ``maximumDossiers``; ``StoreError`` of code
    ///   busy if too many wait; as ``SettlementReporter/takePage(in:)`` and ``SettlementReporter/finished()``.
    public func settlement(
        in period: ReportPeriod,
        unit: UnitPlace?,
        procedure: ProcedureCode?,
        for account: Account
    ) async throws -> (report: SettlementReport, asOf: Instant) {
        let now = clock.now
        let scope = try ReportScope(of: account.staff(at: now), unit: unit, procedure: procedure)
        guard period.start <= now else {
            throw RequestRefusal.invalidFields([FieldError("from", .dateFuture)])
        }
        return try await queue.take {
            var reporter = SettlementReporter(on: period, of: scope, now: now, rules: rules)
            while !reporter.isDone {
                try Task.checkCancellation()
                reporter = try await store.read { [reporter] snapshot in
                    var next = reporter
                    try next.takePage(in: snapshot)
                    return next
                }
                guard reporter.examined <= maximumDossiers else { throw RequestRefusal.reportTooLarge }
            }
            return (try reporter.finished(), reporter.asOf)
        }
    }
}

/// Lets one report be reckoned at a time, and few wait for that.
private final class ReportQueue: Sendable {
    private let turn = Turn()
    private let present = Mutex(0)

    /// Works when all who came earlier are done.
    ///
    /// - Throws: ``StoreError`` of code busy if too many wait already; what the work throws.
    func take<Result>(_ work: () async throws -> Result) async throws -> Result {
        let isAdmitted = present.withLock { present -> Bool in
            guard present <= ReportQueries.maximumWaiting else { return false }
            present += 1
            return true
        }
        guard isAdmitted else { throw StoreError(.busy, "too many reports are asked for at once") }
        defer { present.withLock { $0 -= 1 } }
        return try await turn.take(work)
    }
}
