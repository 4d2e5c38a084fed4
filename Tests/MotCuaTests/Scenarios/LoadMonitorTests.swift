import DossierDomain
import Testing
import WorkingCalendar

@testable import DossierEngine
@testable import motcua

/// The readings of loads by which an intake says whether its promise is at risk.
@Suite("Loads as intakes meet them")
struct LoadMonitorTests {
    private static let finance = UnitPlace(unit: "TCKH", commune: nil)
    private static let tax = UnitPlace(unit: "THUE", commune: nil)
    private static let police = UnitPlace(unit: "CA", commune: nil)

    @Test("a reading holds for five seconds of both clocks and is taken anew when either has moved on, or back")
    func holding() async throws {
        try await Monitored.open { monitored in
            for (service, machine, readings): (Int64, Int64, Int) in [
                (0, 0, 1), (4_999, 4_999, 1), (5_000, 5_000, 2), (5_000, 10_000, 3), (90_000, 10_001, 4),
                (90_000, 10_000, 5), (89_999, 10_000, 6), (89_999, 10_000, 6),
            ] {
                monitored.clock.milliseconds = service
                monitored.machineClock.milliseconds = machine
                let loads = await monitored.monitor.loads(of: [Self.finance])
                #expect(loads[Self.finance] != nil)
                #expect(monitored.store.readings == readings, "at \(service) and \(machine)")
            }
        }
    }

    @Test("of many who ask at once one reads, and all get what it has read")
    func together() async throws {
        try await Monitored.open { monitored in
            await withTaskGroup(of: Int.self) { group in
                for _ in 1...20 { group.addTask { await monitored.monitor.loads(of: [Self.finance]).count } }
                for await count in group { #expect(count == 1) }
            }
            #expect(monitored.store.readings == 1)
        }
    }

    @Test("of many who ask for different units at once each gets its own")
    func apart() async throws {
        for _ in 1...20 {
            try await Monitored.open { monitored in
                await withTaskGroup(of: Set<UnitPlace>.self) { group in
                    for number in 1...12 {
                        let place = [Self.finance, Self.tax, Self.police][number % 3]
                        group.addTask {
                            let loads = await monitored.monitor.loads(of: [place])
                            return Set(loads.keys).symmetricDifference([place])
                        }
                    }
                    for await wrong in group { #expect(wrong.isEmpty) }
                }
            }
        }
    }

    @Test("a unit that was not asked for before is read at once")
    func another() async throws {
        try await Monitored.open { monitored in
            _ = await monitored.monitor.loads(of: [Self.finance])
            let both = await monitored.monitor.loads(of: [Self.finance, Self.tax])

            #expect(Set(both.keys) == [Self.finance, Self.tax])
            #expect(monitored.store.readings == 2)
        }
    }

    @Test("where the store cannot be read, the last reading stays, and nothing is known of what never was read")
    func unreadable() async throws {
        try await Monitored.open { monitored in
            _ = await monitored.monitor.loads(of: [Self.finance])
            monitored.store.isBroken = true
            monitored.clock.milliseconds = 60_000

            let loads = await monitored.monitor.loads(of: [Self.finance, Self.tax])
            #expect(Set(loads.keys) == [Self.finance])

            monitored.store.isBroken = false
            #expect(await monitored.monitor.loads(of: [Self.finance, Self.tax]).count == 2)
        }
    }
}

/// A monitor over a real store that counts how often it is read.
private struct Monitored {
    let monitor: LoadMonitor
    let store: CountingStore
    let clock: SetClock
    let machineClock: SetClock

    static func open(_ story: (Monitored) async throws -> Void) async throws {
        try await TestServer.open { server in
            let store = CountingStore(server.workplace.store)
            let (clock, machineClock) = (SetClock(), SetClock())
            let monitor = LoadMonitor(
                store: store,
                rules: server.workplace.rules,
                clock: clock,
                machineClock: machineClock
            )
            try await story(Monitored(monitor: monitor, store: store, clock: clock, machineClock: machineClock))
        }
    }
}
