import DossierEngine
import Testing

/// `motcua sms` as its user types it.
@Suite(.serialized)
struct SMSCommandTests {
    @Test("a preview tells alphabet, segments, parts and the text without accents")
    func preview() throws {
        let text = "Hồ sơ của ông/bà đã có kết quả. Mời nhận tại Bộ phận Tiếp nhận và Trả kết quả của huyện."
        let json = try Program.run(["sms", "preview", "--text", text, "--json"])
        #expect(json.code == 0, "\(json.errors)")
        let value = try JSONParser.parse(Array(json.output.utf8))
        #expect(value["alphabet"]?.string == "UCS-2" && value["segments"]?.integer == 2)
        #expect(value["parts"]?.array?.compactMap(\.string).joined() == text)
        let plain = "Ho so cua ong/ba da co ket qua. Moi nhan tai Bo phan Tiep nhan va Tra ket qua cua huyen."
        #expect(value["unaccented"]?.string == plain)
        let lines = try Program.run(["sms", "preview", "--text", text]).output
        #expect(lines.hasPrefix("UCS-2, 2 segments\n"))
        #expect(lines.contains("without accents: GSM-7, 1 segment\n  \(plain)"))
    }

    @Test("a trial goes to the configured gateway and says what that answered; a wrong number is refused")
    func trial() throws {
        let common = ["--config", Checkout.config]
        let sent = try Program.run(["sms", "test", "--to", "0905 123 456", "--text", "Thử"] + common)
        #expect(sent.code == 0 && sent.output == "console: accepted\n", "\(sent.errors)")
        let wrong = try Program.run(["sms", "test", "--to", "02353874000", "--text", "Thử"] + common)
        #expect(wrong.code == 1 && wrong.errors.contains("no Vietnamese mobile number"))
        let other = ["sms", "test", "--to", "0905123456", "--text", "x", "--gateway", "esms"]
        let unknown = try Program.run(other + common)
        #expect(unknown.code == 1 && unknown.errors.contains("names no gateway esms"))
    }
}
