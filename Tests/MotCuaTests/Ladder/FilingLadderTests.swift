import DossierDomain
import DossierEngine
import Logging
import Testing
import WorkingCalendar

@testable import motcua

/// What was filed online and waits for the desk (domain.md R6), through the whole service.
///
/// It is filed on Friday 28/01/2022 15:00, before Tết: offices are closed from Saturday 29/01 to Sunday 06/02. Two of
/// the desk's office hours are over at Friday's close, four on Monday 07/02 at 09:30, eight at 15:00.
struct FilingLadderTests {
    private static let filing = "2022-01-28T15:00+07:00"

    private static func file(_ service: OneStop) async throws -> String {
        let filed = try await service.staff("desk").post("/dossiers", Forms.intake("1.001612", channel: "online"))
        return try #require(filed.string("code"), "\(filed.text)")
    }

    @Test("nobody answers: the desk is told after 4 office hours, its head after 8, once each, also after a restart")
    func unanswered() async throws {
        let folder = try TemporaryFolder()
        try await OneStop.open(at: Self.filing, in: folder) { _ = try await Self.file($0) }
        try await OneStop.open(in: folder) { try await $0.clock(to: "2022-02-07T12:00:00+07:00") }
        try await OneStop.open(in: folder) { service in
            try await service.clock(to: "2022-02-09T09:00:00+07:00")
            #expect(try await service.told("desk") == ["filingWarning waiting 2022-02-07T09:30:00"])
            // The desk's head belongs to its staff.
            #expect(
                try await service.told("head.BPMC-H") == [
                    "filingWarning waiting 2022-02-07T09:30:00", "filingWarning unanswered 2022-02-07T15:00:00",
                ]
            )
            #expect(try await service.told("leader") == [])
            #expect(try await service.told("desk.xa") == [])
            #expect(try await service.texts() == [])

            let code = "000.00.15.H47-220128-0001"
            let notice = try #require(try await service.notices(of: "head.BPMC-H").last)
            #expect(notice["dossierCode"]?.string == code && notice["lateSeconds"]?.integer == 0)
            #expect(notice["dueAt"] == .null && notice["stepId"] == .null && notice["apology"] == .null)
            let text = try #require(notice["text"]?.string)
            #expect(text.contains(code) && text.contains("chờ 8 giờ làm việc") && !text.contains("{"), "\(text)")
            let desk = UnitPlace(unit: "BPMC-H", commune: nil)
            #expect(text.contains(service.server.workplace.rules.organisation.displayName(of: desk)), "\(text)")
            let events = try await service.history(of: code)
            #expect(events.compactMap { $0["details"]?["rung"]?.string } == ["waiting", "unanswered"])
            #expect(events.dropFirst().allSatisfy { $0["lateSeconds"]?.integer == 0 })

            // What was told is no obstacle: the clock starts with the acceptance.
            let accepted = try await service.staff("desk").act("accept", on: code)
            #expect(accepted.string("dueAt") == "2022-02-14T09:00:00+07:00", "\(accepted.text)")
            #expect(try await service.verification().isClean)
        }
    }

    @Test("the desk answers in time, whatever it says: nobody is told")
    func answered() async throws {
        try await OneStop.open(at: Self.filing) { service in
            let desk = try await service.staff("desk")
            for (action, body) in [
                ("accept", "{}"), ("refuse", #"{"reason":"Không thuộc thẩm quyền"}"#),
                ("request-supplement", #"{"items":["Bản sao CCCD"],"reason":"Thiếu giấy tờ"}"#),
                ("withdraw", #"{"reason":"Công dân rút"}"#), ("void", #"{"reason":"Nộp trùng"}"#),
            ] {
                let answer = try await desk.act(action, on: try await Self.file(service), body)
                #expect(answer.status == 200, "\(action): \(answer.text)")
            }
            try await service.clock(to: "2022-02-14T09:00:00+07:00")

            let told = try await service.told("head.BPMC-H")
            #expect(!told.isEmpty && !told.contains { $0.hasPrefix("filingWarning") }, "\(told)")
            #expect(try await service.verification().isClean)
        }
    }

    @Test("warnings overtaken while the server was off come at the start, in order, marked with how late they are")
    func catchUp() async throws {
        let site = try CalendarSite()
        try await start(site, at: Self.filing) { _ = try await Self.file($0) }
        try await start(site, at: "2022-02-08T08:00:00+07:00") { service in
            try await service.server.timers.fireDue()
            try await service.server.timers.fireDue()
            let notices = try await service.notices(of: "head.BPMC-H")
            // From Monday 09:30 and 15:00 to Tuesday 08:00.
            #expect(notices.map { $0["rung"]?.string } == ["waiting", "unanswered"])
            #expect(notices.map { $0["lateSeconds"]?.integer } == [81_000, 61_200])
        }
    }

    @Test("days off that are declared meanwhile move the warnings, and no promise")
    func declared() async throws {
        let site = try CalendarSite()
        try await start(site, at: Self.filing) { _ = try await Self.file($0) }
        try site.declare(version: 2, closing: "2022-02-07")
        let applied = try await site.applyCalendar(at: "2022-01-28T16:00+07:00")
        let change = try #require(applied)
        #expect(change.moves.isEmpty && change.named.isEmpty)

        try await start(site, at: "2022-02-08T09:29:59+07:00") { service in
            try await service.server.timers.fireDue()
            #expect(try await service.told("desk") == [])
            #expect(try await service.verification().isClean)
        }
        try await start(site, at: "2022-02-08T09:30:00+07:00") { service in
            try await service.server.timers.fireDue()
            #expect(try await service.told("desk") == ["filingWarning waiting 2022-02-08T09:30:00"])
        }
    }

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
}
