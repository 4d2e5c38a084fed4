import SMSText
import Testing

@Suite("Previews")
struct SMSPreviewTests {
    @Test("a preview says alphabet, number and text of the parts, and the text without accents")
    func accented() {
        let text = "Ho\u{0302}\u{0300} sơ đã được tiếp nhận. " + String(repeating: "ạ", count: 60)
        let preview = SMSPreview(text)
        #expect(preview.alphabet.rawValue == "UCS-2")
        #expect(preview.segments == 2)
        #expect(preview.parts.map(\.unicodeScalars.count) == [67, 18])
        #expect(preview.parts.flatMap(scalars) == scalars(VietnameseText.composed(text)))
        #expect(preview.unaccented == "Ho so da duoc tiep nhan. " + String(repeating: "a", count: 60))
    }

    @Test("a plain text is its own form without accents, an empty one is one empty part")
    func plain() {
        let preview = SMSPreview("Hen tra 10:20 [A] {B}")
        #expect(preview.alphabet.rawValue == "GSM-7")
        #expect(preview.segments == 1)
        #expect(preview.parts == ["Hen tra 10:20 [A] {B}"])
        #expect(preview.unaccented == "Hen tra 10:20 [A] {B}")
        #expect(SMSPreview("").parts == [""])
        #expect(SMSPreview("").segments == 1)
    }

    @Test("wider references leave less room in each part")
    func references() {
        let text = String(repeating: "đ", count: 134)
        #expect(SMSPreview(text).segments == 2)
        #expect(SMSPreview(text, references: .sixteenBit).segments == 3)
    }
}
