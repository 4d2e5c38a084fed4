import DossierEngine
import DossierStoreSQLite
import Logging
import Testing
import WorkingCalendar

@testable import motcua

/// A server that was off while due instants passed, by the machine's own clock.
///
/// The dossier was received on Wednesday 05/01/2022 10:20 with three working days, due on Monday 10/01 10:20. The
/// server comes back on Tuesday 11/01 08:00.
struct StandstillTests {
    private let back = "2022-01-11T08:00:00+07:00"

    /// Runs a story in the site's service, started at an instant at which the machine's clock stands.
    private func start(
        _ site: CalendarSite,
        at now: String,
        _ story: @escaping @Sendable (OneStop) async throws -> Void
    ) async throws {
        let clock = StandingClock(now: try #require(Instant(iso8601: now)))
        let workplace = try await Workplace.open(site.load(), mode: .demo, machineClock: clock)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let server = try await BuiltServer.build(workplace, observability: Observability(logger: logger))
        try await OneStop.serve(server, in: site.folder, story)
    }

    @Test("rungs overtaken meanwhile fire at the start in the ladder's order, once, marked with how late they are")
    func catchUp() async throws {
        let site = try CalendarSite()
        try await start(site, at: "2022-01-05T10:20:00+07:00") { service in
            let intake = try await service.staff("desk").register("1.001612")
            #expect(intake.string("dueAt") == "2022-01-10T10:20:00+07:00")
        }
        try await start(site, at: back) { [back] service in
            try await service.server.timers.fireDue()
            // The intake's 2 hours: half at 11:20, 80 % at 13:26, over at 13:50. 16 and 8 working hours before the due
            // moment are Thursday and Friday 10:20. Until Tuesday 08:00 that is
            // 5 days 20:40:00, 5 days 18:34:00, 5 days 18:09:59, 4 days 21:40:00, 3 days 21:40:00 and 21:39:59.
            let ladder = [
                "stepWarning half 2022-01-05T11:20:00 506400", "stepWarning most 2022-01-05T13:26:00 498840",
                "stepOverdue 2022-01-05T13:50:01 497399", "dossierWarning approaching 2022-01-06T10:20:00 423600",
                "apologyDemanded apology 2022-01-07T10:20:00 337200", "dossierOverdue 2022-01-10T10:20:01 77999",
            ]
            #expect(try await lateness("head.BPMC-H", service) == ladder)
            #expect(try await lateness("leader", service) == [ladder[5]])
            let told = try await service.notices(of: "head.BPMC-H")
            #expect(Set(told.map { $0["at"]?.string }) == [back])
            let events = try await service.history(of: "000.00.15.H47-220105-0001").dropFirst()
            #expect(events.map { $0["lateSeconds"]?.integer } == [506_400, 498_840, 497_399, 423_600, 337_200, 77_999])
            #expect(Set(events.map { $0["at"]?.string }) == [back])
            #expect(try await service.texts().map { $0["at"]?.string }.last == back)
        }
        // Started again, it has nothing left to say but the digest of the next morning.
        try await start(site, at: "2022-01-12T07:30:00+07:00") { service in
            try await service.server.timers.fireDue()
            let told = try await lateness("leader", service)
            #expect(told.dropFirst() == ["lateDigest 2022-01-12T07:30:00 0"])
            #expect(try await service.notices(of: "head.BPMC-H").count == 7)
        }
    }

    @Test("a rung whose cause has gone while the server was off never fires")
    func causeGone() async throws {
        let site = try CalendarSite()
        try await start(site, at: "2022-01-05T10:20:00+07:00") { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            let asked = #"{"items":["Bản sao CCCD"],"reason":"Thiếu giấy tờ"}"#
            #expect(try await desk.act("request-supplement", on: code, asked).status == 200)
        }
        try await start(site, at: back) { service in
            let fired = try await service.server.timers.fireDue()
            #expect(fired == 0)
            #expect(try await service.notices(of: "head.BPMC-H").isEmpty)
            #expect(try await service.notices(of: "leader").isEmpty)
        }
    }

    /// What an account was told, oldest first, as `kind rung plannedAt lateSeconds`.
    private func lateness(_ username: String, _ service: OneStop) async throws -> [String] {
        try await service.notices(of: username).map { notice in
            let planned = notice["plannedAt"]?.string.map { String($0.dropLast(6)) }
            let late = notice["lateSeconds"]?.integer.map(String.init)
            return [notice["kind"]?.string, notice["rung"]?.string, planned, late].compactMap { $0 }
                .joined(separator: " ")
        }
    }
}
