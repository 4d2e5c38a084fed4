public import DossierDomain
public import WorkingCalendar

/// A page of a forecast (trang dự báo).
public struct ForecastPage: Sendable {
    /// The dossiers that will be late.
    public let lines: [ForecastLine]
    /// The units with their loads.
    public let units: [ForecastUnitLine]
    /// The instant for which it is told.
    public let asOf: Instant
    /// Whether there are more open steps than are looked at, so that less urgent dossiers are not judged.
    public let isPartial: Bool
    /// Where the list goes on; nil at its end.
    public let next: ForecastCursor?
}

/// One dossier that will be late (hồ sơ có nguy cơ trễ hạn), ready to be shown.
public struct ForecastLine: Sendable {
    /// The dossier.
    public let file: DossierFile
    /// How it goes wrong.
    public let delay: ForecastDelay
    /// By how much working time of the receiving desk's agency; nil past the calendar's data.
    public let lateBy: WorkingTime?
}

/// One unit's load and pace (khối lượng và nhịp độ của đơn vị).
public struct ForecastUnitLine: Sendable {
    /// What it has before it.
    public let outlook: UnitOutlook
    /// Its active accounts of clerks, officers and heads.
    public let officers: Int
    /// The standard working time that it does in a working day; nil while it has had too little work to tell.
    public let pace: WorkingTime?
}

/// A place in a forecast, ordered by appointment and dossier.
public struct ForecastCursor: Hashable, Sendable {
    /// The appointment of the last line seen.
    public let dueAt: Instant
    /// The dossier of the last line seen.
    public let dossier: StreamID

    /// Creates a cursor.
    public init(dueAt: Instant, dossier: StreamID) {
        self.dueAt = dueAt
        self.dossier = dossier
    }

    init(_ delay: ForecastDelay) {
        self.init(dueAt: delay.dueAt, dossier: StreamID(number: delay.number))
    }

    /// Whether a line comes after the cursor.
    func isBefore(_ delay: ForecastDelay) -> Bool {
        (dueAt, dossier.number) < (delay.dueAt, delay.number)
    }
}
