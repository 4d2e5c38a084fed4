import WorkingCalendar

/// What happens if every unit keeps its present pace (mô phỏng tiến độ), in one deterministic run.
///
/// The officers of each unit work on the open steps with the earliest due moments, one at each, and lay one aside for a
/// more urgent one. A step that is done opens those that follow it; a join waits for all its branches; a payment takes
/// no time. The run ends, because only a step that opens or ends can make an officer turn to another.
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
            guard let done = servers[end.server].finish(seat: end.seat, epoch: end.epoch) else { continue }
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
                )
            )
            touched.append(position)
        }
        for position in touched { start(position, at: instant) }
    }

    /// Lets a unit turn to its most urgent steps.
    private mutating func start(_ position: Int, at instant: Instant) {
        for begun in servers[position].begin(at: instant) {
            ends.insert(StepEnd(at: begun.end, server: position, seat: begun.seat, epoch: begun.epoch))
        }
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

/// The end of the step that an officer works on; it counts only while he still works on that step.
private struct StepEnd: Comparable {
    let at: Instant
    let server: Int
    let seat: Int
    let epoch: Int

    static func < (left: StepEnd, right: StepEnd) -> Bool {
        (left.at, left.server, left.seat, left.epoch) < (right.at, right.server, right.seat, right.epoch)
    }
}
