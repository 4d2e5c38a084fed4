public import DossierDomain
import SMSText
public import WorkingCalendar

/// An action on a dossier (thao tác) as the desk asks for it, its typed words judged and cleaned.
public enum DossierAction: Sendable {
    /// Receive a dossier filed online.
    case accept
    /// Refuse a dossier filed online.
    case refuse(reason: String)
    /// Complete a step.
    case completeStep(StepCompletionRequest)
    /// Return work to an earlier step.
    case returnStep(step: StepID, target: StepID, reason: String)
    /// Name an officer, by username.
    case assign(step: StepID, username: String)
    /// Ask for more papers.
    case requestSupplement(items: [String], reason: String)
    /// Take in the papers asked for.
    case receiveSupplement(documents: [SubmittedDocument])
    /// Ask for a payment.
    case requestPayment(amountInDong: Int64, reason: String)
    /// Confirm a payment.
    case confirmPayment(reference: String)
    /// Take the dossier back at the citizen's wish.
    case withdraw(reason: String)
    /// Stop it.
    case stop(reason: String)
    /// Void a mistaken intake.
    case void(reason: String)
    /// Apologise and give a new appointment.
    case apologise(reason: String, newDueAt: Instant)
    /// Hand the result over.
    case handOver(receivedBy: String)
    /// Mend mistyped data.
    case correct(ApplicantCorrection, reason: String)
    /// Renew the look-up PIN.
    case renewPIN
}

/// How a step is completed, as the officer says.
public struct StepCompletionRequest: Sendable {
    /// The step.
    public let step: StepID
    /// The outcome, where the step decides.
    public let outcome: String?
    /// A note.
    public let note: String?
    /// The result's kind, where the step gives one.
    public let result: DossierResult.Kind?
    /// The result's number.
    public let resultNumber: String?
    /// The reason of a denial.
    public let resultReason: String?
    /// The leader's reason for finishing late without an apology.
    public let overrideReason: String?

    /// Creates a request.
    public init(
        step: StepID,
        outcome: String? = nil,
        note: String? = nil,
        result: DossierResult.Kind? = nil,
        resultNumber: String? = nil,
        resultReason: String? = nil,
        overrideReason: String? = nil
    ) {
        self.step = step
        self.outcome = outcome
        self.note = note
        self.result = result
        self.resultNumber = resultNumber
        self.resultReason = resultReason
        self.overrideReason = overrideReason
    }
}

/// The fields of an applicant that a correction changes; nil leaves a field as it is.
public struct ApplicantCorrection: Sendable {
    /// What was sent; the subject stands beside the applicant's own fields.
    public let person: PersonDraft
    /// What is asked for, corrected.
    public let subject: String?

    /// Creates a correction.
    public init(person: PersonDraft, subject: String?) {
        self.person = person
        self.subject = subject
    }

    /// Judges the fields against what stands now.
    ///
    /// - Parameter sheet: What stands now.
    /// - Returns: The corrected sheet and the names of the fields that were named.
    /// - Throws: ``RequestRefusal/invalidFields(_:)``.
    func applied(to sheet: ApplicantSheet) throws(RequestRefusal) -> (sheet: ApplicantSheet, fields: [String]) {
        let old = sheet.applicant
        var merged = PersonDraft()
        merged.kind = person.kind ?? old.kind.rawValue
        merged.name = person.name ?? old.name
        merged.identityNumber = person.identityNumber ?? old.identityNumber
        merged.phone = person.phone ?? old.phone?.e164
        merged.email = person.email ?? old.email
        merged.address = person.address ?? old.address
        var errors = FieldErrors()
        let applicant = PersonRules.applicant(merged, errors: &errors)
        var corrected = sheet
        if let subject {
            let clean = errors.collect("subject") { () throws(FieldDefect) in try TextRules.subject.clean(subject) }
            corrected.subject = clean ?? sheet.subject
        }
        guard errors.list.isEmpty, let applicant else {
            throw .invalidFields(errors.list.map { FieldError("fields." + $0.field.withoutApplicant, $0.code) })
        }
        corrected.applicant = applicant
        return (corrected, names)
    }

    private var names: [String] {
        let named = [
            ("kind", person.kind), ("name", person.name), ("identityNumber", person.identityNumber),
            ("phone", person.phone), ("email", person.email), ("address", person.address), ("subject", subject),
        ]
        return named.compactMap { $0.1 == nil ? nil : $0.0 }
    }
}

extension String {
    fileprivate var withoutApplicant: String { hasPrefix("applicant.") ? String(dropFirst(10)) : self }
}
