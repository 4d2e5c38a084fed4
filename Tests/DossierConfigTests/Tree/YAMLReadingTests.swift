import Testing

@testable import DossierConfig

@Suite("Reading YAML")
struct YAMLReadingTests {
    private func defects(_ text: String) -> [ConfigurationDefect] {
        do {
            _ = try YAMLReading.node(of: text, file: "x.yaml")
            return []
        } catch {
            return error.defects
        }
    }

    private func canonical(_ text: String) throws -> String {
        CanonicalJSON.text(of: try YAMLReading.node(of: text, file: "x.yaml"))
    }

    @Test(
        "refuses what readers of YAML dispute about, with its place",
        arguments: [
            ("a: NO", 1, 4, "a"),
            ("a: yes", 1, 4, "a"),
            ("a: On", 1, 4, "a"),
            ("a: True", 1, 4, "a"),
            ("a:\n  - 010", 2, 5, "a[0]"),
            ("a: 0x1F", 1, 4, "a"),
            ("a: 1_000", 1, 4, "a"),
            ("a: 07:30", 1, 4, "a"),
            ("a: 2022-01-05", 1, 4, "a"),
            ("a: 2022-01-05 10:20:00", 1, 4, "a"),
            ("a: 1.001612", 1, 4, "a"),
            ("a: 1e3", 1, 4, "a"),
            ("a: +5", 1, 4, "a"),
            ("a: .5", 1, 4, "a"),
            ("a: .inf", 1, 4, "a"),
            ("a: =", 1, 4, "a"),
            ("1: a", 1, 1, "1"),
            ("no: a", 1, 1, "no"),
        ]
    )
    func disputed(text: String, line: Int, column: Int, path: String) throws {
        let defect = try #require(defects(text).first)
        #expect(defect.line == line)
        #expect(defect.column == column)
        #expect(defect.path == path)
        #expect(defect.message.contains("quotes"))
    }

    @Test(
        "refuses what goes beyond plain values, with its place",
        arguments: [
            // A tab as indentation; libyaml points at the tab.
            ("a:\n\tb: 1", 2, 1, ""),
            ("a: 1\nb: 2\na: 3", 1, 1, "a"),
            ("a: 1\n\"a\": 3", 1, 1, "a"),
            ("a: &x 1\nb: 2", 1, 4, "a"),
            ("a: [&x [1], *x]", 1, 5, "a[0]"),
            ("a: !!str 5", 1, 4, "a"),
            ("a: !thing {b: 1}", 1, 4, "a"),
            ("a: \"x\\u0007\"", 1, 4, "a"),
            ("a: \"x\\u202Ey\"", 1, 4, "a"),
            ("[1]: a", 1, 1, ""),
            // The missing bracket is missed at the end of the text.
            ("a: [1, 2", 2, 1, ""),
            ("a: 1\n---\nb: 2", 2, 1, ""),
            ("", 1, 1, ""),
            ("# only a comment\n", 1, 1, ""),
        ]
    )
    func beyond(text: String, line: Int, column: Int, path: String) throws {
        let defect = try #require(defects(text).first)
        #expect(defect.path == path, "\(defect)")
        #expect(defect.line == line, "\(defect)")
        #expect(defect.column == column, "\(defect)")
    }

    @Test("names quotes where a text without them is no YAML", arguments: ["a: @x", "a: *x*", "a: %x", "a: x: y"])
    func unquoted(text: String) throws {
        let defect = try #require(defects(text).first)
        #expect(defect.message.contains("put texts in quotes"))
        #expect(defect.vietnameseMessage.contains("ngoặc kép"))
    }

    @Test("refuses aliases that would unfold into a flood, at once")
    func flood() {
        var text = "a: &a0 [x, x]\n"
        for level in 1...40 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        #expect(defects(text).count == 41)
    }

    @Test("refuses values nested without end")
    func nesting() {
        #expect(defects("a: " + String(repeating: "[", count: 60) + String(repeating: "]", count: 60)).count == 1)
        #expect(!defects("a: " + String(repeating: "[", count: 5000)).isEmpty)
    }

    @Test("refuses a text over 1 MiB")
    func size() {
        let text = "a: " + String(repeating: "x", count: YAMLReading.maximumBytes)
        #expect(defects(text).first?.message.contains("1 MiB") == true)
    }

    @Test(
        "writes one canonical form",
        arguments: [
            ("b: 1\na: [true, ~, 2.50, -3]", #"{"a":[true,null,2.5,-3],"b":1}"#),
            ("a: 2.0", #"{"a":2}"#),
            ("a: 0.25", #"{"a":0.25}"#),
            ("a: '1'", #"{"a":"1"}"#),
            ("a: 000.00.15.H47", #"{"a":"000.00.15.H47"}"#),
            ("a: 127.0.0.1", #"{"a":"127.0.0.1"}"#),
            ("a: \"x \\\"y\\\" \\\\ z\"", #"{"a":"x \"y\" \\ z"}"#),
            ("a: |\n  one\n  two\n", #"{"a":"one\ntwo\n"}"#),
            ("a: \"one\\ttwo\\r\\n\"", #"{"a":"one\ttwo\r\n"}"#),
            // As Windows writes it: a mark of the encoding first, and both characters at each line's end.
            ("\u{FEFF}a: 1\r\nb: 2\r\n", #"{"a":1,"b":2}"#),
            // NFD e + U+0302 + U+0301 and the composed letter are the same text.
            ("a: \"e\u{302}\u{301}\"", #"{"a":"ế"}"#),
            ("é: 1\nz: 2\nb: 3", #"{"b":3,"z":2,"é":1}"#),
        ]
    )
    func canonicalForm(text: String, expected: String) throws {
        let first = try canonical(text)
        #expect(first == expected)
        // The canonical form is YAML itself and its own canonical form.
        #expect(try canonical(first) == expected)
    }
}
