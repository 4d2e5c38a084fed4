import SMSText
import Testing

@testable import DossierEngine

/// How much somebody is told of a sheet on which he, or a number of his by mistake, stood before a correction.
@Suite("The part of a person on a sheet of before a correction")
struct EarlierPartTests {
    private static let number = "049071008642"
    private static let phone = "0987654321"

    private static func sheet(submitter name: String?, number: String, phone: String) -> ApplicantSheet {
        ApplicantSheet(
            applicant: Applicant(
                kind: .citizen,
                name: "Nguyễn Văn An",
                identityNumber: "049085001234",
                phone: PhoneNumber(vietnamese: "0905123456"),
                email: "an@example.vn",
                address: "Tổ 5, thị trấn Hà Lam"
            ),
            subject: "Đăng ký hộ kinh doanh",
            submitter: name.map {
                Submitter(name: $0, identityNumber: number, phone: PhoneNumber(vietnamese: phone))
            },
            documents: []
        )
    }

    /// What whoever has ``number`` is told of Trần Thị Bình, in whose place somebody stands now.
    private static func told(now name: String?, phone: String = "0938111222") -> ShownSheet? {
        let person = SoughtPerson(number, key: PersonTerms(key: [UInt8](repeating: 1, count: 32)))
        let present = sheet(submitter: name, number: "049071009917", phone: phone)
        let part = EarlierPart(person: person, present: present)
        return part.shown(sheet(submitter: "Trần Thị Bình", number: number, phone: Self.phone))
    }

    @Test("is whole where another person stands there now, or nobody", arguments: ["Hồ Văn Lạ", nil])
    func replaced(by name: String?) {
        let told = Self.told(now: name)
        #expect(told?.submitter?.name == "Trần Thị Bình")
        #expect(told?.submitter?.identityNumber == Self.number && told?.submitter?.phone == Self.phone)
        #expect(told?.applicant.name == "N. V. An")
        #expect(told?.applicant.identityNumber != "049085001234" && told?.address == nil && told?.subject == nil)
    }

    @Test(
        "is masked but for the number where a word of the name is left",
        arguments: ["Trần Thị Bính", "Tran Thi Binh", "Lê Văn Bình"]
    )
    func mended(to name: String) {
        let told = Self.told(now: name)
        #expect(told?.submitter?.name != "Trần Thị Bình")
        #expect(told?.submitter?.identityNumber == Self.number && told?.submitter?.phone != Self.phone)
    }

    @Test("has nothing of what stands on the sheet still")
    func standing() {
        let told = Self.told(now: "Hồ Văn Lạ", phone: Self.phone)
        #expect(told?.submitter?.name == "Trần Thị Bình" && told?.submitter?.phone != Self.phone)
    }

    @Test("is none where he did not stand")
    func stranger() {
        let person = SoughtPerson("049071000000", key: PersonTerms(key: [UInt8](repeating: 1, count: 32)))
        let sheet = Self.sheet(submitter: nil, number: "", phone: "")
        #expect(EarlierPart(person: person, present: sheet).shown(sheet) == nil)
    }

    /// What the applicant, Nguyễn Văn An, is told of a sheet on which somebody stood in his place.
    private static func toldApplicant(_ name: String, _ number: String) -> ShownSheet {
        let present = sheet(submitter: "Trần Thị Bình", number: Self.number, phone: phone)
        let person = SoughtPerson("049085001234", key: PersonTerms(key: [UInt8](repeating: 1, count: 32)))
        let earlier = ApplicantSheet(
            applicant: Applicant(
                kind: .citizen,
                name: name,
                identityNumber: number,
                phone: PhoneNumber(vietnamese: "0912847365"),
                email: "kia@example.vn",
                address: "Tổ 9, thị trấn Hà Lam"
            ),
            subject: "Đổi giấy phép",
            submitter: nil,
            documents: []
        )
        return EarlierPart(person: person, present: present).shownToApplicant(earlier)
    }

    @Test(
        "is whole for the applicant where his name or his number was there",
        arguments: [
            ("Nguyễn Văn Ân", "049085001243"), ("Nguyễn Vă An", "049085001243"), ("Nguyễn Vân Anh", "049085001243"),
            ("Nguyễn Văm An", "049085001243"), ("Lê Thị Hoa", "049085001234"),
        ]
    )
    func own(name: String, number: String) {
        let told = Self.toldApplicant(name, number)
        #expect(told.applicant.name == name && told.applicant.identityNumber == number)
        #expect(told.applicant.phone == "0912847365" && told.email == "kia@example.vn")
        #expect(told.address == "Tổ 9, thị trấn Hà Lam" && told.subject == "Đổi giấy phép")
    }

    @Test(
        "is masked for the applicant where another person stood in his place, also whoever stands in for him now",
        arguments: ["Hồ Thị Lạ", "Trần Thị Bình", "Nguyễn Văn Bình", "Nguyễn An", "Nguyễn Văn Anna", "Nguyễn Vũ An"]
    )
    func another(name: String) {
        let told = Self.toldApplicant(name, "049071009917")
        #expect(told.applicant.name != name && told.applicant.identityNumber != "049071009917")
        #expect(told.applicant.phone != "0912847365" && told.email != "kia@example.vn")
        #expect(told.address == nil && told.subject == nil)
    }
}
