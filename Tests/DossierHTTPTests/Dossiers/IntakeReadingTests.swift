import DossierEngine
import Testing

@testable import DossierHTTP

@Suite("Bodies of intakes")
struct IntakeReadingTests {
    private func read(_ text: String) throws -> (draft: IntakeDraft, errors: [FieldError]) {
        let value = try JSONParser.parse(Array(text.utf8))
        let (draft, errors) = try RequestReader.collect(value, IntakeReading.draft)
        return (draft, errors)
    }

    @Test("the intake of the design is read whole")
    func designExample() throws {
        let (draft, errors) = try read(
            """
            {"procedureCode":"1.001612","channel":"desk","commune":null,
             "applicant":{"kind":"citizen","name":"Nguyễn Văn An","identityNumber":"049085001234",
                          "phone":"0905123456","email":null,"address":"Thị trấn Hà Lam"},
             "subject":"Đăng ký hộ kinh doanh tạp hóa","submitter":null,
             "documents":[{"name":"Giấy đề nghị đăng ký","form":"original","quantity":1}],"notifyBySMS":true}
            """
        )
        #expect(errors.isEmpty)
        #expect(draft.procedureCode == "1.001612")
        #expect(draft.channel == "desk")
        #expect(draft.commune == nil)
        #expect(draft.applicant?.name == "Nguyễn Văn An")
        #expect(draft.applicant?.phone == "0905123456")
        #expect(draft.applicant?.email == nil)
        #expect(draft.submitter == nil)
        #expect(draft.documents.map(\.name) == ["Giấy đề nghị đăng ký"])
        #expect(draft.documents.first?.quantity == 1)
        #expect(draft.notifyBySMS == true)
    }

    @Test("documents and notifyBySMS may be left out")
    func optionalMembers() throws {
        let (draft, errors) = try read(#"{"procedureCode":"1.001612"}"#)
        #expect(errors.isEmpty)
        #expect(draft.documents.isEmpty)
        #expect(draft.notifyBySMS == nil)
    }

    @Test("a submitter has no kind, e-mail or address")
    func submitterFields() throws {
        let found = try read(#"{"submitter":{"name":"Nguyễn Thị Hoa","kind":"citizen"}}"#)
        #expect(found.errors == [FieldError("submitter.kind", .unknownField)])
    }

    @Test("errors of shape and of meaning are told together, each field once")
    func mergedErrors() {
        let shape = [FieldError("applicant", .wrongType), FieldError("documents[1]", .wrongType)]
        let meaning = [
            FieldError("applicant", .required), FieldError("applicant.name", .required),
            FieldError("subject", .required), FieldError("documents[1].name", .required),
            FieldError("documents[10].name", .required),
        ]
        let wanted = shape + [FieldError("subject", .required), FieldError("documents[10].name", .required)]
        #expect(FieldError.merged(shape, meaning) == wanted)
    }
}
