import DossierDomain
import WorkingCalendar

/// What a verification found (kết quả kiểm chứng).
public struct VerificationReport: Sendable {
    /// How many events were checked.
    public internal(set) var events = 0
    /// How many dossiers were folded again.
    public internal(set) var dossiers = 0
    /// How many codes of issued serials exist.
    public internal(set) var codes = 0
    /// How many vault entries match their commitment.
    public internal(set) var vaultEntries = 0
    /// How many referenced entries were erased.
    public internal(set) var erasedEntries = 0
    /// How many entries are encrypted and could not be checked without the key.
    public internal(set) var uncheckedEntries = 0
    /// How many checkpoints are proved.
    public internal(set) var checkpoints = 0
    /// How many events the last of them holds.
    public internal(set) var checkpointedEvents: Int64 = 0
    /// Checkpoints of histories that were openly given up, in words.
    public internal(set) var abandoned: [String] = []
    /// How many beginnings of checkpoints a crash left in the file.
    public internal(set) var tornCheckpoints = 0
    /// How many defects there are.
    public private(set) var defectCount = 0
    /// The first of them, in words.
    public private(set) var defects: [String] = []
    /// The vault references of the dossier at hand.
    var references: [VaultReference] = []
    /// The entries of the dossier at hand that are PINs.
    var pins: Set<Int64> = []

    /// Whether nothing is wrong.
    public var isClean: Bool { defectCount == 0 }

    mutating func take(_ finding: HistoryCheck.Finding, _ known: KnownCheckpoints?) {
        checkpoints = finding.proved
        checkpointedEvents = finding.provedEvents
        abandoned = finding.abandoned
        tornCheckpoints = known?.torn ?? 0
        for defect in (known?.defects ?? []) + finding.defects { add(defect) }
        defectCount += known?.furtherDefects ?? 0
    }

    mutating func add(_ defect: String) {
        defectCount += 1
        if defects.count < Verifier.maximumDefects { defects.append(defect) }
    }
}

extension DossierFact {
    /// Every vault entry that the fact points at.
    var references: [VaultReference] {
        switch self {
        case .registered(let registration): [registration.applicant, registration.pin]
        case .refused(let reference), .withdrawn(let reference), .stopped(let reference), .apologised(let reference, _),
            .voided(let reference), .stepReturned(_, _, let reference), .supplementRequested(let reference),
            .supplementReceived(let reference), .paymentRequested(_, let reference), .paymentConfirmed(let reference),
            .handedOver(let reference), .pinRenewed(let reference):
            [reference]
        case .corrected(_, let applicant, let reason): [applicant, reason]
        case .stepCompleted(let completion):
            [completion.note, completion.result?.text, completion.overrideReason].compactMap { $0 }
        case .accepted, .assigned, .becameOverdue, .stepBecameOverdue, .warned, .rescheduled, .transferred: []
        }
    }
}

extension DossierFact {
    /// The PIN that the fact gave; nil if it gave none.
    var pin: VaultReference? {
        switch self {
        case .registered(let registration): registration.pin
        case .pinRenewed(let pin): pin
        default: nil
        }
    }
}

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
