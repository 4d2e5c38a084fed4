import DossierEngine

/// Reads an intake (dữ liệu tiếp nhận) as it was sent; what its values mean is judged by the engine.
enum IntakeReading {
    /// The most papers whose reading is tried; the engine's own bound is lower and names the error.
    static let maximumDocuments = 1_000

    /// Reads a draft.
    static func draft(_ reader: inout RequestReader) -> IntakeDraft {
        var draft = IntakeDraft()
        draft.procedureCode = reader.text("procedureCode")
        draft.channel = reader.text("channel")
        draft.commune = reader.text("commune")
        draft.applicant = reader.object("applicant", applicant)
        draft.subject = reader.text("subject")
        draft.submitter = reader.object("submitter", submitter)
        draft.documents = documents(&reader) ?? []
        draft.notifyBySMS = reader.flag("notifyBySMS")
        return draft
    }

    /// Reads the papers handed in; nil if the member is missing.
    static func documents(_ reader: inout RequestReader) -> [DocumentDraft]? {
        reader.objects("documents", atMost: maximumDocuments) { reader in
            var draft = DocumentDraft()
            draft.name = reader.text("name")
            draft.form = reader.text("form")
            draft.quantity = reader.whole("quantity")
            return draft
        }
    }

    private static func applicant(_ reader: inout RequestReader) -> PersonDraft {
        var draft = submitter(&reader)
        draft.kind = reader.text("kind")
        draft.email = reader.text("email")
        draft.address = reader.text("address")
        return draft
    }

    private static func submitter(_ reader: inout RequestReader) -> PersonDraft {
        var draft = PersonDraft()
        draft.name = reader.text("name")
        draft.identityNumber = reader.text("identityNumber")
        draft.phone = reader.text("phone")
        return draft
    }
}

extension FieldError {
    /// Puts two lists together; of a field that stands in the first, or lies in one that does, nothing is said again.
    static func merged(_ first: [FieldError], _ second: [FieldError]) -> [FieldError] {
        first
            + second.filter { error in
                !first.contains { known in
                    error.field == known.field || error.field.hasPrefix(known.field + ".")
                        || error.field.hasPrefix(known.field + "[")
                }
            }
    }
}
