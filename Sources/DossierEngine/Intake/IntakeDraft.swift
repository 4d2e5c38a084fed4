/// An intake as somebody sent it (dữ liệu tiếp nhận chưa kiểm tra), nothing judged yet.
public struct IntakeDraft: Sendable {
    /// The procedure's code.
    public var procedureCode: String?
    /// `desk`, `online` or `post`.
    public var channel: String?
    /// The commune by identifier or name; nil for the clerk's own.
    public var commune: String?
    /// The applicant.
    public var applicant: PersonDraft?
    /// What is asked for.
    public var subject: String?
    /// Whoever stands at the desk for the applicant.
    public var submitter: PersonDraft?
    /// The papers handed in.
    public var documents: [DocumentDraft] = []
    /// Whether texts are wanted; nil means wherever there is a mobile number.
    public var notifyBySMS: Bool?

    /// Creates an empty draft.
    public init() {}
}

/// A person as somebody sent it.
public struct PersonDraft: Sendable {
    /// The kind of applicant; not asked of a submitter.
    public var kind: String?
    /// The name.
    public var name: String?
    /// The identity or tax number.
    public var identityNumber: String?
    /// The telephone.
    public var phone: String?
    /// The e-mail address.
    public var email: String?
    /// The address.
    public var address: String?

    /// Creates an empty draft.
    public init() {}
}

/// A paper as somebody sent it.
public struct DocumentDraft: Sendable {
    /// The paper's name.
    public var name: String?
    /// The form it is handed in.
    public var form: String?
    /// How many; nil means one.
    public var quantity: Int64?

    /// Creates an empty draft.
    public init() {}
}
