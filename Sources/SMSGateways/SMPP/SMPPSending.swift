import DossierEngine
import SMPP

/// Sends the messages of one text after each other and sums their outcomes up (gửi lần lượt từng phần).
struct SMPPSending: Sendable {
    /// After how long no further part is begun: with a wait for a turn of 5 s and an answer after 20 s the whole takes
    /// at most 50 s, under the 55 s that a relay waits.
    static let lastBegin = Duration.seconds(25)
    /// How long to wait before a later part is tried again that was not taken.
    static let pause = Duration.milliseconds(500)
    /// The most tries of one part: as many as ``lastBegin`` has room for.
    static let maximumTries = 50

    /// What became of one part.
    private enum PartResult {
        case accepted(messageID: String?)
        case failed(PartFailure)
    }

    /// Why a part was not accepted.
    private enum PartFailure {
        case refused(String)
        case later(String)
        case unknown(String)
    }

    let submit: @Sendable (ShortMessage, SubmissionID) async -> SMPPSubmitAnswer
    let matching: MessageIDMatching
    /// Told why the operator refuses our account, and with nil that it took a message.
    var noteAccount: @Sendable (String?) -> Void = { _ in }
    /// Told the id that the operator gave to a part.
    var noteID: @Sendable (String) -> Void = { _ in }

    /// Sends the messages.
    ///
    /// - Parameters:
    ///   - messages: The parts in order, at least one.
    ///   - reference: Our reference of the text.
    /// - Returns: The answer for the whole text.
    func send(_ messages: [ShortMessage], reference: Int64) async -> SMSAnswer {
        let end = ContinuousClock.now + Self.lastBegin
        var lastID: String?
        for (index, message) in messages.enumerated() {
            let id = SubmissionID(reference: reference, part: index + 1)
            switch index == 0 ? await sendOnce(message, id) : await sendStubbornly(message, id, until: end) {
            case .accepted(let messageID): lastID = messageID
            case .failed(let failure): return Self.answer(failure, accepted: index, count: messages.count)
            }
        }
        return .accepted(providerReference: lastID.map(matching.key(ofAnswer:)))
    }

    /// A text without its first part may still go out later as a whole; one with it can only go on now.
    private func sendStubbornly(
        _ message: ShortMessage,
        _ id: SubmissionID,
        until end: ContinuousClock.Instant
    ) async -> PartResult {
        var result = PartResult.failed(.later("the time for the whole text is over"))
        for _ in 0..<Self.maximumTries where ContinuousClock.now < end {
            result = await sendOnce(message, id)
            guard case .failed(.later) = result else { return result }
            // A cancelled sleep ends early, and the tries with it sooner; their number is bounded.
            try? await Task.sleep(for: Self.pause)
        }
        return result
    }

    private func sendOnce(_ message: ShortMessage, _ id: SubmissionID) async -> PartResult {
        switch await submit(message, id) {
        case .settled(.accepted(let messageID)): accepted(messageID)
        case .settled(.refused(let status)): .failed(.refused("the operator refused (\(status))"))
        case .settled(.tryLater(let status)) where status.refusesAccount: refusedAccount(status)
        case .settled(.tryLater(let status)): .failed(.later("the operator takes nothing now (\(status))"))
        case .settled(.unknown(let reason)): .failed(.unknown(Self.sentence(reason)))
        case .notTaken(.unencodable): .failed(.refused("the message cannot be written"))
        // The other send of this text may bring it out.
        case .notTaken(.alreadyUnderWay): .failed(.unknown("this text is being sent already"))
        case .notTaken(let reason): .failed(.later(Self.sentence(reason)))
        }
    }

    private func accepted(_ messageID: String?) -> PartResult {
        noteAccount(nil)
        if let messageID { noteID(messageID) }
        return .accepted(messageID: messageID)
    }

    /// The next text would fare no better, so that the gateway is at fault and not the text.
    private func refusedAccount(_ status: CommandStatus) -> PartResult {
        let reason = "the operator refuses our account (\(status))"
        noteAccount(reason)
        return .failed(.later(reason))
    }

    /// The answer for a text of which one part was not accepted.
    ///
    /// Where parts were accepted before, the phone may show a piece of the text; a refusal is final all the same, and
    /// anything else leaves it open what the citizen gets.
    private static func answer(_ failure: PartFailure, accepted: Int, count: Int) -> SMSAnswer {
        let place = accepted == 0 ? "" : "; \(accepted) of \(count) parts were accepted before"
        return switch failure {
        case .refused(let reason): .rejected(reason: reason + place)
        case .later(let reason): accepted == 0 ? .later(reason: reason) : .unknown(reason: reason + place)
        case .unknown(let reason): .unknown(reason: reason + place)
        }
    }

    private static func sentence(_ reason: SubmitOutcome.UnknownReason) -> String {
        switch reason {
        case .timedOut: "the operator did not answer in time"
        case .disconnected: "the connection ended before the answer"
        case .unreadableAnswer: "the answer could not be read"
        }
    }

    private static func sentence(_ reason: NotTakenReason) -> String {
        switch reason {
        case .notBound: "not bound to the operator"
        case .receiverOnly: "the session is for receiving only"
        case .draining: "the session is being shut down"
        case .windowFull: "as many texts as allowed are unanswered"
        case .alreadyUnderWay: "this text is being sent already"
        case .rateLimited: "the throughput is used up"
        case .heldBack: "the operator asked to slow down"
        case .unencodable: "the message cannot be written"
        }
    }
}
