public import DossierDomain
public import WorkingCalendar

/// A whole folder of configuration (cấu hình đã nạp), read, checked and proved.
public struct LoadedConfiguration: Sendable {
    /// The settings of the program.
    public var settings: Settings
    /// The organisation chosen in the settings.
    public let organisation: Organisation
    /// The public calendar chosen in the settings.
    public let publicCalendar: PublicCalendar
    /// The working calendar of each agency.
    public let calendars: [AgencyID: WorkingCalendar]
    /// The regime pack chosen in the settings.
    public let regime: Regime
    /// All regime packs of the folder, in order of their names.
    public let regimes: [Regime]
    /// All procedures of the folder, in order of their codes.
    public let procedures: [Procedure]
    /// The proof of each procedure, with its slack.
    public let proofs: [ProcedureCode: RouteProof]
    /// The short texts to applicants, one for every kind.
    public let smsTemplates: [ShortText.Kind: ShortText]
    /// How citizens' texts are read and answered.
    public let answers: AnswerTexts
    /// What refused requests are told, for every code that the program uses.
    public let problemTexts: ProblemTexts
    /// The words in which an appointment is explained, for every sentence that the program tells.
    public let deadlineTexts: [DeadlineSentence: BilingualText]
    /// All gateways of the folder, in order of their names.
    public let gateways: [GatewayFile]
    /// All webhooks of the folder, in order of their names.
    public let webhooks: [WebhookFile]
    /// The provider of single sign-on chosen in the settings; nil for none.
    public let signOn: SignOnFile?
    /// The passwords that are tried first.
    public let passwords: KnownPasswords
    /// How long personal data are kept after a dossier's end.
    public let retention: RetentionRules
    /// The exact content of the rules of retention; it is stored when something is erased by them.
    public let retentionSource: VersionedSource
    /// The exact content of everything with a version that a start takes into use, to be stored by its hash.
    public let sources: [VersionedSource]
}

/// One version of a part of the configuration (phiên bản cấu hình) in its canonical form.
public struct VersionedSource: Hashable, Sendable {
    /// The kind: `procedure`, `regime`, `calendar`, `organisation` or `retention`.
    public let kind: String
    /// The name within its kind: a procedure's code, else the file's name without ending.
    public let name: String
    /// The version, 1 or more.
    public let version: Int
    /// The values as JSON with sorted keys, without blanks; comments and the order of keys play no part.
    public let canonicalJSON: String

    /// Takes the version that a file's values are; one that says none is the first.
    init(_ kind: Kind, named name: String, from root: ConfigCursor) {
        self.kind = kind.rawValue
        self.name = name
        version = root["version"]?.node.integer ?? 1
        canonicalJSON = CanonicalJSON.text(of: root.node)
    }

    /// The kinds of parts that have versions; the name is that of the schema too.
    enum Kind: String {
        case procedure
        case regime
        case calendar
        case organisation
        case retention
    }
}
