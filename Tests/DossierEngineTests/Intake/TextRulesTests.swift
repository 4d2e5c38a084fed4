import Testing

@testable import DossierEngine

@Suite struct TextRulesTests {
    @Test(
        "a text is brought into NFC and tidied",
        arguments: [
            ("  Hà   Lam\u{A0}", "Hà Lam"), ("Ha\u{300} Lam", "H\u{E0} Lam"), ("\u{FEFF}x", "\u{FEFF}x"),
        ]
    )
    func oneLine(typed: String, clean: String) throws {
        #expect(bytes(try TextRules.subject.clean(typed)) == bytes(clean))
    }

    @Test(
        "a reason keeps its lines, each tidied, empty ones left out",
        arguments: [
            ("Thiếu bản vẽ.\n\n  Thiếu   CCCD. ", "Thiếu bản vẽ.\nThiếu CCCD."), ("a\r\nb\tc", "a\nb c"),
            ("\n\na\n", "a"),
        ]
    )
    func lines(typed: String, clean: String) throws {
        #expect(bytes(try TextRules.reason.clean(typed)) == bytes(clean))
    }

    @Test(
        "control characters and marks that turn the writing are refused",
        arguments: [
            "a\u{0}", "a\u{8}b", "a\u{1B}[31m", "a\u{7F}", "a\u{85}b", "a\u{2028}b", "a\u{202E}b", "a\u{2066}b",
            "a\u{FFFE}",
        ]
    )
    func forbidden(typed: String) {
        #expect(throws: FieldDefect(.controlCharacter)) { try TextRules.subject.clean(typed) }
        #expect(throws: FieldDefect(.controlCharacter)) { try TextRules.reason.clean(typed) }
    }

    @Test("lines are refused where one is asked for", arguments: ["a\nb", "a\r\nb", "a\rb", "a\tb"])
    func lineBreaks(typed: String) {
        #expect(throws: FieldDefect(.controlCharacter)) { try TextRules.name.clean(typed) }
    }

    @Test("a text is judged alike the short way and the long one")
    func shortWay() {
        var generator = SeededGenerator(seed: 1)
        let pieces = [
            "Hà", "Nguyễn", " ", " ", "  ", "e\u{323}\u{302}", "\u{A0}", "\u{0}", "\n", "x", "Đ", "\u{202E}", "李",
        ]
        for round in 0..<5_000 {
            let count = Int.random(in: 0...8, using: &generator)
            let text = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            // A narrow bound, so that both too long and short enough happen.
            let rules = TextRules(maximumLength: 9, allowsLineBreaks: round.isMultiple(of: 2))
            guard text.utf8.count <= rules.maximumLength * 16 else { continue }
            let short = Result { () throws(FieldDefect) in bytes(try rules.clean(text)) }
            let long = Result { () throws(FieldDefect) in bytes(try rules.cleanClosely(text)) }
            #expect(short == long, "\(text.debugDescription)")
        }
    }

    @Test("a carriage return alone ends a line where lines are allowed, and is refused elsewhere")
    func carriageReturn() throws {
        #expect(try TextRules.reason.clean("a\rb") == "a\nb")
        #expect(throws: FieldDefect(.controlCharacter)) { try TextRules.subject.clean("a\rb") }
    }

    @Test(
        "a text without visible characters is blank",
        arguments: ["", " ", "\u{A0}\u{2003}", "\u{2800}", "\u{AD}", "\u{200B}\u{FEFF}", "\u{301}"]
    )
    func blank(typed: String) {
        #expect(throws: FieldDefect(.blank)) { try TextRules.reason.clean(typed) }
        #expect(throws: FieldDefect(.blank)) { try TextRules.name.clean(typed) }
    }

    @Test(
        "lengths are counted in characters after cleaning",
        arguments: [
            (TextRules.name, 200), (.subject, 500), (.address, 300), (.reason, 2000), (.supplementItem, 300),
            (.reference, 100), (.identifier, 64),
        ]
    )
    func lengths(rules: TextRules, maximum: Int) throws {
        // "ệ" in three scalars is one character, before and after.
        let longest = String(repeating: "e\u{323}\u{302}", count: maximum)

        #expect(try rules.clean(" " + longest + "  ").count == maximum)
        #expect(throws: FieldDefect(.tooLong)) { try rules.clean(longest + "a") }
    }

    @Test("marks heaped on one letter do not get past the limit")
    func heapedMarks() {
        #expect(throws: FieldDefect(.tooLong)) {
            try TextRules.identifier.clean("a" + String(repeating: "\u{301}", count: 1_000))
        }
    }
}
