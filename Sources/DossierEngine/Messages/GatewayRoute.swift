import Synchronization
import WorkingCalendar

/// A gateway with its part in sending (tuyến gửi tin): when it is chosen, and how fast it may be fed.
public struct GatewayRoute: Sendable {
    /// The gateway.
    public let gateway: any SMSGateway
    /// Which come first: 1 before 2.
    public let priority: Int
    /// How much of the texts it gets among gateways of its priority.
    public let share: Int
    /// The most texts a second; nil for as many as it takes.
    public let textsPerSecond: Int?
    /// Whether it tells what became of a text.
    public let reports: Bool
    private let bucket: TokenBucket?

    /// Creates a route.
    ///
    /// - Parameters:
    ///   - gateway: The gateway.
    ///   - priority: Which come first, 1 or more.
    ///   - share: How much it gets among gateways of its priority, 1 or more.
    ///   - textsPerSecond: The most texts a second, 1 or more; nil for as many as it takes.
    ///   - reports: Whether it tells what became of a text.
    public init(
        _ gateway: any SMSGateway,
        priority: Int = 1,
        share: Int = 1,
        textsPerSecond: Int? = nil,
        reports: Bool = false
    ) {
        self.gateway = gateway
        self.priority = priority
        self.share = share
        self.textsPerSecond = textsPerSecond
        self.reports = reports
        bucket = textsPerSecond.map { TokenBucket(perSecond: $0) }
    }

    /// Takes the right to send one text now.
    ///
    /// - Parameter now: The machine's time.
    /// - Returns: Whether there was one.
    func takeTurn(at now: Instant) -> Bool { bucket?.take(at: now) ?? true }
}

extension [GatewayRoute] {
    /// The routes in the order in which a text is offered to them: by priority, and among equals by their shares.
    ///
    /// - Parameter number: The text's number, which spreads texts over equals.
    /// - Returns: All routes.
    func offering(_ number: Int64) -> [GatewayRoute] {
        let priorities = Set(map(\.priority)).sorted()
        return priorities.flatMap { priority -> [GatewayRoute] in
            let equals = filter { $0.priority == priority }
            let whole = equals.reduce(0) { $0 + Swift.max(1, $1.share) }
            var place = Int(UInt64(bitPattern: number) % UInt64(Swift.max(1, whole)))
            let first = equals.firstIndex { route in
                place -= Swift.max(1, route.share)
                return place < 0
            }
            return Array(equals[(first ?? 0)...] + equals[..<(first ?? 0)])
        }
    }
}

/// A measure of what may be sent in a while (giới hạn tốc độ): it fills with time, up to what one second allows.
private final class TokenBucket: Sendable {
    private struct State {
        var milliTokens: Int64
        var filledAt: Instant?
    }

    private let perSecond: Int64
    private let state: Mutex<State>

    init(perSecond: Int) {
        self.perSecond = Int64(Swift.max(1, perSecond))
        state = Mutex(State(milliTokens: Int64(Swift.max(1, perSecond)) * 1_000, filledAt: nil))
    }

    /// Takes one token if there is one; a clock that is set back fills nothing.
    func take(at now: Instant) -> Bool {
        state.withLock { state in
            let passed = state.filledAt.map { now.milliseconds - $0.milliseconds } ?? 0
            // A second fills it, so longer is never multiplied.
            let gained = Swift.min(Swift.max(0, passed), 1_000) * perSecond
            state.milliTokens = Swift.min(perSecond * 1_000, state.milliTokens + gained)
            state.filledAt = now
            guard state.milliTokens >= 1_000 else { return false }
            state.milliTokens -= 1_000
            return true
        }
    }
}
