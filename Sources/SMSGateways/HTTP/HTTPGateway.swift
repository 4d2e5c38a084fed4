public import AsyncHTTPClient
public import DossierEngine

/// A provider with an HTTP interface of its own (cổng SMS qua HTTP), driven by a description.
///
/// Each text is one request. Before it is on its way every failure is `later`; afterwards, what is not understood is
/// `unknown`. Providers that are given `{reference}` may tell doubles by it.
public struct HTTPGateway: SMSGateway {
    /// The name in logs, metrics, settings and the outbox.
    public let name: String
    /// Whether it is given texts with their accents.
    public let sendsAccents: Bool
    /// The most segments of a text.
    public let maximumSegments: Int
    /// How many texts it is given at once.
    public var window: Int { sending.window }
    private let requests: RequestWriting
    private let replies: ReplyReading
    private let sending: BoundedSending
    private let call: GatewayCall

    /// Creates a gateway.
    ///
    /// - Parameters:
    ///   - description: How the provider is spoken to.
    ///   - secrets: The secrets that the templates name; others may be among them.
    ///   - client: The shared client, set up as ``GatewayHTTPClient`` says; it is not shut down here.
    /// - Throws: ``GatewayDescriptionError`` for the first mistake in the description.
    public init(
        _ description: HTTPGatewayDescription,
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
        requests = try RequestWriting(description, secrets: secrets)
        replies = try ReplyReading(description.reply, secrets: secrets)
        sending = BoundedSending(concurrency: description.concurrency)
        call = GatewayCall(client: client, timeout: .seconds(description.timeoutSeconds))
    }

    /// Sends one text, within ``HTTPGatewayDescription/timeoutSeconds`` and 5 s more.
    ///
    /// A second call with one reference is a second request with the same reference in it.
    public func send(_ submission: SMSSubmission) async -> SMSAnswer {
        let request: GatewayRequest
        do {
            let text = try OutgoingText(submission.text, maximumSegments: maximumSegments)
            request = try requests.request(for: submission, text: text)
        } catch {
            return .rejected(reason: error.reason)
        }
        return await sending.send {
            await call.send(request).verdict { replies.verdict(status: $0, body: $1, answering: submission.text) }
        }
    }

    /// How it is, as its last answers tell; it is not asked.
    public func condition() async -> GatewayCondition { await sending.condition() }
}

extension HTTPGateway: CustomStringConvertible, CustomReflectable {
    /// The name alone, because the templates know the secrets.
    public var description: String { "HTTPGateway(\(name))" }

    /// A mirror without children, so that `dump` shows no secret.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
