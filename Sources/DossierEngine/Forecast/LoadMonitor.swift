import DossierDomain
import Synchronization
import WorkingCalendar

/// The loads of units as intakes meet them (theo dõi tải), read from the store now and then and never inside a change.
final class LoadMonitor: Sendable {
    private let store: any DossierStore
    private let rules: Rules
    private let clock: any WallClock
    private let machineClock: any WallClock
    private let known = Mutex(Known())

    /// How long a reading holds, in milliseconds of machine time, and of the service's clock as far as it moved.
    static let holdsMilliseconds: Int64 = 5_000

    private struct Known {
        var loads: [UnitPlace: Reading] = [:]
        var isBeingRead = false
        /// The units that were never read and are waited for; the next reading is of these, too.
        var wanted: Set<UnitPlace> = []
        /// The intakes that wait for the reading under way.
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private struct Reading {
        let load: UnitLoad?
        let at: Instant
        let machineAt: Instant

        func holds(at now: Instant, machineNow: Instant) -> Bool {
            let moved = now.milliseconds - at.milliseconds
            let passed = machineNow.milliseconds - machineAt.milliseconds
            return (0..<holdsMilliseconds).contains(moved) && (0..<holdsMilliseconds).contains(passed)
        }
    }

    /// What an intake has to do before it knows enough.
    private enum Step {
        /// Nothing more.
        case take
        /// To read the loads of these units for itself and for others; it alone may.
        case read([UnitPlace], now: Instant, machineNow: Instant)
        /// To wait for whoever reads.
        case wait
    }

    init(store: any DossierStore, rules: Rules, clock: any WallClock, machineClock: any WallClock) {
        self.store = store
        self.rules = rules
        self.clock = clock
        self.machineClock = machineClock
    }

    /// The loads of units, as they were a few seconds ago at the most.
    ///
    /// One caller reads those that are older; meanwhile others get what is known, and wait for what never was, so that
    /// many intakes at once read once. Where the store cannot be read the last reading stays: an intake does not fail
    /// for want of an outlook.
    func loads(of places: Set<UnitPlace>) async -> [UnitPlace: UnitLoad] {
        // A reading waited for may have been of other units; the next one, whoever begins it, is of these, too.
        turns: for _ in 0..<2 {
            switch step(for: places) {
            case .take: break turns
            case .read(let stale, let now, let machineNow):
                await read(stale, now: now, machineNow: machineNow)
                break turns
            case .wait: await readingEnds()
            }
        }
        return known.withLock { known in
            places.reduce(into: [:]) { $0[$1] = known.loads[$1]?.load }
        }
    }

    private func step(for places: Set<UnitPlace>) -> Step {
        let now = clock.now
        let machineNow = machineClock.now
        return known.withLock { known in
            let stale = places.filter { place in
                known.loads[place].map { !$0.holds(at: now, machineNow: machineNow) } ?? true
            }
            guard !stale.isEmpty else { return .take }
            if known.isBeingRead {
                let missing = stale.filter { known.loads[$0] == nil }
                known.wanted.formUnion(missing)
                return missing.isEmpty ? .take : .wait
            }
            known.isBeingRead = true
            defer { known.wanted = [] }
            return .read(known.wanted.union(stale).sorted(), now: now, machineNow: machineNow)
        }
    }

    private func readingEnds() async {
        await withCheckedContinuation { continuation in
            let isOver = known.withLock { known in
                if known.isBeingRead { known.waiting.append(continuation) }
                return !known.isBeingRead
            }
            if isOver { continuation.resume() }
        }
    }

    private func read(_ places: [UnitPlace], now: Instant, machineNow: Instant) async {
        // What cannot be read now is read by the next intake.
        let read = try? await store.read { [rules] snapshot in
            var readings = try UnitReadings(of: snapshot, rules: rules, now: now)
            return try places.map { ($0, try readings.load(at: $0)) }
        }
        let waiting = known.withLock { known in
            for (place, load) in read ?? [] {
                known.loads[place] = Reading(load: load, at: now, machineAt: machineNow)
            }
            known.isBeingRead = false
            defer { known.waiting = [] }
            return known.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
