import SMPP
import Testing

/// Changed PDUs and plain nonsense, as a peer might send them by mistake or on purpose.
///
/// `MOTCUA_TEST_PDUS=10000000 swift test -c release --filter 'FuzzTests|RoundTripTests'` runs ten million of each.
@Suite("Octets of a hostile peer")
struct FuzzTests {
    private static let seeds: [UInt64] = [34, 7, 88, 2_026]

    /// The samples that are changed; made once, because making them costs more than reading them.
    private static func samples(_ generator: inout SeededGenerator) throws -> [[UInt8]] {
        var samples: [[UInt8]] = []
        for _ in 0..<400 { samples.append(try generator.pdu().encoded()) }
        return samples
    }

    @Test("whatever can be read can be written and read to the same, in no more room", arguments: seeds)
    func readsWithoutHarm(seed: UInt64) throws {
        let inputs = ManyPDUs.share(of: 200_000, among: Self.seeds.count)
        var generator = SeededGenerator(seed: seed)
        var samples: [[UInt8]] = []
        var readable = 0
        var slowest = Duration.zero
        for input in 0..<inputs {
            // The samples change now and then, so that a long run does not turn round a few hundred.
            if input.isMultiple(of: 10_000) { samples = try Self.samples(&generator) }
            let stream = Self.stream(samples, &generator)
            let start = ContinuousClock.now
            for frame in Self.frames(of: stream, &generator) {
                // What cannot be read is refused with an error, which is all that is asked of it.
                guard let pdu = try? PDU(decoding: frame) else { continue }
                readable += 1
                let written = try pdu.encoded()
                // One octet more than came: the NUL that a response may leave out.
                if try PDU(decoding: written) != pdu || written.count > frame.count + 1 {
                    Issue.record("seed \(seed), input \(input): \(frame)")
                }
            }
            slowest = max(slowest, ContinuousClock.now - start)
        }
        print("hostile octets: seed \(seed), \(inputs) inputs, \(readable) PDUs read, slowest input \(slowest)")
        #expect(readable > inputs / 10, "seed \(seed): the mutations break nearly everything")
    }

    @Test("a session takes any octets at any moment and still settles what it took", arguments: [UInt64(5), 6])
    func sessionTakesAnything(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let samples = try Self.samples(&generator)
        var driver = try SessionDriver { $0.windowSize = 5 }
        var open = 0
        for reference in Int64(0)..<5_000 {
            var actions: [SMPPAction] = []
            switch generator.number(below: 40) {
            case 0: actions += driver.disconnect()
            case 1: actions += driver.connect() + driver.receive(.bindResponse(.transceiver, nil), generator.sequence())
            case 2: actions += driver.wait(Int64(generator.number(below: 20_000)))
            case 3...12:
                let submitted = driver.submit(reference)
                open += submitted.sent.count
                actions += submitted
            default:
                let frame = Self.mutated(generator.choice(of: samples), &generator)
                actions += driver.session.received(frame: frame, at: driver.now)
            }
            open -= actions.settledCount
            #expect(open == driver.session.unansweredCount, "seed \(seed), step \(reference)")
            #expect(open <= 5)
        }
        open -= driver.disconnect().settledCount
        #expect(open == 0)
    }

    @Test("any messages at all are put together within bounds")
    func reassemblyTakesAnything() {
        var generator = SeededGenerator(seed: 40)
        var reassembly = TextReassembly(unfinishedLimit: 20, timeoutMilliseconds: 1_000)
        for step in Int64(0)..<5_000 {
            var message = Known.fromPhone(generator.octets(upTo: 20), DataCoding(rawValue: generator.octet()))
            message.esmClass = ESMClass(rawValue: generator.octet())
            if generator.happens(inHundred: 50) {
                message.text = [5, 0, 3, UInt8(generator.number(below: 30)), 3, UInt8(generator.number(below: 4))]
                message.esmClass = .withUserDataHeader
            }
            for event in reassembly.add(message, at: SessionInstant(milliseconds: step)) {
                if case .complete(let text) = event { _ = text.text() }
                if case .incomplete(let text) = event { _ = text.text() }
            }
            #expect(reassembly.unfinishedCount <= 20)
        }
    }

    /// One or two changed samples, or now and then nonsense of any length behind a header that may announce anything.
    private static func stream(_ samples: [[UInt8]], _ generator: inout SeededGenerator) -> [UInt8] {
        switch generator.number(below: 50) {
        case 0:
            return generator.octets(upTo: 300)
        case 1:
            let commands: [CommandID] = [.submit, .submit.response, .bindTransceiver.response, .deliver, .dataMessage]
            let octets = generator.octets(upTo: 300)
            let command = generator.choice(of: commands).rawValue
            return bigEndian(UInt32(16 + octets.count)) + bigEndian(command) + generator.octets(8...8) + octets
        case 2...6:
            return mutated(generator.choice(of: samples), &generator) + mutated(samples[0], &generator)
        default:
            return mutated(generator.choice(of: samples), &generator)
        }
    }

    /// A sample with some octets changed, taken out or put in; the length is mostly made right again.
    private static func mutated(_ sample: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var octets = sample
        for _ in 0..<generator.number(below: 4) where octets.count > 16 {
            let place = 4 + generator.number(below: octets.count - 4)
            switch generator.number(below: 4) {
            case 0: octets[place] = generator.octet()
            case 1: octets[place] ^= 1 << UInt8(generator.number(below: 8))
            case 2: octets.removeLast(octets.count - max(16, place))
            default: octets.insert(generator.octet(), at: place)
            }
        }
        switch generator.number(below: 100) {
        case 0: octets.replaceSubrange(..<4, with: generator.octets(4...4))
        case 1...5: break
        default: octets.replaceSubrange(..<4, with: bigEndian(UInt32(octets.count)))
        }
        return octets
    }

    private static func bigEndian(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    /// What the framer makes of the stream, which comes in two chunks.
    private static func frames(of stream: [UInt8], _ generator: inout SeededGenerator) -> [[UInt8]] {
        var framer = PDUFramer()
        var frames: [[UInt8]] = []
        let cut = generator.number(below: stream.count + 1)
        for chunk in [stream[..<cut], stream[cut...]] {
            do {
                try framer.append(chunk)
                while let frame = try framer.next() { frames.append(frame) }
            } catch {
                #expect(framer.unreadCount == 0, "a broken stream is not kept")
                return frames
            }
        }
        return frames
    }
}

extension SeededGenerator {
    /// A low sequence number, so that answers meet what is open.
    fileprivate mutating func sequence() -> UInt32 { UInt32(number(below: 200)) }
}

extension [SMPPAction] {
    fileprivate var settledCount: Int {
        filter { action in
            if case .settled = action { true } else { false }
        }.count
    }
}
