import SMPP
import Testing

/// A session and its peer in one world, with a caller that submits again what may be tried later.
private struct World {
    static let windowSize = 4
    static let perSecond = 25
    static let submitTimeout: Int64 = 2_000
    /// The longest step of the clock, in milliseconds.
    static let longestStep = 20

    var generator: SeededGenerator
    var driver: SessionDriver
    var peer = SimulatedPeer()
    var framer = PDUFramer()
    var wakeAt: Int64?
    var connectAt: Int64? = 0
    var backoff = ReconnectBackoff(firstMilliseconds: 50, longestMilliseconds: 2_000)
    var queue: [Int64]
    /// When each submit was taken that is not settled yet.
    var open: [Int64: Int64] = [:]
    var timedOut: Set<Int64> = []
    var final: [Int64: SubmitOutcome] = [:]
    var deliveries: [DeliveryTicket] = []
    var faults: [String] = []
    var isOver = false

    init(seed: UInt64, submissions: Int64) throws {
        generator = SeededGenerator(seed: seed)
        driver = try SessionDriver(firstSequenceNumber: 0x7FFF_FFF0) {
            $0.windowSize = Self.windowSize
            $0.submitsPerSecond = Self.perSecond
            $0.burst = 1
            $0.submitTimeoutMilliseconds = Self.submitTimeout
            $0.enquireAfterMilliseconds = 3_000
            $0.enquireTimeoutMilliseconds = 1_000
            $0.firstHoldBackMilliseconds = 100
            $0.longestHoldBackMilliseconds = 1_000
            $0.openDeliveryLimit = 3
        }
        queue = Array(0..<submissions)
    }

    var now: Int64 { driver.milliseconds }

    mutating func step() throws {
        driver.milliseconds += 1 + Int64(generator.number(below: Self.longestStep))
        try connectIfDue()
        try receive()
        if let wakeAt, wakeAt <= now {
            self.wakeAt = nil
            try carryOut(driver.session.tick(at: driver.now))
        }
        try acknowledgeSome()
        try submitNext()
        try disturb()
        check()
    }

    private mutating func connectIfDue() throws {
        guard let connectAt, connectAt <= now, !peer.isOpen, !isOver else { return }
        self.connectAt = nil
        framer = PDUFramer()
        peer.open()
        try carryOut(driver.connect())
    }

    private mutating func receive() throws {
        let octets = try peer.due(at: now)
        let cut = generator.number(below: octets.count + 1)
        for chunk in [octets[..<cut], octets[cut...]] {
            try framer.append(chunk)
            while let frame = try framer.next() {
                try carryOut(driver.session.received(frame: frame, at: driver.now))
            }
        }
    }

    private mutating func acknowledgeSome() throws {
        while let ticket = deliveries.first, generator.happens(inHundred: 60) {
            deliveries.removeFirst()
            try carryOut(driver.session.acknowledge(ticket, at: driver.now))
        }
    }

    private mutating func submitNext() throws {
        guard let reference = queue.first else { return }
        let actions = driver.submit(reference)
        if !actions.sent.isEmpty {
            queue.removeFirst()
            if open.updateValue(now, forKey: reference) != nil { faults.append("\(reference) taken twice") }
        }
        try carryOut(actions)
    }

    private mutating func disturb() throws {
        switch generator.number(below: 1_000) {
        case 0..<3: try hangUp()
        case 3..<5: peer.unbind(at: now)
        case 5..<8: peer.fallSilent(until: now + Int64(generator.number(below: 6_000)))
        case 8..<40: peer.deliver(at: now)
        default: break
        }
    }

    private mutating func hangUp() throws {
        guard peer.isOpen else { return }
        peer.close()
        connectAt = now + backoff.failed(jitter: generator.next())
        try carryOut(driver.disconnect())
    }

    mutating func carryOut(_ actions: [SMPPAction]) throws {
        for action in actions {
            switch action {
            case .send(let octets): try peer.take(octets, at: now, &generator)
            case .bound: backoff.succeeded()
            case .bindRefused, .notTaken: break
            case .settled(let id, let outcome): settle(id.reference, outcome)
            case .settledLate(let id, let outcome): settleLate(id.reference, outcome)
            case .delivered(let delivery): deliveries.append(delivery.ticket)
            case .close(let reason):
                isOver = isOver || reason == .shutDown
                try hangUp()
            case .wake(let moment): wakeAt = moment.milliseconds
            }
        }
    }

    private mutating func settle(_ reference: Int64, _ outcome: SubmitOutcome) {
        if open.removeValue(forKey: reference) == nil { faults.append("\(reference) settled without being open") }
        switch outcome {
        case .tryLater: queue.append(reference)
        case .unknown(.timedOut):
            timedOut.insert(reference)
            final[reference] = outcome
        case .accepted, .refused, .unknown: final[reference] = outcome
        }
    }

    private mutating func settleLate(_ reference: Int64, _ outcome: SubmitOutcome) {
        if timedOut.remove(reference) == nil { faults.append("\(reference) settled late without a time-out") }
        final[reference] = outcome
    }

    private mutating func check() {
        if open.count != driver.session.unansweredCount { faults.append("the session lost count at \(now)") }
        if open.count > Self.windowSize { faults.append("the window burst at \(now)") }
        let oldest = open.values.min() ?? now
        if now - oldest > Self.submitTimeout + Int64(Self.longestStep) { faults.append("forgotten at \(now)") }
    }
}

@Suite("A session against a peer with faults")
struct SimulationTests {
    @Test("every submit is settled once, within window and throughput", arguments: UInt64(1)...16)
    func settlesEverything(seed: UInt64) throws {
        let submissions: Int64 = 150
        var world = try World(seed: seed, submissions: submissions)
        var steps = 0
        while world.final.count < submissions || !world.open.isEmpty {
            try world.step()
            steps += 1
            try #require(steps < 50_000, "seed \(seed): the session does not come to an end")
        }
        try world.carryOut(world.driver.shutDown())
        for _ in 0..<2_000 where world.peer.isOpen { try world.step() }

        #expect(world.faults == [], "seed \(seed)")
        #expect(!world.peer.isOpen, "seed \(seed): not closed")
        #expect(Set(world.final.keys) == Set(0..<submissions), "seed \(seed)")
        let moments = world.peer.submitMoments
        for (moment, oneSecondOn) in zip(moments, moments.dropFirst(World.perSecond))
        where oneSecondOn < moment + 1_000 {
            Issue.record("seed \(seed): too many in the second from \(moment)")
        }
    }

    @Test("the peer's faults all happen in the simulation")
    func coversFaults() throws {
        var counters = CounterSums()
        var outcomes: Set<String> = []
        for seed in UInt64(1)...4 {
            var world = try World(seed: seed, submissions: 150)
            for _ in 0..<4_000 { try world.step() }
            for outcome in world.final.values { outcomes.insert("\(outcome)".prefix { $0 != "(" }.description) }
            let seen = world.driver.session.counters
            counters = counters.adding(seen)
        }
        // `tryLater` ends a submit only as a late answer, which not every run has.
        #expect(outcomes.subtracting(["tryLater"]) == ["accepted", "refused", "unknown"])
        #expect(counters.all.allSatisfy { $0 > 0 }, "\(counters)")
    }
}

/// Sums of the counters that the simulated peer can move.
private struct CounterSums {
    var all: [Int] = [0, 0, 0, 0, 0]

    func adding(_ seen: SessionCounters) -> CounterSums {
        let more = [
            seen.unexpectedResponses, seen.postponedDeliveries, seen.slowDowns, seen.timeOuts, seen.lateAnswers,
        ]
        return CounterSums(all: zip(all, more).map(+))
    }
}
