import Testing
import WorkingCalendar

@testable import DossierEngine

/// Dossiers that step aside because their timers cannot be fired.
struct DamagedDossiersTests {
    private let start = Instant(seconds: 1_000_000)
    private let first = StreamID(number: 1)

    @Test("each steps aside for a minute, twice as long each time, an hour at most")
    func backingOff() {
        let damaged = DamagedDossiers(maximum: 10)
        var now = start
        for minutes in [1, 2, 4, 8, 16, 32, 60, 60] as [Int64] {
            let isRemembered = damaged.add(first, at: now)
            #expect(isRemembered)
            now = now.adding(milliseconds: minutes * 60_000 - 1)
            #expect(damaged.aside(at: now) == [first], "after \(minutes) minutes less a millisecond")
            now = now.adding(milliseconds: 1)
            #expect(damaged.aside(at: now).isEmpty, "after \(minutes) minutes")
        }
    }

    @Test("one that could be fired begins anew, and a clock set back keeps nobody aside")
    func forgetting() {
        let damaged = DamagedDossiers(maximum: 10)
        for _ in 1...2 { _ = damaged.add(first, at: start) }
        #expect(damaged.aside(at: start.adding(seconds: 119)) == [first])
        #expect(damaged.aside(at: start.adding(seconds: -7_200)).isEmpty)
        damaged.remove(first)
        #expect(damaged.aside(at: start).isEmpty)
        _ = damaged.add(first, at: start)
        #expect(damaged.aside(at: start.adding(seconds: 60)).isEmpty)
    }

    @Test("no more are remembered than may be")
    func bounds() {
        let damaged = DamagedDossiers(maximum: 2)
        let added = (1...3).map { damaged.add(StreamID(number: $0), at: start) }
        #expect(added == [true, true, false])
        #expect(damaged.aside(at: start) == [first, StreamID(number: 2)])
        damaged.remove(first)
        let isRemembered = damaged.add(StreamID(number: 3), at: start)
        #expect(isRemembered)
    }
}
