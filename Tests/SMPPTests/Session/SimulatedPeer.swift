import SMPP

/// An SMSC that throttles, refuses, forgets, answers late, falls silent and hangs up, all by the seed.
struct SimulatedPeer {
    /// Something that the peer will send.
    private struct Planned {
        let moment: Int64
        let pdu: PDU
    }

    private(set) var isOpen = false
    /// Until when the peer says nothing at all.
    private var silentUntil: Int64 = 0
    private var planned: [Planned] = []
    private var framer = PDUFramer()
    private var messageCount = 0
    private var ownSequenceNumber: UInt32 = 0
    /// The moments at which submits arrived, over all connections.
    private(set) var submitMoments: [Int64] = []

    mutating func open() {
        isOpen = true
        planned = []
        framer = PDUFramer()
    }

    mutating func close() {
        isOpen = false
        planned = []
    }

    mutating func fallSilent(until moment: Int64) {
        silentUntil = moment
    }

    /// Takes octets of the client.
    mutating func take(_ octets: [UInt8], at now: Int64, _ generator: inout SeededGenerator) throws {
        guard isOpen else { return }
        try framer.append(octets)
        while let frame = try framer.next() {
            answer(try PDU(decoding: frame), at: now, &generator)
        }
    }

    /// Delivers something from a phone.
    mutating func deliver(at now: Int64) {
        ownSequenceNumber += 1
        plan(.deliver(Known.fromPhone(Array("TC \(ownSequenceNumber)".utf8))), ownSequenceNumber, at: now)
    }

    /// Says unbind.
    mutating func unbind(at now: Int64) {
        ownSequenceNumber += 1
        plan(.unbind, ownSequenceNumber, at: now)
    }

    /// The octets that are due, in the order of their moments.
    mutating func due(at now: Int64) throws -> [UInt8] {
        guard isOpen, now >= silentUntil else { return [] }
        let due = planned.filter { $0.moment <= now }.sorted { $0.moment < $1.moment }
        planned.removeAll { $0.moment <= now }
        return try due.flatMap { try $0.pdu.encoded() }
    }

    private mutating func plan(
        _ body: PDU.Body,
        _ sequenceNumber: UInt32,
        at moment: Int64,
        status: CommandStatus = .ok
    ) {
        planned.append(Planned(moment: moment, pdu: PDU(body, sequenceNumber: sequenceNumber, status: status)))
    }

    private mutating func answer(_ pdu: PDU, at now: Int64, _ generator: inout SeededGenerator) {
        let soon = now + Int64(generator.number(below: 150))
        switch pdu.body {
        case .bind(let kind, _):
            let isRefused = generator.happens(inHundred: 10)
            plan(.bindResponse(kind, nil), pdu.sequenceNumber, at: soon, status: isRefused ? .systemError : .ok)
        case .submit:
            submitMoments.append(now)
            answerSubmit(pdu.sequenceNumber, at: now, soon: soon, &generator)
        case .enquireLink: plan(.enquireLinkResponse, pdu.sequenceNumber, at: soon)
        case .unbind: plan(.unbindResponse, pdu.sequenceNumber, at: soon)
        default: break
        }
    }

    private mutating func answerSubmit(
        _ sequenceNumber: UInt32,
        at now: Int64,
        soon: Int64,
        _ generator: inout SeededGenerator
    ) {
        messageCount += 1
        let accepted = PDU.Body.submitResponse(MessageResponse(messageID: "\(messageCount)"))
        switch generator.number(below: 100) {
        case 0..<6: break
        case 6..<12: plan(accepted, sequenceNumber, at: now + 2_500 + Int64(generator.number(below: 3_000)))
        case 12..<18: plan(.submitResponse(nil), sequenceNumber, at: soon, status: .throttled)
        case 18..<21: plan(.submitResponse(nil), sequenceNumber, at: soon, status: .messageQueueFull)
        case 21..<25: plan(.submitResponse(nil), sequenceNumber, at: soon, status: .invalidDestinationAddress)
        case 25..<27: plan(.genericNack, sequenceNumber, at: soon, status: .invalidCommandLength)
        case 27..<30:
            plan(accepted, sequenceNumber, at: soon)
            plan(accepted, sequenceNumber, at: soon + 10)
        default: plan(accepted, sequenceNumber, at: soon)
        }
    }
}
