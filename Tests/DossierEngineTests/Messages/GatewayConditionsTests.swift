import DossierEngine
import Testing

/// How the gateways are asked how they are.
struct GatewayConditionsTests {
    /// Where callers wait for each other.
    private actor Meeting {
        private let size: Int
        private var waiting: [CheckedContinuation<Void, Never>] = []

        init(of size: Int) { self.size = size }

        func join() async {
            guard waiting.count + 1 < size else {
                for continuation in waiting { continuation.resume() }
                waiting = []
                return
            }
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    /// A gateway that says how it is once all others were asked, too.
    private struct MeetingGateway: SMSGateway {
        let name: String
        let sendsAccents = false
        let window = 1
        let meeting: Meeting

        func send(_ submission: SMSSubmission) async -> SMSAnswer { .later(reason: "it only says how it is") }

        func condition() async -> GatewayCondition {
            await meeting.join()
            return GatewayCondition(state: .down, lastError: name)
        }
    }

    @Test(
        "all gateways are asked at once, so that one that is slow keeps nobody waiting for the next",
        .timeLimit(.minutes(60))
    )
    func atOnce() async {
        let meeting = Meeting(of: 3)
        let names = ["first", "second", "third"]
        let routes = names.map { GatewayRoute(MeetingGateway(name: $0, meeting: meeting)) }

        let found = await routes.conditions()

        #expect(found.map { $0.route.gateway.name } == names)
        #expect(found.compactMap { $0.condition.lastError } == names)
    }
}
