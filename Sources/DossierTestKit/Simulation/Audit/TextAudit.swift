import DossierDomain
import DossierEngine
import WorkingCalendar

/// The texts of a simulated district (giám sát tin nhắn), followed from their cause to the phone.
///
/// What the relay promises: a text is handed to the gateway again only if the gateway answered every earlier time that
/// it surely did not take it, and that answer was noted; whatever else happened, its fate is *unknown* and it is never
/// sent again. So no phone gets a text twice. A later text of a dossier waits while an earlier one is queued or
/// sending.
struct TextAudit {
    private struct Cause: Hashable {
        let dossier: StreamID
        let position: Int
    }

    private struct Text {
        let draft: OutboxDraft
        var number: Int64?
        var state = MessageState.queued
        /// When it may be tried again, or until when it is leased, in machine time.
        var until = Instant(milliseconds: 0)
        var answers: [SMSAnswer] = []
        var isTaken = false

        var isSettled: Bool { state != .queued && state != .sending }
    }

    private var texts: [Cause: Text] = [:]
    private var causes: [Int64: Cause] = [:]
    /// The texts of each dossier that are not settled, oldest first.
    private var waiting: [StreamID: [Cause]] = [:]
    private var submitted: [Int64: GatewaySubmission] = [:]
    /// How many texts phones received.
    private(set) var takenCount = 0

    private func broken(_ invariant: Invariant, _ finding: String, _ now: Instant) -> BrokenInvariant {
        BrokenInvariant(invariant: invariant, finding: finding, at: now)
    }

    /// When the relay has something to do next, in machine time; nil if nothing waits.
    var nextAttempt: Instant? { waiting.values.compactMap { $0.first.flatMap { texts[$0]?.until } }.min() }

    /// How many texts may be sent at an instant of machine time.
    func sendableCount(at now: Instant) -> Int {
        waiting.values.count { list in
            guard let text = list.first.flatMap({ texts[$0] }) else { return false }
            return text.state == .queued && text.until <= now
        }
    }

    /// Notes a text that was queued for its cause.
    mutating func enqueue(_ draft: OutboxDraft, at now: Instant) throws(BrokenInvariant) {
        let cause = Cause(dossier: draft.dossier, position: draft.position)
        guard texts[cause] == nil else {
            throw broken(.textHasCause, "event \(draft.position) of a dossier causes a second text", now)
        }
        texts[cause] = Text(draft: draft)
        waiting[draft.dossier, default: []].append(cause)
    }

    /// Learns which numbers the store gave to texts.
    mutating func learn(_ messages: [OutboxMessage], at now: Instant) throws(BrokenInvariant) {
        for message in messages {
            let cause = Cause(dossier: message.draft.dossier, position: message.draft.position)
            guard let text = texts[cause], text.draft == message.draft, text.number ?? message.number == message.number
            else { throw broken(.textHasCause, "text \(message.number) of the outbox has no cause", now) }
            texts[cause]?.number = message.number
            causes[message.number] = cause
        }
    }

    /// Begins a step with what the gateway was sent meanwhile.
    mutating func begin(_ submissions: [GatewaySubmission]) {
        for submission in submissions { submitted[submission.reference] = submission }
    }

    /// Ends a step: a submission whose outcome nobody noted is judged too.
    mutating func end(at now: Instant) throws(BrokenInvariant) {
        for number in submitted.keys.sorted() { try submit(number, at: now) }
    }

    /// The dossier that a text tells of; nil if it is not known.
    func dossier(of number: Int64) -> StreamID? { causes[number]?.dossier }

    /// Notes that a text is handed to the gateway.
    mutating func start(_ number: Int64, leaseUntil: Instant, at now: Instant) throws(BrokenInvariant) {
        guard let cause = causes[number], let text = texts[cause] else {
            throw broken(.textHasCause, "text \(number) is sent without a cause", now)
        }
        guard waiting[cause.dossier]?.first == cause else {
            throw broken(.textedOnce, "text \(number) is sent before an earlier one of its dossier, or once more", now)
        }
        guard text.until <= now else { throw broken(.textedOnce, "text \(number) is tried before its time", now) }
        texts[cause]?.state = .sending
        texts[cause]?.until = leaseUntil
    }

    private mutating func submit(_ number: Int64, at now: Instant) throws(BrokenInvariant) {
        guard let submission = submitted.removeValue(forKey: number) else { return }
        guard let cause = causes[number], var text = texts[cause] else {
            throw broken(.textHasCause, "the gateway was sent text \(number), which has no cause", now)
        }
        let mayComeAgain = text.answers.allSatisfy { answer in
            if case .later = answer { true } else { false }
        }
        guard mayComeAgain, !text.isTaken, text.state == .sending else {
            throw broken(.textedOnce, "the gateway was sent text \(number) again, which it may have taken", now)
        }
        text.answers.append(submission.answer)
        text.isTaken = submission.isTaken
        if submission.isTaken { takenCount += 1 }
        texts[cause] = text
    }

    /// Notes what became of a try.
    mutating func finish(_ number: Int64, _ outcome: MessageOutcome, at now: Instant) throws(BrokenInvariant) {
        try submit(number, at: now)
        guard let cause = causes[number], let text = texts[cause] else {
            throw broken(.textHasCause, "text \(number) has an outcome and no cause", now)
        }
        let isTrue: Bool
        switch (text.answers.last, outcome.state) {
        case (.accepted, .accepted), (.rejected, .rejected), (.unknown, .unknown), (.later, .queued), (.later, .failed),
            (nil, .failed):
            isTrue = true
        default: isTrue = false
        }
        guard isTrue else {
            throw broken(.textedOnce, "text \(number) is noted as \(outcome.state), which nobody answered", now)
        }
        settle(cause, outcome.state, until: outcome.retryAt)
    }

    private mutating func settle(_ cause: Cause, _ state: MessageState, until: Instant?) {
        texts[cause]?.state = state
        if let until { texts[cause]?.until = until }
        guard texts[cause]?.isSettled == true else { return }
        waiting[cause.dossier]?.removeAll { $0 == cause }
        if waiting[cause.dossier]?.isEmpty == true { waiting[cause.dossier] = nil }
    }

    /// Notes that leases ended without an answer.
    mutating func endLeases(by now: Instant, count: Int) throws(BrokenInvariant) {
        let ended = waiting.values.compactMap(\.first).filter { cause in
            guard let text = texts[cause] else { return false }
            return text.state == .sending && text.until <= now
        }
        guard ended.count == count else {
            throw broken(.textedOnce, "\(count) leases were ended, \(ended.count) had run out", now)
        }
        for cause in ended { settle(cause, .unknown, until: nil) }
    }

    /// Judges that everything that might be sent was.
    func checkDrained(at now: Instant) throws(BrokenInvariant) {
        for cause in waiting.values.compactMap(\.first) {
            guard let text = texts[cause], text.until <= now else { continue }
            throw broken(.textedOnce, "text \(text.draft.kind) of event \(cause.position) was not sent when due", now)
        }
    }
}
