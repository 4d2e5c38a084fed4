import DossierDomain
import SMSText

extension ApplicantSheet {
    /// What every sheet begins with as the vault keeps it, and nothing else in the vault does.
    static let beginning = Array(#"{"applicant":"#.utf8)

    /// The sheet as the vault keeps it.
    var stored: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("applicant")
            writer.object { writer in
                writer.member("kind", applicant.kind.rawValue)
                writer.member("name", applicant.name)
                writer.member("identityNumber", applicant.identityNumber)
                writer.member("phone", applicant.phone?.e164)
                writer.member("email", applicant.email)
                writer.member("address", applicant.address)
            }
            writer.member("subject", subject)
            if let submitter {
                writer.key("submitter")
                writer.object { writer in
                    writer.member("name", submitter.name)
                    writer.member("identityNumber", submitter.identityNumber)
                    writer.member("phone", submitter.phone?.e164)
                }
            }
            writer.key("documents")
            writer.array(of: documents) { $1.write(to: &$0) }
        }
        return writer.bytes
    }

    /// Creates a sheet from what the vault kept.
    ///
    /// - Throws: ``StoredFormDefect``.
    init(stored bytes: [UInt8]) throws(StoredFormDefect) {
        let members = JSONObjectReader(try storedJSON(bytes))
        let person = try members.object("applicant")
        applicant = Applicant(
            kind: try person.choice("kind"),
            name: try person.text("name"),
            identityNumber: try person.optionalText("identityNumber"),
            phone: try person.phone(),
            email: try person.optionalText("email"),
            address: try person.optionalText("address")
        )
        subject = try members.text("subject")
        submitter = nil
        if let stored = try members.optionalObject("submitter") {
            submitter = Submitter(
                name: try stored.text("name"),
                identityNumber: try stored.optionalText("identityNumber"),
                phone: try stored.phone()
            )
        }
        documents = try SubmittedDocument.list(members.array("documents"))
    }
}

extension SubmittedDocument {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", name)
            writer.member("form", form.rawValue)
            writer.member("quantity", quantity)
        }
    }

    static func list(_ values: [JSONValue]) throws(StoredFormDefect) -> [SubmittedDocument] {
        var documents: [SubmittedDocument] = []
        for value in values {
            let members = JSONObjectReader(value)
            documents.append(
                SubmittedDocument(
                    name: try members.text("name"),
                    form: try members.choice("form"),
                    quantity: Int(clamping: try members.integer("quantity"))
                )
            )
        }
        return documents
    }
}

extension JSONObjectReader {
    fileprivate func phone() throws(StoredFormDefect) -> PhoneNumber? {
        guard let text = try optionalText("phone") else { return nil }
        guard let phone = PhoneNumber(vietnamese: text) else { throw StoredFormDefect(member: "phone") }
        return phone
    }
}
