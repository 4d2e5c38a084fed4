import DossierDomain
import Testing
import WorkingCalendar

@Suite struct LadderProofTests {
    private let wording = RungWording(recipients: [.activeHeads], text: "Hồ sơ {code}.")

    private func rung(_ threshold: RungThreshold) -> LadderRung {
        LadderRung(id: "early", threshold: threshold, wording: wording)
    }

    /// Household business, 22 h of 3 days, its longest step 8 h; with warnings of its own.
    private func prove(step: [LadderRung]? = nil, dossier: [LadderRung]? = nil, limit: Limit = .workingDays(3)) throws {
        let district = try District.shared()
        let business = try Procedures.business()
        let procedure = Procedure(
            code: business.code,
            version: 1,
            effectiveFrom: business.effectiveFrom,
            name: business.name,
            field: business.field,
            level: business.level,
            limit: limit,
            supplementMode: .pause,
            isInterlinked: true,
            fee: business.fee,
            documents: [],
            route: business.route,
            ladder: LadderOverride(stepWarnings: step, dossierWarnings: dossier)
        )
        _ = try RouteProof(of: procedure, in: district.organisation, calendars: district.calendars)
    }

    @Test("a warning before the dossier's start is refused, since it never fires")
    func dossierWarning() throws {
        let day = try #require(WorkingTime(seconds: 24 * 3600 - 1))
        try prove(dossier: [rung(.left(day)), rung(.used(perCent: 1))])
        #expect(throws: ProcedureDefect.rungNeverKept("early", .dossier, mostGranted: .hours(24))) {
            try prove(dossier: [rung(.left(.hours(24)))])
        }
    }

    @Test("a warning that some start keeps is in order")
    func keptBySome() throws {
        // Whole days grant from 24 h and a second, received in the last second of a day, to 32 h, received in its
        // first.
        try prove(dossier: [rung(.left(.hours(31)))], limit: .wholeDays(3))
        #expect(throws: ProcedureDefect.rungNeverKept("early", .dossier, mostGranted: .hours(32))) {
            try prove(dossier: [rung(.left(.hours(32)))], limit: .wholeDays(3))
        }
    }

    @Test("a warning that no step is long enough for is refused")
    func stepWarning() throws {
        try prove(step: [rung(.left(.hours(7))), rung(.used(perCent: 50))])
        #expect(throws: ProcedureDefect.rungNeverKept("early", .step, mostGranted: .hours(8))) {
            try prove(step: [rung(.left(.hours(8)))])
        }
    }

    @Test("for random starts every warning kept fires after the receipt and not after its due moment")
    func keptInTime() throws {
        var generator = SplitMix64(seed: 14)
        let district = try District.shared()
        var kept = 0
        for _ in 0..<400 {
            let receipt = try at("2022-01-04 00:00").adding(seconds: .random(in: 0...31_000_000, using: &generator))
            let left = try #require(WorkingTime(seconds: .random(in: 1...100_000, using: &generator)))
            let share = RungThreshold.used(perCent: Int.random(in: 1...99, using: &generator))
            let ladder = Ladder(
                stepWarnings: [rung(share)],
                stepOverdue: wording,
                dossierWarnings: [rung(.left(left))],
                dossierOverdue: wording
            )
            let event = try register(receivedAt: receipt, ladder: ladder, in: district)
            var (dossierDue, stepDue) = (receipt, receipt)
            for effect in event.effects {
                switch effect {
                case .dueDate(_, let instant, _): dossierDue = instant
                case .stepStarted(_, let instant): stepDue = try #require(instant)
                case .warningsPlanned(let warnings):
                    #expect(isInTime(warnings, after: receipt, until: dossierDue), "\(receipt.iso8601)")
                    kept += warnings.count
                case .stepWarningsPlanned(_, let warnings):
                    #expect(isInTime(warnings, after: receipt, until: stepDue), "\(receipt.iso8601)")
                    kept += warnings.count
                default: break
                }
            }
        }
        #expect(kept > 500)
    }

    private func isInTime(_ warnings: [PlannedWarning], after start: Instant, until due: Instant) -> Bool {
        warnings.allSatisfy { $0.fireAt > start && $0.fireAt <= due }
    }

    private func register(receivedAt receipt: Instant, ladder: Ladder, in district: District) throws -> DossierEvent {
        let context = DecisionContext(
            now: receipt,
            actor: Staff.clerk,
            procedure: try Procedures.business(),
            organisation: district.organisation,
            calendars: district.calendars,
            ladder: ladder
        )
        let command = RegisterDossier(
            channel: .desk,
            desk: UnitPlace(unit: "BPMC-H", commune: nil),
            commune: "ha-lam",
            notifiesBySMS: true,
            applicant: paper(1),
            pin: paper(2),
            regime: RegimeVersion(id: "2018", version: 2)
        )
        let code = try #require(DossierCode("000.00.15.H47-220105-0001"))
        return try command.decide(code: code, in: context)
    }
}
