import DossierEngine
import Testing
import WorkingCalendar

/// Wrong PINs: five per code and hour are free, then growing delay per code and address (design.md §2).
@Suite struct AttemptLimiterTests {
    private static let code = "pin:000.00.15.H47-220105-0001"
    private static let address = "203.0.113.7"

    private let clock = TestClock(at: Instant(seconds: 1_641_352_800))
    private let limiter: AttemptLimiter

    init() { limiter = AttemptLimiter(machineClock: clock) }

    /// How long a try would have to wait, in seconds; 0 if it is free.
    private func wait(_ subject: String = code, from address: String = address) -> Int64 {
        do throws(RequestRefusal) {
            try limiter.check(subject, from: address)
            return 0
        } catch .tooManyAttempts(let seconds) {
            return seconds
        } catch {
            return -1
        }
    }

    private func fail(_ count: Int, at subject: String = code, from address: String = address) {
        for _ in 0..<count { limiter.noteFailure(subject, from: address) }
    }

    @Test("five wrong tries within an hour cost nothing")
    func fiveFree() {
        for _ in 0..<5 {
            #expect(wait() == 0)
            fail(1)
        }
        #expect(wait() == 1)
    }

    @Test("each further wrong try doubles the wait, up to a quarter of an hour")
    func growing() {
        fail(5)
        var waits: [Int64] = []
        for _ in 0..<14 {
            waits.append(wait())
            clock.advance(seconds: wait())
            #expect(wait() == 0)
            fail(1)
        }

        #expect(waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900])
    }

    @Test("the wait that is told shrinks as time passes and is never less than a second")
    func shrinking() {
        fail(8)
        #expect(wait() == 8)
        clock.advance(seconds: 3)
        #expect(wait() == 5)
        clock.advance(milliseconds: 4_999)
        #expect(wait() == 1)
        clock.advance(milliseconds: 1)
        #expect(wait() == 0)
    }

    @Test("other codes are left alone")
    func otherCodes() {
        fail(20)

        #expect(wait("pin:000.00.15.H47-220105-0002") == 0)
        #expect(wait("account:desk") == 0)
    }

    @Test("somebody at another address is not made to wait for a guesser, but his own wrong tries count at once")
    func otherAddresses() {
        fail(12)
        #expect(wait(from: "198.51.100.4") == 0)

        fail(1, from: "198.51.100.4")
        #expect(wait(from: "198.51.100.4") == 1)
        #expect(wait() == 128)
    }

    @Test("five tries are free for all addresses together")
    func manyAddresses() {
        for index in 0..<5 { fail(1, from: "203.0.113.\(index)") }
        fail(1, from: "198.51.100.4")

        #expect(wait(from: "198.51.100.4") == 1)
    }

    @Test("an hour after the last wrong try all is forgotten")
    func forgotten() {
        fail(20)
        clock.advance(seconds: 3_599)
        fail(1)
        #expect(wait() == 900)
        clock.advance(seconds: 3_600)
        #expect(wait() == 0)
        fail(5)
        #expect(wait() == 1)
    }

    @Test("who then knows the answer begins anew, others do not")
    func success() {
        fail(8)
        fail(3, from: "198.51.100.4")
        limiter.noteSuccess(Self.code, from: Self.address)

        #expect(wait() == 0)
        #expect(wait(from: "198.51.100.4") == 4)
    }
}
