import SMSText
import Testing

@testable import DossierEngine

/// What a person's dossiers are found by.
@Suite("Terms of a person")
struct PersonTermsTests {
    private let terms = PersonTerms(key: [UInt8](repeating: 1, count: 32))

    private func sheet(number: String?, phone: String?) -> ApplicantSheet {
        ApplicantSheet(
            applicant: Applicant(
                kind: .business,
                name: "Nguyễn Văn An",
                identityNumber: number,
                phone: phone.flatMap(PhoneNumber.init(vietnamese:)),
                email: nil,
                address: nil
            ),
            subject: "Đăng ký hộ kinh doanh",
            submitter: Submitter(
                name: "Trần Thị Bình",
                identityNumber: "049071008642",
                phone: PhoneNumber(vietnamese: "0987654321")
            ),
            documents: []
        )
    }

    @Test(
        "are the same however a number is typed",
        arguments: [
            "049085001234", "049 085 001 234", "0905123456", "0905 123 456", "+84905123456", "84.905.123.456",
            "049071008642", "0987-654-321",
        ]
    )
    func typed(_ text: String) {
        let own = Set(terms.terms(of: sheet(number: "049085001234", phone: "0905123456")))
        #expect(own.count == 4)
        #expect(!own.isDisjoint(with: terms.terms(typed: text)))
        #expect(own.isDisjoint(with: terms.terms(typed: text.replacing("4", with: "7"))))
    }

    @Test("know a tax number with and without the hyphen of its branch")
    func branch() {
        let own = terms.terms(of: sheet(number: "4000123456-001", phone: nil))
        #expect(own.contains { terms.terms(typed: "4000123456-001").contains($0) })
        #expect(own.contains { terms.terms(typed: "4000123456001").contains($0) })
    }

    @Test(
        "are none for what is looked for in codes",
        arguments: ["220105-0001", "000.00.15.H47-220105-0001", "H47", "0001", "", "220105", "Nguyễn Văn An"]
    )
    func codes(_ text: String) { #expect(terms.terms(typed: text).isEmpty) }

    @Test("of before a correction are others, so that no search finds them by the present ones")
    func former() {
        let own = sheet(number: "049085001234", phone: "0905123456")
        #expect(Set(terms.former.terms(of: own)).isDisjoint(with: terms.terms(of: own)))
        #expect(!Set(terms.former.terms(of: own)).isDisjoint(with: terms.former.terms(typed: "0905 123 456")))
    }

    @Test("say nothing without the key, and tell a telephone number from an identity number")
    func keyed() {
        let other = PersonTerms(key: [UInt8](repeating: 2, count: 32))
        #expect(Set(other.terms(typed: "0905123456")).isDisjoint(with: terms.terms(typed: "0905123456")))
        // Ten digits may be a tax number or a telephone number: two terms.
        #expect(Set(terms.terms(typed: "0905123456")).count == 2)
        #expect(terms.terms(typed: "049085001234").count == 1)
    }
}
