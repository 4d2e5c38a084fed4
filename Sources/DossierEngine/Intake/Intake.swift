public import DossierDomain
import SMSText
public import WorkingCalendar

/// A judged and cleaned intake (thông tin tiếp nhận hợp lệ).
public struct Intake: Sendable {
    /// The procedure's version in force.
    public let procedure: Procedure
    /// The way it came in.
    public let channel: Channel
    /// The commune, if somebody named one.
    public let commune: CommuneID?
    /// What was typed.
    public let sheet: ApplicantSheet
    /// Whether texts are wanted.
    public let notifiesBySMS: Bool

    /// The most papers of one dossier.
    public static let maximumDocuments = 50

    /// Judges a draft by the rules in force on a date.
    ///
    /// - Parameters:
    ///   - draft: The intake as it came.
    ///   - rules: The rules.
    ///   - date: The local date of receipt.
    ///   - isOfRegister: Whether the dossier was received before it came here, so that its procedure may be one that
    ///     takes no dossiers any more.
    /// - Throws: ``RequestRefusal/invalidFields(_:)`` with every field that cannot be taken, in the form's
    ///   order; a mobile number missing for texts is named last, because `notifyBySMS` asks for it. ``StoreError`` if
    ///   the procedure's version of that date is stored and cannot be read.
    public init(
        _ draft: IntakeDraft,
        rules: Rules,
        on date: LocalDate,
        ofRegister isOfRegister: Bool = false
    ) throws {
        var errors = FieldErrors()
        let code = draft.procedureCode.map(ProcedureCode.init(rawValue:))
        let found = try code.flatMap { code in
            try isOfRegister ? rules.procedure(code, begunBy: date) : rules.procedure(code, on: date)
        }
        let procedure = errors.collect("procedureCode") { () throws(FieldDefect) in
            guard code != nil else { throw FieldDefect(.required) }
            guard let found else { throw FieldDefect(.unknownProcedure) }
            return found
        }
        let channel = errors.collect("channel") { () throws(FieldDefect) in
            try choice(Channel.self, draft.channel)
        }
        var commune: CommuneID?
        if let typed = draft.commune {
            commune = errors.collect("commune") { () throws(FieldDefect) in
                do throws(UnclearCommune) {
                    return try rules.places.commune(named: typed)
                } catch {
                    throw FieldDefect(error.code)
                }
            }
        }
        let applicant = PersonRules.applicant(draft.applicant, errors: &errors)
        let subject = errors.collect("subject") { () throws(FieldDefect) in
            try required(draft.subject, TextRules.subject)
        }
        let submitter = draft.submitter.flatMap { PersonRules.submitter($0, errors: &errors) }
        let documents = Self.documents(draft.documents, errors: &errors)
        let hasMobile = Self.hasMobile(draft)
        if draft.notifyBySMS == true, !hasMobile, !errors.contains("applicant"), !errors.contains("applicant.phone") {
            errors.add("applicant.phone", .noPhoneForSMS)
        }
        guard errors.list.isEmpty, let procedure, let channel, let applicant, let subject else {
            throw RequestRefusal.invalidFields(errors.list)
        }
        self.procedure = procedure
        self.channel = channel
        self.commune = commune
        sheet = ApplicantSheet(applicant: applicant, subject: subject, submitter: submitter, documents: documents)
        notifiesBySMS = draft.notifyBySMS ?? hasMobile
    }

    /// Whether anybody's mobile number was typed, also beside a name that cannot be taken.
    private static func hasMobile(_ draft: IntakeDraft) -> Bool {
        [draft.applicant?.phone, draft.submitter?.phone].contains { typed in
            typed.flatMap(PhoneNumber.init(vietnamese:))?.isMobile == true
        }
    }

    /// Judges the papers handed in, each by its place in the list.
    public static func documents(_ drafts: [DocumentDraft], errors: inout FieldErrors) -> [SubmittedDocument] {
        guard drafts.count <= maximumDocuments else {
            errors.add("documents", .tooMany)
            return []
        }
        var documents: [SubmittedDocument] = []
        for (index, draft) in drafts.enumerated() {
            let path = "documents[\(index)]"
            let name = errors.collect(path + ".name") { () throws(FieldDefect) in
                try required(draft.name, TextRules.name)
            }
            let form = errors.collect(path + ".form") { () throws(FieldDefect) in
                try choice(DocumentForm.self, draft.form)
            }
            let quantity = draft.quantity ?? 1
            if !(1...100).contains(quantity) { errors.add(path + ".quantity", .outOfRange) }
            if let name, let form {
                documents.append(SubmittedDocument(name: name, form: form, quantity: Int(clamping: quantity)))
            }
        }
        return documents
    }
}

/// The field errors found so far.
public struct FieldErrors: Sendable {
    /// The errors in the order they were found.
    public private(set) var list: [FieldError] = []

    /// Creates an empty list.
    public init() {}

    /// Adds an error.
    public mutating func add(_ field: String, _ code: FieldError.Code) { list.append(FieldError(field, code)) }

    /// Whether a field has an error.
    public func contains(_ field: String) -> Bool { list.contains { $0.field == field } }

    /// Judges a field's value: notes what is wrong with it, or gives the clean value.
    public mutating func collect<Value>(_ field: String, _ judge: () throws(FieldDefect) -> Value) -> Value? {
        do throws(FieldDefect) {
            return try judge()
        } catch {
            add(field, error.code)
            return nil
        }
    }
}

/// A text that must be given.
func required(_ typed: String?, _ rules: TextRules) throws(FieldDefect) -> String {
    guard let typed else { throw FieldDefect(.required) }
    return try rules.clean(typed)
}

/// A choice that must be given.
public func choice<Choice: RawRepresentable>(
    _ kind: Choice.Type,
    _ typed: String?
) throws(FieldDefect) -> Choice where Choice.RawValue == String {
    guard let typed else { throw FieldDefect(.required) }
    guard let choice = Choice(rawValue: typed) else { throw FieldDefect(.invalidValue) }
    return choice
}
