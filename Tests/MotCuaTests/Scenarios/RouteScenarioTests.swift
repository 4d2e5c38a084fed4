import DossierEngine
import Testing
import WorkingCalendar

/// Whole ways along routes, with the clock at each step's last instant.
struct RouteScenarioTests {
    @Test(
        "steps each done at the end of their hours bring the dossier to its end on time",
        arguments: HandWorkedRoute.all
    )
    func atTheLastInstant(route: HandWorkedRoute) async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            var dossier = try await desk.register(route.procedure)
            let code = try #require(dossier.string("code"))
            #expect(dossier.string("dueAt") == route.appointment)
            for stop in route.stops {
                let step = try dossier.step(stop.id)
                #expect(step["state"]?.string == "active", "\(stop.id)")
                #expect(step["unit"]?.string == stop.unit, "\(stop.id)")
                #expect(step["dueAt"]?.string == (stop.unit == nil ? nil : stop.end), "\(stop.id)")
                try await service.clock(to: stop.end)
                dossier = try await service.finish(stop, of: code)
                #expect(try dossier.step(stop.id)["finishedAt"]?.string == stop.end, "\(stop.id)")
            }
            let handOver = try dossier.step("hand-over")
            #expect(dossier.at("status.code") == .integer(9))
            #expect(handOver["dueAt"]?.string == route.handOverEnd)
            #expect(dossier.string("finishedAt") == route.stops.last?.end)
            #expect(dossier.string("originalDueAt") == route.appointment)
            #expect(dossier.string("dueAt") == route.lastAppointment)
            let finished = try #require(dossier.string("finishedAt").flatMap(Instant.init(iso8601:)))
            #expect(finished <= (try #require(Instant(iso8601: route.lastAppointment))))
            #expect(dossier.at("late") == .bool(false))
            #expect(try await service.overdueEvents(of: code) == [])
            // Fetching the result weeks after the appointment makes nobody late.
            try await service.clock(to: "2022-03-01T09:00:00+07:00")
            let end = try await desk.act("hand-over", on: code, #"{"receivedBy":"Nguyễn Văn An"}"#)
            #expect(end.at("status.code") == .integer(10), "\(end.text)")
            #expect(end.at("late") == .bool(false))
            #expect(try await service.overdueEvents(of: code) == [])
        }
    }

    @Test("the last work done in the very second of the appointment is on time", arguments: HandWorkedRoute.all)
    func inTheLastSecond(route: HandWorkedRoute) async throws {
        try await OneStop.open { service in
            let (code, last) = try await service.walk(route)
            try await service.clock(to: route.lastAppointment)
            let dossier = try await service.finish(last, of: code)
            #expect(dossier.at("status.code") == .integer(9))
            #expect(dossier.string("finishedAt") == route.lastAppointment)
            #expect(dossier.at("late") == .bool(false))
            // The step's own hours were over long before, the dossier's were not.
            #expect(try await service.overdueEvents(of: code) == ["stepBecameOverdue"])
        }
    }

    @Test("one second past the appointment the same work is late and needs an apology", arguments: HandWorkedRoute.all)
    func oneSecondLate(route: HandWorkedRoute) async throws {
        try await OneStop.open { service in
            let (code, last) = try await service.walk(route)
            try await service.clock(to: route.lateSecond)
            let unit = try #require(last.unit)
            let body = #"{"stepId":"\#(last.id)"}"#
            let refused = try await service.worker(of: unit).act("complete-step", on: code, body)
            #expect(refused.status == 409)
            #expect(refused.string("code") == "apology-required")
            #expect(try await service.status(code).at("late") == .bool(true))
            #expect(try await service.overdueEvents(of: code) == ["stepBecameOverdue", "becameOverdue"])
            let leader = try await service.staff("leader")
            let done = try await leader.complete(last.id, of: code, #","reason":"Hệ thống gián đoạn""#)
            #expect(done.at("status.code") == .integer(9))
            #expect(done.string("finishedAt") == route.lateSecond)
            #expect(done.at("late") == .bool(true))
        }
    }
}
