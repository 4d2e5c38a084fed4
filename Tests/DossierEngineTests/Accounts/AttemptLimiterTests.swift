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

    /// Tries once, wrongly: 0 if the try was let through, else how long to wait, in seconds.
    private func attempt(
        _ subject: String = code,
        from address: String = address,
        _ allowance: AttemptLimiter.Allowance = .pin
    ) -> Int64 {
        do throws(RequestRefusal) {
            try limiter.attempt(subject, from: address, allowance: allowance)
            return 0
        } catch .tooManyAttempts(let seconds) {
            return seconds
        } catch {
            return -1
        }
    }

    /// Fails so often, waiting as long as is asked for each time.
    private func fail(_ count: Int, at subject: String = code, from address: String = address) {
        for _ in 0..<count {
            let wait = attempt(subject, from: address)
            if wait > 0 {
                clock.advance(seconds: wait)
                #expect(attempt(subject, from: address) == 0)
            }
        }
    }

    @Test("five wrong tries cost nothing, the sixth has to wait")
    func fiveFree() {
        for _ in 0..<5 { #expect(attempt() == 0) }
        #expect(attempt() == 1)
    }

    @Test("of many tries at the same moment five are judged")
    func burst() {
        #expect((0..<1_000).filter { _ in attempt() == 0 }.count == 5)
    }

    @Test("each further wrong try doubles the wait, up to a quarter of an hour")
    func growing() {
        fail(5)
        var waits: [Int64] = []
        for _ in 0..<14 {
            waits.append(attempt())
            fail(1)
        }

        #expect(waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900])
    }

    @Test("the wait that is told shrinks as time passes and is never less than a second")
    func shrinking() {
        fail(8)
        #expect(attempt() == 8)
        clock.advance(seconds: 3)
        #expect(attempt() == 5)
        clock.advance(milliseconds: 4_999)
        #expect(attempt() == 1)
        clock.advance(milliseconds: 1)
        #expect(attempt() == 0)
    }

    @Test("after a hundred wrong tries from many addresses a code takes one a minute from all together, for an hour")
    func manyAddresses() {
        let judged = (0..<10_000).filter { attempt(from: "198.51.\($0 / 250).\($0 % 250)") == 0 }.count
        #expect(judged == 100)
        #expect(attempt(from: "192.0.2.1") == 60)
        clock.advance(seconds: 59)
        #expect(attempt(from: "192.0.2.1") == 1)
        clock.advance(seconds: 1)
        #expect(attempt(from: "192.0.2.1") == 0)
        #expect(attempt(from: "192.0.2.2") == 60)
        #expect(attempt("pin:000.00.15.H47-220105-0002", from: "192.0.2.2") == 0)

        clock.advance(seconds: 3_600)
        #expect(attempt(from: "192.0.2.2") == 0 && attempt(from: "192.0.2.3") == 0)
    }

    @Test("whoever was right lately is not held up by what others try, until he is wrong himself")
    func rightLately() {
        for number in 0..<1_000 { _ = attempt(from: "198.51.\(number / 250).\(number % 250)") }
        #expect(attempt() == 60)
        clock.advance(seconds: 60)
        #expect(attempt() == 0)
        limiter.noteSuccess(Self.code, from: Self.address)
        #expect(attempt(from: "192.0.2.1") == 0)
        #expect(attempt(from: "192.0.2.2") == 60)
        for _ in 0..<3 {
            #expect(attempt() == 0)
            limiter.noteSuccess(Self.code, from: Self.address)
        }
        #expect(attempt() == 0)
        #expect(attempt() == 60)
        clock.advance(seconds: 3_600)
        #expect(attempt() == 0)
    }

    @Test("nor is whoever was right within the hour before others began, and nobody for longer")
    func rightBefore() {
        #expect(attempt() == 0)
        limiter.noteSuccess(Self.code, from: Self.address)
        clock.advance(seconds: 3_599)
        for number in 0..<1_000 { _ = attempt(from: "198.51.\(number / 250).\(number % 250)") }
        #expect(attempt(from: "192.0.2.1") == 60)
        #expect(attempt() == 0)
        limiter.noteSuccess(Self.code, from: Self.address)
        for minute in 1...60 {
            clock.advance(seconds: 60)
            #expect(attempt(from: "192.0.2.\(minute)") == 0)
        }
        #expect(attempt() == 60)
    }

    /// Closes the code and lets the minute pass in which nobody may try.
    private func close() {
        for number in 0..<100 { _ = attempt(from: "198.51.100.\(number)") }
        #expect(attempt() == 60)
        clock.advance(seconds: 60)
    }

    @Test("a right try takes nobody's turn at a closed code, and keeps it closed for nobody")
    func rightTriesCloseNothing() {
        close()
        #expect(attempt(from: "192.0.2.1") == 0)
        clock.advance(seconds: 60)
        for _ in 0..<3 {
            #expect(attempt() == 0)
            limiter.noteSuccess(Self.code, from: Self.address)
            clock.advance(seconds: 10)
        }
        #expect(attempt(from: "192.0.2.2") == 0)
        for _ in 0..<59 {
            clock.advance(seconds: 60)
            #expect(attempt() == 0)
            limiter.noteSuccess(Self.code, from: Self.address)
        }
        clock.advance(seconds: 59)
        #expect(attempt(from: "192.0.2.3") == 0)
        #expect(attempt(from: "192.0.2.4") == 60)
    }

    @Test("right tries from ever new addresses do not keep a code closed either")
    func manyRightAddresses() {
        close()
        for minute in 0..<59 {
            #expect(attempt(from: "192.0.2.\(minute)") == 0)
            limiter.noteSuccess(Self.code, from: "192.0.2.\(minute)")
            clock.advance(seconds: 60)
        }

        #expect(attempt(from: "203.0.113.1") == 0 && attempt(from: "203.0.113.2") == 0)
    }

    @Test("a try that was not judged leaves whoever was right lately as he was, and lets nobody in who was not")
    func takenBackAfterRight() {
        close()
        #expect(attempt() == 0)
        limiter.noteSuccess(Self.code, from: Self.address)
        for _ in 0..<3 {
            #expect(attempt() == 0)
            limiter.takeBack(Self.code, from: Self.address)
        }
        #expect(attempt(from: "192.0.2.1") == 0)
        limiter.takeBack(Self.code, from: "192.0.2.1")
        #expect(attempt(from: "192.0.2.2") == 0)
        #expect(attempt(from: "192.0.2.1") == 60)
        #expect(attempt() == 0)
        #expect(attempt() == 60)
    }

    @Test("nor does one count as right for longer than an hour because of it, before a code is closed either")
    func takenBackLater() {
        #expect(attempt() == 0)
        limiter.noteSuccess(Self.code, from: Self.address)
        clock.advance(seconds: 3_539)
        #expect(attempt() == 0)
        limiter.takeBack(Self.code, from: Self.address)
        for number in 0..<100 { _ = attempt(from: "198.51.100.\(number)") }
        clock.advance(seconds: 60)
        #expect(attempt() == 0)
        limiter.takeBack(Self.code, from: Self.address)
        #expect(attempt(from: "192.0.2.1") == 0)
        clock.advance(seconds: 1)
        #expect(attempt() == 59)
    }

    @Test("an account is never closed to everybody")
    func accounts() {
        let waits = (0..<1_000).map { attempt("account:desk", from: "198.51.\($0 / 250).\($0 % 250)", .subject) }
        #expect(waits.allSatisfy { $0 == 0 })
    }

    @Test("other codes are left alone")
    func otherCodes() {
        fail(12)

        #expect(attempt("pin:000.00.15.H47-220105-0002") == 0)
        #expect(attempt("account:desk") == 0)
    }

    @Test("somebody at another address is not made to wait for a guesser, but his own wrong tries count at once")
    func otherAddresses() {
        fail(12)
        #expect(attempt() == 128)
        #expect(attempt(from: "198.51.100.4") == 0)
        #expect(attempt(from: "198.51.100.4") == 1)
    }

    @Test("an hour after the last wrong try all is forgotten")
    func forgotten() {
        fail(12)
        clock.advance(seconds: 3_600)
        for _ in 0..<5 { #expect(attempt() == 0) }
        #expect(attempt() == 1)
    }

    @Test("a try that was not judged after all is taken back, and makes no wait longer")
    func takenBack() {
        for _ in 0..<20 {
            #expect(attempt() == 0)
            limiter.takeBack(Self.code, from: Self.address)
        }
        fail(8)
        #expect(attempt() == 8)
        clock.advance(seconds: 8)
        #expect(attempt() == 0)
        limiter.takeBack(Self.code, from: Self.address)
        #expect(attempt() == 8)
    }

    @Test("a right try is taken back and frees its address, others still wait")
    func success() {
        for _ in 0..<20 {
            #expect(attempt() == 0)
            limiter.noteSuccess(Self.code, from: Self.address)
        }
        fail(8, from: "198.51.100.4")
        #expect(attempt() == 0)
        limiter.noteSuccess(Self.code, from: Self.address)

        #expect(attempt() == 0)
        #expect(attempt(from: "198.51.100.4") == 8)
    }
}
