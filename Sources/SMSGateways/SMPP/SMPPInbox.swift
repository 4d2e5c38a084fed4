import DossierEngine
import SMPP
import SMSText
import Synchronization

/// Takes what an SMSC delivers to one gateway (hộp tin đến): receipts and citizens' texts.
///
/// A receipt and a text of one part are acknowledged when they are kept. Parts of a longer text are acknowledged as
/// they come, because operators do not wait minutes for an answer, so that they are lost if the program crashes before
/// the text is whole; the part that completes it is acknowledged when the text is kept.
actor SMPPInbox {
    /// How often texts are looked for whose parts no longer come: often enough beside their time of ten minutes.
    static let sweepInterval = Duration.seconds(30)

    private let gateway: String
    private let sinks: GatewaySinks
    private let matching: MessageIDMatching
    private let smscDefault: TextAlphabet
    private let log: @Sendable (String) -> Void
    private let time: InboxTime
    private var reassembly = TextReassembly()
    /// What was handed out of a change that failed afterwards, so that it is not handed out again with the next.
    private var handedOut: Set<TextReassembly.Event> = []
    private let late = Mutex(LateAnswers())
    private var isWorking = false
    /// The works on the reassembly that wait for their turn; the session bounds their number.
    private var turns: [CheckedContinuation<Void, Never>] = []

    init(
        _ description: SMPPDescription,
        sinks: GatewaySinks,
        time: InboxTime = InboxTime(ContinuousClock()),
        log: @escaping @Sendable (String) -> Void
    ) {
        gateway = description.name
        matching = description.matching
        smscDefault = description.alphabet
        self.sinks = sinks
        self.time = time
        self.log = log
    }

    /// Takes a delivery and says what the SMSC is told.
    func take(_ message: ShortMessage) async -> SMPPDeliveryDecision {
        if let receipt = DeliveryReceipt(message) { return await keep(receipt) }
        guard !message.esmClass.isDeliveryReceipt, !message.esmClass.isIntermediateNotification else {
            log("a receipt without an id came; nothing can be done with it")
            return .kept
        }
        guard sinks.text != nil else { return .refused }
        return await inTurn { await keep(message) }
    }

    /// Remembers the id of a part whose answer came after its time-out, so that its receipt can still be told.
    nonisolated func answeredLate(_ id: SubmissionID, _ outcome: SubmitOutcome) {
        guard case .accepted(let messageID?) = outcome else { return }
        late.withLock { $0.remember(matching.key(ofAnswer: messageID), reference: id.reference) }
    }

    /// Forgets a late answer with the id of one that came in time: the SMSC begins its ids anew, and a receipt with it
    /// is of the later text.
    nonisolated func answered(_ messageID: String) {
        late.withLock { $0.forget(matching.key(ofAnswer: messageID)) }
    }

    /// Hands out what has come of unfinished texts, when the program ends.
    func close() async {
        _ = await inTurn { await change { $0.abandon() } }
    }

    /// Looks for texts from time to time whose parts no longer come, until it is cancelled.
    func sweep() async {
        while !Task.isCancelled {
            // A cancelled sleep ends early, as the sweeping then does.
            try? await time.sleep(Self.sweepInterval)
            guard !Task.isCancelled, reassembly.unfinishedCount > 0 else { continue }
            _ = await inTurn { await change { $0.expire(at: now) } }
        }
    }

    private func keep(_ receipt: DeliveryReceipt) async -> SMPPDeliveryDecision {
        let key = matching.key(of: receipt)
        let subject = late.withLock({ $0.reference(of: key) }).map { DeliveryReport.Subject.reference($0) }
        let report = DeliveryReport(
            gateway: gateway,
            subject: subject ?? .providerReferences([key]),
            state: receipt.reportState,
            phone: PhoneReading(vietnamese: receipt.phone.readable).mobile
        )
        do {
            try await sinks.report(report)
            return .kept
        } catch {
            log("a receipt could not be kept; the SMSC is asked for it again")
            return .tryAgain
        }
    }

    /// Adds a part and hands out what it completes; if that cannot be kept, the part counts as not come.
    private func keep(_ message: ShortMessage) async -> SMPPDeliveryDecision {
        await change { $0.add(message, at: now) }
    }

    /// Changes the reassembly only if what comes out of it could be kept.
    private func change(_ work: (inout TextReassembly) -> [TextReassembly.Event]) async -> SMPPDeliveryDecision {
        var changed = reassembly
        for event in work(&changed) {
            switch event {
            case .complete(let text), .incomplete(let text):
                guard !handedOut.contains(event) else { continue }
                guard await hand(text) else { return .tryAgain }
                handedOut.insert(event)
            case .duplicate: break
            }
        }
        reassembly = changed
        handedOut = []
        return .kept
    }

    private func hand(_ citizenText: CitizenText) async -> Bool {
        guard let text = citizenText.text(smscDefault: smscDefault) else {
            log("a text in no readable alphabet came; it was passed over")
            return true
        }
        let incoming = IncomingText(
            gateway: gateway,
            // deliver_sm has no id.
            providerID: nil,
            sender: citizenText.source.readable,
            text: text
        )
        do {
            try await sinks.text?(incoming)
            return true
        } catch {
            log("a citizen's text could not be kept; the SMSC is asked for it again")
            return false
        }
    }

    /// Runs a work after all earlier ones, because works leave the actor while they hand out.
    private func inTurn(_ work: () async -> SMPPDeliveryDecision) async -> SMPPDeliveryDecision {
        if isWorking { await withCheckedContinuation { turns.append($0) } }
        isWorking = true
        let decision = await work()
        // The turn is handed on, so that nobody who comes meanwhile takes it.
        if turns.isEmpty { isWorking = false } else { turns.removeFirst().resume() }
        return decision
    }

    private var now: SessionInstant {
        let elapsed = time.elapsed().components
        return SessionInstant(milliseconds: elapsed.seconds * 1000 + elapsed.attoseconds / 1_000_000_000_000_000)
    }
}

/// The references of texts whose answers came after their time-outs, by the keys of the ids in them.
struct LateAnswers: Sendable {
    /// The most answers that are remembered: as many as a session has open at most.
    static let limit = 1000

    private var entries: [(key: String, reference: Int64)] = []

    mutating func remember(_ key: String, reference: Int64) {
        entries.append((key, reference))
        entries.removeFirst(max(0, entries.count - Self.limit))
    }

    mutating func forget(_ key: String) { entries.removeAll { $0.key == key } }

    func reference(of key: String) -> Int64? { entries.last { $0.key == key }?.reference }
}

extension SMPPAddress {
    /// The number of a phone in a writing that can be read (số người gửi); any other address as it is written.
    ///
    /// SMSCs write national numbers with the trunk `0` or without, and tell some of them as international.
    var readable: String {
        let withTrunk = typeOfNumber == .national ? ["0" + value] : []
        let ways = [written, value] + withTrunk
        return ways.first { PhoneReading(vietnamese: $0).mobile != nil } ?? written
    }
}

extension DeliveryReceipt {
    /// The state for the outbox; a notification before the end never says more than that the operator still tries.
    var reportState: DeliveryReport.State {
        if isIntermediate, state != .delivered { return .underWay }
        return switch state {
        case .enroute, .accepted: .underWay
        case .delivered: .delivered
        case .expired: .expired
        case .deleted, .undeliverable: .undelivered
        case .rejected: .rejected
        case .unknown: .unknown
        }
    }
}
