import DossierDomain
import SMSText
import Testing

@testable import DossierEngine

@Suite struct ApplicantSheetTests {
    private static let applicant = Applicant(
        kind: .householdBusiness,
        name: "Nguyễn Văn \"An\"",
        identityNumber: "049085001234",
        phone: PhoneNumber(vietnamese: "02353874123"),
        email: "an@example.vn",
        address: "Tổ 5, thị trấn Hà Lam"
    )
    private static let bare = Applicant(
        kind: .citizen,
        name: "A",
        identityNumber: nil,
        phone: nil,
        email: nil,
        address: nil
    )
    private static let submitter = Submitter(
        name: "Trần Thị Bình",
        identityNumber: "205123456",
        phone: PhoneNumber(vietnamese: "0914000111")
    )
    private static let documents = [
        SubmittedDocument(name: "Giấy đề nghị đăng ký", form: .original, quantity: 1),
        SubmittedDocument(name: "CCCD", form: .certifiedCopy, quantity: 100),
    ]

    @Test("a sheet is read as it was written, full or bare")
    func roundTrip() throws {
        let bareSubmitter = Submitter(name: "B", identityNumber: nil, phone: nil)
        let sheets = [
            ApplicantSheet(
                applicant: Self.applicant,
                subject: "Đăng ký\u{1F3DB}",
                submitter: Self.submitter,
                documents: Self.documents
            ),
            ApplicantSheet(applicant: Self.bare, subject: "x", submitter: nil, documents: []),
            ApplicantSheet(applicant: Self.bare, subject: "x", submitter: bareSubmitter, documents: []),
        ]
        for sheet in sheets {
            #expect(try ApplicantSheet(stored: sheet.stored) == sheet)
        }
    }

    @Test("every random intake that is taken is kept as it is", arguments: [UInt64(1)])
    func randomIntakes(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let letters = ["Nguyễn", "Văn", " ", "Ân", "Đ", "\"", "\\", "e\u{323}\u{302}", "👩‍🌾", "\u{A0}", "'", "{", "李"]
        for _ in 0..<200 {
            let name = (0..<8).map { _ in letters.randomElement(using: &generator) ?? "" }.joined() + "."
            let sheet = try judged(Drafts.business { $0.applicant?.name = name }).sheet

            let read = try ApplicantSheet(stored: sheet.stored)

            #expect(bytes(read.applicant.name) == bytes(sheet.applicant.name))
            #expect(read == sheet)
        }
    }

    @Test(
        "a sheet that cannot have been written is refused",
        arguments: [
            ("{}", "applicant"), ("[]", "applicant"), (#"{"applicant":1}"#, "applicant"),
            (#"{"applicant":{"kind":"x","name":"A"},"subject":"x"}"#, "kind"),
            (#"{"applicant":{"kind":"citizen"},"subject":"x"}"#, "name"),
            (#"{"applicant":{"kind":"citizen","name":"A","phone":"113"},"subject":"x"}"#, "phone"),
            (#"{"applicant":{"kind":"citizen","name":"A"}}"#, "subject"),
            (#"{"applicant":{"kind":"citizen","name":"A"},"subject":"x","submitter":{}}"#, "name"),
            (#"{"applicant":{"kind":"citizen","name":"A"},"subject":"x","documents":[{"name":"x"}]}"#, "form"),
            ("", "JSON"),
        ]
    )
    func refused(stored: String, member: String) {
        #expect(throws: StoredFormDefect(member: member)) { try ApplicantSheet(stored: bytes(stored)) }
    }
}
