import DossierDomain
import Testing

@testable import DossierEngine

/// How entries and keys of hashes are encrypted.
@Suite("What is sealed")
struct VaultSealingTests {
    private let entropy = CountingEntropy(first: 5)
    private let plain = VaultEntry(
        keyID: 0,
        header: [UInt8](repeating: 0x61, count: 16),
        payload: bytes("Nguyễn Văn An, 0905123456")
    )

    private static func key(_ id: Int64, _ byte: UInt8) throws -> VaultKey {
        try #require(VaultKey(id: id, bytes: [UInt8](repeating: byte, count: 32)))
    }

    private static func ring(_ keys: [VaultKey]) throws -> VaultKeyRing { try #require(VaultKeyRing(keys)) }

    @Test("opens as it was, and shows neither salt nor word")
    func roundTrip() throws {
        let keys = try Self.ring([Self.key(1, 1), Self.key(2, 2)])
        let sealed = try plain.sealed(with: keys, entropy: entropy)

        #expect(sealed.keyID == 2)
        #expect(sealed.header == Array(Vault.commitment(to: plain).bytes.prefix(16)))
        let text = String(decoding: sealed.header + sealed.payload, as: UTF8.self)
        #expect(!text.contains("Nguy") && !text.contains("0905") && !text.contains("aaaa"))
        #expect(try sealed.opened(with: keys) == plain)
        #expect(try sealed.opened(with: try Self.ring([Self.key(2, 2)])) == plain)
    }

    @Test("does not open if one bit of it was changed, whichever byte it is in")
    func everyByte() throws {
        let keys = try Self.ring([Self.key(1, 1)])
        let sealed = try plain.sealed(with: keys, entropy: entropy)
        for index in sealed.payload.indices {
            var payload = sealed.payload
            payload[index] ^= 1
            let changed = VaultEntry(keyID: 1, header: sealed.header, payload: payload)
            #expect(throws: StoreError.self) { try changed.opened(with: keys) }
        }
        for index in sealed.header.indices {
            var header = sealed.header
            header[index] ^= 0x80
            let changed = VaultEntry(keyID: 1, header: header, payload: sealed.payload)
            #expect(throws: StoreError.self) { try changed.opened(with: keys) }
        }
        for length in [0, 12, 27, sealed.payload.count - 1] {
            let cut = VaultEntry(keyID: 1, header: sealed.header, payload: Array(sealed.payload.prefix(length)))
            #expect(throws: StoreError.self) { try cut.opened(with: keys) }
        }
    }

    @Test("does not open in the place of another entry, nor under another key or number")
    func otherPlace() throws {
        let keys = try Self.ring([Self.key(1, 1), Self.key(2, 1)])
        let other = VaultEntry(keyID: 0, header: plain.header, payload: bytes("7K4P"))
        let first = try plain.sealed(with: keys, entropy: entropy)
        let second = try other.sealed(with: keys, entropy: entropy)

        let moved = VaultEntry(keyID: 2, header: second.header, payload: first.payload)
        #expect(throws: StoreError.self) { try moved.opened(with: keys) }
        let renumbered = VaultEntry(keyID: 1, header: first.header, payload: first.payload)
        #expect(throws: StoreError.self) { try renumbered.opened(with: keys) }
        #expect(throws: StoreError.self) { try first.opened(with: try Self.ring([Self.key(2, 9)])) }
        #expect(throws: StoreError.self) { try first.opened(with: .locked) }

        let commitment = Vault.commitment(to: plain).hexadecimal
        #expect(first.mayBelong(to: VaultReference(number: 1, commitment: commitment)))
        #expect(!second.mayBelong(to: VaultReference(number: 1, commitment: commitment)))
    }

    @Test("cannot be made while the vault is locked")
    func locked() {
        let vault = Vault(keys: .locked, entropy: entropy)
        #expect(throws: StoreError.self) { try vault.seal(bytes("7K4P")) }
    }

    @Test("a hash's key opens for its own purpose only")
    func hashKeys() throws {
        let keys = try Self.ring([Self.key(1, 1)])
        let secret = [UInt8](repeating: 0x5A, count: 32)
        let stored = try StoredHashKey(sealing: secret, for: .phone, with: keys, entropy: entropy)

        #expect(stored.keyID == 1 && stored.bytes.count == 60)
        #expect(!String(decoding: stored.bytes, as: UTF8.self).contains("ZZZZ"))
        #expect(try stored.opened(for: .phone, with: keys) == secret)
        #expect(throws: StoreError.self) { try stored.opened(for: .importRow, with: keys) }
        #expect(try StoredHashKey(keyID: 0, bytes: secret).opened(for: .phone, with: .locked) == secret)
    }

    @Test("keys show their number and no more, are told apart by their check value, and have numbers of their own")
    func keys() throws {
        let key = try Self.key(3, 0x5A)
        var dumped = ""
        dump(key, to: &dumped)
        for text in ["\(key)", String(reflecting: key), dumped, "\(try Self.ring([key]))"] {
            #expect(!text.contains("90") && !text.contains("5a") && !text.lowercased().contains("zz"), "\(text)")
        }
        #expect(try key.checkValue == Self.key(7, 0x5A).checkValue)
        #expect(try key.checkValue != Self.key(3, 0x5B).checkValue)
        #expect(VaultKeyRing([]) == nil)
        #expect(try VaultKeyRing([Self.key(1, 1), Self.key(1, 2)]) == nil)
        #expect(VaultKey(id: 0, bytes: key.bytes) == nil)
        #expect(VaultKey(id: 1, bytes: Array(key.bytes.dropLast())) == nil)
        #expect(try Self.ring([Self.key(2, 2), Self.key(1, 1)]).newest?.id == 2)
    }

    @Test("a database knows its own keys again: a missing one and a wrong one are told apart")
    func records() throws {
        let keys = try Self.ring([Self.key(1, 1), Self.key(2, 2)])
        let zero = VaultKeyRecord(id: 0, checkValue: .zero)
        let known = try [1, 2].map { VaultKeyRecord(id: $0, checkValue: try Self.key($0, UInt8($0)).checkValue) }

        try keys.check(against: [zero] + known)
        #expect(throws: VaultKeyMismatch.missing(1)) { try Self.ring([Self.key(2, 2)]).check(against: known) }
        #expect(throws: VaultKeyMismatch.wrong(2)) {
            try Self.ring([Self.key(1, 1), Self.key(2, 3)]).check(against: known)
        }
    }
}
