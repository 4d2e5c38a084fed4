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
