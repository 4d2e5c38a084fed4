import DossierDomain
import DossierEngine
import WorkingCalendar

/// What every store must do with the work of units (khối lượng công việc).
extension StoreContract {
    static let work = [
        StoreBehaviour("finished work is added up for one unit since an instant, its spans merged", finishedWork),
        StoreBehaviour("finished steps change with their dossier, and those taken back are gone") { store in
            let kept = finished("appraise", from: 0, to: 10)
            let id = try await SampleDossier(finishedSteps: [kept, finished("sign", from: 20, to: 30)]).save(in: store)
            let again = finished("appraise", from: 40, to: 55)
            let changed = try SampleDossier(version: 2, finishedSteps: [again]).row(id)
            try await store.transact { try $0.update(changed) }

            let work = try await done(at: SampleDossier.finance, since: 0, in: store)
            try expect(work.standard, is: .hours(1), "the work of the step that is left")
            try expect(work.spans.map(\.start), is: [at(40)], "when it was under way")
            try expect(work.lastFinishedAt, is: at(55), "the last finish")
        },
        StoreBehaviour("open work is counted by procedure, step and hour, the most urgent within the limit") { store in
            let hour = Int64(3_600_000)
            // Two due in one hour, one in the next, one that nothing presses, one of another unit, one not received.
            for (serial, urgency) in [(1, 10 * hour), (2, 10 * hour + 5), (3, 11 * hour), (4, ActiveStepRow.unhurried)]
            {
                let step = ActiveStepRow(step: "appraise", place: SampleDossier.finance, urgency: urgency)
                try await SampleDossier(serial: serial, activeSteps: [step]).save(in: store)
            }
            let tax = ActiveStepRow(step: "appraise", place: SampleDossier.taxOffice, urgency: 1)
            try await SampleDossier(serial: 5, activeSteps: [tax]).save(in: store)
            let filed = ActiveStepRow(step: "intake", place: SampleDossier.finance, urgency: 1)
            try await SampleDossier(serial: 6, status: .submitted, activeSteps: [filed]).save(in: store)

            let all = try await store.read { try $0.openWork(at: SampleDossier.finance, limit: 9) }
            let expected = [(10 * hour + 5, 2), (11 * hour, 1)].map { due, count in
                OpenWork(
                    procedure: "1.001612",
                    step: "appraise",
                    dueAt: Instant(milliseconds: due),
                    count: count
                )
            }
            try expect(all.sorted { $0.dueAt < $1.dueAt }, is: expected, "the open work")
            let first = try await store.read { try $0.openWork(at: SampleDossier.finance, limit: 2) }
            try expect(first.map(\.count), is: [1], "the open work within a limit of two lines, one not received")
        },
        StoreBehaviour("clerks, officers and heads are counted at their unit, nobody else") { store in
            try await store.transact { transaction in
                let place = SampleDossier.finance
                for (name, role) in [("a", Role.officer), ("b", .head), ("c", .desk), ("d", .leader)] {
                    _ = try transaction.insertAccount(username: name, role: role, place: place, passwordHash: "x")
                }
                _ = try transaction.insertAccount(username: "e", role: .officer, place: nil, passwordHash: "x")
            }

            let counts = try await store.read { try $0.staffCounts(on: LocalDateTime(SampleDossier.receipt).date) }
            try expect(counts, is: [SampleDossier.finance: 3], "the staff")
        },
        StoreBehaviour("the dossiers of the most urgent steps are read one by one, and the limit is told") { store in
            for (serial, urgency) in [(1, Int64(30)), (2, 10), (3, 20), (4, ActiveStepRow.unhurried)] {
                let step = ActiveStepRow(step: "appraise", place: SampleDossier.finance, urgency: urgency)
                try await SampleDossier(serial: serial, activeSteps: [step]).save(in: store)
            }

            for (limit, serials) in [(3, [1, 2, 3]), (2, [2, 3]), (1, [2]), (9, [1, 2, 3])] {
                let found = try await store.read { snapshot in
                    try snapshot.urgentDossiers(steps: limit) { String(decoding: $0.state, as: UTF8.self) }
                }
                let states = serials.map { "state \($0) version 1" }
                try expect(found.values, is: states, "the dossiers of \(limit) steps")
                try expect(found.isPartial, is: limit < 3, "whether \(limit) steps are not all")
            }
        },
    ]

    @Sendable
    private static func finishedWork(_ store: any DossierStore) async throws {
        // Overlapping, touching and apart; one of another unit; one that ended before the instant asked for.
        let steps: [[(Int64, Int64)]] = [[(10, 30)], [(20, 40), (40, 50)], [(70, 80)], [(0, 5)]]
        for (index, spans) in steps.enumerated() {
            let rows = spans.enumerated().map { number, span in
                finished(StepID(rawValue: "step-\(number)"), from: span.0, to: span.1)
            }
            try await SampleDossier(serial: index + 1, finishedSteps: rows).save(in: store)
        }
        let elsewhere = finished("tax", at: SampleDossier.taxOffice, from: 0, to: 100)
        try await SampleDossier(serial: 5, finishedSteps: [elsewhere]).save(in: store)

        let work = try await done(at: SampleDossier.finance, since: 6, in: store)
        try expect(work.standard, is: .hours(4), "the hours of four steps")
        try expect(work.spans.map(\.start), is: [at(10), at(70)], "the beginnings")
        try expect(work.spans.map(\.end), is: [at(50), at(80)], "the ends")
        let later = try await done(at: SampleDossier.finance, since: 90, in: store)
        try expect(later.standard, is: .zero, "the hours since a later instant")
        try expect(later.spans.count, is: 0, "the spans since a later instant")
        try expect(later.lastFinishedAt, is: at(80), "the last finish, whenever it was")
        let never = try await done(at: SampleDossier.haLamDesk, since: 0, in: store)
        try expect(never.lastFinishedAt, is: nil, "the last finish of a unit that did nothing")
        let short = try await store.read { try $0.finishedWork(at: SampleDossier.finance, since: at(0), limit: 1) }
        try expect(short.spans.count, is: 1, "spans within a limit of one")
    }

    private static func done(
        at place: UnitPlace,
        since seconds: Int64,
        in store: any DossierStore
    ) async throws -> FinishedWork {
        try await store.read { try $0.finishedWork(at: place, since: at(seconds), limit: 9) }
    }

    /// An instant so many seconds after the receipt.
    private static func at(_ seconds: Int64) -> Instant { SampleDossier.receipt.adding(seconds: seconds) }

    private static func finished(
        _ step: StepID,
        at place: UnitPlace = SampleDossier.finance,
        from start: Int64,
        to end: Int64
    ) -> FinishedStepRow {
        FinishedStepRow(step: step, place: place, startedAt: at(start), finishedAt: at(end), standard: .hours(1))
    }
}
