public import WorkingCalendar

/// One version of an administrative procedure (thủ tục hành chính) of the catalogue.
///
/// A dossier keeps the version in force at its intake, so a version never changes once a dossier has used it.
public struct Procedure: Sendable {
    /// The national code.
    public let code: ProcedureCode
    /// The version, 1 or more; a later law is a later version.
    public let version: Int
    /// The first local date on which this version takes new dossiers.
    public let effectiveFrom: LocalDate
    /// The name in Vietnamese.
    public let name: String
    /// The field (lĩnh vực) in Vietnamese.
    public let field: String
    /// The level (cấp thực hiện) in words: `tỉnh`, `huyện`, `xã`, `tỉnh/xã`, `huyện/xã` or `xã-huyện`.
    public let level: String
    /// The whole dossier's term.
    public let limit: Limit
    /// What a supplement request does to the clock.
    public let supplementMode: SupplementMode
    /// Whether several agencies have a part in it (một cửa liên thông).
    public let isInterlinked: Bool
    /// The fee in words, as published.
    public let fee: String
    /// The papers the applicant must bring.
    public let documents: [RequiredDocument]
    /// The proved route.
    public let route: Route
    /// The warnings prescribed instead of the regime's; nil for the regime's.
    public let ladder: LadderOverride?

    /// Creates a procedure whose route has been proved in itself.
    ///
    /// Whether the route fits the limit depends on the calendar: see ``RouteProof``.
    public init(
        code: ProcedureCode,
        version: Int,
        effectiveFrom: LocalDate,
        name: String,
        field: String,
        level: String,
        limit: Limit,
        supplementMode: SupplementMode,
        isInterlinked: Bool,
        fee: String,
        documents: [RequiredDocument],
        route: Route,
        ladder: LadderOverride? = nil
    ) {
        self.code = code
        self.version = version
        self.effectiveFrom = effectiveFrom
        self.name = name
        self.field = field
        self.level = level
        self.limit = limit
        self.supplementMode = supplementMode
        self.isInterlinked = isInterlinked
        self.fee = fee
        self.documents = documents
        self.route = route
        self.ladder = ladder
    }
}

/// What waiting for a supplement (bổ sung hồ sơ) does to the dossier's clock.
///
/// Source: domain.md R21 (Decree 61/2018 Art. 19, unverified) and R23 (Decision 766/QĐ-TTg); which one holds is written
/// per procedure.
public enum SupplementMode: String, CaseIterable, Sendable {
    /// The unused working time is kept and added back on receipt.
    case pause
    /// The term begins anew on receipt of the complete dossier.
    case restart
}

/// The form in which a paper is handed in (hình thức giấy tờ).
public enum DocumentForm: String, CaseIterable, Sendable {
    /// The original (bản chính).
    case original
    /// A certified copy (bản sao chứng thực).
    case certifiedCopy
    /// A plain photocopy (bản chụp).
    case photocopy
    /// An electronic document (bản điện tử).
    case electronic
}

/// A paper (thành phần hồ sơ) that a procedure asks for.
public struct RequiredDocument: Hashable, Sendable {
    /// The paper's name in Vietnamese.
    public let name: String
    /// The form it is asked in.
    public let form: DocumentForm
    /// How many, 1 or more.
    public let quantity: Int
    /// Whether a dossier is complete without it in some cases.
    public let isOptional: Bool

    /// Creates a required paper.
    public init(name: String, form: DocumentForm, quantity: Int, isOptional: Bool) {
        self.name = name
        self.form = form
        self.quantity = quantity
        self.isOptional = isOptional
    }
}
