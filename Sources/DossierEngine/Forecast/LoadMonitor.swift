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
        /// The reading under way; nil if nobody reads.
        var task: Task<Void, Never>?
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
    /// One caller reads those that are older; meanwhile others get what is known, and wait for what never was, so that
    /// many intakes at once read once. Where the store cannot be read the last reading stays: an intake does not fail
    /// for want of an outlook.
    func loads(of places: Set<UnitPlace>) async -> [UnitPlace: UnitLoad] {
        // A reading waited for may have been of other units; the second one is of these.
        for _ in 0..<2 {
            guard let (reading, isMissing) = reading(of: places), isMissing || reading.isOwn else { break }
            await reading.task.value
            if reading.isOwn { break }
        }
        return known.withLock { known in
            places.reduce(into: [:]) { $0[$1] = known.loads[$1]?.load }
        }
    }

    /// The reading that is under way, begun here if nobody else has; nil if all that is known still holds.
    private func reading(
        of places: Set<UnitPlace>
    ) -> (reading: (task: Task<Void, Never>, isOwn: Bool), isMissing: Bool)? {
        let now = clock.now
        let machineNow = machineClock.now
        return known.withLock { known in
            let stale = places.filter { place in
                known.loads[place].map { !$0.holds(at: now, machineNow: machineNow) } ?? true
            }
            guard !stale.isEmpty else { return nil }
            let isMissing = stale.contains { known.loads[$0] == nil }
            if let task = known.task { return ((task, false), isMissing) }
            let task = Task { await self.read(stale.sorted(), now: now, machineNow: machineNow) }
            known.task = task
            return ((task, true), isMissing)
        }
    }

    private func read(_ places: [UnitPlace], now: Instant, machineNow: Instant) async {
        // What cannot be read now is read by the next intake.
        let read = try? await store.read { [rules] snapshot in
            let readings = try UnitReadings(of: snapshot, rules: rules, now: now)
            return try places.map { ($0, try readings.load(at: $0)) }
        }
        known.withLock { known in
            known.task = nil
            for (place, load) in read ?? [] {
                known.loads[place] = Reading(load: load, at: now, machineAt: machineNow)
            }
        }
    }
}
