import HTTPTypes
import Metrics
import Synchronization

/// Counts and times requests by route (số đo yêu cầu), never by the path as typed.
final class RequestMetrics: Sendable {
    /// The route of paths that nothing stands at.
    static let unmatched = "unmatched"

    /// What is counted together.
    struct Key: Hashable {
        let method: String
        let route: String
        let status: Int
    }

    /// The metrics of a key.
    struct Pair: Sendable {
        let counter: Counter
        let timer: Metrics.Timer
        /// Counts failures of the service on all routes together; nil for an answer that is none.
        let failures: Counter?

        /// Notes one answered request.
        func note(nanoseconds: Int64) {
            counter.increment()
            failures?.increment()
            timer.recordNanoseconds(nanoseconds)
        }
    }

    private static let knownMethods: Set<String> = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

    private let pairs = Mutex<[Key: Pair]>([:])

    /// The metrics of a request; methods that no client needs are counted together, so that nobody can make series.
    func pair(method: HTTPRequest.Method, route: String, status: Int) -> Pair {
        let name = Self.knownMethods.contains(method.rawValue) ? method.rawValue : "other"
        let key = Key(method: name, route: route, status: status)
        return pairs.withLock { pairs in
            if let known = pairs[key] { return known }
            let made = Self.makePair(key)
            pairs[key] = made
            return made
        }
    }

    private static func makePair(_ key: Key) -> Pair {
        let route = [("method", key.method), ("route", key.route)]
        return Pair(
            counter: Counter(
                label: "motcua_http_requests_total",
                dimensions: route + [("status", String(key.status))]
            ),
            timer: Metrics.Timer(label: "motcua_http_request_duration", dimensions: route),
            failures: key.status < 500 ? nil : Counter(label: "motcua_http_server_errors_total")
        )
    }
}
