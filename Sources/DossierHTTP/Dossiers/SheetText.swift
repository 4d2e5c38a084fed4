import DossierDomain
import DossierEngine
import SMSText

/// What was typed at an intake (tờ khai), as staff read it; numbers as they are dialled at home.
enum SheetText {
    /// Writes subject, applicant, submitter and documents into an object that is open; null once they were erased.
    static func write(_ sheet: ApplicantSheet?, to writer: inout JSONWriter) {
        writer.member("subject", sheet?.subject)
        writer.key("applicant")
        if let applicant = sheet?.applicant { write(applicant, to: &writer) } else { writer.null() }
        writer.key("submitter")
        if let submitter = sheet?.submitter { write(submitter, to: &writer) } else { writer.null() }
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

    private static func write(_ applicant: Applicant, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("kind", applicant.kind.rawValue)
            writer.member("name", applicant.name)
            writer.member("identityNumber", applicant.identityNumber)
            writer.member("phone", applicant.phone?.national)
            writer.member("email", applicant.email)
            writer.member("address", applicant.address)
        }
    }

    private static func write(_ submitter: Submitter, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", submitter.name)
            writer.member("identityNumber", submitter.identityNumber)
            writer.member("phone", submitter.phone?.national)
        }
    }
}
