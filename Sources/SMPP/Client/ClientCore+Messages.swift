import NIOCore

/// A submit that waits for its turn.
struct WaitingSubmit {
    let message: ShortMessage
    let id: SubmissionID
    /// When it is given back to its caller.
    let deadline: SessionInstant
    let continuation: CheckedContinuation<SMPPSubmitAnswer, Never>
}

extension ClientCore {
    /// Takes a submit, at once or after a bounded wait for its turn, or gives it back.
    func submit(
        _ message: ShortMessage,
        _ id: SubmissionID,
        _ continuation: CheckedContinuation<SMPPSubmitAnswer, Never>
    ) {
        guard waiting.count < settings.waitingSubmits else {
            return continuation.resume(returning: .notTaken(.windowFull))
        }
        let deadline = now.advanced(byMilliseconds: settings.waitForTurnMilliseconds)
        waiting.append(WaitingSubmit(message: message, id: id, deadline: deadline, continuation: continuation))
        takeTurns()
    }

    /// Submits what waits, in order, as far as the session takes it.
    func takeTurns() {
        // Each turn takes one of the waiting submits out or ends the loop.
        while let first = waiting.first {
            let actions = session.submit(first.message, id: first.id, at: now)
            guard let reason = Self.reasonNotTaken(actions) else {
                waiting.removeFirst()
                unanswered[first.id] = first.continuation
                perform(actions)
                continue
            }
            perform(actions)
            if let moment = nextTurn(of: first, after: reason) { return planTurn(at: moment) }
            waiting.removeFirst()
            first.continuation.resume(returning: .notTaken(reason))
        }
        planTurn(at: nil)
    }

    private static func reasonNotTaken(_ actions: [SMPPAction]) -> NotTakenReason? {
        for case .notTaken(_, let reason) in actions { return reason }
        return nil
    }

    /// When a submit that was not taken is tried again at the latest; nil if waiting cannot help it.
    private func nextTurn(of submit: WaitingSubmit, after reason: NotTakenReason) -> SessionInstant? {
        guard now < submit.deadline else { return nil }
        switch reason {
        // An answer frees a place and brings a turn before.
        case .windowFull: return submit.deadline
        case .rateLimited(let until), .heldBack(let until): return until <= submit.deadline ? until : nil
        case .notBound, .receiverOnly, .draining, .alreadyUnderWay, .unencodable: return nil
        }
    }

    /// Hands a delivery to the caller and answers it when the caller has decided.
    func deliver(_ delivery: Delivery) {
        // The session bounds those of one connection, this bounds those of all.
        guard runningDeliveries < settings.session.openDeliveryLimit else {
            // Not at once: the actions of the session that come after this one are still to be carried out.
            return eventLoop.execute { [bound] in bound.value.acknowledge(delivery.ticket, .tryAgain) }
        }
        runningDeliveries += 1
        eventLoop.makeFutureWithTask { [handlers] in await handlers.delivered(delivery.message) }
            .whenSuccess { [bound] in bound.value.decided(delivery.ticket, $0) }
    }

    private func decided(_ ticket: DeliveryTicket, _ decision: SMPPDeliveryDecision) {
        runningDeliveries -= 1
        acknowledge(ticket, decision)
    }

    private func acknowledge(_ ticket: DeliveryTicket, _ decision: SMPPDeliveryDecision) {
        perform(session.acknowledge(ticket, status: decision.status, at: now))
    }
}
