import DossierStoreSQLite
import Logging
import Synchronization
import Testing
import WorkingCalendar

@testable import DossierEngine
@testable import motcua

/// How long texts are tried that no gateway takes, and when they are tried again.
struct RelayPatienceTests {
    private let machine = MovableClock(Instant(milliseconds: 1_700_000_000_000))

    /// A gateway that takes nothing while it is away.
    private final class AbsentGateway: SMSGateway {
        let name: String
        let sendsAccents = false
        let window = 50
        private let state = Mutex((condition: GatewayCondition.State.down, tries: 0))

        init(_ name: String) { self.name = name }

        var present: GatewayCondition.State {
            get { state.withLock { $0.condition } }
            set { state.withLock { $0.condition = newValue } }
        }

        var tries: Int { state.withLock { $0.tries } }

        func send(_ submission: SMSSubmission) async -> SMSAnswer {
            state.withLock { state in
                state.tries += 1
                return state.condition == .up
                    ? .accepted(providerReference: nil) : .later(reason: "not bound to the operator")
            }
        }

        func condition() async -> GatewayCondition { GatewayCondition(state: present) }
    }

    private func relay(
        _ service: OneStop,
        _ gateway: any SMSGateway,
        sending: SendingRules = .none,
        reports: Bool = false,
        clock: any WallClock
    ) -> OutboxRelay {
        let workplace = service.server.workplace
        return OutboxRelay(
            store: workplace.store,
            routes: [GatewayRoute(gateway, reports: reports)],
            rules: workplace.rules,
            sending: sending,
            clock: clock,
            machineClock: machine,
            pace: SystemPace(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    private func text(_ service: OneStop) async throws -> OutboxMessage {
        let found = try await service.server.workplace.store.read { snapshot in
            try snapshot.messages(MessageFilter(), before: nil, limit: 1)
        }
        return try #require(found.first)
    }

    @Test("a text that no gateway takes is tried for a day and a half with pauses of at most five minutes")
    func patience() async throws {
        try await OneStop.open { service in
            let gateway = AbsentGateway("away")
            _ = try await service.staff("desk").register("1.001612")
            let clock = MovableClock(try await text(service).draft.createdAt)
            let relay = relay(service, gateway, clock: clock)
            // Five minutes at most between two tries.
            let steps = 36 * 12
            for step in 0..<steps {
                try await relay.drain()
                #expect(try await text(service).state == .queued, "after \(step) times five minutes")
                #expect(gateway.tries == step + 1)
                machine.advance(seconds: 300)
                clock.advance(seconds: 300)
            }
            try await relay.drain()

            let last = try await text(service)
            #expect(last.state == .failed && last.reason == "not bound to the operator")
            #expect(last.attempts == steps + 1)
        }
    }

    @Test("a text that waited for days before its first try is tried eight times all the same")
    func leastTries() async throws {
        try await OneStop.open { service in
            let gateway = AbsentGateway("away")
            _ = try await service.staff("desk").register("1.001612")
            let clock = MovableClock(try await text(service).draft.createdAt)
            clock.advance(seconds: 5 * 86_400)
            let relay = relay(service, gateway, clock: clock)
            for _ in 0..<7 {
                try await relay.drain()
                #expect(try await text(service).state == .queued)
                machine.advance(seconds: 300)
            }
            try await relay.drain()
            #expect(try await text(service).state == .failed)
            #expect(gateway.tries == 8)
        }
    }

    @Test("a gateway that is back has its waiting texts at once")
    func back() async throws {
        try await OneStop.open { service in
            let gateway = AbsentGateway("away")
            _ = try await service.staff("desk").register("1.001612")
            let relay = relay(service, gateway, clock: service.server.workplace.clock)
            for _ in 0..<10 {
                try await relay.drain()
                machine.advance(seconds: 300)
            }
            try await relay.drain()
            machine.advance(seconds: 1)
            #expect(try await relay.drain() == 0)

            gateway.present = .up
            #expect(try await relay.drain() == 1)
            #expect(try await text(service).state == .accepted)
        }
    }

    @Test("one that comes and goes within a minute has them when their pauses are over")
    func comesAndGoes() async throws {
        try await OneStop.open { service in
            let gateway = AbsentGateway("away")
            _ = try await service.staff("desk").register("1.001612")
            let relay = relay(service, gateway, clock: service.server.workplace.clock)
            try await relay.drain()
            machine.advance(seconds: 1)
            gateway.present = .up
            #expect(try await relay.drain() == 0)
            machine.advance(seconds: 300)
            #expect(try await relay.drain() == 1)
        }
    }

    @Test("a clock that is set back puts no text off any longer")
    func setBack() async throws {
        try await OneStop.open { service in
            let gateway = AbsentGateway("away")
            _ = try await service.staff("desk").register("1.001612")
            let relay = relay(service, gateway, clock: service.server.workplace.clock)
            try await relay.drain()
            machine.advance(seconds: -86_400)
            gateway.present = .up
            #expect(try await relay.drain() == 1)
            #expect(try await text(service).state == .accepted)
        }
    }

    @Test("a clock that is set back while the program is down puts no text off for longer than a pause")
    func setBackMeanwhile() async throws {
        try await OneStop.open { service in
            let gateway = AbsentGateway("away")
            _ = try await service.staff("desk").register("1.001612")
            try await relay(service, gateway, clock: service.server.workplace.clock).drain()
            machine.advance(seconds: -86_400)
            gateway.present = .up
            let next = relay(service, gateway, clock: service.server.workplace.clock)
            try await next.takeOver()
            #expect(try await next.drain() == 0)
            machine.advance(seconds: 300)
            #expect(try await next.drain() == 1)
            #expect(try await text(service).state == .accepted)
        }
    }

    @Test("a clock that is set back has no report awaited for longer than is configured", arguments: [false, true])
    func awaited(whileDown: Bool) async throws {
        let year: Int64 = 365 * 86_400
        try await OneStop.open { service in
            let gateway = AbsentGateway("any")
            gateway.present = .up
            _ = try await service.staff("desk").register("1.001612")
            let clock = service.server.workplace.clock
            machine.advance(seconds: year)
            var relay = relay(service, gateway, reports: true, clock: clock)
            #expect(try await relay.drain() == 1)

            machine.advance(seconds: -year)
            if whileDown {
                relay = self.relay(service, gateway, reports: true, clock: clock)
                try await relay.takeOver()
            }
            try await relay.drain()
            machine.advance(seconds: 48 * 3_600 - 1)
            try await relay.drain()
            #expect(try await text(service).state == .accepted)
            machine.advance(seconds: 1)
            try await relay.drain()
            #expect(try await text(service).state == .unconfirmed)
        }
    }

    @Test("a text that was kept back by a clock that was ahead is not kept back by the right one")
    func heldByClockAhead() async throws {
        let from = try #require(TimeOfDay(text: "10:00"))
        let until = try #require(TimeOfDay(text: "11:00"))
        let sending = SendingRules(quietHours: QuietHours(from: from, until: until), textsPerDay: 20, reportHours: 48)
        try await OneStop.open(at: "2022-01-05T10:30:00+07:00") { service in
            let gateway = AbsentGateway("any")
            gateway.present = .up
            _ = try await service.staff("desk").register("1.001612")
            let clock = MovableClock(try await text(service).draft.createdAt)
            let relay = relay(service, gateway, sending: sending, clock: clock)
            clock.advance(seconds: 30 * 86_400)
            try await relay.drain()
            #expect(gateway.tries == 0)
            // At noon of the right day.
            clock.advance(seconds: -30 * 86_400 + 5_400)
            try await relay.drain()
            #expect(gateway.tries == 1)
            #expect(try await text(service).state == .accepted)
        }
    }

    @Test("what was sent by a clock that was ahead uses up no texts of the present day")
    func textsOfDaysAhead() async throws {
        let sending = SendingRules(quietHours: nil, textsPerDay: 1, reportHours: 48)
        try await OneStop.open { service in
            let gateway = AbsentGateway("any")
            gateway.present = .up
            let desk = try await service.staff("desk")
            _ = try await desk.register("1.001612")
            let clock = MovableClock(try await text(service).draft.createdAt)
            let relay = relay(service, gateway, sending: sending, clock: clock)
            clock.advance(seconds: 30 * 86_400)
            try await relay.drain()
            clock.advance(seconds: -30 * 86_400)
            _ = try await desk.register("1.001612")
            try await relay.drain()
            #expect(gateway.tries == 2)
        }
    }
}
