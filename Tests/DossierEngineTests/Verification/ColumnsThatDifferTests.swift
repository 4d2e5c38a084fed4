import DossierDomain
import Testing
import WorkingCalendar

@testable import DossierEngine

/// How `verify` names the columns of a dossier that are not what its events say.
@Suite struct ColumnsThatDifferTests {
    private static func story() throws -> Story {
        var story = try Story(Procedures.birth(), at: "2022-01-05 08:00", commune: "binh-nguyen")
        try story.complete("intake", at: "2022-01-05 08:30")
        return story
    }

    private static func row(rules: Rules? = nil) throws -> DossierRow {
        try DossierRow(of: story().dossier, id: StreamID(number: 7), rules: rules ?? TestRules.make())
    }

    /// A row with one thing changed.
    private static func changed(
        _ row: DossierRow,
        code: DossierCode? = nil,
        version: Int? = nil,
        status: Status? = nil,
        procedure: ProcedureCode? = nil,
        moments: [WritableKeyPath<Moments, Instant?>] = [],
        isLate: Bool? = nil,
        state: [UInt8]? = nil,
        publicStatus: [UInt8]? = nil,
        agencies: [String]? = nil,
        activeSteps: [ActiveStepRow]? = nil,
        finishedSteps: [FinishedStepRow]? = nil
    ) -> DossierRow {
        var kept = Moments(
            receivedAt: row.receivedAt,
            dueAt: row.dueAt,
            frozenAt: row.frozenAt,
            nextTimerAt: row.nextTimerAt
        )
        for path in moments { kept[keyPath: path] = Instant(milliseconds: 1) }
        return DossierRow(
            id: row.id,
            code: code ?? row.code,
            version: version ?? row.version,
            status: status ?? row.status,
            procedure: procedure ?? row.procedure,
            receivedAt: kept.receivedAt,
            dueAt: kept.dueAt,
            frozenAt: kept.frozenAt,
            nextTimerAt: kept.nextTimerAt,
            isLate: isLate ?? row.isLate,
            state: state ?? row.state,
            publicStatus: publicStatus ?? row.publicStatus,
            agencies: agencies ?? row.agencies,
            activeSteps: activeSteps ?? row.activeSteps,
            finishedSteps: finishedSteps ?? row.finishedSteps
        )
    }

    private struct Moments {
        var receivedAt: Instant?
        var dueAt: Instant?
        var frozenAt: Instant?
        var nextTimerAt: Instant?
    }

    @Test("a row that is what its events say differs in nothing, in whatever order its steps lie")
    func same() throws {
        let row = try Self.row()
        let reordered = Self.changed(row, activeSteps: row.activeSteps.reversed())

        #expect(row.activeSteps.count == 2)
        #expect(row.columnsThatDiffer(from: row).isEmpty)
        #expect(reordered.columnsThatDiffer(from: row).isEmpty)
    }

    @Test("each changed column is named, and no other")
    func changed() throws {
        let row = try Self.row()
        let other = try #require(DossierCode("000.00.15.H47-220105-0002"))
        let late = row.activeSteps.map { ActiveStepRow(step: $0.step, place: $0.place, urgency: 1) }
        let rows: [(String, DossierRow)] = [
            ("code", Self.changed(row, code: other)), ("version", Self.changed(row, version: 9)),
            ("status", Self.changed(row, status: .finished)),
            ("procedureCode", Self.changed(row, procedure: "1.000001")),
            ("receivedAt", Self.changed(row, moments: [\.receivedAt])),
            ("dueAt", Self.changed(row, moments: [\.dueAt])),
            ("frozenAt", Self.changed(row, moments: [\.frozenAt])),
            ("timer", Self.changed(row, moments: [\.nextTimerAt])),
            ("lateDossier", Self.changed(row, isLate: true)),
            ("state", Self.changed(row, state: row.state + [0x20])),
            ("publicStatus", Self.changed(row, publicStatus: [])),
            ("dossierAgency", Self.changed(row, agencies: Array(row.agencies.dropLast()))),
            ("activeStep", Self.changed(row, activeSteps: late)),
            ("activeStep", Self.changed(row, activeSteps: Array(row.activeSteps.dropFirst()))),
            ("finishedStep", Self.changed(row, finishedSteps: [])),
        ]
        for (column, changed) in rows {
            #expect(changed.columnsThatDiffer(from: row) == [column])
        }
    }

    @Test("a finished step may be as an earlier program wrote it, with the wait for the citizen in it")
    func earlierFinishedStep() throws {
        var story = try Self.story()
        try story.act(RequestSupplement(request: paper(6)), by: Staff.clerk, at: "2022-01-05 09:00")
        try story.act(ReceiveSupplement(documents: paper(7)), by: Staff.clerk, at: "2022-01-06 09:00")
        try story.complete("register", at: "2022-01-06 10:00")
        let row = try DossierRow(of: story.dossier, id: StreamID(number: 7), rules: TestRules.make())
        func written(at start: String) throws -> DossierRow {
            let steps = try row.finishedSteps.map { step in
                FinishedStepRow(
                    step: step.step,
                    place: step.place,
                    startedAt: step.step == "register" ? try at(start) : step.startedAt,
                    finishedAt: step.finishedAt,
                    standard: step.standard
                )
            }
            return Self.changed(row, finishedSteps: steps)
        }

        #expect(row.finishedSteps.last?.startedAt == (try at("2022-01-06 08:30")))
        let earlier = try written(at: "2022-01-05 08:30")
        #expect(earlier.columnsThatDiffer(from: row, of: story.dossier).isEmpty)
        let other = try written(at: "2022-01-05 08:31")
        #expect(other.columnsThatDiffer(from: row, of: story.dossier) == ["finishedStep"])
    }

    @Test("several changed columns are all named")
    func several() throws {
        let row = try Self.row()

        let changed = Self.changed(row, version: 1, state: [], agencies: [])

        #expect(changed.columnsThatDiffer(from: row) == ["version", "state", "dossierAgency"])
    }

    @Test(
        "the public answer is compared by its facts",
        arguments: [
            (#""status":{"code":4"#, #""status":{"code":9"#), (#""code":"2.002621""#, #""code":"2.000001""#),
            (#""dueAt":"2022-01-10"#, #""dueAt":"2022-01-11"#),
            (#""receivedAt":"2022-01-05"#, #""receivedAt":"2022-01-04"#),
            (#"{"at":"2022-01-05T08:30"#, #"{"at":"2022-01-05T08:31"#), ("220105-0001", "220105-0002"),
            (#"{"code":2,"name":"Được tiếp nhận"}"#, #"{"code":3,"name":"Được tiếp nhận"}"#),
        ]
    )
    func publicFacts(part: String, replacement: String) throws {
        let row = try Self.row()
        let written = text(row.publicStatus)
        let range = try #require(written.firstRange(of: part))
        let forged = String(written[..<range.lowerBound]) + replacement + String(written[range.upperBound...])

        #expect(Self.changed(row, publicStatus: bytes(forged)).columnsThatDiffer(from: row) == ["publicStatus"])
    }

    @Test("names of an earlier configuration are no difference")
    func renamed() throws {
        let regime = try TestRules.regime(names: [.processing: "Đang giải quyết"])
        let renamed = try Self.row(rules: TestRules.make(regime: regime))
        let row = try Self.row()

        #expect(renamed.publicStatus != row.publicStatus)
        #expect(renamed.columnsThatDiffer(from: row).isEmpty)
    }
}
