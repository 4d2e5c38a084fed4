import Synchronization
import WorkingCalendar

/// The gateways that were down when they were last looked at (cổng đang hỏng), so that it is noticed when one is back.
final class DownGateways: Sendable {
    /// How long a gateway was away whose return is worth trying all texts at once, in milliseconds.
    ///
    /// One that refuses one text and takes the next comes and goes with them.
    static let awayMilliseconds: Int64 = 60_000

    /// Since when each is down.
    private let down = Mutex<[String: Instant]>([:])

    /// Notes how the gateways are.
    ///
    /// - Parameters:
    ///   - conditions: What each of them answered.
    ///   - now: The present instant in machine time.
    /// - Returns: Whether one is up again that was down for a minute or longer.
    func note(_ conditions: [(route: GatewayRoute, condition: GatewayCondition)], at now: Instant) -> Bool {
        down.withLock { down in
            var isBack = false
            for (route, condition) in conditions {
                let name = route.gateway.name
                switch condition.state {
                case .down: down[name] = down[name] ?? now
                case .connecting: break
                case .up:
                    guard let since = down.removeValue(forKey: name) else { continue }
                    isBack = isBack || now.milliseconds - since.milliseconds >= Self.awayMilliseconds
                }
            }
            return isBack
        }
    }
}
