import DossierEngine
import Testing

@Suite("Base64 as addresses bear it")
struct Base64URLTests {
    @Test("bytes of every length come back as they went")
    func roundTrip() {
        for count in 0...64 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + 251) }
            let text = Base64URL.text(bytes)
            #expect(!text.contains { "+/=".contains($0) })
            #expect(Base64URL.bytes(text) == bytes)
        }
    }

    @Test("the letters that an address would escape are others")
    func alphabet() {
        #expect(Base64URL.text([0xFB, 0xFF]) == "-_8")
        #expect(Base64URL.bytes("-_8") == [0xFB, 0xFF])
    }

    @Test("a text is read in the one form in which it is written", arguments: ["-_8=", "+/8", "-_9", "-", "-_ 8"])
    func otherForms(text: String) {
        #expect(Base64URL.bytes(text) == nil)
    }
}
