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
            _ = try limiter.attempt(subject, from: address, allowance: allowance)
            return 0
        } catch .tooManyAttempts(let seconds) {
            return seconds
        } catch {
            return -1
        }
    }

    /// A try that is let through and not judged yet.
    private func trial(from address: String = address) throws -> AttemptLimiter.Trial {
        try limiter.attempt(Self.code, from: address, allowance: .pin)
    }

    /// Tries once, rightly.
    private func succeed(from address: String = address) throws { limiter.noteSuccess(try trial(from: address)) }

    /// Tries once without an answer.
    private func askInVain(from address: String = address) throws { limiter.takeBack(try trial(from: address)) }

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

    @Test("nor are a hundred wrong tries forgotten because of tries at ever so many other codes")
    func manyCodes() {
        for number in 0..<100 { _ = attempt(from: "198.51.100.\(number)") }
        clock.advance(seconds: 1)
        for number in 0...AttemptLimiter.maximumSubjects { _ = attempt("pin:\(number)", from: "192.0.2.1") }

        #expect(attempt(from: "203.0.113.1") == 59)
    }

    @Test("whoever was right lately is not held up by what others try, until he is wrong himself")
    func rightLately() throws {
        for number in 0..<1_000 { _ = attempt(from: "198.51.\(number / 250).\(number % 250)") }
        #expect(attempt() == 60)
        clock.advance(seconds: 60)
        try succeed()
        #expect(attempt(from: "192.0.2.1") == 0)
        #expect(attempt(from: "192.0.2.2") == 60)
        for _ in 0..<3 {
            try succeed()
        }
        #expect(attempt() == 0)
        #expect(attempt() == 60)
        clock.advance(seconds: 3_600)
        #expect(attempt() == 0)
    }

    @Test("nor is whoever was right within the hour before others began, and nobody for longer")
    func rightBefore() throws {
        try succeed()
        clock.advance(seconds: 3_599)
        for number in 0..<1_000 { _ = attempt(from: "198.51.\(number / 250).\(number % 250)") }
        #expect(attempt(from: "192.0.2.1") == 60)
        try succeed()
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
    func rightTriesCloseNothing() throws {
        close()
        #expect(attempt(from: "192.0.2.1") == 0)
        clock.advance(seconds: 60)
        for _ in 0..<3 {
            try succeed()
            clock.advance(seconds: 10)
        }
        #expect(attempt(from: "192.0.2.2") == 0)
        for _ in 0..<59 {
            clock.advance(seconds: 60)
            try succeed()
        }
        clock.advance(seconds: 59)
        #expect(attempt(from: "192.0.2.3") == 0)
        #expect(attempt(from: "192.0.2.4") == 60)
    }

    @Test("right tries from ever new addresses do not keep a code closed either")
    func manyRightAddresses() throws {
        close()
        for minute in 0..<59 {
            try succeed(from: "192.0.2.\(minute)")
            clock.advance(seconds: 60)
        }

        #expect(attempt(from: "203.0.113.1") == 0 && attempt(from: "203.0.113.2") == 0)
    }

    @Test(
        "right tries that overlap keep a closed code closed for nobody, in whatever order they are judged",
        arguments: [2, 16],
        [false, true]
    )
    func overlapping(count: Int, isReversed: Bool) throws {
        close()
        for number in 0..<count { try succeed(from: "192.0.2.\(number)") }
        let open = try (0..<count).map { number -> AttemptLimiter.Trial in
            clock.advance(seconds: 1)
            return try trial(from: "192.0.2.\(number)")
        }
        for judged in isReversed ? open.reversed() : open { limiter.noteSuccess(judged) }

        #expect(attempt() == 0)
        #expect(attempt(from: "203.0.113.8") == 60)
    }

    @Test(
        "where tries overlap, the minute of a closed code runs from the one that was wrong",
        arguments: [false, true],
        [false, true]
    )
    func overlappingWrong(firstIsWrong: Bool, otherIsJudged: Bool) throws {
        close()
        for number in 1...2 { try succeed(from: "192.0.2.\(number)") }
        let first = try trial(from: "192.0.2.1")
        clock.advance(seconds: 10)
        let second = try trial(from: "192.0.2.2")
        clock.advance(seconds: 10)
        let other = firstIsWrong ? second : first
        if otherIsJudged { limiter.noteSuccess(other) } else { limiter.takeBack(other) }

        #expect(attempt() == (firstIsWrong ? 40 : 50))
    }

    @Test("nor do right tries that overlap lengthen the hour after which all is forgotten")
    func overlappingHour() throws {
        fail(5, from: "198.51.100.4")
        clock.advance(seconds: 3_599)
        let first = try trial(from: "192.0.2.1")
        let second = try trial(from: "192.0.2.2")
        limiter.noteSuccess(first)
        limiter.noteSuccess(second)
        clock.advance(seconds: 1)

        for _ in 0..<5 { #expect(attempt() == 0) }
        #expect(attempt() == 1)
    }

    @Test("a try taken back after a later one was right takes no wrong one with it")
    func takenBackLate() throws {
        fail(5, from: "198.51.100.4")
        let early = try trial()
        clock.advance(seconds: 1)
        try succeed()
        clock.advance(seconds: 1)
        #expect(attempt() == 0)
        limiter.takeBack(early)

        #expect(attempt() == 1)
    }

    @Test("a try that was not judged leaves whoever was right lately as he was, and lets nobody in who was not")
    func takenBackAfterRight() throws {
        close()
        try succeed()
        for _ in 0..<3 {
            try askInVain()
        }
        try askInVain(from: "192.0.2.1")
        #expect(attempt(from: "192.0.2.2") == 0)
        #expect(attempt(from: "192.0.2.1") == 60)
        #expect(attempt() == 0)
        #expect(attempt() == 60)
    }

    @Test("nor does one count as right for longer than an hour because of it, before a code is closed either")
    func takenBackLater() throws {
        try succeed()
        clock.advance(seconds: 3_539)
        try askInVain()
        for number in 0..<100 { _ = attempt(from: "198.51.100.\(number)") }
        clock.advance(seconds: 60)
        try askInVain()
        #expect(attempt(from: "192.0.2.1") == 0)
        clock.advance(seconds: 1)
        #expect(attempt() == 59)
    }

    @Test("an account is never closed to everybody")
    func accounts() {
        let waits = (0..<1_000).map { attempt("account:desk", from: "198.51.\($0 / 250).\($0 % 250)", .account) }
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
    func takenBack() throws {
        for _ in 0..<20 {
            try askInVain()
        }
        fail(8)
        #expect(attempt() == 8)
        clock.advance(seconds: 8)
        try askInVain()
        #expect(attempt() == 8)
    }

    @Test("a free one that is taken back after wrong ones leaves their wait as it is")
    func freeTakenBack() throws {
        let early = try trial()
        fail(6)
        #expect(attempt() == 4)
        limiter.takeBack(early)

        #expect(attempt() == 4)
    }

    @Test("a right try is taken back and frees its address, others still wait")
    func success() throws {
        for _ in 0..<20 {
            try succeed()
        }
        fail(8, from: "198.51.100.4")
        try succeed()

        #expect(attempt() == 0)
        #expect(attempt(from: "198.51.100.4") == 8)
    }
}
