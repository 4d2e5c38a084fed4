import DossierDomain
import DossierEngine
import DossierStoreSQLite
import Testing
import WorkingCalendar

@testable import motcua

/// Birth, residence and insurance (2.002621): two authorities at work side by side.
struct ParallelScenarioTests {
    @Test("birth, residence and insurance run side by side and join at the hand-over")
    func parallel() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk.xa")
            let intake = try await desk.register("2.002621")
            let code = try #require(intake.string("code"))
            #expect(intake.string("commune") == "ha-lam")
            try await desk.complete("intake", of: code)
            try await service.staff("officer.TPHT-X").complete("register-birth", of: code)
            let both = try await service.status(code)
            #expect(both.at("currentUnits")?.array?.count == 2)
            let police = try await service.staff("officer.CA").complete("register-residence", of: code)
            #expect(police.at("status.code") == .integer(4))
            #expect(try police.step("hand-over")["state"]?.string == "waiting")
            let insurance = try await service.staff("officer.BHXH").complete("issue-insurance-card", of: code)
            #expect(insurance.at("status.code") == .integer(9))
        }
    }

    @Test("a supplement asked for in one branch stops both, and both go on with the hours they had left")
    func supplementInBothBranches() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk.xa")
            let code = try #require(try await desk.register("2.002621").string("code"))
            for stop in HandWorkedRoute.birth.stops.prefix(2) {
                try await service.clock(to: stop.end)
                let isIntake = stop.id == "intake"
                try await (isIntake ? desk : service.staff("officer.TPHT-X")).complete(stop.id, of: code)
            }
            // Both branches began on Thursday 6 January at 10:20 with 12 hours. By Friday 14:00 they used 1:10 + 4 h
            // on Thursday and 4 h + 1 h on Friday, 10:10; 1:50 are left (15:50 less 14:00). Of the dossier's 24 hours
            // 3 h to 17:00 and 2:50 on Monday the 10th are left, 5:50.
            try await service.clock(to: "2022-01-07T14:00:00+07:00")
            let asked = try await service.staff("officer.BHXH").act(
                "request-supplement",
                on: code,
                #"{"items":["Giấy chứng sinh bản chính"],"reason":"Bản chụp bị mờ"}"#
            )
            #expect(asked.at("status.code") == .integer(5), "\(asked.text)")
            let stopped = try await state(of: code, service)
            #expect(stopped["register-residence"]?.remaining?.seconds == 6_600)
            #expect(stopped["issue-insurance-card"]?.remaining?.seconds == 6_600)
            #expect(stopped.remaining?.seconds == 21_000)

            // The papers come on Friday 28 January at 16:00, three weeks after the old appointment: one hour to 17:00,
            // then Tết; 0:50 of the branches and 4:50 of the dossier are left for Monday 7 February.
            try await service.clock(to: "2022-01-28T16:00:00+07:00")
            #expect(try await service.status(code).at("late") == .bool(false))
            let papers = #"{"documents":[{"name":"Giấy chứng sinh","form":"original","quantity":1}]}"#
            let resumed = try await desk.act("receive-supplement", on: code, papers)
            #expect(resumed.at("status.code") == .integer(4), "\(resumed.text)")
            let branchDue = "2022-02-07T08:20:00+07:00"  // 07:30 + 0:50
            for id in ["register-residence", "issue-insurance-card"] {
                let step = try resumed.step(id)
                #expect(step["state"]?.string == "active")
                #expect(step["dueAt"]?.string == branchDue, "\(id)")
            }
            // 4 h to 11:30, then 0:50 from 13:00.
            #expect(resumed.string("dueAt") == "2022-02-07T13:50:00+07:00")
            #expect(resumed.string("originalDueAt") == "2022-01-10T10:20:00+07:00")

            try await service.clock(to: branchDue)
            try await service.staff("officer.CA").complete("register-residence", of: code)
            let end = try await service.staff("officer.BHXH").complete("issue-insurance-card", of: code)
            #expect(end.at("status.code") == .integer(9))
            #expect(end.string("finishedAt") == branchDue)
            #expect(end.at("late") == .bool(false))
            // 4 h of the hand-over: 3:10 to 11:30, 0:50 from 13:00.
            #expect(try end.step("hand-over")["dueAt"]?.string == "2022-02-07T13:50:00+07:00")
            #expect(try await service.overdueEvents(of: code) == [])
        }
    }

    /// The dossier as the store keeps it: unused working time is in no answer.
    private func state(of code: String, _ service: OneStop) async throws -> Dossier {
        let code = try #require(DossierCode(code))
        let stored = try await service.server.workplace.store.read { try $0.dossier(code) }
        return try DossierCodec.decode(try #require(stored).state)
    }
}
