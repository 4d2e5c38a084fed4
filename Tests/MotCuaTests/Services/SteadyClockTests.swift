import DossierEngine
import Synchronization
import Testing
import WorkingCalendar

@testable import motcua

/// What the service believes of the machine's clock.
@Suite("A clock that leaps")
struct SteadyClockTests {
    private static let day: Int64 = 86_400_000
    private static let start = Instant(seconds: 1_641_352_800)

    /// A machine whose clock can be set, and whose steady clock only goes on.
    private final class Machine: WallClock {
        private let state = Mutex((wall: SteadyClockTests.start.milliseconds, steady: Int64(5_000)))
        let told = Mutex<[Bool]>([])

        var now: Instant { Instant(milliseconds: state.withLock { $0.wall }) }

        func pass(_ milliseconds: Int64) {
            state.withLock {
                $0.wall += milliseconds
                $0.steady += milliseconds
            }
        }

        func set(by milliseconds: Int64) { state.withLock { $0.wall += milliseconds } }

        func clock() -> SteadyClock {
            SteadyClock(self, steady: { self.state.withLock { $0.steady } }) { belief in
                self.told.withLock { $0.append(belief.isHeld) }
            }
        }
    }

    @Test("is followed while it goes on, however long nobody asks")
    func follows() {
        let machine = Machine()
        let clock = machine.clock()
        machine.pass(400 * Self.day)
        #expect(clock.now == machine.now)
        #expect(machine.told.withLock { $0 } == [])
    }

    @Test("by years is not believed: time goes on as before, and again by it once it is set right")
    func leaps() {
        let machine = Machine()
        let clock = machine.clock()
        machine.set(by: 1_095 * Self.day)
        machine.pass(1_000)
        #expect(clock.now == Self.start.adding(milliseconds: 1_000))
        machine.pass(60_000)
        #expect(clock.now == Self.start.adding(milliseconds: 61_000))
        #expect(machine.told.withLock { $0 } == [true])
        machine.set(by: -1_095 * Self.day)
        #expect(clock.now == machine.now)
        #expect(machine.told.withLock { $0 } == [true, false])
    }

    @Test("by sixty days at most, or back, is believed", arguments: [60, 1, -1, -4_000] as [Int64])
    func isSet(days: Int64) {
        let machine = Machine()
        let clock = machine.clock()
        machine.set(by: days * Self.day)
        #expect(clock.now == machine.now)
        #expect(machine.told.withLock { $0 } == [])
    }

    @Test("from the past to what was written last, and a weekend on, is believed")
    func startsInThePast() {
        let machine = Machine()
        machine.set(by: -2_000 * Self.day)
        let clock = machine.clock()
        clock.expect(atLeast: Self.start)
        #expect(clock.now == machine.now)
        machine.set(by: 2_003 * Self.day)
        #expect(clock.now == machine.now)
        #expect(machine.told.withLock { $0 } == [])
    }
}
