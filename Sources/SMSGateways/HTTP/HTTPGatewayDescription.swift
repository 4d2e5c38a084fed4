/// How a provider's HTTP interface takes a text (mô tả cổng SMS của nhà cung cấp), as plain values from a file.
///
/// Templates hold the placeholders `{to}`, `{text}`, `{sender}`, `{reference}`, `{unicode}` and `{secret:NAME}`.
/// Nothing is checked here; ``HTTPGateway/init(_:secrets:client:)`` does.
public struct HTTPGatewayDescription: Hashable, Sendable {
    /// The name in logs, metrics, settings and the outbox.
    public var name: String
    /// Whether it is given texts with their accents.
    public var sendsAccents: Bool
    /// The request.
    public var request: HTTPRequestTemplate
    /// How the answer is read.
    public var reply: HTTPReplyRules
    /// How the receiver is written.
    public var receiverFormat: ReceiverFormat
    /// What `{sender}` becomes: a brand name or a number; empty if the template has none.
    public var sender: String
    /// What `{unicode}` becomes.
    public var unicode: UnicodeFlags
    /// The most segments of a text, 1 to 255; longer ones are refused before they are sent.
    public var maximumSegments: Int
    /// Seconds until the whole answer must be there, 1 to 50.
    public var timeoutSeconds: Int
    /// Texts that may be sent at once, 1 to 64.
    public var concurrency: Int

    /// Describes a gateway.
    ///
    /// - Parameters:
    ///   - name: The name in logs, metrics, settings and the outbox.
    ///   - sendsAccents: Whether it is given texts with their accents.
    ///   - request: The request.
    ///   - reply: How the answer is read.
    ///   - receiverFormat: How the receiver is written.
    ///   - sender: What `{sender}` becomes.
    ///   - unicode: What `{unicode}` becomes.
    ///   - maximumSegments: The most segments of a text, 1 to 255.
    ///   - timeoutSeconds: Seconds until the whole answer must be there, 1 to 50.
    ///   - concurrency: Texts that may be sent at once, 1 to 64.
    public init(
        name: String,
        sendsAccents: Bool = false,
        request: HTTPRequestTemplate,
        reply: HTTPReplyRules,
        receiverFormat: ReceiverFormat = .digits84,
        sender: String = "",
        unicode: UnicodeFlags = .automatic,
        maximumSegments: Int = 6,
        timeoutSeconds: Int = 30,
        concurrency: Int = 4
    ) {
        self.name = name
        self.sendsAccents = sendsAccents
        self.request = request
        self.reply = reply
        self.receiverFormat = receiverFormat
        self.sender = sender
        self.unicode = unicode
        self.maximumSegments = maximumSegments
        self.timeoutSeconds = timeoutSeconds
        self.concurrency = concurrency
    }
}

/// The request of a description (mẫu lệnh gọi), with placeholders.
public struct HTTPRequestTemplate: Hashable, Sendable {
    /// The methods by which texts are handed over.
    public enum Method: String, CaseIterable, Sendable {
        /// The values stand in the address, which proxies and servers write to their logs.
        case get = "GET"
        /// The values stand in the body.
        case post = "POST"
    }

    /// The method.
    public var method: Method
    /// The address, `https` or `http`; placeholders stand after the host and are percent-encoded.
    public var url: String
    /// The headers by name, in which values stand as they are; `{text}` may not.
    public var headers: [String: String]
    /// The body; empty for none.
    public var body: String
    /// How values are written into the body; with `json` or `xml` the whole body has to be such.
    public var escaping: TemplateEscaping
    /// The value of `Content-Type`; empty if there is no body.
    public var contentType: String

    /// Describes a request.
    ///
    /// - Parameters:
    ///   - method: The method.
    ///   - url: The address, with placeholders after the host.
    ///   - headers: The headers by name.
    ///   - body: The body; empty for none.
    ///   - escaping: How values are written into the body.
    ///   - contentType: The value of `Content-Type`.
    public init(
        method: Method = .post,
        url: String,
        headers: [String: String] = [:],
        body: String = "",
        escaping: TemplateEscaping = .json,
        contentType: String = "application/json; charset=utf-8"
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.escaping = escaping
        self.contentType = contentType
    }
}
