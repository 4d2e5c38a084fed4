import DossierEngine
import Testing
import WorkingCalendar

/// Whoever tries out codes is slowed down; whoever looks up his own is not.
@Suite struct LookupLimiterTests {
    private static let address = "203.0.113.7"

    private let clock = TestClock(at: Instant(seconds: 1_641_352_800))
    private let limiter: LookupLimiter

    init() {
        let allowance = LookupLimiter.Allowance(perMinute: 60, unknownPerMinute: 120)
        limiter = LookupLimiter(allowance: allowance, machineClock: clock)
    }

    /// Looks up once: 0 if it was let through, else how long to wait, in seconds.
    private func lookUp(from address: String = address, isKnown: Bool = true) -> Int64 {
        do throws(RequestRefusal) {
            _ = try limiter.pay(from: address)
            if !isKnown { limiter.noteUnknown(from: address) }
            return 0
        } catch .tooManyLookups(let seconds) {
            return seconds
        } catch {
            return -1
        }
    }

    /// How many of many look-ups at the same moment are let through.
    private func burst(from address: String = address, isKnown: Bool = true) -> Int {
        (0..<1_000).count { _ in lookUp(from: address, isKnown: isKnown) == 0 }
    }

    @Test("a minute's worth passes at once, then as many as time brings")
    func known() {
        #expect(burst() == 60)
        #expect(lookUp() == 1)
        clock.advance(seconds: 1)
        #expect(burst() == 1)
        clock.advance(seconds: 60)
        #expect(burst() == 60)
    }

    @Test("a code that does not exist costs ten look-ups")
    func unknown() {
        #expect(burst(isKnown: false) == 6)
        // The last one may owe up to nine look-ups more than the budget has.
        #expect(lookUp() == 1)
    }

    @Test("what is left is told, and when the budget is whole again")
    func standing() throws {
        let first = try limiter.pay(from: Self.address)
        #expect([first.limit, first.remaining] == [60, 59])
        #expect(first.resetSeconds == 1)
        limiter.noteUnknown(from: Self.address)
        let second = try limiter.pay(from: Self.address)
        #expect(second.remaining == 49)
        #expect(second.resetSeconds == 11)
    }

    @Test("one address that guesses takes nothing from another")
    func apart() {
        _ = burst(isKnown: false)
        #expect(burst(from: "198.51.100.1") == 60)
    }

    @Test("while many addresses guess, each has a twentieth, and a minute later the whole again")
    func pressure() {
        // 120 unknown codes within a minute are borne; these are 240, six from each address.
        for host in 0..<40 { #expect(burst(from: "198.51.100.\(host)", isKnown: false) <= 6) }
        #expect(burst(from: "192.0.2.1") == 3)
        clock.advance(seconds: 61)
        #expect(burst(from: "192.0.2.2") == 60)
    }

    @Test("a refusal costs nothing, so that waiting as long as is told helps")
    func waiting() {
        for _ in 0..<50 {
            _ = burst(isKnown: false)
            let wait = lookUp()
            #expect(wait > 0)
            clock.advance(seconds: wait)
            #expect(lookUp() == 0)
        }
    }

    @Test("waiting as long as is told helps also where few may be asked for", arguments: [1, 2, 8])
    func waitingForFew(perMinute: Int) throws {
        let allowance = LookupLimiter.Allowance(perMinute: perMinute)
        let strict = LookupLimiter(allowance: allowance, machineClock: clock)
        _ = try strict.pay(from: Self.address)
        strict.noteUnknown(from: Self.address)
        var told: Int64?
        do throws(RequestRefusal) {
            _ = try strict.pay(from: Self.address)
        } catch {
            if case .tooManyLookups(let seconds) = error { told = seconds }
        }

        clock.advance(seconds: try #require(told))

        #expect(throws: Never.self) { try strict.pay(from: Self.address) }
    }

    @Test("a clock that is set back shuts nobody out for as long as it went back", arguments: [61, 3_600, 86_400])
    func setBack(seconds: Int64) {
        _ = lookUp()
        _ = burst(from: "198.51.100.1", isKnown: false)
        clock.advance(seconds: -seconds)
        #expect(lookUp() == 0)
        clock.advance(seconds: 61)
        #expect(burst() == 60)
        #expect(burst(from: "198.51.100.1") == 60)
        // Nor is it owed once the clock comes near where it stood.
        clock.advance(seconds: seconds - 61)
        #expect(burst(from: "192.0.2.1") == 60)
    }

    @Test("a clock that is set back a little keeps out for as long as is told")
    func setBackALittle() {
        _ = burst()
        clock.advance(seconds: -30)
        let wait = lookUp()
        #expect(wait > 0 && wait <= 61)
        clock.advance(seconds: wait)
        #expect(lookUp() == 0)
    }

    @Test("guessing of before a clock was set back keeps nobody's budget small")
    func pressureSetBack() {
        for host in 0..<40 { _ = burst(from: "198.51.100.\(host)", isKnown: false) }
        clock.advance(seconds: -3_600)
        #expect(burst(from: "192.0.2.1") == 60)
    }

    @Test("as many unknown codes as are asked for at once are not forgiven")
    func unknownAtOnce() throws {
        for _ in 0..<60 { _ = try limiter.pay(from: Self.address) }
        for _ in 0..<60 { limiter.noteUnknown(from: Self.address) }
        #expect(lookUp() >= 60)
        clock.advance(seconds: 60)
        #expect(lookUp() > 0)
    }

    @Test("more addresses than are remembered do not make it grow or forget those who owe most")
    func bounded() {
        _ = burst()
        for number in 0..<(LookupLimiter.maximumAddresses + 10) { #expect(lookUp(from: "host-\(number)") == 0) }
        #expect(lookUp() == 1)
    }
}
