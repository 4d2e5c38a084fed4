import SMSPeers
import Testing

/// Citizens ask by text through a real Kannel and are answered by it.
@Suite(.serialized, .timeLimit(.minutes(60)))
struct KannelInquiryTests {
    private static let phone = "84912345678"

    /// What the phone gets for a text of its own, as soon as it is there.
    private func answer(to text: String, _ kannel: KannelPeer) async throws -> PhoneText {
        let before = try await answers(kannel).count
        kannel.kill("fakesmsc")
        try await kannel.connectPhone(texting: "+\(Self.phone) 8088 \(text)")
        try await until("an answer to \(text)") { try await answers(kannel).count > before }
        return try #require(try await answers(kannel).last)
    }

    private func answers(_ kannel: KannelPeer) async throws -> [PhoneText] {
        try await kannel.texts(0).filter { $0.receiver == Self.phone }
    }

    @Test("HS, code and PIN of a phone come by Kannel and are answered by it to the same number, each once")
    func story() async throws {
        try await KannelSite.open { kannel, _, server in
            let desk = try await server.token("desk")
            let intake = try #require(
                await server.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: desk)
            )
            let code = try #require(intake.string("code"))
            let pin = try #require(intake.string("lookupPIN"))
            let told = "ho so \(code): Duoc tiep nhan. Hen tra: 10:20 10/01/2022. Dang o: Bo phan TN"

            let open = try await answer(to: "text hs \(code.replacing(".", with: " "))", kannel)
            #expect(open.sender == "8088")
            #expect(open.words.hasPrefix("H" + told.dropFirst()), "\(open.words)")
            let own = try await answer(to: "text HS \(code) \(pin)", kannel)
            #expect(own.words.contains(", " + told), "\(own.words)")
            // As a phone writes it that has its text in another alphabet.
            let wide = "Tra cứu hồ sơ của tôi".utf16.map { unit in
                [unit >> 8, unit & 0xFF].map { "%" + String($0 | 0x100, radix: 16).dropFirst() }.joined()
            }
            let help = try await answer(to: "ucs2 \(wide.joined())", kannel)
            #expect(help.words.contains("Tra cuu soan HS"), "\(help.words)")
            let unknown = try await answer(to: "text HS 000.00.15.H47-220105-0999", kannel)
            #expect(unknown.words.contains("Khong tim thay ho so"), "\(unknown.words)")

            #expect(try await answers(kannel).count == 4)
            // The phone may have the last answer before the service hears that Kannel took it.
            let labels = ["gateway": "kannel", "state": "accepted"]
            try await until("four answers are counted") {
                try await MetricsText.of(server).value("motcua_answers_total", labels) == 4
            }
            #expect(try server.printed.contains(Self.phone.dropFirst(2)) == false)
        }
    }
}
