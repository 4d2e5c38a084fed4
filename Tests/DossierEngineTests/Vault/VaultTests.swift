import Testing

@testable import DossierEngine

@Suite struct VaultTests {
    @Test("a commitment is SHA-256 over salt and payload")
    func commitment() {
        let salt = [UInt8](repeating: 0x61, count: 16)
        let entry = VaultEntry(keyID: 0, header: salt, payload: bytes("Nguyễn Văn An"))

        #expect(Vault.commitment(to: entry) == Digest.of(bytes("aaaaaaaaaaaaaaaaNguyễn Văn An")))
        #expect(VaultEntry.headerLength == 16)
    }

    @Test("another salt or another letter makes another commitment")
    func changes() {
        let salt = [UInt8](repeating: 0x61, count: 16)
        let entries = [
            VaultEntry(keyID: 0, header: salt, payload: bytes("7K4P")),
            VaultEntry(keyID: 0, header: salt, payload: bytes("7K4Q")),
            VaultEntry(keyID: 0, header: salt.reversed().dropLast() + [0x62], payload: bytes("7K4P")),
        ]

        #expect(Set(entries.map { Vault.commitment(to: $0) }).count == 3)
    }
}
