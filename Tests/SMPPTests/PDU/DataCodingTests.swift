import SMPP
import Testing

@Suite("Alphabets of texts from phones")
struct DataCodingTests {
    @Test(
        "data_coding names the alphabet",
        arguments: [
            (UInt8(0x00), TextAlphabet.gsm7), (0x01, .ascii), (0x03, .latin1), (0x08, .ucs2), (0xC0, .gsm7),
            (0xD8, .gsm7), (0xE0, .ucs2), (0xF0, .gsm7), (0xF1, .gsm7), (0xF2, .gsm7), (0x02, nil), (0x04, nil),
            (0x05, nil), (0x06, nil), (0xF4, nil), (0xF6, nil), (0x10, nil), (0xB0, nil),
        ] as [(UInt8, TextAlphabet?)]
    )
    func alphabets(octet: UInt8, expected: TextAlphabet?) {
        #expect(DataCoding(rawValue: octet).alphabet() == expected)
    }

    @Test("the operator's default alphabet may be another one")
    func otherDefault() {
        #expect(DataCoding.smscDefault.alphabet(smscDefault: .latin1) == .latin1)
        #expect(DataCoding.ucs2.alphabet(smscDefault: .latin1) == .ucs2)
    }

    @Test("GSM codes are the characters of TS 23.038")
    func basicGSM() {
        #expect(TextAlphabet.gsm7.text([0x00, 0x01, 0x02, 0x11, 0x10, 0x24, 0x40, 0x60]) == "@£$_Δ¤¡¿")
        #expect(TextAlphabet.gsm7.text([0x04, 0x05, 0x07, 0x08, 0x7F, 0x1F, 0x5B, 0x7B]) == "èéìòàÉÄä")
        #expect(TextAlphabet.gsm7.text(Array("TC H29-0001 abcxyz?".utf8)) == "TC H29-0001 abcxyz?")
    }

    @Test("every GSM code has a character of its own but the escape, which counts with the code after it")
    func allGSMCodes() {
        let characters = (UInt8(0)...0x7F).filter { $0 != 0x1B }.map { TextAlphabet.gsm7.text([$0]) }
        #expect(Set(characters).count == 127)
        #expect(characters.allSatisfy { $0.unicodeScalars.count == 1 && $0 != "\u{FFFD}" })
    }

    @Test("the extension table follows the escape")
    func extensionGSM() {
        let octets = hex("1B28 1B29 1B65 1B14 1B2F 1B3C 1B3D 1B3E 1B40 1B0A")
        #expect(TextAlphabet.gsm7.text(octets) == "{}€^\\[~]|\u{0C}")
        // Section 6.2.1.1: a code that the table does not have is read from the basic table.
        #expect(TextAlphabet.gsm7.text(hex("1B41")) == "A")
        #expect(TextAlphabet.gsm7.text(hex("41 1B")) == "A ")
        #expect(TextAlphabet.gsm7.text(hex("1B1B41")) == " A")
        #expect(TextAlphabet.gsm7.text(hex("80 FF")) == "\u{FFFD}\u{FFFD}")
    }

    @Test("UCS-2 is read as UTF-16, so an emoji survives")
    func utf16() {
        #expect(TextAlphabet.ucs2.text(hex("0110 1EA5 0074 D83D DE00")) == "Đất😀")
        #expect(TextAlphabet.ucs2.text(hex("0041 D83D")) == "A\u{FFFD}")
        #expect(TextAlphabet.ucs2.text(hex("0041 00")) == "A\u{FFFD}")
        #expect(TextAlphabet.ucs2.text([]) == "")
    }

    @Test("Latin-1 and ASCII are read octet by octet")
    func octetAlphabets() {
        #expect(TextAlphabet.latin1.text([0x41, 0xE9, 0xFF]) == "Aéÿ")
        #expect(TextAlphabet.ascii.text([0x41, 0xE9]) == "A\u{FFFD}")
    }
}
