import DossierEngine

/// Reads a correction (đính chính): what is mended of what was said at the intake, with its right values.
enum CorrectionReading {
    /// Reads the body; nil means that something is wrong, which is noted.
    static func correction(_ reader: inout RequestReader) -> DossierAction? {
        let fields = reader.mustHave("fields") { $0.object("fields", Self.fields) }
        let reason = reader.clean("reason", .reason)
        if let fields, fields.isEmpty { reader.errors.add(reader.path("fields"), .tooShort) }
        guard let fields, let reason else { return nil }
        return .correct(fields.correction, reason: reason)
    }

    private static func fields(_ reader: inout RequestReader) -> (correction: ApplicantCorrection, isEmpty: Bool) {
        var person = PersonDraft()
        person.kind = kept("kind", &reader)
        person.name = kept("name", &reader)
        person.identityNumber = clearable("identityNumber", &reader)
        person.phone = clearable("phone", &reader)
        person.email = clearable("email", &reader)
        person.address = clearable("address", &reader)
        let subject = kept("subject", &reader)
        let submitter = submitter(&reader)
        if reader.isNull("notifyBySMS") { reader.errors.add(reader.path("notifyBySMS"), .required) }
        let correction = ApplicantCorrection(
            person: person,
            subject: subject,
            submitter: submitter,
            notifiesBySMS: reader.flag("notifyBySMS")
        )
        return (correction, reader.isEmpty)
    }

    /// Whoever stands at the desk for the applicant: his fields as those of the applicant; null means nobody.
    private static func submitter(_ reader: inout RequestReader) -> SubmitterCorrection? {
        let isNull = reader.isNull("submitter")
        let mended = reader.object("submitter") { reader in
            var person = PersonDraft()
            person.name = kept("name", &reader)
            person.identityNumber = clearable("identityNumber", &reader)
            person.phone = clearable("phone", &reader)
            return (person: person, isEmpty: reader.isEmpty)
        }
        if mended?.isEmpty == true { reader.errors.add(reader.path("submitter"), .tooShort) }
        if isNull { return .removed }
        return mended.map { SubmitterCorrection.mended($0.person) }
    }

    /// A field that a dossier must have: it can be mended, not cleared.
    private static func kept(_ name: String, _ reader: inout RequestReader) -> String? {
        if reader.isNull(name) { reader.errors.add(reader.path(name), .required) }
        return reader.text(name)
    }

    /// A field that may be cleared: null means an empty text, which counts as not given.
    private static func clearable(_ name: String, _ reader: inout RequestReader) -> String? {
        let isNull = reader.isNull(name)
        return reader.text(name) ?? (isNull ? "" : nil)
    }
}
