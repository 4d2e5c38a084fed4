import DossierConfig
import DossierEngine
import DossierStoreSQLite
import Logging
import PrometheusText
import Testing
import WorkingCalendar

@testable import motcua

/// The numbers that operators watch, by the names that README gives them.
@Suite(.serialized)
struct MetricsTests {
    @Test("/metrics counts requests, commands, commits and timers by name as they happen")
    func numbersMove() async throws {
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(database: folder.database)
        let desk = try await server.token("desk")
        let officer = try await server.token("officer.TCKH")
        let before = try await MetricsText.of(server)
        for _ in 0..<3 {
            let intake = await server.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: desk)
            #expect(intake?.status == 201)
        }
        let refused = await server.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: officer)
        #expect(refused?.status == 403)
        // Half of each intake step's two hours is over at 11:20: three warnings.
        let clock = #"{"to":"2022-01-05T11:30:00+07:00"}"#
        #expect(await server.send("POST", "/api/v1/demo/clock", json: clock, token: desk)?.status == 200)
        let after = try await MetricsText.of(server)
        expectRequests(after, since: before)
        expectCommits(after, since: before)
        #expect((after.growth(of: "motcua_timer_lateness_seconds_count", since: before) ?? 0) >= 3)
        #expect(after.value("motcua_timer_lateness_seconds_bucket", ["le": "+Inf"]) != nil)
        #expect(after.value("motcua_timer_lateness_seconds_sum") != nil)
        #expect(after.value("motcua_outbox_age_seconds") == 0)
        let sent = ["gateway": "console", "state": "accepted"]
        #expect(after.growth(of: "motcua_sms_total", sent, since: before) == 3)
        #expect(server.terminate() == 0)
    }

    private func expectRequests(_ after: MetricsText, since before: MetricsText) {
        let route = ["method": "POST", "route": "/api/v1/dossiers"]
        for (status, count) in [("201", 3.0), ("403", 1.0)] {
            let labels = route.merging(["status": status]) { $1 }
            #expect(after.growth(of: "motcua_http_requests_total", labels, since: before) == count)
        }
        #expect(after.growth(of: "motcua_http_request_duration_seconds_count", route, since: before) == 4)
        for (outcome, count) in [("ok", 3.0), ("refused", 1.0)] {
            let labels = ["command": "register", "outcome": outcome]
            #expect(after.growth(of: "motcua_commands_total", labels, since: before) == count)
        }
    }

    private func expectCommits(_ after: MetricsText, since before: MetricsText) {
        let commits = after.growth(of: "motcua_commit_seconds_count", since: before) ?? 0
        #expect(commits >= 4, "three intakes one after the other and the clock")
        #expect(after.growth(of: "motcua_commit_batch_size_count", since: before) == commits)
        #expect((after.growth(of: "motcua_commit_batch_size_sum", since: before) ?? 0) >= commits)
        #expect((after.growth(of: "motcua_commit_seconds_sum", since: before) ?? 0) > 0)
        #expect((after.value("motcua_wal_pages") ?? 0) > 0)
    }

    @Test("the outbox's age is that of the oldest text that waits, and 0 when none does")
    func outboxAge() async throws {
        let settings = try ConfigFolder.settings(
            configFile: Checkout.config,
            environment: [:],
            overrides: ["log.level": "critical"]
        )
        let registry = Observability(settings: settings).registry
        try await OneStop.open { service in
            let clock = SetClock()
            let housekeeper = Housekeeper(
                store: service.server.workplace.store,
                clock: clock,
                machineClock: SystemClock(),
                pace: SystemPace(),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            func age() async throws -> Double? {
                try await housekeeper.tidy()
                return try MetricsText(registry.exposition()).value("motcua_outbox_age_seconds")
            }
            #expect(try await age() == 0)
            // Its text to the applicant waits from 10:20 on, as no relay runs in this test.
            _ = try await service.staff("desk").register("1.001612")
            clock.milliseconds = 301_500
            #expect(try await age() == 301.5)
            #expect(try await service.texts().count == 1)
            #expect(try await age() == 0)
        }
    }

    @Test("a text that waits for the end of quiet hours is as old as the morning is")
    func quietAge() async throws {
        let settings = try ConfigFolder.settings(
            configFile: Checkout.config,
            environment: [:],
            overrides: ["log.level": "critical"]
        )
        let registry = Observability(settings: settings).registry
        try await OneStop.open { service in
            let (store, clock) = (service.server.workplace.store, SetClock())
            let (from, until) = (TimeOfDay(text: "10:00"), TimeOfDay(text: "12:00"))
            let quiet = QuietHours(from: try #require(from), until: try #require(until))
            let housekeeper = Housekeeper(
                store: store,
                clock: clock,
                machineClock: SystemClock(),
                sending: SendingRules(quietHours: quiet, textsPerDay: 5, reportHours: 48),
                pace: SystemPace(),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            func age() async throws -> Double? {
                try await housekeeper.tidy()
                return try MetricsText(registry.exposition()).value("motcua_outbox_age_seconds")
            }
            _ = try await service.staff("desk").register("1.001612")
            let noon = try #require(Instant(iso8601: "2022-01-05T12:00:00+07:00"))
            try await store.transact { transaction in
                let text = try #require(try transaction.sendableMessages(at: noon, limit: 1).first)
                try transaction.hold(text.number, until: noon)
            }
            clock.milliseconds = 3_600_000
            #expect(try await age() == 0)
            // A minute and a half after noon, at which nobody has let it go yet.
            clock.milliseconds = 6_090_000
            #expect(try await age() == 90)
            try await store.transact { _ = try $0.releaseHeld(at: noon) }
            #expect(try await age() == 90)
        }
    }
}
