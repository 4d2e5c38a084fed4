public import AsyncHTTPClient
public import DossierEngine

/// A Kannel 1.4.5 with its HTTP interface `sendsms` (cổng SMS Kannel).
///
/// Kannel does not tell doubles: a second call with one reference sends a second text. Its `accepted` carries no
/// reference of its own; reports come with ours, see ``KannelReport``, and tell of the first part of a long text only.
public struct KannelGateway: SMSGateway {
    /// The name in logs, metrics, settings and the outbox.
    public let name: String
    /// Whether it is given texts with their accents.
    public let sendsAccents: Bool
    /// The most segments of a text.
    public let maximumSegments: Int
    /// How many texts it is given at once.
    public var window: Int { sending.window }
    private let requests: KannelRequest
    private let secrets: GatewaySecrets
    private let sending: BoundedSending
    private let call: GatewayCall

    /// Creates a gateway.
    ///
    /// - Parameters:
    ///   - description: Where Kannel is and how it is spoken to.
    ///   - secrets: The secrets that the description names; others may be among them.
    ///   - client: The shared client, set up as ``GatewayHTTPClient`` says; it is not shut down here.
    /// - Throws: ``GatewayDescriptionError`` for the first mistake in the description.
    public init(
        _ description: KannelDescription,
        secrets: GatewaySecrets,
        client: HTTPClient
    ) throws(GatewayDescriptionError) {
        try SendingBounds.check(
            timeoutSeconds: description.timeoutSeconds,
            concurrency: description.concurrency,
            maximumSegments: description.maximumSegments
        )
        name = description.name
        sendsAccents = description.sendsAccents
        maximumSegments = description.maximumSegments
        self.secrets = secrets
        requests = try KannelRequest(description, secrets: secrets)
        sending = BoundedSending(concurrency: description.concurrency)
        call = GatewayCall(client: client, timeout: .seconds(description.timeoutSeconds))
    }

    /// Sends one text, within ``KannelDescription/timeoutSeconds`` and 5 s more.
    public func send(_ submission: SMSSubmission) async -> SMSAnswer {
        let text: KannelText
        do {
            let outgoing = try OutgoingText(submission.text, maximumSegments: maximumSegments)
            text = try KannelText(outgoing)
        } catch {
            return .rejected(reason: error.reason)
        }
        let request = requests.request(for: submission, text: text)
        let words = ProviderWords(answering: submission.text, secrets: secrets)
        return await sending.send {
            await call.send(request).verdict { KannelReply.verdict(status: $0, body: $1, words) }
        }
    }

    /// How it is, as its last answers tell; it is not asked.
    public func condition() async -> GatewayCondition { await sending.condition() }
}

extension KannelGateway: CustomStringConvertible, CustomReflectable {
    /// The name alone, because the headers hold the password.
    public var description: String { "KannelGateway(\(name))" }

    /// A mirror without children, so that `dump` shows no password.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
