public import DossierEngine
public import WorkingCalendar

/// What training rooms may do (điều khiển trình diễn): move the clock, look at phones.
public protocol DemoControl: Sendable {
    /// Whether the clock is simulated; otherwise the demo runs in real time.
    var isSimulated: Bool { get }

    /// Moves the clock to an instant and fires everything due on the way.
    ///
    /// - Returns: Where the clock stands then.
    /// - Throws: `RequestRefusal.clockBackwards`, `StoreError`.
    func move(to target: Instant, by account: Account) async throws -> Instant

    /// Moves the clock by a time, and fires everything due on the way.
    ///
    /// - Returns: Where the clock stands then.
    /// - Throws: `RequestRefusal.clockBackwards` for a time below 0, `StoreError`.
    func advance(seconds: Int64, by account: Account) async throws -> Instant

    /// Sends what waits, then tells what phones received, the oldest first.
    ///
    /// - Throws: `StoreError`.
    func messages() async throws -> [DemoMessage]
}

/// A text as a phone received it (tin nhắn đã nhận).
public struct DemoMessage: Sendable {
    /// The phone, in E.164 form.
    public let to: String
    /// The text.
    public let text: String
    /// When the gateway took it.
    public let at: Instant
    /// How many parts it was sent in.
    public let segments: Int
    /// `GSM-7` or `UCS-2`.
    public let encoding: String

    /// Creates a message.
    public init(to: String, text: String, at: Instant, segments: Int, encoding: String) {
        self.to = to
        self.text = text
        self.at = at
        self.segments = segments
        self.encoding = encoding
    }
}
