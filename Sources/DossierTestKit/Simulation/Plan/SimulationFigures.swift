/// What was counted in a simulated district (số liệu mô phỏng).
public struct SimulationFigures: Hashable, Sendable {
    /// How many dossiers were registered.
    public var dossiers = 0
    /// How many of them were of citizens of which commune.
    public var dossiersByCommune: [String: Int] = [:]
    /// How many of them were handed over.
    public var handedOver = 0
    /// How many times somebody of another commune tried his luck with a dossier.
    public var strangers = 0
    /// How many events were written.
    public var events = 0
    /// How many rungs fired.
    public var rungs = 0
    /// By how much each rung was late, in milliseconds, in the order of firing.
    public var latenessMilliseconds: [Int64] = []
    /// How many open dossiers there were before.
    public var openAtStart = 0
    /// How many of them were late already.
    public var lateAtStart = 0
    /// How many dossiers became late that were not before.
    public var lateDossiers = 0
    /// How many times an appointment passed once more, after an apology gave another one.
    public var lateAgain = 0
    /// How many of those that became late had a step under way at which unit.
    public var lateByUnit: [String: Int] = [:]
    /// The same by local day, as `2022-01-05`.
    public var lateByDay: [String: [String: Int]] = [:]
    /// How many texts phones received.
    public var texts = 0
    /// How many requests were sent.
    public var requests = 0
    /// How many of them were refused, by code.
    public var refusals: [String: Int] = [:]
    /// How many requests were sent again under their key.
    public var repeats = 0
    /// How often the machine was started.
    public var starts = 0
    /// How often another calendar was taken into use.
    public var calendarChanges = 0
    /// How many due moments of dossiers moved by it, of appointments and of steps alone.
    public var rescheduled = 0

    /// Creates figures of nothing.
    public init() {}

    /// Adds those of another run.
    public mutating func add(_ other: SimulationFigures) {
        dossiers += other.dossiers
        dossiersByCommune.merge(other.dossiersByCommune, uniquingKeysWith: +)
        strangers += other.strangers
        handedOver += other.handedOver
        events += other.events
        rungs += other.rungs
        latenessMilliseconds += other.latenessMilliseconds
        openAtStart += other.openAtStart
        lateAtStart += other.lateAtStart
        lateDossiers += other.lateDossiers
        lateAgain += other.lateAgain
        lateByUnit.merge(other.lateByUnit, uniquingKeysWith: +)
        for (day, units) in other.lateByDay { lateByDay[day, default: [:]].merge(units, uniquingKeysWith: +) }
        texts += other.texts
        requests += other.requests
        refusals.merge(other.refusals, uniquingKeysWith: +)
        repeats += other.repeats
        starts += other.starts
        calendarChanges += other.calendarChanges
        rescheduled += other.rescheduled
    }
}
