import SMPP
import Testing

@Suite("Pace of sending")
struct PacingTests {
    private func reason(_ actions: [SMPPAction]) -> NotTakenReason? {
        guard case .notTaken(_, let reason) = actions.first else { return nil }
        return reason
    }

    private func at(_ milliseconds: Int64) -> SessionInstant { SessionInstant(milliseconds: milliseconds) }

    @Test("the throughput spaces submits evenly and says when the next may go")
    func spacing() throws {
        var driver = try SessionDriver.bound {
            $0.submitsPerSecond = 4
            $0.burst = 1
        }
        #expect(driver.submit(1).sent.count == 1)
        #expect(reason(driver.submit(2)) == .rateLimited(until: at(250)))
        _ = driver.wait(249)
        #expect(reason(driver.submit(2)) == .rateLimited(until: at(250)))
        _ = driver.wait(1)
        #expect(driver.submit(2).sent.count == 1)
    }

    @Test("after a pause a burst may go at once, no more")
    func burst() throws {
        var driver = try SessionDriver.bound {
            $0.submitsPerSecond = 10
            $0.burst = 3
        }
        _ = driver.wait(20_000)
        let sent = (Int64(1)...5).filter { !driver.submit($0).sent.isEmpty }
        #expect(sent == [1, 2, 3])
        #expect(reason(driver.submit(9)) == .rateLimited(until: at(20_100)))
    }

    @Test("in no second more submits go than the throughput allows", arguments: [1, 3, 7, 30, 999])
    func neverFaster(perSecond: Int) throws {
        var driver = try SessionDriver.bound {
            $0.submitsPerSecond = perSecond
            $0.burst = 1
            $0.windowSize = 1000
        }
        var moments: [Int64] = []
        var reference: Int64 = 0
        while driver.milliseconds < 2_500 {
            reference += 1
            let sent = driver.submit(reference).sent
            if let sequenceNumber = sent.first?.sequenceNumber {
                moments.append(driver.milliseconds)
                _ = driver.receive(.submitResponse(nil), sequenceNumber)
            } else {
                _ = driver.wait(1)
            }
        }

        for (moment, oneSecondOn) in zip(moments, moments.dropFirst(perSecond)) where oneSecondOn < moment + 1_000 {
            Issue.record("more than \(perSecond) in the second from \(moment)")
        }
        #expect(moments.count >= perSecond * 2, "slower than allowed by more than a fifth")
    }

    @Test("throttling holds sending back, twice as long each time in a row, up to the limit")
    func growingHoldBack() throws {
        var driver = try SessionDriver.bound {
            $0.firstHoldBackMilliseconds = 1_000
            $0.longestHoldBackMilliseconds = 5_000
        }
        for expected in [Int64(1_000), 2_000, 4_000, 5_000, 5_000] {
            let sequenceNumber = try #require(driver.submit(1).sent.first?.sequenceNumber)
            #expect(
                driver.receive(.submitResponse(nil), sequenceNumber, status: .throttled).told
                    == [.settled(1, .tryLater(.throttled))]
            )
            #expect(reason(driver.submit(1)) == .heldBack(until: at(driver.milliseconds + expected)))
            driver.milliseconds += expected - 1
            #expect(reason(driver.submit(1)) == .heldBack(until: at(driver.milliseconds + 1)))
            driver.milliseconds += 1
        }
        #expect(driver.session.counters.slowDowns == 5)
    }

    @Test("an accepted submit after a pause ends the row")
    func recovers() throws {
        var driver = try SessionDriver.bound()
        for _ in 0..<3 {
            let sequenceNumber = try #require(driver.submit(1).sent.first?.sequenceNumber)
            _ = driver.receive(.submitResponse(nil), sequenceNumber, status: .messageQueueFull)
            driver.milliseconds += 10_000
        }
        let accepted = try #require(driver.submit(1).sent.first?.sequenceNumber)
        _ = driver.receive(.submitResponse(nil), accepted)

        let throttled = try #require(driver.submit(2).sent.first?.sequenceNumber)
        _ = driver.receive(.submitResponse(nil), throttled, status: .throttled)
        #expect(reason(driver.submit(2)) == .heldBack(until: at(driver.milliseconds + 1_000)))
    }

    @Test("a whole window of throttled answers counts as one request to slow down")
    func oneWindowOneStep() throws {
        var driver = try SessionDriver.bound()
        for reference in Int64(1)...10 { _ = driver.submit(reference) }
        for sequenceNumber in UInt32(2)...11 {
            _ = driver.receive(.submitResponse(nil), sequenceNumber, status: .throttled)
        }
        #expect(reason(driver.submit(11)) == .heldBack(until: at(1_000)))
    }

    @Test("a system error asks for a later try, but not for a pause")
    func systemError() throws {
        var driver = try SessionDriver.bound()
        _ = driver.submit(1)
        _ = driver.receive(.submitResponse(nil), 2, status: .systemError)
        #expect(driver.submit(1).sent.count == 1)
    }

    @Test("a clock that goes back or jumps to its end does no harm")
    func wildClock() throws {
        var driver = try SessionDriver.bound()
        for moment in [Int64.max, .min, 0, .max - 1] {
            driver.milliseconds = moment
            _ = driver.submit(moment)
            _ = driver.session.tick(at: driver.now)
        }
        _ = driver.disconnect()
        #expect(driver.session.unansweredCount == 0)
    }
}

@Suite("Waits before connecting again")
struct ReconnectBackoffTests {
    @Test("each failure doubles the wait up to the limit, jitter taking off up to a half")
    func doubles() {
        for (jitter, expected) in [
            (UInt64(0), [Int64(500), 1_000, 2_000, 4_000, 5_000, 5_000]),
            (500, [1_000, 1_500, 2_500, 4_500, 5_500, 5_500]),
        ] {
            var backoff = ReconnectBackoff(firstMilliseconds: 1_000, longestMilliseconds: 10_000)
            #expect(expected.map { _ in backoff.failed(jitter: jitter) } == expected)
        }
    }

    @Test("no wait leaves its range, whatever the jitter and the settings")
    func range() {
        var generator = SeededGenerator(seed: 34)
        for (first, longest) in [(Int64(1), Int64(1)), (1_000, 60_000), (.min, .max), (.max, 0)] {
            var backoff = ReconnectBackoff(firstMilliseconds: first, longestMilliseconds: longest)
            for _ in 0..<1_200 {
                let wait = backoff.failed(jitter: generator.next())
                #expect((0...backoff.longestMilliseconds).contains(wait))
            }
            #expect(backoff.failureCount == 1_000)
        }
    }

    @Test("a success starts from the beginning")
    func success() {
        var backoff = ReconnectBackoff()
        for _ in 0..<5 { _ = backoff.failed(jitter: 0) }
        backoff.succeeded()
        #expect(backoff.failed(jitter: 0) == 500)
    }
}
