import SMSText
import Testing

@Suite("Texts as octets")
struct EncodedMessageTests {
    private static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    // Codes of Debian's gateway and of the codec gsm0338: @ is 00, { is 1B 28, € is 1B 65.
    @Test(
        "a short text has no header",
        arguments: [
            ("@{€", SMSAlphabet.gsm7, [0x00, 0x1B, 0x28, 0x1B, 0x65] as [UInt8]),
            ("Hen\n", .gsm7, [0x48, 0x65, 0x6E, 0x0A]),
            ("à£_\u{0C}", .gsm7, [0x7F, 0x01, 0x11, 0x1B, 0x0A]),
            ("hẹn", .ucs2, [0x00, 0x68, 0x1E, 0xB9, 0x00, 0x6E]),
            ("he\u{0323}n", .ucs2, [0x00, 0x68, 0x1E, 0xB9, 0x00, 0x6E]),
            ("😀", .ucs2, [0xD8, 0x3D, 0xDE, 0x00]),
            ("`", .ucs2, [0x00, 0x60]),
            ("", .gsm7, []),
        ]
    )
    func short(text: String, alphabet: SMSAlphabet, octets: [UInt8]) throws {
        let message = try EncodedMessage(text, reference: .eightBit(7))

        #expect(message.alphabet == alphabet)
        #expect(message.parts.count == 1)
        #expect(message.parts.first?.header == nil)
        #expect(message.parts.first?.userData == octets)
        #expect(alphabet.text(of: octets).map(scalars) == scalars(VietnameseText.composed(text)))
    }

    @Test("each part of a longer text says its reference, the number of parts and its place")
    func headers() throws {
        let narrow = try EncodedMessage(Self.repeated("a", 307), reference: .eightBit(0xA5))
        #expect(narrow.parts.map { Array($0.userData.prefix(7)) } == (1...3).map { [5, 0, 3, 0xA5, 3, $0, 0x61] })
        #expect(narrow.parts.map(\.units) == [153, 153, 1])

        let wide = try EncodedMessage(Self.repeated("ạ", 67 + 66), reference: .sixteenBit(0xBEEF))
        #expect(
            wide.parts.map { Array($0.userData.prefix(9)) } == (1...3).map { [6, 8, 4, 0xBE, 0xEF, 3, $0, 0x1E, 0xA1] }
        )
        #expect(wide.parts.map(\.userData.count) == [139, 139, 9])
    }

    @Test("a text over its maximum is refused whole, and no maximum goes beyond the header's 255")
    func maximum() throws {
        #expect(throws: SMSLengthError(segmentCount: 7, maximumSegments: 6)) {
            try EncodedMessage(Self.repeated("a", 6 * 153 + 1), reference: .eightBit(0))
        }
        #expect(try EncodedMessage(Self.repeated("a", 6 * 153), reference: .eightBit(0)).parts.count == 6)
        #expect(throws: SMSLengthError(segmentCount: 256, maximumSegments: 255)) {
            try EncodedMessage(Self.repeated("a", 255 * 153 + 1), reference: .eightBit(0), maximumSegments: .max)
        }
        let longest = try EncodedMessage(Self.repeated("a", 255 * 153), reference: .eightBit(0), maximumSegments: 255)
        #expect(longest.parts.last?.header?.octets == [5, 0, 3, 0, 255, 255])
        #expect(throws: SMSLengthError(segmentCount: 2, maximumSegments: 1)) {
            try EncodedMessage(Self.repeated("a", 161), reference: .eightBit(0), maximumSegments: .min)
        }
    }

    // "hellohello" in packed form stands in many descriptions of the format.
    @Test("septets are packed eight into seven octets, after a header from the next septet boundary")
    func packing() throws {
        let message = try EncodedMessage("hellohello", reference: .eightBit(0))
        #expect(message.parts.first?.packedUserData == [0xE8, 0x32, 0x9B, 0xFD, 0x46, 0x97, 0xD9, 0xEC, 0x37])
        #expect(message.parts.first?.userDataLength == 10)

        let full = try EncodedMessage(Self.repeated("a", 160), reference: .eightBit(0))
        #expect(full.parts.map(\.packedUserData.count) == [140])
        #expect(full.parts.map(\.userDataLength) == [160])

        // 6 octets are 48 bits; one fill bit, then 0x61 from bit 49: 0xC2.
        let narrow = try EncodedMessage(Self.repeated("a", 161), reference: .eightBit(0))
        #expect(narrow.parts.map { $0.packedUserData[6] } == [0xC2, 0xC2])
        #expect(narrow.parts.map(\.packedUserData.count) == [140, 14])
        #expect(narrow.parts.map(\.userDataLength) == [160, 15])

        // 7 octets are 56 bits, eight septets: no fill bits.
        let wide = try EncodedMessage(Self.repeated("a", 161), reference: .sixteenBit(0))
        #expect(wide.parts.map { $0.packedUserData[7] & 0x7F } == [0x61, 0x61])
        #expect(wide.parts.map(\.userDataLength) == [160, 17])
    }

    @Test("what a header says is read back, whatever stands beside it")
    func readsHeaders() throws {
        let narrow = try #require(ConcatenationHeader(reference: .eightBit(9), partCount: 3, place: 2))
        let wide = try #require(ConcatenationHeader(reference: .sixteenBit(0x0102), partCount: 255, place: 255))
        for header in [narrow, wide] { #expect(ConcatenationHeader(userData: header.octets + [0x41]) == header) }
        // A port element before it.
        #expect(ConcatenationHeader(userData: [0x0B, 5, 4, 0, 1, 0, 2, 0, 3, 9, 3, 2, 0x41]) == narrow)
    }

    @Test(
        "what is no header, or contradicts itself, joins nothing",
        arguments: [
            [], [0], [5], [5, 0, 3, 1, 2], [5, 0, 3, 1, 2, 3], [5, 0, 3, 1, 2, 0], [5, 0, 3, 1, 0, 0],
            [5, 0, 4, 1, 2, 1],
            [4, 0, 2, 1, 2], [6, 8, 3, 1, 2, 2, 1], [255, 0, 3], [1, 0], [2, 0, 255], [5, 0x24, 3, 1, 2, 1],
        ] as [[UInt8]]
    )
    func refusesHeaders(octets: [UInt8]) {
        #expect(ConcatenationHeader(userData: octets) == nil)
    }

    @Test("no octets trap the readers, and what is written is read back", arguments: [31, 32] as [UInt64])
    func readsAnyOctets(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<5_000 {
            let length = Int.random(in: 0...20, using: &generator)
            let octets = (0..<length).map { _ in UInt8(generator.next() & 0x1F) }
            _ = ConcatenationHeader(userData: octets)
            for alphabet in SMSAlphabet.allCases {
                guard let text = alphabet.text(of: octets), let written = alphabet.octets(of: text) else { continue }
                #expect(alphabet.text(of: written).map(scalars) == scalars(text), "seed \(seed): \(octets)")
            }
        }
    }

    @Test("a received code without a character of its own is shown as near as can be")
    func readsStrangeCodes() {
        #expect(SMSAlphabet.gsm7.text(of: [0x1B, 0x41]) == "A")
        #expect(SMSAlphabet.gsm7.text(of: [0x41, 0x1B]) == "A ")
        #expect(SMSAlphabet.gsm7.text(of: [0x1B, 0x1B, 0x65]) == " e")
        #expect(SMSAlphabet.gsm7.text(of: [0x80]) == nil)
        #expect(SMSAlphabet.ucs2.text(of: [0x00]) == nil)
        #expect(SMSAlphabet.ucs2.text(of: [0xD8, 0x3D]) == "\u{FFFD}")
        #expect(SMSAlphabet.gsm7.octets(of: "đ") == nil)
        #expect([SMSAlphabet.gsm7.dataCoding, SMSAlphabet.ucs2.dataCoding] == [0, 8])
    }
}
