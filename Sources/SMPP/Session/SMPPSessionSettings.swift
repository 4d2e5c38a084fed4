/// How a session binds, how fast it sends and how long it waits (cấu hình phiên SMPP).
///
/// A number outside its range is brought to the nearest end of the range.
public struct SMPPSessionSettings: Sendable {
    /// The most answers that a session may wait for, whatever the setting: more shows a fault rather than a need.
    public static let maximumWindowSize = 1000
    /// The most submits in a second, whatever the setting: more than one connection carries.
    public static let maximumSubmitsPerSecond = 1_000_000
    /// The most deliveries that may wait for the caller, whatever the setting.
    public static let maximumOpenDeliveryLimit = 10_000
    /// The longest wait of any kind, one day in milliseconds.
    public static let maximumWaitMilliseconds: Int64 = 86_400_000

    /// The credentials and what else the bind says.
    public let bind: BindRequest
    /// The direction of messages.
    public let kind: BindKind

    /// How many submits may be unanswered at once, 1 to 1000 (cửa sổ gửi); operators mostly grant 10.
    public var windowSize = 10 {
        didSet { windowSize = windowSize.clamped(to: 1...Self.maximumWindowSize) }
    }

    /// How many submits may be sent in a second, 1 to 1,000,000 (tốc độ gửi).
    public var submitsPerSecond = 20 {
        didSet { submitsPerSecond = submitsPerSecond.clamped(to: 1...Self.maximumSubmitsPerSecond) }
    }

    /// How many submits may go out at once after a pause, 1 to 1000.
    ///
    /// With 1, no second of any phase ever holds more than ``submitsPerSecond``; each one more adds one.
    public var burst = 1 {
        didSet { burst = burst.clamped(to: 1...Self.maximumWindowSize) }
    }

    /// How many deliveries may wait for the caller's answer, 1 to 10,000; the SMSC has to try further ones again.
    public var openDeliveryLimit = 100 {
        didSet { openDeliveryLimit = openDeliveryLimit.clamped(to: 1...Self.maximumOpenDeliveryLimit) }
    }

    /// How long the answer to the bind may take, in milliseconds.
    public var bindTimeoutMilliseconds: Int64 = 10_000 {
        didSet { bindTimeoutMilliseconds = Self.wait(bindTimeoutMilliseconds) }
    }

    /// How long the answer to a submit may take, in milliseconds, before its outcome is unknown.
    public var submitTimeoutMilliseconds: Int64 = 30_000 {
        didSet { submitTimeoutMilliseconds = Self.wait(submitTimeoutMilliseconds) }
    }

    /// After how long without a word from the peer the link is enquired, in milliseconds.
    public var enquireAfterMilliseconds: Int64 = 30_000 {
        didSet { enquireAfterMilliseconds = Self.wait(enquireAfterMilliseconds) }
    }

    /// How long the peer may stay silent after an enquiry, in milliseconds, before the link is dead.
    public var enquireTimeoutMilliseconds: Int64 = 10_000 {
        didSet { enquireTimeoutMilliseconds = Self.wait(enquireTimeoutMilliseconds) }
    }

    /// How long a shutdown waits for open submits and deliveries, in milliseconds.
    public var drainTimeoutMilliseconds: Int64 = 10_000 {
        didSet { drainTimeoutMilliseconds = Self.wait(drainTimeoutMilliseconds) }
    }

    /// How long the answer to the unbind may take, in milliseconds.
    public var unbindTimeoutMilliseconds: Int64 = 5_000 {
        didSet { unbindTimeoutMilliseconds = Self.wait(unbindTimeoutMilliseconds) }
    }

    /// How long sending pauses when the peer first asks for it, in milliseconds; each further time in a row doubles it.
    public var firstHoldBackMilliseconds: Int64 = 1_000 {
        didSet { firstHoldBackMilliseconds = Self.wait(firstHoldBackMilliseconds) }
    }

    /// How long sending pauses at most, in milliseconds.
    public var longestHoldBackMilliseconds: Int64 = 60_000 {
        didSet { longestHoldBackMilliseconds = Self.wait(longestHoldBackMilliseconds) }
    }

    /// Creates settings with the defaults for everything else.
    ///
    /// - Parameters:
    ///   - bind: The credentials and what else the bind says.
    ///   - kind: The direction of messages.
    /// - Throws: If a field of the bind is longer than the protocol allows.
    public init(bind: BindRequest, kind: BindKind = .transceiver) throws(PDUEncodingError) {
        // Tried here, so that a mistake in the configuration shows at start and not at the first connection.
        _ = try PDU(.bind(kind, bind), sequenceNumber: 1).encoded()
        self.bind = bind
        self.kind = kind
    }

    private static func wait(_ milliseconds: Int64) -> Int64 {
        milliseconds.clamped(to: 1...maximumWaitMilliseconds)
    }
}
