import DossierEngine
import NIOPosix
import Testing

@testable import motcua

/// The hashing of passwords against the vectors of its specification.
struct ScryptPasswordHasherTests {
    /// Runs a story with a hasher of a cost.
    private func hashing(
        _ cost: ScryptPasswordHasher.Cost = .demo,
        _ story: (ScryptPasswordHasher) async throws -> Void
    ) async throws {
        let threads = NIOThreadPool(numberOfThreads: 1)
        threads.start()
        try await story(ScryptPasswordHasher(cost: cost, entropy: SystemEntropy(), threads: threads))
        try await threads.shutdownGracefully()
    }

    // RFC 7914 §12, the first 32 of each vector's 64 bytes: the last step of scrypt makes blocks of 32 bytes that do
    // not depend on how many are wanted. The fourth vector takes 1 GiB of memory and is left out. Salts in hexadecimal:
    // none, `NaCl`, `SodiumChloride`.
    @Test(
        "a hash of the specification's vectors is known again, and no other password's",
        arguments: [
            ("", "scrypt$16$1$1$$77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"),
            (
                "password",
                "scrypt$1024$8$16$4e61436c$fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
            ),
            (
                "pleaseletmein",
                "scrypt$16384$8$1$536f6469756d43686c6f72696465$"
                    + "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
            ),
        ]
    )
    func vectors(password: String, hash: String) async throws {
        try await hashing { hasher in
            let changed = String(hash.dropLast()) + (hash.hasSuffix("2") ? "3" : "2")
            let isKnown = try await hasher.verify(password, against: hash)
            let isOthers = try await hasher.verify(password + "x", against: hash)
            let isChanged = try await hasher.verify(password, against: changed)
            #expect(isKnown && !isOthers && !isChanged)
        }
    }

    @Test("a password's hash names its cost, has a salt of 16 bytes of its own, and is known again")
    func ownHashes() async throws {
        try await hashing { hasher in
            let first = try await hasher.hash("một mật khẩu dài")
            let second = try await hasher.hash("một mật khẩu dài")
            #expect(first != second)
            let parts = first.split(separator: "$")
            #expect(parts.prefix(4) == ["scrypt", "1024", "8", "1"])
            #expect(parts.map(\.count).suffix(2) == [32, 64])
            let isKnown = try await hasher.verify("một mật khẩu dài", against: first)
            let isOther = try await hasher.verify("một mật khẩu dai", against: first)
            #expect(isKnown && !isOther)
        }
    }

    @Test("an installation for real hashes with 2^14 rounds of 8 blocks, five times")
    func productionCost() {
        #expect(ScryptPasswordHasher.Cost.production == .init(rounds: 16_384, blockSize: 8, parallelism: 5))
    }

    @Test(
        "what is no hash of ours is nobody's, however dear it says it is",
        arguments: [
            "", "scrypt", "bcrypt$1024$8$1$00$00", "scrypt$1024$8$1$00", "scrypt$0$8$1$00$00", "scrypt$1$8$1$00$00",
            "scrypt$2097152$8$1$00$00", "scrypt$1024$33$1$00$00", "scrypt$1024$8$17$00$00", "scrypt$1024$8$1$0$00",
            "scrypt$1024$8$1$zz$00", "scrypt$1024$8$1$00$00", "scrypt$1024$8$1$00$00$",
        ]
    )
    func foreignHashes(hash: String) async throws {
        try await hashing { hasher in
            let isKnown = try await hasher.verify("password", against: hash)
            #expect(!isKnown)
        }
    }
}
