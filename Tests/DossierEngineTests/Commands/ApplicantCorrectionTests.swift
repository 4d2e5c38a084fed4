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

    private static func submitter(_ change: (inout PersonDraft) -> Void) -> ApplicantCorrection {
        var person = PersonDraft()
        change(&person)
        return ApplicantCorrection(person: PersonDraft(), subject: nil, submitter: .mended(person))
    }

    @Test("of a submitter only the fields named are changed, an empty text takes one away, and they are named")
    func submitterFields() throws {
        var sheet = try Self.sheet()
        let phone = PhoneNumber(vietnamese: "0912000111")
        sheet.submitter = Submitter(name: "Trần Thị Bình", identityNumber: "049187005678", phone: phone)
        let correction = Self.submitter {
            $0.identityNumber = ""
            $0.phone = "0935 777 888"
        }

        let corrected = try correction.applied(to: sheet)

        let mended = PhoneNumber(vietnamese: "0935777888")
        sheet.submitter = Submitter(name: "Trần Thị Bình", identityNumber: nil, phone: mended)
        #expect(corrected.sheet == sheet)
        #expect(corrected.fields == ["submitter.identityNumber", "submitter.phone"])
    }

    @Test("where nobody stood for the applicant somebody may, by his name")
    func newSubmitter() throws {
        var sheet = try Self.sheet()
        let named = Self.submitter {
            $0.name = "Nguyễn  Văn Bình"
            $0.phone = "0935777888"
        }
        let unnamed = Self.submitter { $0.phone = "0935777888" }

        let corrected = try named.applied(to: sheet)

        #expect(throws: RequestRefusal.invalidFields([FieldError("fields.submitter.name", .required)])) {
            try unnamed.applied(to: sheet)
        }
        let phone = PhoneNumber(vietnamese: "0935777888")
        sheet.submitter = Submitter(name: "Nguyễn Văn Bình", identityNumber: nil, phone: phone)
        #expect(corrected.sheet == sheet)
        #expect(corrected.fields == ["submitter.name", "submitter.phone"])
    }

    @Test("a submitter who is taken away is gone, and to take nobody away changes nothing")
    func removedSubmitter() throws {
        let sheet = try Self.sheet()
        var attended = sheet
        attended.submitter = Submitter(name: "Trần Thị Bình", identityNumber: nil, phone: nil)
        let correction = ApplicantCorrection(person: PersonDraft(), subject: nil, submitter: .removed)

        for before in [attended, sheet] {
            let corrected = try correction.applied(to: before)
            #expect(corrected.sheet == sheet)
            #expect(corrected.fields == ["submitter"])
        }
    }

    @Test("what is wrong with a submitter is named beside what is wrong with the applicant")
    func wrongSubmitter() throws {
        var person = PersonDraft()
        person.name = ""
        var submitter = PersonDraft()
        submitter.name = " "
        submitter.identityNumber = "12"
        submitter.phone = "1"
        let correction = ApplicantCorrection(person: person, subject: nil, submitter: .mended(submitter))
        let expected = RequestRefusal.invalidFields([
            FieldError("fields.name", .blank), FieldError("fields.submitter.name", .blank),
            FieldError("fields.submitter.identityNumber", .invalidIdentityNumber),
            FieldError("fields.submitter.phone", .notAPhone),
        ])

        #expect(throws: expected) { try correction.applied(to: Self.sheet()) }
    }

    @Test("whether texts are wanted changes nothing personal, and is named")
    func wish() throws {
        let sheet = try Self.sheet()
        for wanted in [true, false] {
            let correction = ApplicantCorrection(person: PersonDraft(), subject: nil, notifiesBySMS: wanted)
            let corrected = try correction.applied(to: sheet)
            #expect(corrected.sheet == sheet)
            #expect(corrected.fields == ["notifyBySMS"])
        }
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
