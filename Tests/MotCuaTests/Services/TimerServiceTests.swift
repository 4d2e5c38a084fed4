import DossierConfig
import DossierDomain
import DossierEngine
import DossierStoreSQLite
import GRDB
import Logging
import Synchronization
import Testing
import WorkingCalendar

@testable import motcua

/// The timer service as it runs, on a clock and a pace that the test sets.
///
/// A household business received on Wednesday 2022-01-05 at 10:20:00: half of the intake's two hours are used at
/// 11:20:00, 80 % at 13:26:00 and all at 13:50:00; the appointment is Monday 10:20:00.
@Suite("The timer service at work")
struct TimerServiceTests {
    private static let hour: Int64 = 3_600_000

    @Test("it sleeps to the earliest due instant, a second at most, and fires there")
    func sleeping() async throws {
        try await Watch.open { watch in
            watch.clock.milliseconds = Self.hour - 1_600
            var fired: [Int] = []
            let waits = try await watch.run { wait in
                watch.clock.milliseconds += wait
                fired.append(try await watch.rungs().count)
                return fired.count < 4
            }

            // 11:19:58.4, 11:19:59.4, 11:20:00 exactly, and then the next is far.
            #expect(waits == [1_000, 600, 1_000, 1_000])
            #expect(fired == [0, 0, 1, 1])
        }
    }

    @Test(
        "a clock set forward fires at once what it passed, in order; one set back fires nothing early and nothing twice"
    )
    func jumps() async throws {
        try await Watch.open { watch in
            var told: [[String]] = []
            let clocks: [Int64] = [Self.hour, 0, Self.hour - 1, Self.hour, Self.hour + 1, 4 * Self.hour, 0]
            var next = 0
            _ = try await watch.run { _ in
                told.append(try await watch.rungs())
                guard next < clocks.count else { return false }
                watch.clock.milliseconds = clocks[next]
                next += 1
                return true
            }

            let half = ["warned"]
            let all = ["warned", "warned", "stepBecameOverdue"]
            #expect(told == [[], half, half, half, half, half, all, all])
        }
    }

    @Test("while the store fails it tries again each second, and then catches up")
    func failing() async throws {
        try await Watch.open { watch in
            watch.store.isBroken = true
            watch.clock.milliseconds = 2 * Self.hour
            var count = 0
            let waits = try await watch.run { _ in
                count += 1
                if count == 3 { watch.store.isBroken = false }
                return count < 4
            }

            #expect(waits == [1_000, 1_000, 1_000, 1_000])
            #expect(try await watch.rungs() == ["warned"])
        }
    }

    @Test("a damaged dossier makes it neither hurry nor sleep beyond the next timer")
    func damaged() async throws {
        try await Watch.open(besideDamaged: true) { watch in
            watch.clock.milliseconds = Self.hour - 400
            let waits = try await watch.run { wait in
                watch.clock.milliseconds += wait
                return try await watch.rungs().isEmpty
            }

            // The damaged one's timer has been due since 10:20.
            #expect(waits == [400, 1_000])
        }
    }

    @Test("at its start it arms the digest where something is late already")
    func arming() async throws {
        try await Watch.open { watch in
            // Monday 2022-01-10 10:21.
            watch.clock.milliseconds = 5 * 24 * Self.hour + 60_000
            _ = try await watch.run { _ in false }
            #expect(try await watch.rungs().last == "becameOverdue")
            try await watch.store.transact { try $0.set(.lateDigest, to: nil) }
            _ = try await watch.run { _ in false }

            let digestAt = try await watch.store.read { try $0.serviceTimer(.lateDigest) }
            #expect(digestAt?.iso8601 == "2022-01-11T07:30:00+07:00")
        }
    }

    @Test("a digest that was put off by a clock that was ahead comes on the next working morning")
    func setBack() async throws {
        try await Watch.open { watch in
            // Monday 2022-01-10 10:21.
            watch.clock.milliseconds = 5 * 24 * Self.hour + 60_000
            _ = try await watch.run { _ in false }
            // As it stands where the clock was two months ahead when the digest was sent.
            let ahead = try #require(Instant(iso8601: "2022-03-15T07:30:00+07:00"))
            try await watch.store.transact { try $0.set(.lateDigest, to: ahead) }
            _ = try await watch.run { _ in false }

            let digestAt = try await watch.store.read { try $0.serviceTimer(.lateDigest) }
            #expect(digestAt?.iso8601 == "2022-01-11T07:30:00+07:00")
        }
    }
}

/// A service over a real store with one dossier.
private struct Watch: Sendable {
    let store: CountingStore
    let clock: SetClock
    let rules: Rules
    let dossier: StreamID

    /// Runs a story; there may be a damaged dossier besides, received an hour before.
    static func open(besideDamaged: Bool = false, _ story: (Watch) async throws -> Void) async throws {
        try await TestServer.open { server in
            let workplace = server.workplace
            let clerk = try #require(try await workplace.store.read { try $0.account(named: "desk") })
            if besideDamaged {
                _ = try await workplace.dossiers(at: SetClock().now.adding(seconds: -3_600))
                    .register(SampleIntake(2).draft, by: clerk, idempotency: nil)
                let path = workplace.configuration.settings.databaseFile
                let damage = "UPDATE dossierState SET state = x'7B7D'"
                try await DatabaseQueue(path: path).write { try $0.execute(sql: damage) }
            }
            let reply = try await workplace.dossiers(at: SetClock().now)
                .register(SampleIntake(1).draft, by: clerk, idempotency: nil)
            let code = reply.file.dossier.code
            let stored = try #require(try await workplace.store.read { try $0.dossier(code) })
            let store = CountingStore(workplace.store)
            try await story(Watch(store: store, clock: SetClock(), rules: workplace.rules, dossier: stored.id))
        }
    }

    /// Runs the service until the script has enough.
    ///
    /// - Parameter script: Told each wait in milliseconds; false ends the run.
    /// - Returns: The waits.
    /// - Throws: What the script throws.
    func run(_ script: @escaping (Int64) async throws -> Bool) async throws -> [Int64] {
        let pace = ScriptedPace()
        let service = TimerService(
            store: store,
            rules: rules,
            clock: clock,
            machineClock: clock,
            pace: pace,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        var waits: [Int64] = []
        async let running: Void = service.run()
        for await wait in pace.asked {
            waits.append(wait)
            pace.answer(try await script(wait))
        }
        try await running
        return waits
    }

    /// The facts of the rungs that have fired, in order.
    func rungs() async throws -> [String] {
        let wasBroken = store.isBroken
        store.isBroken = false
        defer { store.isBroken = wasBroken }
        return try await store.read { [dossier] snapshot in
            try snapshot.events(of: dossier, after: 0, limit: 100).compactMap { bytes in
                let event = try JSONParser.parse(bytes)
                return event["plannedAt"] == nil ? nil : event["type"]?.string
            }
        }
    }
}

/// A pace that asks the test what happens meanwhile.
private final class ScriptedPace: ServicePace {
    let asked: AsyncStream<Int64>
    private let asks: AsyncStream<Int64>.Continuation
    private let answers: AsyncStream<Bool>
    private let answering: AsyncStream<Bool>.Continuation

    init() {
        (asked, asks) = AsyncStream.makeStream()
        (answers, answering) = AsyncStream.makeStream()
    }

    func answer(_ goesOn: Bool) { answering.yield(goesOn) }

    func wait(milliseconds: Int64) async throws {
        asks.yield(milliseconds)
        for await goesOn in answers {
            if goesOn { return }
            break
        }
        asks.finish()
        throw CancellationError()
    }
}
