public import WorkingCalendar

/// What a periodic report counts of one dossier (số liệu của một hồ sơ trong kỳ).
///
/// In the report are dossiers that were received before the end of the period and not settled before its beginning.
/// Not in it are:
/// - filings online that were not accepted (status 1), or refused (status 3): they have no date of receipt, which alone
///   the national index counts by; accepted later, they belong to the period of their acceptance;
/// - voided intakes, mistakes from their first second on, whatever day they were made.
///
/// Source: domain.md §1.9, form II.06a of Circular 01/2020/TT-VPCP; R47; project decision, 2026-11-30.
public struct SettlementFacts: Hashable, Sendable {
    /// How a dossier came to be in the report (cột 4, 5, 6).
    public enum Arrival: String, CaseIterable, Sendable {
        /// Received online within the period.
        case online
        /// Received at the desk or by post within the period.
        case direct
        /// Received before the period and not settled before it.
        case carriedOver
    }

    /// Where it stood at the end of the period (cột 8, 9, 10, 12, 13).
    public enum Standing: String, CaseIterable, Sendable {
        /// The result was ready before the day of the appointment.
        case early
        /// The result was ready in time on that day, or it was withdrawn or stopped in time.
        case onTime
        /// The result was ready too late, or it was withdrawn or stopped when it was late already.
        case late
        /// Open and not late; also one that waits for the citizen, if it was not late when the wait began.
        case withinTime
        /// Open and late; also one that waits for the citizen, if it was late when the wait began.
        case overdue

        /// Whether the dossier is settled.
        public var isSettled: Bool { self == .early || self == .onTime || self == .late }
    }

    /// The dossier as of the end of the period.
    public let dossier: Dossier
    /// The field (lĩnh vực) of its procedure.
    public let field: String
    /// How it came to be in the report.
    public let arrival: Arrival
    /// Where it stood.
    public let standing: Standing
    /// Whether the national index counts it as on time; nil if it does not count it.
    public let isOnTimeByIndex: Bool?
    /// The working time that it took, pauses left out; nil unless it was received in the period and its result is
    /// ready.
    public let processingTime: WorkingTime?

    /// Judges a history; nil if it is empty, does not begin with a registration, or does not belong into the report.
    ///
    /// Events behind the instant are left out, so that a report of past days stays the same whenever it is asked for.
    /// Where a clock was set back, one that was written down before an event that is not behind it counts too: so
    /// whatever is settled is so in one period, and its working time is told as by ``Ledger``.
    ///
    /// - Parameters:
    ///   - events: All events of one dossier in their order.
    ///   - procedure: The dossier's version of its procedure.
    ///   - organisation: The agencies and units, with those that are no more.
    ///   - calendars: The calendars of all of them.
    ///   - period: The days of the report.
    ///   - asOf: The instant as of which it is told, see ``ReportPeriod/asOf(_:)``.
    /// - Throws: As ``Ledger``.
    public init?(
        of events: [DossierEvent],
        procedure: Procedure,
        organisation: Organisation,
        calendars: [AgencyID: WorkingCalendar],
        in period: ReportPeriod,
        asOf: Instant
    ) throws(DossierRejection) {
        let known = Self.known(events[...], at: asOf)
        let isVoided = known.contains { if case .voided = $0.fact { true } else { false } }
        guard !isVoided, let dossier = Dossier(folding: known), let receivedAt = dossier.receivedAt,
            receivedAt <= asOf, !dossier.wasSettled(by: known, before: period.start),
            let ledger = try Ledger(
                of: known,
                procedure: procedure,
                organisation: organisation,
                calendars: calendars,
                asOf: asOf
            )
        else { return nil }
        let isCarriedOver = receivedAt < period.start
        self.dossier = dossier
        field = procedure.field
        arrival = isCarriedOver ? .carriedOver : dossier.registration.channel == .online ? .online : .direct
        standing = dossier.standing(at: asOf)
        isOnTimeByIndex = ledger.index.isOnTime
        processingTime = isCarriedOver || dossier.finishedAt == nil ? nil : ledger.clock?.reading.used
    }

    /// The events up to the last one that is not behind an instant.
    fileprivate static func known(_ events: ArraySlice<DossierEvent>, at asOf: Instant) -> ArraySlice<DossierEvent> {
        guard let last = events.lastIndex(where: { $0.at <= asOf }) else { return [] }
        return events[...last]
    }
}

extension Dossier {
    /// When it was settled: its result was ready, or it ended without one; nil while it is open.
    fileprivate var settledAt: Instant? { finishedAt ?? endedAt }

    /// Whether a report that ended at an instant has it as settled already.
    ///
    /// What was received later was not settled before, though a clock that was set back says so.
    fileprivate func wasSettled(by known: ArraySlice<DossierEvent>, before start: Instant) -> Bool {
        guard let receivedAt, receivedAt < start, settledAt != nil else { return false }
        return Dossier(folding: SettlementFacts.known(known, at: start.adding(milliseconds: -1)))?.settledAt != nil
    }

    /// Where it stands in a report, judged by the present appointment.
    ///
    /// The form names returned and withdrawn dossiers under "on time", so that none of those is early. Waiting ones it
    /// names under 9 and under 12: open ones are counted under 12. A second supplement request makes nothing late here,
    /// for R22 is a rule of the national index alone.
    /// Source: domain.md §1.9; R23, R47 and R48, the last of which is unverified.
    fileprivate func standing(at asOf: Instant) -> SettlementFacts.Standing {
        let isLate = isLate(at: asOf)
        guard settledAt != nil else { return isLate ? .overdue : .withinTime }
        if isLate { return .late }
        guard let finishedAt, let dueAt else { return .onTime }
        return Verdict.ofEnd(at: finishedAt, due: dueAt) == .early ? .early : .onTime
    }
}
