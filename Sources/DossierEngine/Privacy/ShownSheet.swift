public import DossierDomain
import SMSText

/// A person as staff are shown him (thông tin người nộp được hiển thị), whole or masked.
public struct ShownPerson: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The identity number; nil if none was given.
    public let identityNumber: String?
    /// The telephone as it is dialled at home; nil if none was given.
    public let phone: String?

    /// A person of whom it was decided what is shown.
    init(name: String, identityNumber: String?, phone: String?) {
        self.name = name
        self.identityNumber = identityNumber
        self.phone = phone
    }

    init(name: String, identityNumber: String?, phone: PhoneNumber?, _ view: PersonalDataView, isPublicName: Bool) {
        switch view {
        case .whole:
            self.name = name
            self.identityNumber = identityNumber
            self.phone = phone?.national
        case .masked:
            self.name = isPublicName ? name : PersonalMask.name(name)
            self.identityNumber = identityNumber.map(PersonalMask.number)
            self.phone = phone.map { PersonalMask.number($0.national) }
        }
    }
}

/// What was typed at an intake as staff are shown it (tờ khai được hiển thị).
///
/// Masked, the subject, the address and the papers are left out: they are free words about a person.
public struct ShownSheet: Hashable, Sendable {
    /// The applicant's kind.
    public let kind: ApplicantKind
    /// The applicant.
    public internal(set) var applicant: ShownPerson
    /// The applicant's e-mail address; nil if none was given.
    public internal(set) var email: String?
    /// The applicant's address; nil if none was given or it is left out.
    public internal(set) var address: String?
    /// What is asked for; nil if it is left out.
    public let subject: String?
    /// Whoever stood at the desk for the applicant.
    public internal(set) var submitter: ShownPerson?
    /// The papers handed in; none if they are left out.
    public let documents: [SubmittedDocument]

    /// Shows a sheet.
    ///
    /// - Parameters:
    ///   - sheet: The sheet.
    ///   - view: How much of it.
    ///   - submitterView: How much of whoever stood in for the applicant; nil for as much.
    public init(_ sheet: ApplicantSheet, _ view: PersonalDataView, submitter submitterView: PersonalDataView? = nil) {
        let applicant = sheet.applicant
        kind = applicant.kind
        self.applicant = ShownPerson(
            name: applicant.name,
            identityNumber: applicant.identityNumber,
            phone: applicant.phone,
            view,
            isPublicName: applicant.kind.hasPublicName
        )
        submitter = sheet.submitter.map { submitter in
            ShownPerson(
                name: submitter.name,
                identityNumber: submitter.identityNumber,
                phone: submitter.phone,
                submitterView ?? view,
                isPublicName: false
            )
        }
        let isWhole = view == .whole
        email = isWhole ? applicant.email : applicant.email.map(PersonalMask.email)
        address = isWhole ? applicant.address : nil
        subject = isWhole ? sheet.subject : nil
        documents = isWhole ? sheet.documents : []
    }
}

extension ApplicantKind {
    /// Whether the name is that of a legal person in a public register: households are named after theirs.
    var hasPublicName: Bool {
        switch self {
        case .business, .agency, .organisation: true
        case .citizen, .householdBusiness: false
        }
    }
}

extension ApplicantSheet {
    /// The names of people that free texts may repeat.
    var namesOfPeople: [String] {
        let own = applicant.kind.hasPublicName ? nil : applicant.name
        return [own, submitter?.name].compactMap { $0 }
    }
}

extension TypedTexts {
    /// The texts for whoever is shown a dossier masked: without the names of its people, long numbers and papers.
    func shown(_ view: PersonalDataView, hiding names: [String]) -> TypedTexts {
        guard view == .masked else { return self }
        var texts = self
        texts.reason = reason.map { MaskedText.masked($0, hiding: names) }
        texts.note = note.map { MaskedText.masked($0, hiding: names) }
        texts.items = items.map { MaskedText.masked($0, hiding: names) }
        texts.documents = []
        // A bank's words often begin with whoever paid.
        texts.reference = reference.map { MaskedText.masked($0, hiding: names) }
        texts.receivedBy = receivedBy.map(PersonalMask.name)
        return texts
    }
}
