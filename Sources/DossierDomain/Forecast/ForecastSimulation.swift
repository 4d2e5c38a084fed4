import WorkingCalendar

/// What happens if every unit keeps its present pace (mô phỏng tiến độ), in one deterministic run.
///
/// Each unit works on the open step with the earliest due moment, and lays it aside for a more urgent one. A step that
/// is done opens those that follow it; a join waits for all its branches; a payment takes no time. The run ends after
/// at most two events for each step, because only a step that opens can make a unit lay another aside.
struct ForecastSimulation {
    private let dossiers: [ForecastDossier]
    private let work: [[WorkingTime]]
    private var servers: [UnitServer] = []
    private var positions: [UnitPlace: Int] = [:]
    private var waysIn: [[Int]]
    private var ends = MinimumHeap<StepEnd>()
    /// When each step of each dossier is finished, the hand-over when it may begin; nil for never.
    private(set) var finishedAt: [[Instant?]]

    /// Prepares a run.
    ///
    /// - Parameters:
    ///   - dossiers: The dossiers.
    ///   - work: The standard working time left of each step of each dossier.
    ///   - units: The units; a step at any other is never done.
    init(_ dossiers: [ForecastDossier], work: [[WorkingTime]], units: [UnitPlace: ForecastUnit]) {
        self.dossiers = dossiers
        waysIn = dossiers.map { $0.steps.map(\.waysIn) }
        finishedAt = dossiers.map { Array(repeating: nil, count: $0.steps.count) }
        for (place, unit) in units.sorted(by: { $0.key < $1.key }) {
            positions[place] = servers.count
            servers.append(UnitServer(unit))
        }
        self.work = work
    }

    /// Runs from an instant until nothing can happen any more.
    mutating func run(from now: Instant) {
        var opened: [StepAddress] = []
        for (dossier, way) in dossiers.enumerated() {
            for (index, step) in way.steps.enumerated() where step.waysIn == 0 {
                opened.append(StepAddress(dossier: dossier, step: index))
            }
        }
        open(opened, at: now)
        while let end = ends.popLeast() {
            guard let done = servers[end.server].finish(epoch: end.epoch) else { continue }
            open(finish(done.address, at: end.at), at: end.at)
            start(end.server, at: end.at)
        }
    }

    /// Marks a step as finished.
    ///
    /// - Returns: The steps that nothing holds up any more.
    private mutating func finish(_ address: StepAddress, at instant: Instant) -> [StepAddress] {
        finishedAt[address.dossier][address.step] = instant
        var opened: [StepAddress] = []
        for next in dossiers[address.dossier].steps[address.step].next {
            waysIn[address.dossier][next] -= 1
            if waysIn[address.dossier][next] == 0 {
                opened.append(StepAddress(dossier: address.dossier, step: next))
            }
        }
        return opened
    }

    /// Opens steps; those that take nobody's time are finished at once.
    private mutating func open(_ addresses: [StepAddress], at instant: Instant) {
        var waiting = addresses
        var touched: [Int] = []
        while let address = waiting.popLast() {
            let way = dossiers[address.dossier].steps
            let step = way[address.step]
            guard address.step < way.count - 1, let place = step.place else {
                waiting += finish(address, at: instant)
                continue
            }
            guard let position = positions[place] else { continue }
            let unit = servers[position].unit
            let due = step.dueAt ?? unit.end(from: instant, adding: step.work) ?? Instant(milliseconds: .max)
            servers[position].take(
                OpenStep(
                    dueAt: due,
                    number: dossiers[address.dossier].number,
                    address: address,
                    parts: unit.capacity.parts(of: work[address.dossier][address.step])
                ),
                at: instant
            )
            touched.append(position)
        }
        for position in touched { start(position, at: instant) }
    }

    /// Lets a unit that does nothing begin its most urgent step.
    private mutating func start(_ position: Int, at instant: Instant) {
        guard let end = servers[position].begin(at: instant) else { return }
        ends.insert(StepEnd(at: end, server: position, epoch: servers[position].epoch))
    }
}

/// A step by the places of its dossier and of itself in their lists.
struct StepAddress: Hashable, Sendable {
    let dossier: Int
    let step: Int
}

/// A step that waits for its unit or is worked on; the least is the most urgent.
struct OpenStep: Comparable, Sendable {
    let dueAt: Instant
    let number: Int64
    let address: StepAddress
    /// What is left of it, in parts of the unit's capacity.
    var parts: Int64

    static func < (left: OpenStep, right: OpenStep) -> Bool {
        (left.dueAt, left.number, left.address.step) < (right.dueAt, right.number, right.address.step)
    }
}

/// The end of the step that a unit works on; it counts only while the unit still works on that step.
private struct StepEnd: Comparable {
    let at: Instant
    let server: Int
    let epoch: Int

    static func < (left: StepEnd, right: StepEnd) -> Bool {
        (left.at, left.server, left.epoch) < (right.at, right.server, right.epoch)
    }
}

/// One unit at work.
private struct UnitServer {
    let unit: ForecastUnit
    private(set) var epoch = 0
    private var waiting = MinimumHeap<OpenStep>()
    private var current: OpenStep?
    private var since = Instant(milliseconds: 0)

    init(_ unit: ForecastUnit) { self.unit = unit }

    /// Takes a step in, laying the present one aside if that is less urgent and not done at this very instant.
    mutating func take(_ step: OpenStep, at instant: Instant) {
        waiting.insert(step)
        guard var present = current, step < present else { return }
        present.parts -= unit.capacity.parts(doneIn: unit.calendar.knownTime(from: since, to: instant))
        guard present.parts > 0 || since == instant else { return }
        waiting.insert(present)
        current = nil
        epoch += 1
    }

    /// Begins the most urgent step unless one is worked on.
    ///
    /// - Returns: When it will be done; nil if nothing was begun or it will never be done.
    mutating func begin(at instant: Instant) -> Instant? {
        guard current == nil, let next = waiting.popLeast() else { return nil }
        current = next
        since = instant
        epoch += 1
        return unit.end(from: instant, adding: unit.capacity.duration(ofParts: max(next.parts, 0)))
    }

    /// Takes the finished step away; nil if the unit has turned to another meanwhile.
    mutating func finish(epoch ended: Int) -> OpenStep? {
        guard ended == epoch, let done = current else { return nil }
        current = nil
        return done
    }
}
