/// Where a Kannel is and how it is spoken to (mô tả cổng Kannel), as plain values from a file.
///
/// Nothing is checked here; ``KannelGateway/init(_:secrets:client:)`` does.
public struct KannelDescription: Hashable, Sendable {
    /// The name in logs, metrics, settings and the outbox.
    public var name: String
    /// Whether it is given texts with their accents.
    public var sendsAccents: Bool
    /// The address of `sendsms`, like `http://127.0.0.1:13013/cgi-bin/sendsms`.
    public var url: String
    /// The user of the group `sendsms-user`, printable ASCII.
    public var username: String
    /// The name of the secret that is the user's password.
    public var passwordSecret: String
    /// The sender, printable ASCII; empty for the user's `default-sender`.
    public var sender: String
    /// The `smsc-id` to send by; empty for Kannel's own choice.
    ///
    /// Kannel accepts texts for one that it does not know, and keeps them.
    public var smsc: String
    /// The address that Kannel calls with reports; nil for none.
    ///
    /// ``KannelReport`` says which fields it needs. `{reference}` becomes our reference and `{secret:NAME}` a secret of
    /// letters, digits and `-._~`; `%d` and the other escapes are Kannel's.
    public var reportURL: String?
    /// The most segments of a text, 1 to 255, and no more than `max-messages` of the user: Kannel cuts off the rest.
    public var maximumSegments: Int
    /// Seconds until the whole answer must be there, 1 to 50.
    public var timeoutSeconds: Int
    /// Texts that may be sent at once, 1 to 64.
    public var concurrency: Int

    /// Describes a Kannel.
    ///
    /// - Parameters:
    ///   - name: The name in logs, metrics, settings and the outbox.
    ///   - sendsAccents: Whether it is given texts with their accents.
    ///   - url: The address of `sendsms`.
    ///   - username: The user of the group `sendsms-user`.
    ///   - passwordSecret: The name of the secret that is the user's password.
    ///   - sender: The sender; empty for the user's `default-sender`.
    ///   - smsc: The `smsc-id` to send by; empty for Kannel's own choice.
    ///   - reportURL: The address that Kannel calls with reports; nil for none.
    ///   - maximumSegments: The most segments of a text, 1 to 255.
    ///   - timeoutSeconds: Seconds until the whole answer must be there, 1 to 50.
    ///   - concurrency: Texts that may be sent at once, 1 to 64.
    public init(
        name: String = "kannel",
        sendsAccents: Bool = false,
        url: String,
        username: String,
        passwordSecret: String,
        sender: String = "",
        smsc: String = "",
        reportURL: String? = nil,
        maximumSegments: Int = 6,
        timeoutSeconds: Int = 20,
        concurrency: Int = 4
    ) {
        self.name = name
        self.sendsAccents = sendsAccents
        self.url = url
        self.username = username
        self.passwordSecret = passwordSecret
        self.sender = sender
        self.smsc = smsc
        self.reportURL = reportURL
        self.maximumSegments = maximumSegments
        self.timeoutSeconds = timeoutSeconds
        self.concurrency = concurrency
    }
}
