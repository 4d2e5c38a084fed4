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
    private let places: Places

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
        places = Places(max(1, gateway.window))
    }

    /// Takes the right to send one text now.
    ///
    /// - Parameter now: The machine's time.
    /// - Returns: The turn, to be ended once the gateway has answered; nil if its window is full or its rate used up.
    func turn(at now: Instant) -> SendingTurn? {
        guard places.take() else { return nil }
        guard bucket?.take(at: now) ?? true else {
            places.giveBack()
            return nil
        }
        return SendingTurn(route: self) { [places] in places.giveBack() }
    }

    /// How many texts it may be given now.
    func room(at now: Instant) -> Int { min(places.free, bucket?.full(at: now) ?? .max) }
}

/// The right to have one text sent by a gateway (lượt gửi tin); it ends with the object at the latest.
final class SendingTurn: Sendable {
    /// By which gateway.
    let route: GatewayRoute
    private let onEnd: Mutex<(@Sendable () -> Void)?>

    fileprivate init(route: GatewayRoute, onEnd: @escaping @Sendable () -> Void) {
        self.route = route
        self.onEnd = Mutex(onEnd)
    }

    deinit { end() }

    /// Frees the place in the gateway's window; only the first call does anything.
    func end() {
        let onEnd = onEnd.withLock { onEnd in
            defer { onEnd = nil }
            return onEnd
        }
        onEnd?()
    }
}

/// The places in a gateway's window.
private final class Places: Sendable {
    private let left: Mutex<Int>

    init(_ count: Int) { left = Mutex(count) }

    var free: Int { left.withLock { $0 } }

    func take() -> Bool {
        left.withLock { left in
            guard left > 0 else { return false }
            left -= 1
            return true
        }
    }

    func giveBack() { left.withLock { $0 += 1 } }
}

extension [GatewayRoute] {
    /// The right to have a text sent by the first gateway it is offered to that has room; nil if none has.
    func turn(for number: Int64, at now: Instant) -> SendingTurn? {
        for route in offering(number) {
            if let turn = route.turn(at: now) { return turn }
        }
        return nil
    }

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

extension [GatewayRoute] {
    /// Asks all gateways at once how they are (hỏi tình trạng các cổng), so that only the slowest is waited for.
    ///
    /// - Returns: The routes in their order, with what each gateway answered.
    public func conditions() async -> [(route: GatewayRoute, condition: GatewayCondition)] {
        await withTaskGroup(of: (Int, GatewayCondition).self) { group in
            for (index, route) in enumerated() { group.addTask { (index, await route.gateway.condition()) } }
            var found: [Int: GatewayCondition] = [:]
            for await (index, condition) in group { found[index] = condition }
            return indices.compactMap { index in found[index].map { (route: self[index], condition: $0) } }
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

    /// Takes one token if there is one.
    func take(at now: Instant) -> Bool {
        state.withLock { state in
            fill(&state, at: now)
            guard state.milliTokens >= 1_000 else { return false }
            state.milliTokens -= 1_000
            return true
        }
    }

    /// How many tokens there are.
    func full(at now: Instant) -> Int {
        state.withLock { state in
            fill(&state, at: now)
            return Int(state.milliTokens / 1_000)
        }
    }

    /// A clock that is set back fills nothing.
    private func fill(_ state: inout State, at now: Instant) {
        let passed = state.filledAt.map { now.milliseconds - $0.milliseconds } ?? 0
        // A second fills it, so longer is never multiplied.
        let gained = Swift.min(Swift.max(0, passed), 1_000) * perSecond
        state.milliTokens = Swift.min(perSecond * 1_000, state.milliTokens + gained)
        state.filledAt = now
    }
}
