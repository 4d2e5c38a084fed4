public import DossierDomain
public import WorkingCalendar

/// Reckons a periodic report (lập báo cáo định kỳ) from the events, one bounded page of dossiers after the other.
///
/// Every page may be read on a snapshot of its own: what happens meanwhile lies behind the instant as of which the
/// report is told, and belongs to a later one. It needs no key of the vault, and counts dossiers whose personal data
/// were erased like any other.
public struct SettlementReporter: Sendable {
    /// How many rows are looked at in one page.
    public static let pageRows = 500

    /// The instant as of which it is told.
    public let asOf: Instant
    /// How many dossiers' histories were read so far.
    public private(set) var examined = 0
    /// How far the walk over the time of receipt has come; nil at its beginning.
    public private(set) var reached: Instant?
    /// Whether every dossier was looked at.
    public private(set) var isDone = false

    private let rules: Rules
    private let scope: ReportScope
    private var place: DossierPlace?
    private var report: SettlementReport

    /// Creates a report without a dossier.
    ///
    /// - Parameters:
    ///   - period: The days that it tells of.
    ///   - scope: Which dossiers it tells of.
    ///   - now: The present instant, as of which it is told while the period lasts.
    ///   - rules: By what working time is reckoned.
    public init(on period: ReportPeriod, of scope: ReportScope, now: Instant, rules: Rules) {
        asOf = period.asOf(now)
        self.rules = rules
        self.scope = scope
        report = SettlementReport(on: period)
    }

    /// Takes the next dossiers.
    ///
    /// - Throws: `DossierRejection.calendarUnknown` or `.noOfficeTime` if the calendars do not tell the working time of
    ///   a dossier; ``StoreError`` if the store cannot be read.
    public mutating func takePage(in snapshot: any StoreSnapshot) throws {
        let page = try snapshot.reportedDossiers(
            in: report.period.start..<asOf.adding(milliseconds: 1),
            of: scope.procedure,
            after: place,
            examining: Self.pageRows
        )
        for found in page.places { try take(found.dossier, in: snapshot) }
        place = page.reached
        reached = page.reached?.receivedAt ?? reached
        isDone = page.reached == nil
    }

    /// The report, once every dossier was looked at.
    ///
    /// - Throws: `BrokenIdentity` if its figures contradict each other.
    public func finished() throws(BrokenIdentity) -> SettlementReport {
        precondition(isDone, "A report is finished when every dossier was looked at.")
        try report.check()
        return report
    }

    private mutating func take(_ id: StreamID, in snapshot: any StoreSnapshot) throws {
        examined += 1
        do {
            if let facts = try facts(of: id, in: snapshot), scope.takes(facts.dossier, in: rules.organisation) {
                report.add(facts)
            }
        } catch is StoredFormDefect {
            report.addUnreadable()
        } catch let error as StoreError where error.code == .damaged {
            report.addUnreadable()
        } catch RequestRefusal.historyTooLong {
            report.addUnreadable()
        }
    }

    private func facts(of id: StreamID, in snapshot: any StoreSnapshot) throws -> SettlementFacts? {
        let events = try EventHistory.events(of: id, count: snapshot.head(of: id).count, in: snapshot)
        guard case .registered(let registration)? = events.first?.fact,
            let procedure = try rules.procedure(registration.procedure)
        else { throw StoreError(.damaged, "stream \(id.number) has no registration under a known procedure") }
        return try SettlementFacts(
            of: events,
            procedure: procedure,
            organisation: rules.organisation,
            calendars: rules.calendars,
            in: report.period,
            asOf: asOf
        )
    }
}
