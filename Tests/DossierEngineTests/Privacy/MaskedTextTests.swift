import Testing

@testable import DossierEngine

/// Free texts as they are shown to whoever sees a dossier masked.
@Suite("Masked free texts")
struct MaskedTextTests {
    private static let name = "Nguyễn Văn An"

    @Test(
        "are without known names, and numbers as long as a person's, in groups too",
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
        #expect(MaskedText.masked(text, hiding: [Self.name, ""]) == masked)
    }

    @Test(
        "are without names in capitals, without accents, in another order, in part and pasted",
        arguments: [
            ("NGUYỄN VĂN AN đến", "N. V. AN đến"), ("gặp nguyen van an.", "gặp n. v. an."),
            ("An Nguyễn Văn", "An N. V."), ("ông Văn An", "ông V. An"), ("Nguyen.Van.An", "N.V.An"),
            ("Nguyễn Văn Bình", "N. V. Bình"), ("Ngu\u{200B}yễn  Văn\nAn", "N.  V.\nAn"),
            ("Nguye\u{302}\u{303}n Va\u{306}n An", "N. V. An"), ("NGUYEN-VAN-AN", "N.-V.-AN"),
            ("phòng ở đó an toàn, văn bản đủ", "phòng ở đó an toàn, văn bản đủ"),
            ("Bà An, Văn phòng", "Bà An, Văn phòng"),
            ("Nguyễn Văn An Nguyễn Văn An", "N. V. An N. V. An"),
        ]
    )
    func names(text: String, masked: String) {
        #expect(MaskedText.masked(text, hiding: [Self.name]) == masked)
    }

    @Test("are without each of several names, and keep words of the language")
    func several() {
        let names = ["Lê Thị Hoa", "Hộ kinh doanh An Phát", "Bình"]
        let text = "LE THI HOA: đô thị hóa, hộ kinh doanh an phát, Bình, bình thường"
        let masked = MaskedText.masked(text, hiding: names)
        #expect(masked == "L. T. HOA: đô thị hóa, hộ kinh doanh a. phát, B., bình thường")
        #expect(MaskedText.masked("Lê Thị Hoa", hiding: ["LE THI HOA"]) == "L. T. Hoa")
        #expect(MaskedText.masked("An An Lê", hiding: ["An Lê An"]) == "A. An L.")
    }

    @Test(
        "are without addresses of electronic mail, whose domain stays",
        arguments: [
            ("thư an.nguyen+1@example.vn, hẹn", "thư ***@example.vn, hẹn"), ("(AN@x.vn)", "(***@x.vn)"),
            ("an＠x.vn", "***＠x.vn"), ("@bình luận, a @ b, a@", "@bình luận, a @ b, a@"),
            ("0905123456@sms.vn", "***@sms.vn"),
        ]
    )
    func addresses(text: String, masked: String) {
        #expect(MaskedText.masked(text, hiding: []) == masked)
    }

    @Test(
        "are without numbers in any grouping and script, and keep dates, codes, sums and numbers of documents",
        arguments: [
            ("0905/123/456", "*******456"), ("0905_123_456", "*******456"), ("０９０５１２３４５６", "*******456"),
            ("０９０５．１２３．４５６", "*******456"), ("0905\u{A0}123–456", "*******456"), ("3 826 345", "****345"),
            ("0905\u{200B}123456", "*******456"), ("+84 905 123 456", "+********456"),
            ("lúc 10:20 05/01/2022 0905123456", "lúc 10:20 05/01/2022 *******456"),
            ("từ 05-10/01/2022, 05.01.2022-10.01.2022", "từ 05-10/01/2022, 05.01.2022-10.01.2022"),
            ("05/01/2022/3456", "*********456"), ("99/99/2022 x", "*****022 x"), ("0905/12/2022", "*******022"),
            ("hồ sơ 000.00.15.H47-220105-0001.", "hồ sơ 000.00.15.H47-220105-0001."),
            ("H47.15-20220105-0001, 0905123456", "H47.15-20220105-0001, *******456"),
            ("nộp 1.200.000 đồng", "nộp 1.200.000 đồng"), ("123.456.789", "******789"), ("012.345.67", "*****567"),
            ("gọi (0905) 123 456", "gọi (*******456"), ("(0905)123456", "(*******456"), ("(0905) 12", "(0905) 12"),
            ("(1) 500.000 đồng, (2) 900.000 đồng", "(1) 500.000 đồng, (2) 900.000 đồng"),
            ("(01/02/2022) 123", "(01/02/2022) 123"), ("(0905) 05/01/2022", "(0905) 05/01/2022"),
            ("0.905.123", "****123"), ("số 1234/2022/QĐ-UBND", "số 1234/2022/QĐ-UBND"), ("123456", "123456"),
        ]
    )
    func numbers(text: String, masked: String) {
        #expect(MaskedText.masked(text, hiding: []) == masked)
    }

    @Test("hold no digit of a long number but its last three, whatever they are", arguments: 1...200)
    func law(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let letters = Array("0123456789 .-/_()aĐ")
        let text = String((0..<40).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] })
        let masked = MaskedText.masked(text, hiding: [])

        let runs = masked.split { !$0.isNumber }.map(\.count)
        #expect(runs.allSatisfy { $0 < 7 }, "\(text) became \(masked)")
        #expect(MaskedText.masked(masked, hiding: []) == masked)
    }
}
