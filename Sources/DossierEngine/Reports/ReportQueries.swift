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
    /// How many of those who wait or are served may be of one account; more are told to come again.
    ///
    /// Whoever asks, goes away and asks anew, as impatient browsers do, leaves a report behind that is reckoned all the
    /// same: it must keep nobody else from his.
    public static let maximumOfAccount = 2

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
    ///   busy if too many wait, or too many of this account; as ``SettlementReporter/takePage(in:)`` and
    ///   ``SettlementReporter/finished()``.
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
        return try await queue.take(for: account.id) {
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
    private let present = Mutex<[AccountID: Int]>([:])

    /// Works when all who came earlier are done.
    ///
    /// - Throws: ``StoreError`` of code busy if too many wait already; what the work throws.
    func take<Result>(for account: AccountID, _ work: () async throws -> Result) async throws -> Result {
        guard admits(account) else { throw StoreError(.busy, "too many reports are asked for at once") }
        defer { leave(account) }
        return try await turn.take(work)
    }

    private func admits(_ account: AccountID) -> Bool {
        present.withLock { present in
            let own = present[account, default: 0]
            let all = present.values.reduce(0, +)
            guard own < ReportQueries.maximumOfAccount, all <= ReportQueries.maximumWaiting else { return false }
            present[account] = own + 1
            return true
        }
    }

    private func leave(_ account: AccountID) {
        present.withLock { present in
            let own = present[account, default: 0] - 1
            present[account] = own > 0 ? own : nil
        }
    }
}
