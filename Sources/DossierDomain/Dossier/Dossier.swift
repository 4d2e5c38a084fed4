public import WorkingCalendar

/// One dossier (hồ sơ): the fold of its events and nothing else.
///
/// It holds no personal datum; what the applicant said lies in the vault and is pointed at.
public struct Dossier: Hashable, Sendable {
    /// The number of events folded so far; the first is 1.
    public internal(set) var version: Int
    /// What was fixed at the intake.
    public internal(set) var registration: Registration
    /// The state in the national table.
    public internal(set) var status: Status
    /// The status to go back to when the clock runs again.
    public internal(set) var resumeStatus: Status?
    /// When the clock's start was set by receiving it; nil while an online dossier waits for that.
    public internal(set) var receivedAt: Instant?
    /// The appointment told to the applicant; nil before it is received.
    public internal(set) var dueAt: Instant?
    /// The appointment first told to the applicant.
    public internal(set) var originalDueAt: Instant?
    /// Since when the clock stands still; nil while it runs.
    public internal(set) var stoppedAt: Instant?
    /// The unused working time while the clock stands still.
    public internal(set) var remaining: WorkingTime?
    /// When the result was ready; nil until then.
    public internal(set) var finishedAt: Instant?
    /// When the result was handed over; nil until then.
    public internal(set) var handedOverAt: Instant?
    /// When it ended without a result; nil otherwise.
    public internal(set) var endedAt: Instant?
    /// How many supplement requests it has had.
    public internal(set) var supplementRequests: Int
    /// What the applicant is asked for now: the papers of a supplement or the reason of a payment.
    public internal(set) var request: VaultReference?
    /// The amount to be paid now, if one was named.
    public internal(set) var amountInDong: Int64?
    /// Whether its one apology has been made.
    public internal(set) var hasApology: Bool
    /// Whether that apology came later than the law asks for.
    public internal(set) var isApologyTooLate: Bool
    /// What was decided, once a deciding step said so.
    public internal(set) var result: DossierResult?
    /// The step that decided; nil while none has, also when the work went back before it.
    public internal(set) var decidingStep: StepID?
    /// Whether the history says already that the present due moment has passed.
    public internal(set) var isOverdueRecorded: Bool
    /// The warnings that will still fire on the dossier's clock; while it is only filed, on its wait for the desk.
    public internal(set) var warnings: [PlannedWarning]
    /// Whether texts are wanted, after corrections.
    public internal(set) var notifiesBySMS: Bool
    /// The applicant's data as they stand, after corrections.
    public internal(set) var applicant: VaultReference
    /// The PIN that opens the public look-up.
    public internal(set) var pin: VaultReference
    /// The steps in the route's order.
    public internal(set) var steps: [StepProgress]
    /// Steps that are next but wait for other branches.
    public internal(set) var pendingSteps: [StepID]
    /// Every status the dossier has had, in order.
    public internal(set) var statusChanges: [StatusChange]
    /// The mergers of communes by which it went to other ones, in order.
    public internal(set) var transfers: [CommuneTransfer]

    /// Creates a state as it was stored; texts are wanted as the registration says where that is nil.
    public init(
        version: Int,
        registration: Registration,
        notifiesBySMS: Bool? = nil,
        status: Status,
        resumeStatus: Status?,
        receivedAt: Instant?,
        dueAt: Instant?,
        originalDueAt: Instant?,
        stoppedAt: Instant?,
        remaining: WorkingTime?,
        finishedAt: Instant?,
        handedOverAt: Instant?,
        endedAt: Instant?,
        supplementRequests: Int,
        request: VaultReference?,
        amountInDong: Int64?,
        hasApology: Bool,
        isApologyTooLate: Bool,
        result: DossierResult?,
        decidingStep: StepID?,
        isOverdueRecorded: Bool,
        warnings: [PlannedWarning],
        applicant: VaultReference,
        pin: VaultReference,
        steps: [StepProgress],
        pendingSteps: [StepID],
        statusChanges: [StatusChange],
        transfers: [CommuneTransfer] = []
    ) {
        self.init(registration: registration)
        self.version = version
        self.notifiesBySMS = notifiesBySMS ?? registration.notifiesBySMS
        self.status = status
        self.resumeStatus = resumeStatus
        self.receivedAt = receivedAt
        self.dueAt = dueAt
        self.originalDueAt = originalDueAt
        self.stoppedAt = stoppedAt
        self.remaining = remaining
        self.finishedAt = finishedAt
        self.handedOverAt = handedOverAt
        self.endedAt = endedAt
        self.supplementRequests = supplementRequests
        self.request = request
        self.amountInDong = amountInDong
        self.hasApology = hasApology
        self.isApologyTooLate = isApologyTooLate
        self.result = result
        self.decidingStep = decidingStep
        self.isOverdueRecorded = isOverdueRecorded
        self.warnings = warnings
        self.applicant = applicant
        self.pin = pin
        self.steps = steps
        self.pendingSteps = pendingSteps
        self.statusChanges = statusChanges
        self.transfers = transfers
    }

    /// The code.
    public var code: DossierCode { registration.code }
    /// The desk that received it; where its commune was merged into another one, the desk of that.
    public var receivingDesk: UnitPlace { registration.desk.moved(by: transfers) }
    /// The commune that per-commune steps go to, after every merger.
    public var communeOfSteps: CommuneID {
        transfers.reduce(registration.commune) { $0 == $1.from ? $1.to : $0 }
    }
    /// The commune (xã), where the receiving desk or a step is that of a commune; else nil.
    public var commune: CommuneID? {
        let isOfCommune = receivingDesk.commune != nil || steps.contains { $0.place?.commune != nil }
        return isOfCommune ? communeOfSteps : nil
    }

    /// The step of that name, nil if the route has none.
    public subscript(id: StepID) -> StepProgress? { steps.first { $0.id == id } }

    /// The steps under way, in the route's order.
    public var activeSteps: [StepProgress] { steps.filter { $0.state == .active } }

    /// Whether the dossier is later than its appointment.
    ///
    /// Collection by the citizen does not count, nothing gets later while the clock stands still, and the whole second
    /// of the due moment is on time.
    /// Source: domain.md R47 and R23 (index of Decision 766/QĐ-TTg).
    public func isLate(at now: Instant) -> Bool {
        guard let dueAt else { return false }
        return (finishedAt ?? stoppedAt ?? endedAt ?? now).roundedDownToSecond > dueAt
    }
}

/// One change of status (chuyển trạng thái).
public struct StatusChange: Hashable, Sendable {
    /// When.
    public let at: Instant
    /// The new status.
    public let status: Status

    /// Creates a change.
    public init(at: Instant, status: Status) {
        self.at = at
        self.status = status
    }
}

/// What was decided on a dossier (kết quả giải quyết).
public struct DossierResult: Hashable, Sendable {
    /// The kinds of decision.
    public enum Kind: String, CaseIterable, Sendable {
        /// Granted as asked (đồng ý).
        case granted
        /// Denied, with a reason (từ chối).
        case denied
    }

    /// The kind of decision.
    public let kind: Kind
    /// The result's number and reason, as typed.
    public let text: VaultReference?

    /// Creates a result.
    public init(kind: Kind, text: VaultReference?) {
        self.kind = kind
        self.text = text
    }
}
