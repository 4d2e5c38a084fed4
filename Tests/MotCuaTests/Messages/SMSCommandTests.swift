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
        // The console costs nothing, and nobody pays the prices of the other gateways' files.
        #expect(lines.hasSuffix("\n  \(plain)\n"))
        #expect(value["prices"]?.array?.isEmpty == true)
        let bare = try Program.run(["sms", "preview", "--text", text, "--config", "/nowhere/motcua.yaml"])
        #expect(bare.code == 0 && bare.output == lines)
    }

    @Test("a preview tells what a text costs by the gateways that are chosen")
    func prices() throws {
        let copy = try ConfigCopy()
        try copy.replace("gateway: console", with: "gateway: console,generic", in: "motcua.yaml")
        let command = ["sms", "preview", "--text", "Hồ sơ", "--config", copy.file]
        let lines = try Program.run(command)
        #expect(lines.code == 0, "\(lines.errors)")
        #expect(lines.output.contains("\ngeneric, viettel: 850 d, without accents 850 d\n"), "\(lines.output)")
        let json = try Program.run(command + ["--json"])
        let prices = try #require(try JSONParser.parse(Array(json.output.utf8))["prices"]?.array)
        #expect(prices.map { $0["tariff"]?.string } == ["mobifone", "viettel", "vinaphone"])
        #expect(prices.allSatisfy { $0["gateway"]?.string == "generic" && $0["dong"]?.integer == 850 })
    }

    @Test("check-config judges what the gateways' files mean, chosen or not, also without their secrets")
    func check() throws {
        let copy = try ConfigCopy()
        let sender = #"kind: shortCode, value: "8088""#
        try copy.replace(sender, with: #"kind: brandName, value: "MOTCUATHANGBINH""#, in: "gateways/smpp.yaml")
        let check = ["check-config", "--database", "/nowhere/motcua.sqlite", "--config"]
        let refused = try Program.run(check + [copy.file])
        #expect(refused.code == 1)
        #expect(refused.errors.contains("Config/gateways/smpp.yaml: ") && refused.errors.contains("source.value"))
        #expect(try Program.run(check + [Checkout.config]).code == 0)
    }

    @Test(
        "check-config judges the body of a web service and the paths into its answers",
        arguments: [
            ("<Content>{text}</Content>", "<Content>{text}", "body: is no XML", "body: không phải XML"),
            ("<Content>{text}</Content>", "<![CDATA[{text}]]>", "body: is no XML", "body: không phải XML"),
            (
                "codePath: Envelope.Body.", "codePath: Envelope.Body[0].", "reply.codePath: is no path into XML",
                "reply.codePath: không phải đường dẫn trong XML"
            ),
        ]
    )
    func webService(old: String, new: String, english: String, vietnamese: String) throws {
        let copy = try ConfigCopy()
        try copy.replace(old, with: new, in: "gateways/viettel.yaml")
        let refused = try Program.run(["check-config", "--database", "/nowhere/motcua.sqlite", "--config", copy.file])
        #expect(refused.code == 1)
        #expect(refused.errors.contains("Config/gateways/viettel.yaml: \(english)"), "\(refused.errors)")
        #expect(refused.errors.contains(vietnamese), "\(refused.errors)")
    }

    @Test("check-config refuses a secret that cannot be used, and names one that is not here")
    func secrets() throws {
        let copy = try ConfigCopy()
        try copy.replace("gateway: console", with: "gateway: speedsms", in: "motcua.yaml")
        try copy.replace("enabled: false", with: "enabled: true", in: "webhooks/example.yaml")
        try copy.replace(#"provider: """#, with: "provider: example", in: "motcua.yaml")
        let check = ["check-config", "--database", "/nowhere/motcua.sqlite", "--config", copy.file]
        let bare = try Program.run(check)
        #expect(bare.code == 0, "\(bare.errors)")
        for name in ["SPEEDSMS_BASIC", "WEBHOOK_EXAMPLE"] {
            #expect(bare.errors.contains("needs the secret \(name)"), "\(bare.errors)")
        }
        #expect(bare.errors.contains("signon/example.yaml names the secret SIGNON_EXAMPLE_SECRET"), "\(bare.errors)")
        #expect(bare.output.contains("in order, but a start without these secrets would be refused."))
        let wrong = try Program.run(check, environment: ["WEBHOOK_EXAMPLE": "abc"])
        #expect(wrong.code == 1 && wrong.errors.contains("WEBHOOK_EXAMPLE"), "\(wrong.errors)")
        #expect(wrong.errors.contains("is no key") && !wrong.output.contains("in order"), "\(wrong.errors)")
        let broken = try Program.run(check, environment: ["SPEEDSMS_BASIC": "a\nb"])
        #expect(broken.code == 1 && broken.errors.contains("such as a line break (SPEEDSMS_BASIC)"), "\(broken.errors)")
        #expect(broken.errors.contains("chẳng hạn xuống dòng (SPEEDSMS_BASIC)"), "\(broken.errors)")
        let unread = try Program.run(check, environment: ["SPEEDSMS_BASIC_FILE": "/nowhere/secret"])
        #expect(unread.code == 1 && unread.errors.contains("/nowhere/secret"), "\(unread.errors)")
    }

    @Test("a trial goes to the configured gateway and says what that answered; a wrong number is refused")
    func trial() throws {
        let common = ["--config", Checkout.config]
        let sent = try Program.run(["sms", "test", "--to", "0905 123 456", "--text", "Thử"] + common)
        #expect(sent.code == 0 && sent.output == "console: accepted\n", "\(sent.errors)")
        let wrong = try Program.run(["sms", "test", "--to", "02353874000", "--text", "Thử"] + common)
        #expect(wrong.code == 1 && wrong.errors.contains("no Vietnamese mobile number"))
        let empty = try Program.run(["sms", "test", "--to", "0905123456", "--text", " "] + common)
        #expect(empty.code == 1 && empty.errors.contains("with --text"), "\(empty.errors)")
        let other = ["sms", "test", "--to", "0905123456", "--text", "x", "--gateway", "esms"]
        let unknown = try Program.run(other + common)
        #expect(unknown.code == 1 && unknown.errors.contains("names no gateway esms"))
    }
}
