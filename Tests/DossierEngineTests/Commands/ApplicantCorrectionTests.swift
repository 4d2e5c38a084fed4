import DossierDomain
import SMSText
import Testing

@testable import DossierEngine

@Suite struct ApplicantCorrectionTests {
    private static func sheet() throws -> ApplicantSheet { try judged(Drafts.business()).sheet }

    private static func correction(subject: String? = nil, _ change: (inout PersonDraft) -> Void) -> ApplicantCorrection
    {
        var person = PersonDraft()
        change(&person)
        return ApplicantCorrection(person: person, subject: subject)
    }

    @Test("only the fields named are changed, and they are named")
    func someFields() throws {
        let sheet = try Self.sheet()
        let correction = Self.correction(subject: "Đăng ký hộ kinh doanh  phở") {
            $0.name = "Nguyễn Văn Ân"
            $0.phone = "0914 000 111"
        }

        let corrected = try correction.applied(to: sheet)

        var expected = sheet
        expected.applicant.name = "Nguyễn Văn Ân"
        expected.applicant.phone = PhoneNumber(vietnamese: "0914000111")
        expected.subject = "Đăng ký hộ kinh doanh phở"
        #expect(corrected.sheet == expected)
        #expect(corrected.fields == ["name", "phone", "subject"])
    }

    @Test("a field not named stays, of the applicant and beside him")
    func otherFieldsStay() throws {
        var sheet = try Self.sheet()
        sheet.applicant.email = "an@example.vn"
        sheet.submitter = Submitter(name: "Trần Thị Bình", identityNumber: nil, phone: nil)

        let corrected = try Self.correction { $0.name = "Nguyễn Văn Ân" }.applied(to: sheet)

        sheet.applicant.name = "Nguyễn Văn Ân"
        #expect(corrected.sheet == sheet)
        #expect(corrected.fields == ["name"])
    }

    @Test("an empty text takes an optional field away")
    func emptied() throws {
        let correction = Self.correction {
            $0.identityNumber = ""
            $0.phone = ""
            $0.address = ""
        }

        let applicant = try correction.applied(to: Self.sheet()).sheet.applicant

        #expect(applicant.identityNumber == nil && applicant.phone == nil && applicant.address == nil)
        #expect(applicant.name == "Nguyễn Văn An")
    }

    @Test("all that is wrong is named at once, under the fields of the correction")
    func refused() throws {
        let correction = Self.correction(subject: "") {
            $0.name = ""
            $0.kind = "person"
            $0.phone = "1"
            $0.email = "x"
        }
        let expected = RequestRefusal.invalidFields([
            FieldError("fields.kind", .invalidValue), FieldError("fields.name", .blank),
            FieldError("fields.phone", .notAPhone), FieldError("fields.email", .invalidValue),
            FieldError("fields.subject", .blank),
        ])

        #expect(throws: expected) { try correction.applied(to: Self.sheet()) }
    }

    @Test("a tax number does not fit an applicant who becomes a citizen")
    func kindChanged() throws {
        var sheet = try Self.sheet()
        sheet.applicant.kind = .business
        sheet.applicant.identityNumber = "4000123456"
        let correction = Self.correction { $0.kind = "citizen" }

        #expect(
            throws: RequestRefusal.invalidFields([FieldError("fields.identityNumber", .invalidIdentityNumber)])
        ) { try correction.applied(to: sheet) }
    }
}
