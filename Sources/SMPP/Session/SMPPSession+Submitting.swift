extension SMPPSession {
    /// Submits a message, or says at once that it was not taken; there is no queue in the session.
    ///
    /// - Parameters:
    ///   - message: The message, its text already encoded.
    ///   - id: The caller's name, told again with the outcome; it may be used anew once settled.
    ///   - moment: The present moment.
    /// - Returns: `send` if the message was taken, else `notTaken`.
    public mutating func submit(
        _ message: ShortMessage,
        id: SubmissionID,
        at moment: SessionInstant
    ) -> [SMPPAction] {
        advance(to: moment)
        bucket.fill(at: now)
        if let reason = reasonNotToTake(id) {
            return finished([.notTaken(id, reason)])
        }
        let sequenceNumber = nextSequenceNumber()
        let octets: [UInt8]
        do throws(PDUEncodingError) {
            octets = try PDU(.submit(message), sequenceNumber: sequenceNumber).encoded()
        } catch {
            return finished([.notTaken(id, .unencodable(error))])
        }
        bucket.take()
        window.add(
            SubmitWindow.Entry(
                sequenceNumber: sequenceNumber,
                id: id,
                deadline: now.advanced(byMilliseconds: settings.submitTimeoutMilliseconds)
            )
        )
        return finished([.send(octets)])
    }

    private func reasonNotToTake(_ id: SubmissionID) -> NotTakenReason? {
        switch state {
        case .disconnected, .binding, .closing: return .notBound
        case .draining, .unbinding: return .draining
        case .bound: break
        }
        guard settings.kind.canSubmit else { return .receiverOnly }
        guard !window.contains(id) else { return .alreadyUnderWay }
        guard window.waiting.count < settings.windowSize else { return .windowFull }
        if let end = holdBack.end(at: now) { return .heldBack(until: end) }
        if let refill = bucket.refilledAt { return .rateLimited(until: refill) }
        return nil
    }

    /// Settles the submit that an answer is for.
    mutating func settle(_ sequenceNumber: UInt32, _ outcome: SubmitOutcome) -> [SMPPAction] {
        guard let answered = window.answered(sequenceNumber) else {
            counters.unexpectedResponses &+= 1
            return []
        }
        adaptPace(to: outcome)
        if answered.isLate {
            counters.lateAnswers &+= 1
            return [.settledLate(answered.id, outcome)]
        }
        return [.settled(answered.id, outcome)] + unbindIfDrained()
    }

    private mutating func adaptPace(to outcome: SubmitOutcome) {
        switch outcome {
        case .accepted:
            holdBack.accepted(at: now)
        case .tryLater(let status) where status.asksToSlowDown:
            counters.slowDowns &+= 1
            holdBack.slowDown(at: now)
        case .tryLater, .refused, .unknown:
            break
        }
    }
}
