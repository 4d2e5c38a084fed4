import DossierDomain
import DossierEngine
import Logging
import WorkingCalendar

/// A district on simulated time (huyện giả lập): people, program, machine, gateway and clocks, moved by one agenda.
struct SimulatedWorld {
    /// The program while it runs.
    struct Program: Sendable {
        let store: any DossierStore
        let dossiers: DossierService
        let timers: TimerService
        let relay: OutboxRelay
    }

    let plan: SimulationPlan
    /// The calendar by which the program works.
    var calendar: DeclaredCalendar
    /// Another one that is being taken into use; nil most of the time.
    var pendingCalendar: PendingCalendar?
    let machine: any SimulatedMachine
    var communes: [CommuneID]
    let clock: SimulatedClock
    let power = PowerSwitch()
    let journal = Journal()
    let gateway: SimulatedGateway
    let entropy: SeededEntropy
    let saboteur: Saboteur?
    let logger = Logger(label: "motcua.simulation") { _ in SwiftLogNoOpLogHandler() }
    var auditor: Auditor
    var agenda = Agenda()
    var staff = SimulatedStaff()
    /// The program; nil while the machine is off.
    var program: Program?
    /// True time.
    var now: Instant
    /// By how much the clock on the wall is ahead of true time, in seconds.
    var clockOffset: Int64 = 0
    /// Until when timers are asked late.
    var sluggishUntil = Instant(milliseconds: 0)
    /// When the machine that is off will be on again.
    var onAgainAt = Instant(milliseconds: 0)
    /// A power failure that will strike at one of the next changes.
    var pendingCrash: (crash: SimulatedCrash, afterChanges: Int, downSeconds: Int64)?
    var streams: [Int: StreamID] = [:]
    var numbers: [StreamID: Int] = [:]
    /// What an arrival's citizen does with missing papers: how long he is away.
    var awaySeconds: [StreamID: Int64] = [:]
    var requestCount = 0
    /// What was done last, for the story of a failure; at most ``maximumLines``.
    var lines: [String] = []

    /// How many of the last doings are told with a failure.
    static let maximumLines = 60
    /// How long after its first sending a request is still sent again: well inside the two days of its key.
    static let longestResendSeconds: Int64 = 30 * 3_600

    init(
        plan: SimulationPlan,
        rules: Rules,
        calendars: SlowCalendars,
        machine: any SimulatedMachine,
        drawing: ActDrawing,
        saboteur: Saboteur?
    ) {
        self.plan = plan
        calendar = DeclaredCalendar(first: rules, slow: calendars)
        self.machine = machine
        communes = drawing.communes
        let start = plan.start ?? drawing.firstDay.startOfDay
        now = start
        clock = SimulatedClock(at: start)
        gateway = SimulatedGateway(seed: plan.seed, power: power)
        entropy = SeededEntropy(seed: plan.seed)
        self.saboteur = saboteur
        auditor = Auditor(calendar)
    }

    /// The rules by which the program works.
    var rules: Rules { calendar.rules }
    /// The calendars by which people work.
    var calendars: SlowCalendars { calendar.slow }

    /// What the clock on the wall shows.
    var wall: Instant { now.adding(seconds: clockOffset) }

    /// Lives through the acts, then lets everything that waits come to rest and looks everything over.
    ///
    /// - Throws: The first `BrokenInvariant`; whatever the machine throws.
    mutating func live(through acts: [SimulatedAct]) async throws {
        try await start()
        for act in acts { agenda.add(.act(act), at: act.at) }
        let end = now.adding(seconds: Int64(plan.days) * 86_400)
        let middle = now.adding(seconds: Int64(plan.days) * 43_200)
        var isHalfway = false
        while let next = nextInstant(), next < end {
            if next >= middle, !isHalfway {
                isHalfway = true
                try await lookOver()
            }
            try await step(at: next)
        }
        move(to: end)
        try await comeToRest()
        try await lookOver()
    }

    /// When something happens next; nil if nothing will any more.
    private func nextInstant() -> Instant? { [agenda.nextAt, nextFiring, nextRelay].compactMap { $0 }.min() }

    /// Does what is next: timers first, then texts, then people.
    private mutating func step(at next: Instant) async throws {
        move(to: max(next, now))
        if let firing = nextFiring, firing <= next {
            try await fireTimers()
        } else if let relay = nextRelay, relay <= next {
            try await sendTexts()
        } else if let undertaking = agenda.take() {
            try await undertake(undertaking)
        }
    }

    mutating func move(to instant: Instant) {
        now = instant
        clock.set(wall)
    }

    /// When the program will ask its timers: at the next due instant, mostly at once, sometimes late.
    private var nextFiring: Instant? {
        guard program != nil, let due = auditor.nextTimer else { return nil }
        let isDue = due.adding(seconds: -clockOffset)
        var chance = SeededGenerator(seed: plan.seed, 5, UInt64(bitPattern: due.milliseconds))
        let longest = isDue < sluggishUntil ? 600_000 : chance.chance(perMille: 500) ? 0 : 1_000
        return max(now, isDue.adding(milliseconds: Int64(chance.number(in: 0...longest))))
    }

    /// When the relay will look at the outbox.
    private var nextRelay: Instant? {
        guard program != nil, !plan.takesUpDossiers, let attempt = auditor.texts.nextAttempt else { return nil }
        let isDue = max(attempt.adding(seconds: -clockOffset), relayRest)
        return max(now, isDue)
    }

    /// Until when the relay rests between two looks.
    var relayRest = Instant(milliseconds: 0)

    /// An invariant that did not hold, by the clock on the wall.
    func broken(_ invariant: Invariant, _ finding: String) -> BrokenInvariant {
        BrokenInvariant(invariant: invariant, finding: finding, at: wall)
    }

    /// Judges what the last step did, and lets people react to it.
    mutating func judge() throws(BrokenInvariant) {
        let happened = try auditor.judge(journal, submissions: gateway.take(), wall: wall)
        for (id, event) in happened { react(to: event, of: id) }
    }

    /// Lets the texts that wait go out, and fires what falls due meanwhile.
    private mutating func comeToRest() async throws {
        pendingCrash = nil
        power.restore()
        gateway.set(.fine)
        if program == nil { try await start() }
        try await fireTimers()
        if plan.takesUpDossiers { return }
        // A text is tried eight times at most, a lease lasts a minute: this ends long before.
        for _ in 0..<1_000 {
            guard let attempt = auditor.texts.nextAttempt else { return }
            move(to: max(now, attempt.adding(seconds: -clockOffset)))
            try await fireTimers()
            try await sendTexts()
        }
        throw broken(.textedOnce, "texts wait for ever")
    }

    /// Notes what was done, for the story of a failure.
    mutating func note(_ line: String) {
        lines.append(wall.iso8601 + "  " + line)
        if lines.count > Self.maximumLines { lines.removeFirst() }
    }
}
