import DossierDomain
import Testing

@testable import DossierEngine

/// How keys of other systems are written.
@Suite("A key") struct KeyTextTests {
    /// Bytes that count up, so that every letter comes.
    private struct Counting: EntropySource {
        func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8($0) } }
    }

    // The check value of the checksum's specification: ISO 3309 as in ITU-T V.42, for the digits 1 to 9.
    @Test("is checked by the checksum of ISO 3309")
    func checksum() { #expect(KeyText.crc32(Array("123456789".utf8)) == 0xCBF4_3926) }

    @Test("is known again by its whole text, shows eight characters, and is stored by its hash")
    func roundTrip() throws {
        let key = KeyText(from: Counting())
        #expect(key.text.wholeMatch(of: /motcua_[02-9a-hj-km-np-z]{47}/) != nil)
        #expect(key.text.hasPrefix("motcua_" + key.prefix) && key.prefix == "02345678")
        #expect(KeyText(key.text) == key)
        #expect(key.hash == Digest.of(Array(key.text.utf8)))
    }

    @Test("with any one character changed, missing or added is none")
    func mistyped() {
        let letters = Array(KeyText(from: Counting()).text)
        for index in letters.indices {
            var changed = letters
            changed[index] = changed[index] == "z" ? "y" : "z"
            #expect(KeyText(String(changed)) == nil, "\(index)")
            var shorter = letters
            shorter.remove(at: index)
            #expect(KeyText(String(shorter)) == nil, "\(index)")
        }
        let text = String(letters)
        for other in [text + "z", text.uppercased(), " " + text, "", "motcua_", String(text.dropFirst(7))] {
            #expect(KeyText(other) == nil, "\(other)")
        }
    }

    @Test(
        "is refused by the field that cannot be",
        arguments: [
            (KeyDraft(name: "a b", scopes: [.read], role: .head, place: nil, gateway: nil), ["name"]),
            (KeyDraft(name: "a", scopes: [], role: .head, place: nil, gateway: nil), ["scopes"]),
            (KeyDraft(name: "a", scopes: [.read], role: nil, place: nil, gateway: nil), ["role"]),
            (KeyDraft(name: "a", scopes: [.staff], role: .admin, place: nil, gateway: nil), ["role"]),
            (KeyDraft(name: "a", scopes: [.intakeOnline], role: .officer, place: nil, gateway: nil), ["role"]),
            (KeyDraft(name: "a", scopes: [.payments], role: .leader, place: nil, gateway: nil), ["role"]),
            (KeyDraft(name: "a", scopes: [.read], role: .leader, place: nil, gateway: "kannel"), ["gateway"]),
            (KeyDraft(name: "a", scopes: [.smsReceipts], role: nil, place: nil, gateway: nil), ["gateway"]),
            (KeyDraft(name: "a", scopes: [.smsInbound], role: nil, place: nil, gateway: "khac"), ["gateway"]),
            (KeyDraft(name: "a", scopes: [.smsInbound], role: .desk, place: nil, gateway: "kannel"), ["role"]),
            (KeyDraft(name: "a", scopes: [.smsInbound, .read], role: nil, place: nil, gateway: "kannel"), ["scopes"]),
            (KeyDraft(name: "a", scopes: [.smsInbound, .smsReceipts], role: nil, place: nil, gateway: "kannel"), []),
            (KeyDraft(name: "a", scopes: [.intakeOnline, .payments], role: .desk, place: nil, gateway: nil), []),
        ]
    )
    func drafts(draft: KeyDraft, fields: [String]) {
        #expect(draft.errors(gateways: ["kannel"]).map(\.field) == fields)
    }
}
