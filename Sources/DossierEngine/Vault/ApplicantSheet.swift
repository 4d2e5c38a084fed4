public import DossierDomain
public import SMSText

/// Who asks for a result (đối tượng nộp hồ sơ).
public enum ApplicantKind: String, CaseIterable, Sendable {
    /// A person (công dân).
    case citizen
    /// A company (doanh nghiệp).
    case business
    /// A household business (hộ kinh doanh).
    case householdBusiness
    /// A state agency (cơ quan nhà nước).
    case agency
    /// Another organisation (tổ chức).
    case organisation
}

/// The applicant (chủ hồ sơ) as typed at the desk, cleaned.
public struct Applicant: Hashable, Sendable {
    /// The kind.
    public var kind: ApplicantKind
    /// The name, NFC, single blanks.
    public var name: String
    /// 9 or 12 digits, or a tax number for businesses; nil if not given.
    public var identityNumber: String?
    /// The telephone, mobile or landline; nil if not given.
    public var phone: PhoneNumber?
    /// The e-mail address; nil if not given.
    public var email: String?
    /// The address; nil if not given.
    public var address: String?

    /// Creates an applicant.
    public init(
        kind: ApplicantKind,
        name: String,
        identityNumber: String?,
        phone: PhoneNumber?,
        email: String?,
        address: String?
    ) {
        self.kind = kind
        self.name = name
        self.identityNumber = identityNumber
        self.phone = phone
        self.email = email
        self.address = address
    }
}

/// Whoever stands at the desk for the applicant (người nộp thay).
public struct Submitter: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The identity number; nil if not given.
    public let identityNumber: String?
    /// The telephone; nil if not given.
    public let phone: PhoneNumber?

    /// Creates a submitter.
    public init(name: String, identityNumber: String?, phone: PhoneNumber?) {
        self.name = name
        self.identityNumber = identityNumber
        self.phone = phone
    }
}

/// A paper that was handed in (giấy tờ đã nộp).
public struct SubmittedDocument: Hashable, Sendable {
    /// The paper's name.
    public let name: String
    /// The form it was handed in.
    public let form: DocumentForm
    /// How many.
    public let quantity: Int

    /// Creates a document.
    public init(name: String, form: DocumentForm, quantity: Int) {
        self.name = name
        self.form = form
        self.quantity = quantity
    }
}

/// All that was typed at an intake (tờ khai tiếp nhận): one entry of the vault.
public struct ApplicantSheet: Hashable, Sendable {
    /// The applicant.
    public var applicant: Applicant
    /// What is asked for.
    public var subject: String
    /// Whoever stood at the desk for the applicant.
    public var submitter: Submitter?
    /// The papers handed in.
    public var documents: [SubmittedDocument]

    /// Creates a sheet.
    public init(applicant: Applicant, subject: String, submitter: Submitter?, documents: [SubmittedDocument]) {
        self.applicant = applicant
        self.subject = subject
        self.submitter = submitter
        self.documents = documents
    }

    /// The number that texts go to: the applicant's mobile, else the submitter's; nil if there is none.
    public var mobile: PhoneNumber? {
        for phone in [applicant.phone, submitter?.phone] {
            if let phone, phone.isMobile { return phone }
        }
        return nil
    }
}
