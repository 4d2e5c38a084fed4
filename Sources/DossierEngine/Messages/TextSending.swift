import DossierDomain
import Logging
import Metrics
import SMSText
import WorkingCalendar

/// Has one text sent that is marked as being sent (gửi một tin), and notes what became of it.
struct TextSending: Sendable {
    let store: any DossierStore
    let routes: [GatewayRoute]
    /// How long a report is waited for, in hours.
    let reportHours: Int
    /// The same in milliseconds.
    var reportMilliseconds: Int64 { Int64(reportHours) * 3_600_000 }
    let clock: any WallClock
    let machineClock: any WallClock
    /// How a full queue of the writer is waited for.
    let pace: any ServicePace
    let logger: Logger

    /// Asks the gateway whose turn was taken, and others as long as the text was surely not taken.
    ///
    /// - Throws: ``StoreError`` if the outcome cannot be noted; the text's lease then ends as *unknown*.
    func send(_ text: MessagePreparation.Text, of message: OutboxMessage, in turn: SendingTurn) async throws {
        let number = message.number
        var route = turn.route
        var answer = await ask(route, text, number: number)
        turn.end()
        for other in routes.offering(number) where other.gateway.name != turn.route.gateway.name {
            // Only a text that was surely not taken is offered to another one.
            guard case .later = answer, let next = other.turn(at: machineClock.now) else { continue }
            let isHanded = try await store.transactPatiently(by: pace) { [machineClock] transaction in
                // Reckoned when it is written: the writer may have been waited for as long as a lease lasts.
                let leaseUntil = machineClock.now.adding(milliseconds: OutboxRelay.leaseMilliseconds)
                return try transaction.handOver(number, to: other.gateway.name, leaseUntil: leaseUntil)
            }
            guard isHanded else {
                // Whoever reports on a text has taken it, whatever he answered.
                next.end()
                answer = .accepted(providerReference: nil)
                break
            }
            answer = await ask(other, text, number: number)
            next.end()
            route = other
        }
        let outcome = outcome(of: answer, at: route, of: message, to: text.receiver)
        try await finish(number, outcome, to: text.rendered.to, at: route.gateway.name)
        logger.info(
            "text tried",
            metadata: [
                "outbox.id": "\(number)", "kind": "\(message.draft.kind.rawValue)",
                "state": "\(outcome.state.rawValue)", "gateway": "\(route.gateway.name)",
            ]
        )
        Self.count(outcome.state, at: route.gateway.name)
    }

    /// Counts a text in the metrics, under its gateway or one of ``TextsWithoutGateway``.
    static func count(_ state: MessageState, at gateway: String, by number: Int = 1) {
        count(state.rawValue, at: gateway, by: number)
    }

    /// Counts a text that was given up before a gateway was asked.
    ///
    /// One that nobody wants is no failure that anybody has to look after, so it rings no alarm.
    static func countGivenUp(_ reason: String) {
        let isWished = MessagePreparation.isWish(reason)
        count(isWished ? TextsWithoutGateway.optedOut : MessageState.failed.rawValue, at: TextsWithoutGateway.none)
    }

    private static func count(_ state: String, at gateway: String, by number: Int = 1) {
        Counter(label: "motcua_sms_total", dimensions: [("gateway", gateway), ("state", state)])
            .increment(by: number)
    }

    private func ask(_ route: GatewayRoute, _ text: MessagePreparation.Text, number: Int64) async -> SMSAnswer {
        let words = text.rendered.words(for: route.gateway)
        return await route.gateway.send(SMSSubmission(reference: number, to: text.rendered.to, text: words))
    }

    /// Notes what became of a try, and takes up a report that came before the gateway's own reference was known.
    private func finish(
        _ number: Int64,
        _ outcome: MessageOutcome,
        to phone: PhoneNumber,
        at gateway: String
    ) async throws {
        let now = clock.now
        try await store.transactPatiently(by: pace) { transaction in
            guard let written = outcome.providerReference else {
                return try transaction.finishSending(number, outcome: outcome)
            }
            let reference = try ProviderReference(written, in: transaction)
            var outcome = outcome
            outcome.providerReference = reference.kept(besides: phone)
            try transaction.finishSending(number, outcome: outcome)
            for form in reference.forms {
                guard let report = try transaction.earlyReport(of: gateway, reference: form) else { continue }
                try transaction.forgetEarlyReport(of: gateway, reference: form)
                guard let state = try transaction.message(number)?.state.after(report) else { continue }
                // Early reports are kept only where they are the last word.
                try transaction.settle(number, as: state, reportedAt: now, confirmBy: nil)
            }
        }
    }

    private func outcome(
        of answer: SMSAnswer,
        at route: GatewayRoute,
        of message: OutboxMessage,
        to receiver: Digest?
    ) -> MessageOutcome {
        switch answer {
        case .accepted(let reference):
            return MessageOutcome(
                state: .accepted,
                providerReference: reference,
                retryAt: nil,
                sentAt: clock.now,
                confirmBy: route.reports ? machineClock.now.adding(milliseconds: reportMilliseconds) : nil,
                receiver: receiver
            )
        case .rejected(let reason): return .ended(.rejected, reason)
        case .unknown(let reason): return .ended(.unknown, reason)
        case .later(let reason): return later(message, reason)
        }
    }

    /// Waits twice as long after each try, from two seconds to four minutes, and up to a quarter longer so that texts
    /// that failed together do not come back together; gives up a day and a half after the text was queued.
    ///
    /// A gateway that is away, that refuses us and that asks to come later is waited for alike: nobody has to send a
    /// text again by hand because an operator was away for a night.
    private func later(_ message: OutboxMessage, _ reason: String) -> MessageOutcome {
        let attempts = message.attempts + 1
        let age = clock.now.milliseconds - message.draft.createdAt.milliseconds
        guard attempts < OutboxRelay.leastAttempts || age < OutboxRelay.patienceMilliseconds else {
            return .ended(.failed, reason)
        }
        let delay = min(Int64(1_000) << Int64(min(attempts, 10)), OutboxRelay.longestPauseMilliseconds)
        let now = machineClock.now
        let jitter = delay / 4 * (now.milliseconds & 0xFF) / 0xFF
        return MessageOutcome(
            state: .queued,
            reason: reason,
            providerReference: nil,
            retryAt: now.adding(milliseconds: delay + jitter),
            sentAt: nil
        )
    }
}

extension MessageOutcome {
    /// A text that will not be tried again.
    static func ended(_ state: MessageState, _ reason: String) -> MessageOutcome {
        MessageOutcome(state: state, reason: reason, providerReference: nil, retryAt: nil, sentAt: nil)
    }
}

/// What stands for the gateway in the count of texts that cannot be told by one (tin nhắn không rõ cổng).
public enum TextsWithoutGateway {
    /// Of texts whose answer never came.
    public static let any = "any"
    /// Of texts that were given up before a gateway was asked.
    public static let none = "none"
    /// What stands there for the state of texts whose receiver wants none (từ chối nhận tin).
    public static let optedOut = "optedOut"
}
