import DossierDomain
import DossierEngine
import DossierStoreSQLite
import Logging
import Synchronization
import Testing
import WorkingCalendar

@testable import motcua

/// The demo clock walks from due instant to due instant, whatever it is that is due there.
@Suite("The demo clock on its way")
struct DemoClockTests {
    /// When phones received texts, in their order.
    private func times(_ service: OneStop) async throws -> [String] {
        try await service.texts().compactMap { $0["at"]?.string }
    }

    @Test("a text of the night goes out when the quiet hours end, though nothing else happens then")
    func quietHours() async throws {
        // Friday evening before Tết: the first rung is half of the intake's two hours, on Monday 07/02 at 08:30.
        try await OneStop.open(at: "2022-01-28T21:30+07:00") { service in
            _ = try await service.staff("desk").register("1.001612")
            try await service.clock(to: "2022-02-07T09:30:00+07:00")
            #expect(try await times(service) == ["2022-01-29T07:00:00+07:00"])
        }
    }

    @Test("texts beyond those of a day go out the next morning, and the clock may stop just there")
    func textsPerDay() async throws {
        let from = try #require(TimeOfDay(text: "21:00"))
        let until = try #require(TimeOfDay(text: "07:00"))
        let sending = SendingRules(quietHours: QuietHours(from: from, until: until), textsPerDay: 20, reportHours: 48)
        try await OneStop.open(at: "2022-01-05T10:20+07:00") { service in
            let desk = try await service.staff("desk")
            for _ in 0..<22 { _ = try await desk.register("1.001612") }
            let workplace = service.server.workplace
            let admin = try #require(try await workplace.store.read { try $0.account(named: "admin") })
            let mover = try mover(
                of: workplace,
                over: workplace.store,
                gateway: ScriptedGateway("any"),
                sending: sending
            )
            let night = try #require(Instant(iso8601: "2022-01-06T06:59:59+07:00"))
            #expect(try await mover.move(to: night, by: admin) == night)
            let today = Array(repeating: "2022-01-05T10:20:00+07:00", count: 20)
            #expect(try await times(service) == today)
            let morning = try #require(Instant(iso8601: "2022-01-06T09:00:00+07:00"))
            #expect(try await mover.move(to: morning, by: admin) == morning)
            let tomorrow = Array(repeating: "2022-01-06T07:00:00+07:00", count: 2)
            #expect(try await times(service) == today + tomorrow)
        }
    }

    @Test("in a training room, where all use one number, every text of a day is seen on that day")
    func trainingRoom() async throws {
        try await OneStop.open(at: "2022-01-05T10:20+07:00") { service in
            let desk = try await service.staff("desk")
            for _ in 0..<22 { _ = try await desk.register("1.001612") }
            #expect(try await times(service) == Array(repeating: "2022-01-05T10:20:00+07:00", count: 22))
        }
    }

    @Test("a text that its gateway takes later waits by the machine's time, and keeps no walk from its end")
    func backOff() async throws {
        try await OneStop.open(at: "2022-01-05T10:20+07:00") { service in
            _ = try await service.staff("desk").register("1.001612")
            let gateway = ScriptedGateway("busy", Array(repeating: .later(reason: "queue full"), count: 3))
            let machine = MovableClock(Instant(milliseconds: 1_700_000_000_000))
            let workplace = service.server.workplace
            let admin = try #require(try await workplace.store.read { try $0.account(named: "admin") })
            let mover = try mover(of: workplace, over: workplace.store, gateway: gateway, machine: machine)
            let end = try #require(Instant(iso8601: "2022-01-05T12:00:00+07:00"))
            #expect(try await mover.move(to: end, by: admin) == end)
            #expect(gateway.submissions.count == 1)
            machine.advance(seconds: 3_600)
            #expect(try await mover.move(to: end, by: admin) == end)
            #expect(gateway.submissions.count == 2)
        }
    }

    @Test("a rung that is born while the clock walks fires at its own minute, born before a step of it or after")
    func bornMeanwhile() async throws {
        try await OneStop.open(at: "2022-01-05T10:20+07:00") { service in
            let workplace = service.server.workplace
            let clerk = try #require(try await workplace.store.read { try $0.account(named: "desk") })
            let codes = Mutex<[DossierCode]>([])
            let register: @Sendable () async throws -> Void = {
                let number = codes.withLock { $0.count }
                guard number < 16 else { return }
                let reply = try await workplace.dossiers
                    .register(SampleIntake(number).draft, by: clerk, idempotency: nil)
                codes.withLock { $0.append(reply.file.dossier.code) }
            }
            let store = InterruptedStore(
                workplace.store,
                meanwhile: { _ in try await register() },
                afterwards: register
            )
            let mover = try mover(of: workplace, over: store, gateway: ScriptedGateway("any"))
            let end = try #require(Instant(iso8601: "2022-01-06T17:30:00+07:00"))
            #expect(try await mover.move(to: end, by: clerk) == end)

            let born = codes.withLock { $0 }
            #expect(born.count == 16)
            var receipts: Set<String> = []
            for code in born {
                let history = try await service.history(of: code.text)
                let rungs = history.filter { $0["plannedAt"]?.string != nil }
                // Half, 80 % and the end of the intake's two hours at least.
                #expect(rungs.count >= 3, "\(code.text)")
                #expect(rungs.allSatisfy { $0["lateSeconds"]?.integer == 0 }, "\(code.text)")
                #expect(rungs.allSatisfy { $0["at"]?.string == $0["plannedAt"]?.string }, "\(code.text)")
                if let receipt = history.first?["at"]?.string { receipts.insert(receipt) }
            }
            #expect(receipts.count > 1, "all were received before the clock moved")
        }
    }

    /// What moves the clock over a store, while everything else works on the real one.
    private func mover(
        of workplace: Workplace,
        over store: any DossierStore,
        gateway: ScriptedGateway,
        machine: any WallClock = SystemClock(),
        sending: SendingRules = .none
    ) throws -> DemoClockService {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let clock = try #require(workplace.demoClock)
        let timers = TimerService(
            store: workplace.store,
            rules: workplace.rules,
            clock: clock,
            machineClock: machine,
            pace: SystemPace(),
            logger: logger
        )
        let relay = OutboxRelay(
            store: workplace.store,
            routes: [GatewayRoute(gateway)],
            rules: workplace.rules,
            sending: sending,
            clock: clock,
            machineClock: machine,
            pace: SystemPace(),
            logger: logger
        )
        return DemoClockService(store: store, clock: clock, timers: timers, relay: relay)
    }
}
