/// Where an operator's SMSC is and how it is spoken to (mô tả cổng SMPP), as plain values from a file.
///
/// Nothing is checked here; ``SMPPGateway/init(_:secrets:sinks:log:)`` does.
public struct SMPPDescription: Hashable, Sendable {
    /// The name in logs, metrics, settings and the outbox.
    public var name: String
    /// Whether it is given texts with their accents.
    public var sendsAccents: Bool
    /// The name or IP address of the SMSC.
    public var host: String
    /// The port of the SMSC, 1 to 65,535.
    public var port: Int
    /// Whether and how the connection is encrypted.
    public var tls: TLS
    /// The name of the account, at most 15 characters.
    public var systemID: String
    /// The name of the secret that is the account's password, at most 8 characters.
    public var passwordSecret: String
    /// The type of the account, at most 12 characters; mostly empty.
    public var systemType: String
    /// The direction of messages.
    public var kind: Kind
    /// The sender.
    public var source: Source
    /// How receivers are told, whose numbers stand in international form: type 1 and plan 1 where it says nothing.
    public var destination: Numbering
    /// The addresses whose messages the operator brings: nothing is told of them where it says nothing.
    public var addressRange: AddressRange
    /// How many parts may be unanswered at once, 1 to 1000 (cửa sổ gửi).
    public var window: Int
    /// How many parts may be sent in a second, 1 to 1,000,000 (tốc độ gửi).
    public var textsPerSecond: Int
    /// How the parts of a long text are marked.
    public var concatenation: Concatenation
    /// How the ids in receipts are compared with those in answers.
    public var messageIDs: MessageIDs
    /// Whether receipts are asked for; without them no text is ever known to be delivered.
    public var requestsReceipts: Bool
    /// The most segments of a text, 1 to 255.
    public var maximumSegments: Int
    /// What the operator takes as its default alphabet (data_coding 0), in both directions.
    public var smscDefault: DefaultAlphabet

    /// Describes an SMSC.
    ///
    /// - Parameters:
    ///   - name: The name in logs, metrics, settings and the outbox.
    ///   - sendsAccents: Whether it is given texts with their accents.
    ///   - host: The name or IP address of the SMSC.
    ///   - port: The port of the SMSC.
    ///   - tls: Whether and how the connection is encrypted.
    ///   - systemID: The name of the account.
    ///   - passwordSecret: The name of the secret that is the account's password.
    ///   - systemType: The type of the account; mostly empty.
    ///   - kind: The direction of messages.
    ///   - source: The sender.
    ///   - destination: How receivers are told.
    ///   - addressRange: The addresses whose messages the operator brings.
    ///   - window: How many parts may be unanswered at once.
    ///   - textsPerSecond: How many parts may be sent in a second.
    ///   - concatenation: How the parts of a long text are marked.
    ///   - messageIDs: How the ids in receipts are compared with those in answers.
    ///   - requestsReceipts: Whether receipts are asked for.
    ///   - maximumSegments: The most segments of a text.
    ///   - smscDefault: What the operator takes as its default alphabet.
    public init(
        name: String = "smpp",
        sendsAccents: Bool = false,
        host: String,
        port: Int = 2775,
        tls: TLS = .off,
        systemID: String,
        passwordSecret: String,
        systemType: String = "",
        kind: Kind = .transceiver,
        source: Source,
        destination: Numbering = Numbering(),
        addressRange: AddressRange = AddressRange(),
        window: Int = 10,
        textsPerSecond: Int = 20,
        concatenation: Concatenation = .udh,
        messageIDs: MessageIDs = .exact,
        requestsReceipts: Bool = true,
        maximumSegments: Int = 6,
        smscDefault: DefaultAlphabet = .gsm7
    ) {
        self.name = name
        self.sendsAccents = sendsAccents
        self.host = host
        self.port = port
        self.tls = tls
        self.systemID = systemID
        self.passwordSecret = passwordSecret
        self.systemType = systemType
        self.kind = kind
        self.source = source
        self.destination = destination
        self.addressRange = addressRange
        self.window = window
        self.textsPerSecond = textsPerSecond
        self.concatenation = concatenation
        self.messageIDs = messageIDs
        self.requestsReceipts = requestsReceipts
        self.maximumSegments = maximumSegments
        self.smscDefault = smscDefault
    }
}
