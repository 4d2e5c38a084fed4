import DossierDomain
import Testing
import WorkingCalendar

/// The proof against trying every second, on invented districts.
@Suite("The proof of a procedure agrees with trying every second of receipt")
struct RouteProofLawTests {
    @Test("without payments: the same verdict and the same least slack", arguments: 1...60 as ClosedRange<UInt64>)
    func withoutPayments(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let district = try TinyDistrict(days: 12, window: 24, changesHours: seed % 2 == 0, using: &generator)
        let layers = Int.random(in: 1...3, using: &generator)
        let route = try TinyRoute.random(layers: layers, longestStep: 8, payment: nil, using: &generator)
        for limit in try limits(for: route, using: &generator) {
            let slow = try tryAll(route, limit, in: district)
            switch try verdict(of: route, limit, in: district) {
            case .success(let proof):
                #expect(!slow.isLate, "seed \(seed), \(limit)")
                #expect(slow.slack == proof.slackSeconds, "seed \(seed), \(limit)")
            case .failure(.late(let run)):
                #expect(slow.isLate, "seed \(seed), \(limit)")
                try expectTrue(run, of: route, limit, in: district, "seed \(seed), \(limit)")
            case .failure(let defect):
                #expect(defect == .limitNeverGranted, "seed \(seed), \(limit)")
                #expect(try isNeverGranted(limit, to: route, in: district), "seed \(seed), \(limit)")
            }
        }
    }

    @Test(
        "with a payment in a chain: the same verdict and the same least slack",
        arguments: 1...24 as ClosedRange<UInt64>
    )
    func paymentInChain(seed: UInt64) throws {
        var generator = SplitMix64(seed: 1000 + seed)
        let district = try TinyDistrict(days: 5, window: 10, using: &generator)
        let route = try TinyRoute.random(layers: 2, longestStep: 3, payment: false, using: &generator)
        for limit in try limits(for: route, using: &generator) {
            let slow = try tryAll(route, limit, in: district)
            switch try verdict(of: route, limit, in: district) {
            case .success(let proof):
                #expect(!slow.isLate, "seed \(seed), \(limit)")
                #expect(slow.slack == proof.slackSeconds, "seed \(seed), \(limit)")
            case .failure(let defect):
                let isNeverGranted = try isNeverGranted(limit, to: route, in: district)
                let isTrue = defect == .limitNeverGranted ? isNeverGranted : slow.isLate
                #expect(isTrue, "seed \(seed), \(limit), \(defect)")
            }
        }
    }

    @Test("with a payment beside other steps: never later than proved", arguments: 1...24 as ClosedRange<UInt64>)
    func paymentBesideSteps(seed: UInt64) throws {
        var generator = SplitMix64(seed: 2000 + seed)
        let district = try TinyDistrict(days: 5, window: 10, changesHours: seed % 2 == 0, using: &generator)
        let route = try TinyRoute.random(layers: 2, longestStep: 3, payment: true, using: &generator)
        for limit in try limits(for: route, using: &generator) {
            guard case .success(let proof) = try verdict(of: route, limit, in: district) else { continue }
            let slow = try tryAll(route, limit, in: district)
            #expect(!slow.isLate, "seed \(seed), \(limit)")
            #expect(slow.slack.map { $0 >= proof.slackSeconds } ?? true, "seed \(seed), \(limit)")
        }
    }

    /// Limits of every kind around what the route may need, so that some are kept and some are not.
    private func limits(for route: Route, using generator: inout SplitMix64) throws -> [Limit] {
        let needed = longest(from: route.intake, in: route)
        let cutoff = try #require(
            TimeOfDay(secondsSinceMidnight: 8 * 3600 + Int.random(in: 0...20, using: &generator))
        )
        let times = try [0, Int64.random(in: 0...needed, using: &generator), 2 * needed].map {
            try #require(WorkingTime(seconds: needed + $0))
        }
        return times.map(Limit.workingHours) + [
            .wholeDays(Int.random(in: 1...6, using: &generator)),
            .calendarDays(Int.random(in: 1...6, using: &generator)),
            .sameDay(cutoff: cutoff),
        ]
    }

    /// The seconds of the longest way from a step to the hand-over.
    private func longest(from step: Step, in route: Route) -> Int64 {
        guard step.id != route.handOver.id else { return 0 }
        let rest = step.next.targets.compactMap { route[$0] }.map { longest(from: $0, in: route) }.max() ?? 0
        return step.workingTime.seconds + rest
    }

    private func verdict(
        of route: Route,
        _ limit: Limit,
        in district: TinyDistrict
    ) throws -> Result<RouteProof, ProcedureDefect> {
        let procedure = try Procedures.make(limit, route)
        return Result { () throws(ProcedureDefect) in
            try RouteProof(of: procedure, in: district.organisation, calendars: district.calendars)
        }
    }

    private func tryAll(_ route: Route, _ limit: Limit, in district: TinyDistrict) throws -> SlowVerdict {
        var verdict = SlowVerdict()
        let instants = try district.instants()
        let pays = route.steps.contains { $0.performer == .citizen }
        for desk in try desks(of: route) {
            let calendar = try district.calendar(of: desk)
            for choices in SlowRun.choices(of: route) {
                let run = SlowRun(route: route, district: district, desk: desk, choices: choices)
                for receipt in instants {
                    for paidAt in pays ? instants.filter({ $0 >= receipt }) : [receipt] {
                        guard let end = try run.end(receivedAt: receipt, limit: limit, paidAt: paidAt) else { continue }
                        try verdict.note(end, calendar: calendar)
                        if verdict.isLate { return verdict }
                    }
                }
            }
        }
        return verdict
    }

    /// Whether at one of the desks no second of receipt has an appointment.
    private func isNeverGranted(_ limit: Limit, to route: Route, in district: TinyDistrict) throws -> Bool {
        let instants = try district.instants()
        return try desks(of: route).contains { desk in
            let calendar = try district.calendar(of: desk)
            return instants.allSatisfy { (try? calendar.deadline(for: limit, receivedAt: $0)) == nil }
        }
    }

    private func desks(of route: Route) throws -> Set<UnitID> {
        guard case .unit(let own) = route.intake.performer else { return [] }
        return [own, "AD"]
    }

    /// A counter-example has to be true: led through the route in one of the outcomes, the dossier is late.
    private func expectTrue(
        _ run: RouteRun,
        of route: Route,
        _ limit: Limit,
        in district: TinyDistrict,
        _ note: Comment
    ) throws {
        let ends = try SlowRun.choices(of: route).compactMap { choices in
            try SlowRun(route: route, district: district, desk: run.desk, choices: choices)
                .end(receivedAt: run.receipt, limit: limit)
        }
        #expect(run.isLate, note)
        #expect(ends.contains { $0.readyAt == run.readyAt && $0.dueAt == run.dueAt }, note)
    }
}
