import Synchronization

/// The gateways that were down when they were last looked at (cổng đang hỏng), so that it is noticed when one is back.
final class DownGateways: Sendable {
    private let names = Mutex<Set<String>>([])

    /// Notes how the gateways are.
    ///
    /// - Parameter conditions: What each of them answered.
    /// - Returns: Whether one that was down is up again.
    func note(_ conditions: [(route: GatewayRoute, condition: GatewayCondition)]) -> Bool {
        names.withLock { names in
            var isBack = false
            for (route, condition) in conditions {
                switch condition.state {
                case .down: names.insert(route.gateway.name)
                case .connecting: break
                case .up: isBack = names.remove(route.gateway.name) != nil || isBack
                }
            }
            return isBack
        }
    }
}
