import Testing

@testable import DossierEngine

@Suite struct LookupPINTests {
    @Test("four letters are drawn that cannot be mistaken for others")
    func alphabet() {
        var drawn: [Character: Int] = [:]
        for first in stride(from: UInt8(0), through: 252, by: 4) {
            let pin = LookupPIN(from: CountingEntropy(first: first))
            #expect(pin.text.count == 4)
            for letter in pin.text { drawn[letter, default: 0] += 1 }
        }

        // All 256 bytes were used once: each of the 32 letters comes up 8 times, none is likelier than another.
        #expect(drawn.keys.sorted() == Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ"))
        #expect(Set(drawn.values) == [8])
    }

    @Test("a PIN is known in any case and with blanks", arguments: ["7K4P", "7k4p", "7K4p", " 7K4P ", "7k-4p"])
    func anyCase(typed: String) {
        #expect(LookupPIN(stored: bytes("7K4P")).matches(typed))
    }

    @Test(
        "anything else is another PIN",
        arguments: ["", "7K4", "7K4PP", "7K4Q", "K7P4", "7К4Р", "7K4P7K4P7K4P7K4P", "\u{0}7K4P"]
    )
    func other(typed: String) {
        #expect(!LookupPIN(stored: bytes("7K4P")).matches(typed))
    }

    @Test("what is stored is read as the same PIN")
    func stored() {
        let pin = LookupPIN(from: CountingEntropy(first: 5))

        #expect(LookupPIN(stored: bytes(pin.text)) == pin)
        #expect(pin.text == "789A")
    }
}
