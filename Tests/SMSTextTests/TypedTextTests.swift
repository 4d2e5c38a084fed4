import SMSText
import Testing

@Suite("Typed text")
struct TypedTextTests {
    @Test("names of the register are tidied as its key says", arguments: RegisterName.examples)
    func tidiesRegisterNames(name: RegisterName) {
        #expect(scalars(VietnameseText.tidied(name.typed)) == scalars(name.tidied))
    }

    @Test(
        "blanks of every kind are folded",
        arguments: [
            ("\u{00A0}Lê\u{3000}\u{2003}Thị\r\n\tHoa\u{2028}", "Lê Thị Hoa"),
            (" \t ", ""),
            ("", ""),
            ("Lê", "Lê"),
        ]
    )
    func tidies(typed: String, tidied: String) {
        #expect(scalars(VietnameseText.tidied(typed)) == scalars(tidied))
    }

    @Test("a forbidden scalar is found on one line and on several")
    func findsForbiddenScalars() {
        let ranges: [ClosedRange<UInt32>] = [
            0x00...0x08, 0x0B...0x0C, 0x0E...0x1F, 0x7F...0x9F, 0x2028...0x2029, 0x202A...0x202E, 0x2066...0x2069,
            0xFDD0...0xFDEF, 0xFFFE...0xFFFF, 0x1FFFE...0x1FFFF, 0x10FFFE...0x10FFFF,
        ]
        for scalar in ranges.flatMap({ $0.compactMap(Unicode.Scalar.init) }) {
            let text = "Lê \(Character(scalar)) Hoa"
            #expect(VietnameseText.firstForbiddenScalar(in: text, allowingLineBreaks: false) == scalar)
            #expect(VietnameseText.firstForbiddenScalar(in: text, allowingLineBreaks: true) == scalar)
        }
    }

    @Test("line breaks and tabs are forbidden only on one line", arguments: ["\n", "\t", "\r\n"])
    func allowsLineBreaks(breaking: String) {
        let text = "Dòng một\(breaking)dòng hai"
        #expect(
            VietnameseText.firstForbiddenScalar(in: text, allowingLineBreaks: false) == breaking.unicodeScalars.first
        )
        #expect(VietnameseText.firstForbiddenScalar(in: text, allowingLineBreaks: true) == nil)
    }

    @Test("a carriage return without its line feed breaks a line too", arguments: ["a\rb", "a\r", "\r\r\na"])
    func carriageReturn(text: String) {
        #expect(VietnameseText.firstForbiddenScalar(in: text, allowingLineBreaks: true) == nil)
        #expect(VietnameseText.firstForbiddenScalar(in: text, allowingLineBreaks: false) == "\r")
    }

    @Test(
        "ordinary text of any script is allowed",
        arguments: [
            "Nguyễn Thị Hoa", "Nguye\u{0302}\u{0303}n", "中文", "👨‍👩‍👧", "a\u{200B}b", "م\u{200F}", "", "   ", "\u{00A0}",
            " \u{200B}\u{FEFF} ", "\u{0301}",
        ]
    )
    func allowsOrdinaryText(text: String) {
        #expect(VietnameseText.firstForbiddenScalar(in: text, allowingLineBreaks: false) == nil)
    }

    @Test(
        "invisible texts have nothing to see",
        arguments: [
            "", " \n\t", "\u{00A0}\u{3000}", "\u{200B}\u{200D}\u{FEFF}\u{2060}", "\u{0301}\u{0323}", "\u{00AD}",
            "\u{115F}\u{3164}\u{FFA0}", "\u{2800}", "\u{E0020}", "\u{FE0F}", "\u{0007}", "\u{FFFF}",
        ]
    )
    func seesNothing(text: String) {
        #expect(!VietnameseText.hasVisibleText(text))
    }

    @Test("visible texts have something to see", arguments: ["a", " đ ", "-", "👍", "中", "\u{200B}1", "e\u{0301}"])
    func seesSomething(text: String) {
        #expect(VietnameseText.hasVisibleText(text))
    }
}
