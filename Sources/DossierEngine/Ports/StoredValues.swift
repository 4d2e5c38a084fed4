public import DossierDomain
public import WorkingCalendar

/// The number of a stream of events; for a dossier it is also the dossier's own number.
public struct StreamID: Hashable, Comparable, Sendable {
    /// The number, 1 or more.
    public let number: Int64
    /// Creates the identifier from its number.
    public init(number: Int64) { self.number = number }
    /// Orders streams by age.
    public static func < (left: StreamID, right: StreamID) -> Bool { left.number < right.number }
}

/// The end of a stream, to which the next event is linked.
public struct StreamHead: Hashable, Sendable {
    /// The stream.
    public let id: StreamID
    /// How many events it has.
    public let count: Int
    /// The hash of its last event; all zeros while it has none.
    public let last: Digest

    /// Creates a head.
    public init(id: StreamID, count: Int, last: Digest) {
        self.id = id
        self.count = count
        self.last = last
    }
}

/// A dossier as it lies in the store.
public struct StoredDossier: Sendable {
    /// Its stream.
    public let id: StreamID
    /// Its state in the form of ``DossierCodec``.
    public let state: [UInt8]

    /// Creates a stored dossier.
    public init(id: StreamID, state: [UInt8]) {
        self.id = id
        self.state = state
    }
}

/// What the store keeps of a dossier beside its events: the state and the columns that queries need.
public struct DossierRow: Hashable, Sendable {
    /// The dossier's stream.
    public let id: StreamID
    /// The code.
    public let code: DossierCode
    /// The version.
    public let version: Int
    /// The status.
    public let status: Status
    /// The procedure's code.
    public let procedure: ProcedureCode
    /// When it was received.
    public let receivedAt: Instant?
    /// The appointment.
    public let dueAt: Instant?
    /// The instant at which lateness is frozen; nil while the clock runs.
    public let frozenAt: Instant?
    /// The earliest timer; nil if none stands.
    public let nextTimerAt: Instant?
    /// Whether its appointment has passed, as its history says, while its clock runs.
    public let isLate: Bool
    /// The state in the form of ``DossierCodec``.
    public let state: [UInt8]
    /// The public status in the form of ``PublicStatus``.
    public let publicStatus: [UInt8]
    /// The agencies that may see it, in written form.
    public let agencies: [String]
    /// The steps under way that are shown in inboxes.
    public let activeSteps: [ActiveStepRow]
    /// The steps that units have finished.
    public let finishedSteps: [FinishedStepRow]

    /// Creates a row.
    public init(
        id: StreamID,
        code: DossierCode,
        version: Int,
        status: Status,
        procedure: ProcedureCode,
        receivedAt: Instant?,
        dueAt: Instant?,
        frozenAt: Instant?,
        nextTimerAt: Instant?,
        isLate: Bool,
        state: [UInt8],
        publicStatus: [UInt8],
        agencies: [String],
        activeSteps: [ActiveStepRow],
        finishedSteps: [FinishedStepRow] = []
    ) {
        self.id = id
        self.code = code
        self.version = version
        self.status = status
        self.procedure = procedure
        self.receivedAt = receivedAt
        self.dueAt = dueAt
        self.frozenAt = frozenAt
        self.nextTimerAt = nextTimerAt
        self.isLate = isLate
        self.state = state
        self.publicStatus = publicStatus
        self.agencies = agencies
        self.activeSteps = activeSteps
        self.finishedSteps = finishedSteps
    }
}

/// One step in a unit's inbox.
public struct ActiveStepRow: Hashable, Sendable {
    /// The step.
    public let step: StepID
    /// The unit whose inbox it is in.
    public let place: UnitPlace
    /// By what the inbox is ordered, least first: the due moment, or of a dossier filed online the moment of filing, in
    /// milliseconds since 1970 UTC; ``unhurried`` where nothing presses.
    public let urgency: Int64

    /// The urgency of what waits for the citizen, to bring papers, to pay or to collect: after everything else.
    public static let unhurried = Int64.max

    /// Creates a row.
    public init(step: StepID, place: UnitPlace, urgency: Int64) {
        self.step = step
        self.place = place
        self.urgency = urgency
    }
}

/// A timer whose instant has come.
public struct DueTimer: Hashable, Sendable {
    /// The dossier.
    public let dossier: StreamID
    /// The instant.
    public let fireAt: Instant

    /// Creates a timer.
    public init(dossier: StreamID, fireAt: Instant) {
        self.dossier = dossier
        self.fireAt = fireAt
    }
}

/// A key by which a repeated request is known again.
public struct IdempotencyEntry: Hashable, Sendable {
    /// What a request makes or changes.
    public enum Made: Hashable, Sendable {
        /// A dossier.
        case dossier(StreamID)
        /// An account, a posting, a key or a text, by its number, and the 16 bytes from which its secrets were drawn.
        case other(Int64, salt: [UInt8])
    }

    /// Whose request it was.
    public let account: AccountID
    /// The key that the client chose; where it guards a secret, `#` and a keyed hash of it.
    public let key: String
    /// The keyed hash of method, path and body.
    public let fingerprint: Digest
    /// What it made or changed.
    public let made: Made
    /// Its version afterwards.
    public let version: Int
    /// When it was remembered, in machine time.
    public let at: Instant

    /// Creates an entry.
    public init(
        account: AccountID,
        key: String,
        fingerprint: Digest,
        made: Made,
        version: Int,
        at: Instant
    ) {
        self.account = account
        self.key = key
        self.fingerprint = fingerprint
        self.made = made
        self.version = version
        self.at = at
    }
}

/// One version of a configuration file that dossiers have used.
public struct StoredConfiguration: Hashable, Sendable {
    /// What it describes: `procedure`, `regime`, `calendar`, `organisation` or `retention`.
    public let kind: String
    /// Its name among its kind.
    public let name: String
    /// The version.
    public let version: Int
    /// Its content as canonical JSON.
    public let content: String

    /// Creates a stored version.
    public init(kind: String, name: String, version: Int, content: String) {
        self.kind = kind
        self.name = name
        self.version = version
        self.content = content
    }
}
