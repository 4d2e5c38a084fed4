import Testing

@Suite("Telling code, comments and strings apart")
struct ScannerTests {
    private func words(_ text: String) -> [String] {
        SwiftSource(path: "a.swift", text: text).tokens.map(\.text)
    }

    @Test("the inside of strings is no code, what is interpolated is")
    func strings() {
        #expect(words(#"a("x y // z", b)"#) == ["a", "(", "\"", "\"", ",", "b", ")"])
        #expect(words(#"a("\(b(c)) d \(e)")"#) == ["a", "(", "\"", "b", "(", "c", ")", ")", "e", ")", "\"", ")"])
        #expect(words(#"a("\"b" , c)"#) == ["a", "(", "\"", "\"", ",", "c", ")"])
        #expect(words(#"a("\(b("c"))" + d)"#).suffix(3) == ["+", "d", ")"])
    }

    @Test("raw strings and strings of several lines end where Swift ends them")
    func rawAndMultilineStrings() {
        #expect(words(##"a(#"b" \(c) \#(d)"#, e)"##) == ["a", "(", "\"", "d", ")", "\"", ",", "e", ")"])
        #expect(words("a(\"\"\"\n b \"c\" { \n\"\"\", d)") == ["a", "(", "\"", "\"", ",", "d", ")"])
    }

    @Test("comments are kept apart, nested ones too")
    func comments() {
        let source = SwiftSource(path: "a.swift", text: "a // b \"c\nd/*e/*/f*/g*/h\n/**/ i\n")

        #expect(source.tokens.map(\.text) == ["a", "d", "h", "i"])
        #expect(source.lines.map(\.comment) == ["// b \"c", "/*e/*/f*/g*/", "/**/"])
        #expect(source.lines.map(\.code) == ["a", "d" + String(repeating: " ", count: 12) + "h", "i"])
    }

    @Test("tokens carry their lines")
    func lines() {
        let tokens = SwiftSource(path: "a.swift", text: "@unchecked\n\n b\nc").tokens

        #expect(tokens == [Token(text: "@unchecked", line: 1), Token(text: "b", line: 3), Token(text: "c", line: 4)])
    }

    @Test(
        "a file's target is the folder below Sources",
        arguments: [
            ("Sources/SMSText/Phone/A.swift", "SMSText"), ("Schema/SchemaFiles.swift", "SchemaFiles"),
            ("Tests/SMSTextTests/A.swift", nil), ("Package.swift", nil),
        ] as [(String, String?)]
    )
    func target(path: String, expected: String?) {
        #expect(SwiftSource(path: path, text: "").target == expected)
    }
}
