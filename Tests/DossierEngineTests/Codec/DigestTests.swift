import DossierEngine
import Testing

@Suite struct DigestTests {
    @Test(
        "the digest is SHA-256",
        arguments: [
            // FIPS 180-4 examples published by NIST: the empty message, one block, two blocks.
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ]
    )
    func sha256(message: String, expected: String) {
        #expect(Digest.of(bytes(message)).hexadecimal == expected)
    }

    @Test("parts are hashed as one message")
    func parts() {
        #expect(Digest.of(bytes("ab"), [], bytes("c")) == Digest.of(bytes("abc")))
        #expect(Digest.of() == Digest.of([]))
    }

    @Test(
        "the keyed hash is HMAC-SHA-256 over the parts, each after its length in 8 bytes",
        arguments: [
            // No part at all is HMAC over the empty message with the empty key, a published value.
            ([], [], "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
            // Keys and messages of RFC 4231, cases 1, 6 and 2; the lengths before the messages make other values than
            // printed there, worked out with another implementation of HMAC.
            (
                [UInt8](repeating: 0x0B, count: 20), ["Hi There"],
                "70454c00e162637b41588d34d6e73e7ab2fb58fdde827b1e084ecaeb378dca60"
            ),
            (
                [UInt8](repeating: 0xAA, count: 131), ["Test Using Larger Than Block-Size Key - Hash Key First"],
                "89b7722a94d5e6bd2ea45844714b7e1c67bd6f830adc148c508f6ad1855c0c2a"
            ),
            (bytes("Jefe"), ["ab", "c"], "d69f23c0aa1566497dd87be51ab3a9c7f96909397737ceb25979da636f71c321"),
            (bytes("Jefe"), ["a", "bc"], "f139b337f6165aeeccb798ce7187b566d389544ca60483d5f1f83c375f595e64"),
        ] as [([UInt8], [String], String)]
    )
    func keyed(key: [UInt8], parts: [String], expected: String) {
        #expect(Digest.keyed(key, parts.map { bytes($0) }).hexadecimal == expected)
    }

    @Test("hexadecimal digits and bytes say the same")
    func hexadecimal() throws {
        let all = (0..<32).map { UInt8($0 * 8 + 7) }
        let digest = try #require(Digest(bytes: all))

        #expect(digest.hexadecimal == "070f171f272f373f474f575f676f777f878f979fa7afb7bfc7cfd7dfe7eff7ff")
        #expect(Digest(hexadecimal: digest.hexadecimal) == digest)
        #expect("\(digest)" == digest.hexadecimal)
        #expect(Digest.zero.hexadecimal == String(repeating: "0", count: 64))
    }

    @Test(
        "anything but 64 digits in lower case is no digest",
        arguments: [
            "", String(repeating: "0", count: 63), String(repeating: "0", count: 65), String(repeating: "0", count: 62),
            String(repeating: "A", count: 64), String(repeating: "g", count: 64),
            " " + String(repeating: "0", count: 63),
            "0x" + String(repeating: "0", count: 62), String(repeating: "à", count: 32),
        ]
    )
    func notHexadecimal(typed: String) {
        #expect(Digest(hexadecimal: typed) == nil)
    }

    @Test("anything but 32 bytes is no digest", arguments: [0, 31, 33, 64])
    func notBytes(count: Int) {
        #expect(Digest(bytes: [UInt8](repeating: 1, count: count)) == nil)
    }

    @Test("two digests are equal only in every byte", arguments: 0..<32)
    func constantTime(position: Int) throws {
        let digest = Digest.of(bytes("một cửa"))
        var other = digest.bytes
        other[position] ^= 0x80

        #expect(digest.equalsInConstantTime(digest))
        #expect(!digest.equalsInConstantTime(try #require(Digest(bytes: other))))
    }
}
