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

    @Test(
        "are found in free texts: known names, and numbers as long as a person's, in groups too",
        arguments: [
            ("Gọi Nguyễn Văn An, 0905 123 456", "Gọi N. V. An, *******456"),
            ("CCCD 049085001234 và 0905.123.456.", "CCCD *********234 và *******456."),
            ("Hẹn 10/01/2022 lúc 10:20, thửa 12-345", "Hẹn 10/01/2022 lúc 10:20, thửa 12-345"),
            ("Ngày 2022-01-05 nộp 100.000 đồng", "Ngày 2022-01-05 nộp 100.000 đồng"),
            ("0905123456", "*******456"), ("số 12. 345. 678. 9", "số 12. 345. 678. 9"), ("", ""),
            ("Lê Thị Bình đến", "Lê Thị Bình đến"),
        ]
    )
    func texts(text: String, masked: String) {
        #expect(PersonalMask.text(text, hiding: ["Nguyễn Văn An", ""]) == masked)
    }

    @Test("of whatever text hold no digit of a long number but its last three", arguments: 1...200)
    func law(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let letters = Array("0123456789 .-/aĐ")
        let text = String((0..<40).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] })
        let masked = PersonalMask.text(text, hiding: [])

        let runs = masked.split { !$0.isNumber }.map(\.count)
        #expect(runs.allSatisfy { $0 < 9 }, "\(text) became \(masked)")
        #expect(PersonalMask.text(masked, hiding: []) == masked)
    }
}
