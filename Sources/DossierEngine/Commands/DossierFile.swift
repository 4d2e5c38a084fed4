public import DossierDomain
public import WorkingCalendar

/// A whole dossier with what the vault says of it (hồ sơ đầy đủ), for those who may read it.
public struct DossierFile: Sendable {
    /// The state.
    public let dossier: Dossier
    private let submitterView: PersonalDataView
    /// What was typed at the intake, in a whole file with the papers that were brought later; nil if it was erased.
    public let sheet: ApplicantSheet?
    /// How much of the personal data whoever asks is shown.
    public let view: PersonalDataView
    /// What the applicant is asked for now.
    public let request: TypedTexts?
    /// The result's number and reason.
    public let resultTexts: TypedTexts?
    /// The usernames of the officers named for steps.
    public let assignees: [AccountID: String]

    /// Takes everything out of the vault.
    ///
    /// - Parameters:
    ///   - dossier: The state.
    ///   - view: How much whoever asks is shown.
    ///   - submitterView: How much of whoever stood in for the applicant; nil for as much.
    ///   - takesLaterPapers: Whether the papers are read that were brought after the intake, for whoever is shown them.
    ///   - snapshot: Where the vault is.
    /// - Throws: ``StoreError``, ``StoredFormDefect``.
    init(
        _ dossier: Dossier,
        _ view: PersonalDataView,
        submitter submitterView: PersonalDataView? = nil,
        takesLaterPapers: Bool = false,
        in snapshot: any StoreSnapshot
    ) throws {
        self.dossier = dossier
        self.view = view
        self.submitterView = submitterView ?? view
        var sheet = try Vault.sheet(dossier.applicant, in: snapshot)
        // Masked, papers are left out.
        if takesLaterPapers, view == .whole {
            try sheet?.documents += EventHistory.laterPapers(of: dossier, in: snapshot)
        }
        let people = sheet?.namesOfPeople ?? []
        self.sheet = sheet
        request = try Vault.texts(dossier.request, in: snapshot)?.shown(view, hiding: people)
        resultTexts = try Vault.texts(dossier.result?.text, in: snapshot)?.shown(view, hiding: people)
        var names: [AccountID: String] = [:]
        for id in dossier.steps.compactMap(\.assignee) where names[id] == nil {
            names[id] = try snapshot.account(id)?.username
        }
        assignees = names
    }

    /// The same as whoever asks is shown it; nil if it was erased.
    public var shown: ShownSheet? { sheet.map { ShownSheet($0, view, submitter: submitterView) } }

    /// Puts together a file whose contents are at hand, for the desk that typed them.
    init(_ dossier: Dossier, sheet: ApplicantSheet) {
        self.dossier = dossier
        view = .whole
        submitterView = .whole
        self.sheet = sheet
        request = nil
        resultTexts = nil
        assignees = [:]
    }
}

/// The answer to an intake or an action.
public struct CommandReply: Sendable {
    /// The dossier as the command left it.
    public let file: DossierFile
    /// The look-up PIN, where the command made one and it is still alive.
    public let pin: String?
    /// The instant of the command, as of which lateness is told; the same when the answer comes again.
    public let asOf: Instant
    /// Whether this is the first answer again, for a repeated request.
    public let isReplay: Bool
    /// Whether the promise of an intake or an acceptance cannot be kept at the present load, judged anew when the
    /// answer comes again; nil for any other action.
    public let isAtRisk: Bool?

    /// Creates a reply.
    public init(file: DossierFile, pin: String?, asOf: Instant, isReplay: Bool, isAtRisk: Bool? = nil) {
        self.file = file
        self.pin = pin
        self.asOf = asOf
        self.isReplay = isReplay
        self.isAtRisk = isAtRisk
    }
}

/// A request's idempotency key with what it was sent for.
public struct IdempotencyRequest: Sendable {
    /// The key that the client chose, 1 to 255 characters.
    public let key: String
    /// Method, path and body, by which a repeated request is told from another.
    public let parts: [[UInt8]]

    /// Creates a request.
    public init(key: String, parts: [[UInt8]]) {
        self.key = key
        self.parts = parts
    }
}
