public import DossierDomain
public import WorkingCalendar

/// What a simulated district is like (kịch bản mô phỏng); with the rules it decides everything that happens.
public struct SimulationPlan: Sendable {
    /// The seed of all chance.
    public var seed: UInt64
    /// How many days are lived through, 1 or more.
    public var days: Int
    /// When the first day begins; nil for a day that the seed chooses.
    public var start: Instant?
    /// How many dossiers come on a working day, about.
    public var dossiersPerDay: Int
    /// How many officers sit at a unit, in each commune for a unit of communes; others have ``usualOfficers``.
    public var officers: [UnitID: Int] = [:]
    /// In how many communes citizens live, 1 to ``maximumCommunes``, the default one first; nil for one to three as the
    /// seed chooses.
    public var communes: Int?
    /// Whether machines, gateways and clocks fail, and days off are declared that nobody foresaw.
    public var hasFaults = true
    /// How often each procedure is asked for, compared with the others; empty for all alike.
    public var weights: [ProcedureCode: Int] = [:]
    /// Whether the machine's disk has dossiers already, whose future is lived through; no text is sent then.
    public var takesUpDossiers = false
    /// What is broken on purpose, to see that it is noticed; nil for nothing.
    public var sabotage: Sabotage?

    /// How many officers sit at a unit that the plan does not name.
    public static let usualOfficers = 2

    /// In how many communes citizens can live; each adds its units' staff.
    public static let maximumCommunes = 5

    /// Creates a plan.
    public init(
        seed: UInt64,
        days: Int,
        start: Instant? = nil,
        dossiersPerDay: Int = 4,
        sabotage: Sabotage? = nil
    ) {
        self.seed = seed
        self.days = days
        self.start = start
        self.dossiersPerDay = dossiersPerDay
        self.sabotage = sabotage
    }

    /// How many officers sit at a unit.
    func officers(at unit: UnitID) -> Int { max(1, officers[unit] ?? Self.usualOfficers) }
}
