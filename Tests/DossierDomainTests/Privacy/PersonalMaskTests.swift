import DossierDomain
import Testing

@Suite("Masked personal data")
struct PersonalMaskTests {
    @Test(
        "keep the given name and initials of a name",
        arguments: [
            ("Nguyễn Văn An", "N. V. An"), ("Lê Chi", "L. Chi"), ("Đặng Thị Ái Ơn", "Đ. T. Á. Ơn"), ("An", "A."),
            ("  Trần   Bình ", "T. Bình"), ("H'Hen Niê", "H. Niê"), ("Y-Wang", "Y."), ("(ông) Nguyễn An", "ô. N. An"),
            ("Nguyễn Văn An 2", "N. V. An"), ("---", "*"), ("", "*"), ("nguyễn thị an", "n. t. an"),
            ("Nguyễn Văn An-0905123456", "N. V. An"), ("Trần Bình(0905123456)", "T. Bình"), ("Lê a1x", "L. a"),
            ("Trần 0905123456x", "T. x."), ("Nguyễn Văn An (con) an@x.vn", "N. V. A. c. an"),
        ]
    )
    func names(name: String, masked: String) {
        #expect(PersonalMask.name(name) == masked)
    }

    @Test(
        "keep three digits of a number",
        arguments: [
            ("0905123456", "*******456"), ("049085001234", "*********234"), ("123456789", "******789"), ("123", "***"),
            ("", ""), ("4000123456-001", "***********001"),
        ]
    )
    func numbers(number: String, masked: String) {
        #expect(PersonalMask.number(number) == masked)
    }

    @Test("keep the domain of an address", arguments: [("an.nguyen@example.vn", "***@example.vn"), ("an", "***")])
    func emails(email: String, masked: String) {
        #expect(PersonalMask.email(email) == masked)
    }
}
