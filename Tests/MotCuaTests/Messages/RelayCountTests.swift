import CoreMetrics
import DossierEngine
import DossierStoreSQLite
import Logging
import PrometheusText
import Synchronization
import Testing
import WorkingCalendar

@testable import motcua

/// Which texts are counted.
struct RelayCountTests {
    /// Undoes a change of choice.
    private final class Undoing: Sendable {
        struct Undone: Error {}

        private let changesLeft = Mutex<Int?>(nil)

        /// Undoes the change that comes after so many others.
        func undo(afterChanges changes: Int) { changesLeft.withLock { $0 = changes } }

        /// Counts a change.
        ///
        /// - Throws: `Undone` if it is the one.
        func count() throws {
            let isUndone = changesLeft.withLock { left in
                defer { left = left.flatMap { $0 > 0 ? $0 - 1 : nil } }
                return left == 0
            }
            if isUndone { throw Undone() }
        }
    }

    @Test("a text that is given up is counted once it is on the disk, and not before")
    func givenUp() async throws {
        try await OneStop.open { service in
            let workplace = service.server.workplace
            let machine = MovableClock(Instant(milliseconds: 1_700_000_000_000))
            _ = try await service.staff("desk").register("1.001612")
            try await workplace.store.transact { transaction in
                let key = try #require(try transaction.hashKey(.phone))
                try transaction.setOptedOut(.keyed(key, [Array("+84905123456".utf8)]), since: machine.now)
            }
            let undoing = Undoing()
            let relay = OutboxRelay(
                store: InterruptedStore(workplace.store, atEnd: undoing.count),
                routes: [GatewayRoute(ScriptedGateway("any"))],
                rules: workplace.rules,
                clock: workplace.clock,
                machineClock: machine,
                pace: SystemPace(),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            let registry = PrometheusRegistry(buckets: [:])
            func count(_ state: String = "optedOut") throws -> Double? {
                let labels = ["gateway": "none", "state": state]
                return try MetricsText(registry.exposition()).value("motcua_sms_total", labels)
            }

            try await withMetricsFactory(PrometheusMetricsFactory(registry: registry)) {
                try await relay.drain()
                #expect(try count() == 1)
                // Whoever wants no texts is no failure that rings an alarm.
                #expect(try (count("failed") ?? 0) == 0)

                _ = try await service.staff("desk").register("1.001612")
                // The relay first looks for what is overdue.
                undoing.undo(afterChanges: 1)
                await #expect(throws: Undoing.Undone.self) { try await relay.drain() }
                #expect(try count() == 1)

                try await relay.drain()
                #expect(try count() == 2)

                // Of another number, which has not been told to be left alone.
                let desk = try await service.staff("desk")
                let code = try #require(try await desk.register("1.001612", phone: "0912000111").string("code"))
                let wish = #"{"fields":{"notifyBySMS":false},"reason":"Theo ý người dân"}"#
                #expect(try await desk.act("correct", on: code, wish).status == 200)
                try await relay.drain()
                #expect(try count() == 3)
                #expect(try (count("failed") ?? 0) == 0)
            }
        }
    }
}
