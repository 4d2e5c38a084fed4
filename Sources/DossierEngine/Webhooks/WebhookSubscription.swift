public import DossierDomain

/// Another system that is told of texts to applicants and of notices to staff (đăng ký webhook).
public struct WebhookSubscription: Sendable {
    /// The name in logs, metrics and the database; it never changes.
    public let name: String
    /// Of which texts it is told.
    public let kinds: Set<NotificationKind>
    /// Of which notices it is told.
    public let notices: Set<NoticeKind>
    /// Whether it gets number and text of texts, as a system has to that sends them itself.
    public let includesText: Bool
    /// The key of the signatures.
    public let key: WebhookKey
    /// Where it is told.
    public let endpoint: any WebhookEndpoint

    /// Creates a subscription.
    ///
    /// - Parameters:
    ///   - name: The name in logs, metrics and the database.
    ///   - kinds: Of which texts it is told.
    ///   - notices: Of which notices it is told.
    ///   - includesText: Whether it gets number and text.
    ///   - key: The key of the signatures.
    ///   - endpoint: Where it is told.
    public init(
        name: String,
        kinds: Set<NotificationKind>,
        notices: Set<NoticeKind>,
        includesText: Bool,
        key: WebhookKey,
        endpoint: any WebhookEndpoint
    ) {
        self.name = name
        self.kinds = kinds
        self.notices = notices
        self.includesText = includesText
        self.key = key
        self.endpoint = endpoint
    }

    /// Of what it is told by the names of its file, in order.
    public var topics: [String] { (kinds.map(\.rawValue) + notices.map(\.topic)).sorted() }
}

/// Where a system is told (điểm nhận webhook).
public protocol WebhookEndpoint: Sendable {
    /// Posts one notification.
    ///
    /// It answers within a bound of its own, and may be called twice for one, which the receiver knows by its id.
    func post(_ post: WebhookPost) async -> WebhookAnswer
}

/// One signed notification.
public struct WebhookPost: Hashable, Sendable {
    /// The fields, in the order in which they are written.
    public let fields: [(name: String, value: String)]
    /// The body.
    public let body: [UInt8]

    /// Creates a notification.
    public init(fields: [(name: String, value: String)], body: [UInt8]) {
        self.fields = fields
        self.body = body
    }

    /// Compares all of it.
    public static func == (left: WebhookPost, right: WebhookPost) -> Bool {
        left.body == right.body && left.fields.elementsEqual(right.fields) { $0 == $1 }
    }

    /// Hashes the body, which differs between notifications.
    public func hash(into hasher: inout Hasher) { hasher.combine(body) }
}

/// What a system answered.
public enum WebhookAnswer: Hashable, Sendable {
    /// It took the notification (2xx).
    case taken
    /// It wants none any more (410).
    case gone
    /// Not now, or not in time; it is told again.
    case failed(reason: String)
}
