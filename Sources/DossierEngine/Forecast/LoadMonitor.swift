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
        var isReading = false
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

    init(store: any DossierStore, rules: Rules, clock: any WallClock, machineClock: any WallClock) {
        self.store = store
        self.rules = rules
        self.clock = clock
        self.machineClock = machineClock
    }

    /// The loads of units, as they were a few seconds ago at the most.
    ///
    /// One caller reads those that are older; meanwhile others get what is known. Where the store cannot be read the
    /// last reading stays: an intake does not fail for want of an outlook.
    func loads(of places: Set<UnitPlace>) async -> [UnitPlace: UnitLoad] {
        let now = clock.now
        let machineNow = machineClock.now
        let stale = known.withLock { known -> [UnitPlace] in
            let stale = places.filter { place in
                known.loads[place].map { !$0.holds(at: now, machineNow: machineNow) } ?? true
            }
            let isMissing = stale.contains { known.loads[$0] == nil }
            guard !stale.isEmpty, !known.isReading || isMissing else { return [] }
            known.isReading = true
            return stale.sorted()
        }
        if !stale.isEmpty {
            // What cannot be read now is read by the next intake.
            let read = try? await store.read { [rules] snapshot in
                let readings = try UnitReadings(of: snapshot, rules: rules, now: now)
                return try stale.map { ($0, try readings.load(at: $0)) }
            }
            known.withLock { known in
                known.isReading = false
                for (place, load) in read ?? [] {
                    known.loads[place] = Reading(load: load, at: now, machineAt: machineNow)
                }
            }
        }
        return known.withLock { known in
            places.reduce(into: [:]) { $0[$1] = known.loads[$1]?.load }
        }
    }
}
