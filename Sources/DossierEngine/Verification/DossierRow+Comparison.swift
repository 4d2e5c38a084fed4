import DossierDomain
import WorkingCalendar

extension DossierRow {
    /// The columns in which a stored row differs from the one its events give.
    ///
    /// The names of units and statuses in the public answer may be of an earlier configuration; that it is about the
    /// same dossier in the same state is compared by its facts. Finished steps may be as an earlier program wrote them,
    /// with the waits for the citizen in them; the dossier, if it is given, tells of that.
    func columnsThatDiffer(from expected: DossierRow, of dossier: Dossier? = nil) -> [String] {
        let checks: [(String, Bool)] = [
            ("code", code == expected.code),
            ("version", version == expected.version),
            ("status", status == expected.status),
            ("procedureCode", procedure == expected.procedure),
            ("receivedAt", receivedAt == expected.receivedAt),
            ("dueAt", dueAt == expected.dueAt),
            ("frozenAt", frozenAt == expected.frozenAt),
            ("timer", nextTimerAt == expected.nextTimerAt),
            ("lateDossier", isLate == expected.isLate),
            ("state", state == expected.state),
            ("publicStatus", PublicFacts(publicStatus) == PublicFacts(expected.publicStatus)),
            ("dossierAgency", agencies == expected.agencies),
            (
                "activeStep",
                activeSteps.sorted { $0.step < $1.step } == expected.activeSteps.sorted { $0.step < $1.step }
            ),
            ("finishedStep", hasFinishedSteps(expected.finishedSteps, of: dossier)),
        ]
        return checks.filter { !$0.1 }.map(\.0)
    }

    private func hasFinishedSteps(_ expected: [FinishedStepRow], of dossier: Dossier?) -> Bool {
        let pairs = zip(finishedSteps.sorted { $0.step < $1.step }, expected.sorted { $0.step < $1.step })
        return finishedSteps.count == expected.count
            && pairs.allSatisfy { stored, expected in
                let since = dossier?[stored.step]?.heldSince ?? expected.startedAt
                return stored == expected || stored == expected.starting(at: since)
            }
    }
}

extension FinishedStepRow {
    /// The same step, begun at another instant.
    fileprivate func starting(at instant: Instant) -> FinishedStepRow {
        FinishedStepRow(step: step, place: place, startedAt: instant, finishedAt: finishedAt, standard: standard)
    }
}

/// The facts of a public answer, without names.
private struct PublicFacts: Equatable {
    private let facts: [JSONValue?]

    init(_ body: [UInt8]) {
        // A body that cannot be read has no facts and so differs from every good one.
        guard let value = try? JSONParser.parse(body + [0x7D]) else {
            facts = []
            return
        }
        let history = value["history"]?.array ?? []
        let dates = [value["receivedAt"], value["dueAt"]]
        facts =
            [value["code"], value["status"]?["code"], value["procedure"]?["code"]] + dates
            + history.flatMap { [$0["at"], $0["status"]?["code"]] }
    }
}
