import DossierEngine
import DossierStoreSQLite
import Logging
import Synchronization
import Testing
import WorkingCalendar

@testable import motcua

/// How long a text is a gateway's own before its fate counts as unknown.
struct RelayLeaseTests {
    private let machine = MovableClock(Instant(milliseconds: 1_700_000_000_000))

    /// A gateway that takes its time, by a clock that a test moves.
    private struct SlowGateway: SMSGateway {
        let name: String
        let sendsAccents = false
        let window = 1
        var answer = SMSAnswer.accepted(providerReference: nil)
        var onSend: @Sendable () async throws -> Void = {}
        var onCondition: @Sendable () -> Void = {}

        func send(_ submission: SMSSubmission) async -> SMSAnswer {
            do {
                try await onSend()
            } catch {
                Issue.record(error)
            }
            return answer
        }

        func condition() async -> GatewayCondition {
            onCondition()
            return GatewayCondition(state: .up)
        }
    }

    /// Registers one dossier and sends its text; answers how many leases had ended when the gateway asked, whoever
    /// noted their end: the relay looks each second by itself.
    private func endedLeases(
        _ routes: @escaping @Sendable (_ look: @escaping @Sendable () async throws -> Void) -> [GatewayRoute]
    ) async throws -> [Int] {
        let ended = Mutex<[Int]>([])
        try await OneStop.open { service in
            let workplace = service.server.workplace
            let relay = OutboxRelay(
                store: workplace.store,
                routes: routes {
                    let count = try await workplace.store.transact { transaction in
                        _ = try transaction.expireLeases(at: machine.now)
                        let texts = try transaction.messages(MessageFilter(), before: nil, limit: 9)
                        return texts.count { $0.state == .unknown }
                    }
                    ended.withLock { $0.append(count) }
                },
                rules: workplace.rules,
                clock: workplace.clock,
                machineClock: machine,
                pace: SystemPace(),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            _ = try await service.staff("desk").register("1.001612")
            try await relay.drain()
        }
        return ended.withLock { $0 }
    }

    @Test("a text has its whole lease, however long it took to learn how the gateways are")
    func wholeLease() async throws {
        // Only once: on a busy machine a second look may ask again before the text is with its gateway.
        let isKnown = Atomic(false)
        let ended = try await endedLeases { look in
            let slow = { @Sendable in
                if !isKnown.exchange(true, ordering: .relaxed) { machine.advance(seconds: 61) }
            }
            return [GatewayRoute(SlowGateway(name: "slow", onSend: look, onCondition: slow))]
        }
        #expect(ended == [0])
    }

    @Test("a text that goes to another gateway has a new lease there")
    func newLease() async throws {
        let ended = try await endedLeases { look in
            let first = SlowGateway(
                name: "first",
                answer: .later(reason: "queue full"),
                onSend: { machine.advance(seconds: 50) }
            )
            let second = SlowGateway(
                name: "second",
                onSend: {
                    machine.advance(seconds: 15)
                    try await look()
                    machine.advance(seconds: 45)
                    try await look()
                }
            )
            return [GatewayRoute(first), GatewayRoute(second, priority: 2)]
        }
        #expect(ended == [0, 1])
    }
}
