public import DossierDomain

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
    ///   - present: Whose people are masked in its texts: the dossier as it became later; nil for itself.
    ///   - takesLaterPapers: Whether the papers are read that were brought after the intake, for whoever is shown them.
    ///   - snapshot: Where the vault is.
    /// - Throws: ``StoreError``, ``StoredFormDefect``.
    init(
        _ dossier: Dossier,
        _ view: PersonalDataView,
        submitter submitterView: PersonalDataView? = nil,
        hidingPeopleOf present: Dossier? = nil,
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
        self.sheet = sheet
        let (asked, decided) = (
            try Vault.texts(dossier.request, in: snapshot), try Vault.texts(dossier.result?.text, in: snapshot)
        )
        // Lists have few such texts.
        let hasTexts = asked != nil || decided != nil
        let people = hasTexts ? try DossierQueries.hiddenNames(of: present ?? dossier, view, in: snapshot) : []
        request = asked?.shown(view, hiding: people)
        resultTexts = decided?.shown(view, hiding: people)
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
