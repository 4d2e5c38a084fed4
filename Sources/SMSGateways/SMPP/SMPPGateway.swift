public import DossierEngine
import SMPP
import Synchronization

/// An operator's SMSC spoken to by SMPP 3.4 (cổng SMPP).
///
/// It keeps its session open (two where the operator binds receivers apart) from ``start()`` to ``shutDown()`` and
/// connects again by itself. It does not tell doubles:
/// a second call with one reference during the first is `unknown`, and one after the first was answered sends a second
/// text.
public final class SMPPGateway: SMSGateway {
    /// The name in logs, metrics, settings and the outbox.
    public let name: String
    /// Whether it is given texts with their accents.
    public let sendsAccents: Bool
    /// The most segments of a text.
    public let maximumSegments: Int
    /// How many texts it is given at once: their parts go out one after the other, so as many as parts may be open.
    public let window: Int
    private let writing: SMPPTextWriting
    private let sending: SMPPSending
    private let inbox: SMPPInbox
    private let client: SMPPClient
    /// The connection by which receipts and texts come in, where it is one of its own.
    private let receiver: SMPPClient?
    private let account: AccountRefusal
    /// The references of the texts that are being sent, one for each caller that waits.
    private let underWay = Mutex<Set<Int64>>([])

    /// Creates a gateway that is not connected yet.
    ///
    /// - Parameters:
    ///   - description: Where the SMSC is and how it is spoken to.
    ///   - secrets: The secrets that the description names; others may be among them.
    ///   - sinks: Who takes receipts and citizens' texts.
    ///   - log: Takes one English sentence without credentials, numbers and texts; it must not block.
    /// - Throws: ``GatewayDescriptionError`` for the first mistake in the description.
    public init(
        _ description: SMPPDescription,
        secrets: GatewaySecrets,
        sinks: GatewaySinks,
        log: @escaping @Sendable (String) -> Void = { _ in }
    ) throws(GatewayDescriptionError) {
        let settings = try description.clientSettings(secrets)
        let inbox = SMPPInbox(description, sinks: sinks, log: log)
        let client = try Self.client(settings.sender, inbox: inbox, log: log)
        if let receiver = settings.receiver {
            self.receiver = try Self.client(receiver, inbox: inbox) { log("receiver: " + $0) }
        } else {
            receiver = nil
        }
        name = description.name
        sendsAccents = description.sendsAccents
        window = description.window
        maximumSegments = description.maximumSegments
        writing = SMPPTextWriting(
            source: try description.sourceAddress(),
            destination: description.destination,
            concatenation: description.concatenation,
            requestsReceipts: description.requestsReceipts && description.kind.receives,
            maximumSegments: description.maximumSegments,
            smscDefault: description.smscDefault
        )
        let account = AccountRefusal()
        sending = SMPPSending(
            submit: { await client.submit($0, id: $1) },
            matching: description.matching,
            noteAccount: { account.note($0) },
            noteID: { inbox.answered($0) }
        )
        self.account = account
        self.inbox = inbox
        self.client = client
    }

    /// Begins to connect; whoever starts a gateway has to shut it down.
    public func start() {
        client.start()
        receiver?.start()
    }

    /// Sends one text, part after part, within 55 s.
    ///
    /// The provider's reference is the key of the id of the last part: it exists only when every part was accepted, and
    /// as parts go out in order, a phone that has the last one most likely has all. A receipt is asked for with it
    /// alone, so that the failure of an earlier part alone is not seen. A part that is refused after others were
    /// accepted makes the text rejected, although the phone may show a piece of it.
    ///
    /// - Parameter submission: The text.
    /// - Returns: `accepted` for all parts, `later` if surely nothing was taken, `unknown` if something may have been.
    public func send(_ submission: SMSSubmission) async -> SMSAnswer {
        let messages: [ShortMessage]
        do throws(UnsendableText) {
            messages = try writing.messages(submission)
        } catch {
            return .rejected(reason: error.reason)
        }
        let reference = submission.reference
        guard underWay.withLock({ $0.insert(reference).inserted }) else {
            return .unknown(reason: "this text is being sent already")
        }
        let answer = await sending.send(messages, reference: reference)
        underWay.withLock { _ = $0.remove(reference) }
        return answer
    }

    /// How it is (tình trạng cổng SMPP): up while bound, down after a refused bind, after three failures in a row, and
    /// while the operator refuses our account.
    ///
    /// Of two connections the worse one counts: without its receiver a gateway sends, but nobody learns what became of
    /// it.
    public func condition() async -> GatewayCondition {
        let sender = await client.condition
        let incoming = await receiver?.condition
        let refusal = account.reason
        let states = [refusal.map { _ in .down }, sender.gatewayState, incoming?.gatewayState].compactMap { $0 }
        let problem = incoming.flatMap { $0.gatewayState == .up ? nil : $0.lastProblem }.map { "receiver: " + $0 }
        return GatewayCondition(
            state: states.contains(.down) ? .down : states.contains(.connecting) ? .connecting : .up,
            unanswered: sender.unanswered,
            window: sender.window,
            lastError: refusal ?? problem ?? sender.lastProblem ?? incoming?.lastProblem.map { "receiver: " + $0 }
        )
    }

    /// Hands out texts of citizens whose missing parts no longer come, from time to time, until it is cancelled.
    public func handOutOverdueTexts() async { await inbox.sweep() }

    /// Takes no more texts, awaits open answers up to a bound, unbinds and closes; hands out unfinished texts.
    public func shutDown() async {
        await client.shutDown()
        // After the sender, whose last receipts may still come.
        await receiver?.shutDown()
        await inbox.close()
    }

    private static func client(
        _ settings: SMPPClientSettings,
        inbox: SMPPInbox,
        log: @escaping @Sendable (String) -> Void
    ) throws(GatewayDescriptionError) -> SMPPClient {
        let handlers = SMPPClientHandlers(
            delivered: { await inbox.take($0) },
            answeredLate: { inbox.answeredLate($0, $1) },
            log: log
        )
        do throws(SMPPClientError) {
            return try SMPPClient(settings: settings, handlers: handlers)
        } catch {
            switch error {
            case .unusableTLS: throw GatewayDescriptionError(.unusableCertificates, field: "tls")
            }
        }
    }
}

extension SMPPGateway: CustomStringConvertible, CustomReflectable {
    /// The name alone, because the settings hold the password.
    public var description: String { "SMPPGateway(\(name))" }

    /// A mirror without children, so that `dump` shows no password.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension SMPPClientCondition {
    /// The state as the relay and the administrator see it.
    fileprivate var gatewayState: GatewayCondition.State {
        switch state {
        case .bound: .up
        case .connecting: failures < GatewayHealth.failuresUntilDown ? .connecting : .down
        case .refused, .ended: .down
        }
    }
}
