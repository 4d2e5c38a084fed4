import SMSText

/// What a correction changes of what was said at the intake (nội dung đính chính); nil leaves a thing as it is.
public struct ApplicantCorrection: Sendable {
    /// The applicant's fields that were sent.
    public let person: PersonDraft
    /// What is asked for, corrected.
    public let subject: String?
    /// What becomes of whoever stands at the desk for the applicant.
    public let submitter: SubmitterCorrection?
    /// Whether texts are wanted from now on.
    public let notifiesBySMS: Bool?

    /// Creates a correction.
    public init(
        person: PersonDraft,
        subject: String?,
        submitter: SubmitterCorrection? = nil,
        notifiesBySMS: Bool? = nil
    ) {
        self.person = person
        self.subject = subject
        self.submitter = submitter
        self.notifiesBySMS = notifiesBySMS
    }

    /// Judges the fields against what stands now.
    ///
    /// Whether there is a mobile number for the texts that are wanted is not judged here.
    ///
    /// - Parameter sheet: What stands now.
    /// - Returns: The corrected sheet and the names of the fields that were named.
    /// - Throws: ``RequestRefusal/invalidFields(_:)``.
    func applied(to sheet: ApplicantSheet) throws(RequestRefusal) -> (sheet: ApplicantSheet, fields: [String]) {
        var errors = FieldErrors()
        let applicant = PersonRules.applicant(merged(into: sheet.applicant), errors: &errors)
        var corrected = sheet
        if let subject {
            let clean = errors.collect("subject") { () throws(FieldDefect) in try TextRules.subject.clean(subject) }
            corrected.subject = clean ?? sheet.subject
        }
        switch submitter {
        case .mended(let draft)?:
            corrected.submitter = PersonRules.submitter(draft.merged(into: sheet.submitter), errors: &errors)
        case .removed?: corrected.submitter = nil
        case nil: break
        }
        guard errors.list.isEmpty, let applicant else {
            throw .invalidFields(errors.list.map { FieldError("fields." + $0.field.withoutApplicant, $0.code) })
        }
        corrected.applicant = applicant
        return (corrected, names)
    }

    private func merged(into old: Applicant) -> PersonDraft {
        var merged = PersonDraft()
        merged.kind = person.kind ?? old.kind.rawValue
        merged.name = person.name ?? old.name
        merged.identityNumber = person.identityNumber ?? old.identityNumber
        merged.phone = person.phone ?? old.phone?.e164
        merged.email = person.email ?? old.email
        merged.address = person.address ?? old.address
        return merged
    }

    /// The names of what was named, in the order of the intake's form.
    private var names: [String] {
        let named = [
            ("kind", person.kind), ("name", person.name), ("identityNumber", person.identityNumber),
            ("phone", person.phone), ("email", person.email), ("address", person.address), ("subject", subject),
        ]
        var names = named.compactMap { $0.1 == nil ? nil : $0.0 }
        if let submitter { names += submitter.names }
        if notifiesBySMS != nil { names.append("notifyBySMS") }
        return names
    }
}

/// What becomes of whoever stands at the desk for the applicant (đính chính người nộp thay).
public enum SubmitterCorrection: Sendable {
    /// The fields that were sent are right from now on, and the others stay; where nobody stood there before, he does.
    case mended(PersonDraft)
    /// Nobody stands there.
    case removed

    fileprivate var names: [String] {
        switch self {
        case .removed: return ["submitter"]
        case .mended(let draft):
            let named = [
                ("submitter.name", draft.name), ("submitter.identityNumber", draft.identityNumber),
                ("submitter.phone", draft.phone),
            ]
            return named.compactMap { $0.1 == nil ? nil : $0.0 }
        }
    }
}

extension PersonDraft {
    fileprivate func merged(into old: Submitter?) -> PersonDraft {
        var merged = PersonDraft()
        merged.name = name ?? old?.name
        merged.identityNumber = identityNumber ?? old?.identityNumber
        merged.phone = phone ?? old?.phone?.e164
        return merged
    }
}

extension String {
    fileprivate var withoutApplicant: String { hasPrefix("applicant.") ? String(dropFirst(10)) : self }
}
