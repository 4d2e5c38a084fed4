import CoreMetrics
import HTTPTypes
import Testing

@testable import DossierHTTP

@Suite("Counting requests")
struct RequestMetricsTests {
    @Test("methods that no client needs are one series, so that nobody can make series")
    func oddMethods() throws {
        let odd = try #require(HTTPRequest.Method("BREW"))
        let pair = RequestMetrics().pair(method: odd, route: RequestMetrics.unmatched, status: 404)
        #expect(pair.counter.dimensions.contains { $0 == ("method", "other") })
        #expect(pair.timer.label == "motcua_http_request_duration")
        #expect(pair.counter.label == "motcua_http_requests_total")
    }

    @Test("every operation's path is the route that it is counted under")
    func routes() {
        #expect(Operation.allCases.allSatisfy { $0.template.hasPrefix("/") && !$0.template.contains(":") })
    }
}
