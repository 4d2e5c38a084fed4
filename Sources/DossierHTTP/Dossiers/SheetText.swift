import DossierDomain
import DossierEngine

/// What was typed at an intake (tờ khai), as staff are shown it; numbers as they are dialled at home.
enum SheetText {
    /// Writes subject, applicant, submitter and documents into an object that is open; null once they were erased.
    static func write(_ sheet: ShownSheet?, to writer: inout JSONWriter) {
        writer.member("subject", sheet?.subject)
        writer.key("applicant")
        if let sheet { writeApplicant(of: sheet, to: &writer) } else { writer.null() }
        writer.key("submitter")
        if let submitter = sheet?.submitter {
            writer.object { write(submitter, to: &$0) }
        } else {
            writer.null()
        }
        writer.key("documents")
        write(sheet?.documents ?? [], to: &writer)
    }

    /// Writes papers.
    static func write(_ documents: [SubmittedDocument], to writer: inout JSONWriter) {
        writer.array(of: documents) { writer, document in
            writer.object { writer in
                writer.member("name", document.name)
                writer.member("form", document.form.rawValue)
                writer.member("quantity", document.quantity)
            }
        }
    }

    private static func writeApplicant(of sheet: ShownSheet, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("kind", sheet.kind.rawValue)
            write(sheet.applicant, to: &writer)
            writer.member("email", sheet.email)
            writer.member("address", sheet.address)
        }
    }

    private static func write(_ person: ShownPerson, to writer: inout JSONWriter) {
        writer.member("name", person.name)
        writer.member("identityNumber", person.identityNumber)
        writer.member("phone", person.phone)
    }
}
