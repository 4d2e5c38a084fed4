import WorkingCalendar

/// One row of the periodic report (một dòng của biểu II.06a/VPCP/KSTT): the dossiers of a field, or all of them.
///
/// Every total is counted by itself and not added up of its parts, so that ``brokenIdentity`` has something to check.
/// Source: domain.md §1.9, form II.06a of Circular 01/2020/TT-VPCP; the figures below the form §1.8, Decision
/// 766/QĐ-TTg.
public struct SettlementRow: Hashable, Sendable {
    /// Column 3: all that was to be settled.
    public private(set) var received = 0
    /// Column 4: received online in the period.
    public private(set) var receivedOnline = 0
    /// Column 5: received at the desk and by post in the period.
    public private(set) var receivedDirect = 0
    /// Column 6: carried over from earlier periods.
    public private(set) var carriedOver = 0
    /// Column 7: settled in the period.
    public private(set) var settled = 0
    /// Column 8: settled early.
    public private(set) var settledEarly = 0
    /// Column 9: settled on time.
    public private(set) var settledOnTime = 0
    /// Column 10: settled late.
    public private(set) var settledLate = 0
    /// Column 11: in progress at the end of the period.
    public private(set) var inProgress = 0
    /// Column 12: in progress and within time.
    public private(set) var withinTime = 0
    /// Column 13: in progress and overdue.
    public private(set) var overdue = 0
    /// How many of the period's receipts came by each channel.
    public private(set) var channels: [Channel: Int] = [:]
    /// How many the national index counts.
    public private(set) var judgedByIndex = 0
    /// How many of those it counts as on time.
    public private(set) var onTimeByIndex = 0
    /// How many were received in the period and have their result.
    public private(set) var finished = 0
    /// The working time that those took, in seconds.
    public private(set) var finishedSeconds: Int64 = 0
    /// The procedures of which dossiers were received in the period.
    public private(set) var services: Set<ProcedureCode> = []
    /// Those of them that had one online.
    public private(set) var onlineServices: Set<ProcedureCode> = []

    /// Creates a row without a dossier.
    public init() {}

    /// Counts a dossier.
    public mutating func add(_ facts: SettlementFacts) {
        received += 1
        add(facts.arrival, of: facts.dossier.registration)
        add(facts.standing)
        if let isOnTime = facts.isOnTimeByIndex {
            judgedByIndex += 1
            if isOnTime { onTimeByIndex += 1 }
        }
        if let time = facts.processingTime {
            finished += 1
            finishedSeconds += time.seconds
        }
    }

    private mutating func add(_ arrival: SettlementFacts.Arrival, of registration: Registration) {
        switch arrival {
        case .online: receivedOnline += 1
        case .direct: receivedDirect += 1
        case .carriedOver: carriedOver += 1
        }
        guard arrival != .carriedOver else { return }
        channels[registration.channel, default: 0] += 1
        services.insert(registration.procedure.code)
        if registration.channel == .online { onlineServices.insert(registration.procedure.code) }
    }

    private mutating func add(_ standing: SettlementFacts.Standing) {
        if standing.isSettled { settled += 1 } else { inProgress += 1 }
        switch standing {
        case .early: settledEarly += 1
        case .onTime: settledOnTime += 1
        case .late: settledLate += 1
        case .withinTime: withinTime += 1
        case .overdue: overdue += 1
        }
    }
}

extension SettlementRow {
    /// The first identity of the form that does not hold, such as `3 = 4 + 5 + 6`; nil if all do.
    public var brokenIdentity: String? {
        if received != receivedOnline + receivedDirect + carriedOver { return "3 = 4 + 5 + 6" }
        if settled != settledEarly + settledOnTime + settledLate { return "7 = 8 + 9 + 10" }
        if inProgress != withinTime + overdue { return "11 = 12 + 13" }
        if received != settled + inProgress { return "3 = 7 + 11" }
        return nil
    }

    /// The columns 3 to 13 in their order.
    public var columns: [Int] {
        [
            received, receivedOnline, receivedDirect, carriedOver, settled, settledEarly, settledOnTime, settledLate,
            inProgress, withinTime, overdue,
        ]
    }

    /// Indicator 2.1: how many per cent the index counts as on time; open ones are judged at the end of the period.
    ///
    /// Source: domain.md §1.8 and R22, R23, R47, R49.
    public var onTimeRate: Hundredths? { Hundredths(percent: onTimeByIndex, of: judgedByIndex) }

    /// Indicator 2.2: the mean working hours from receipt to result, pauses left out, of what was received in the
    /// period; 8 of them are a working day, whatever unit the procedure's limit is in.
    ///
    /// Source: domain.md §1.8.
    public var meanProcessingHours: Hundredths? { Hundredths(finishedSeconds, of: Int64(finished) * 3600) }

    /// Indicator 3.2: how many per cent of the procedures with receipts in the period had one online.
    ///
    /// Source: domain.md §1.8, which counts services; project decision, 2026-11-30: of those, the ones that were asked
    /// for in the period, because only they stand in the events, and the catalogue of a past day is not kept.
    public var onlineServiceRate: Hundredths? { Hundredths(percent: onlineServices.count, of: services.count) }

    /// Indicator 3.3: how many per cent of the period's receipts came by a channel.
    ///
    /// Whether an online one has an electronic result, which the index asks for too, is not recorded.
    /// Source: domain.md §1.8 and R1.
    public func share(of channel: Channel) -> Hundredths? {
        Hundredths(percent: channels[channel] ?? 0, of: receivedOnline + receivedDirect)
    }
}

/// A figure with two decimals (số liệu lấy hai chữ số thập phân), kept as whole hundredths.
///
/// Source: domain.md §1.8: two decimals; nothing at all where the denominator is zero.
public struct Hundredths: Hashable, Sendable {
    /// How many hundredths.
    public let count: Int64

    /// Divides, halves rounded up; nil if the divisor is zero.
    ///
    /// Both are zero or more, and the dividend is below 10^15.
    public init?(_ dividend: Int64, of divisor: Int64) {
        guard divisor > 0 else { return nil }
        count = (dividend * 200 + divisor) / (divisor * 2)
    }

    /// A part of a whole in per cent; nil if there is no whole.
    public init?(percent part: Int, of whole: Int) {
        self.init(Int64(part) * 100, of: Int64(whole))
    }

    /// The figure as a number, for example `97.05`.
    public var text: String {
        let cents = String(count % 100)
        return "\(count / 100)." + (cents.count < 2 ? "0" + cents : cents)
    }
}
