import DossierEngine

/// Reads a correction (đính chính): which fields are mended, with their right values.
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
        return (ApplicantCorrection(person: person, subject: subject), reader.isEmpty)
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
