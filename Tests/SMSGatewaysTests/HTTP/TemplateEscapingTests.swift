import Testing

@testable import SMSGateways

/// What is written into a template can be read back, whatever it is.
struct TemplateEscapingTests {
    /// Characters that mean something in one of the escapings, and letters of one to four bytes.
    private static let alphabet = Array("aZ0 -._~%&+=?/#\"'\\{}[]<>\n\r\t\u{0}\u{1F}\u{7F}\u{2028}đẵỴ€😀")

    private func text(seed: UInt64) -> String {
        // A linear congruential generator, so that a failing seed can be tried again.
        var state = seed
        var text = ""
        for _ in 0..<40 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            text.append(Self.alphabet[Int(state >> 33) % Self.alphabet.count])
        }
        return text
    }

    @Test("JSON is read back", arguments: 0..<100 as Range<UInt64>)
    func json(seed: UInt64) throws {
        let text = text(seed: seed)

        let body = "{\"text\":\"\(TemplateEscaping.json.escaped(text))\"}"

        let read = HTTPFieldReading.json.values(of: ["text"], in: Array(body.utf8))["text"]
        #expect(read.map { Array($0.utf8) } == Array(text.utf8))
    }

    @Test("forms and queries are read back", arguments: 0..<100 as Range<UInt64>)
    func form(seed: UInt64) throws {
        let text = text(seed: seed)

        let form = "text=\(TemplateEscaping.form.escaped(text))&end=1"
        let query = "text=\(TemplateEscaping.query.escaped(text))&end=1"

        for (fields, written) in [(HTTPFieldReading.form, form), (.query, query)] {
            let values = fields.values(of: ["text", "end"], in: Array(written.utf8))
            #expect(values["text"].map { Array($0.utf8) } == Array(text.utf8))
            #expect(values["end"] == "1")
        }
    }

    @Test(
        "markup and line breaks are written as references, and what XML cannot hold as a blank",
        arguments: [
            ("Hồ sơ & \"đủ\" <1> 'x'", "Hồ sơ &amp; &quot;đủ&quot; &lt;1&gt; &apos;x&apos;"),
            ("&amp;", "&amp;amp;"), ("]]>", "]]&gt;"), ("a\r\n\tb", "a&#13;&#10;&#9;b"),
            ("a\u{0}\u{B}\u{1F}b", "a   b"), ("\u{FFFE}x\u{FFFF}", " x "),
            ("\u{7F}\u{2028}\u{FEFF}ỴĐ€😀", "\u{7F}\u{2028}\u{FEFF}ỴĐ€😀"),
        ]
    )
    func xmlReferences(text: String, expected: String) {
        #expect(Array(TemplateEscaping.xml.escaped(text).utf8) == Array(expected.utf8))
    }

    @Test("XML is read back", arguments: 0..<100 as Range<UInt64>)
    func xml(seed: UInt64) throws {
        let text = text(seed: seed)
        // Letters around it, because blanks around the text of an element do not count.
        let written = "x" + text + "x"
        let expected: [Unicode.Scalar] = written.unicodeScalars.map { TemplateEscaping.isInXML($0) ? $0 : " " }

        let escaped = TemplateEscaping.xml.escaped(written)

        let read = try #require(ReplyXML.read(Array("<a b='\(escaped)' c=\"\(escaped)\">\(escaped)</a>".utf8)))
        let back = try #require(try JSONPath("a", field: "path").text(in: read))
        #expect(Array(back.unicodeScalars) == expected)
    }

    @Test("braces stand for themselves before anything but a letter")
    func braces() throws {
        let template = try GatewayTemplate(#"{"a":{},"b":{ "c":"{to}{text}"}}"#, escaping: .json, field: "body")

        let filled = template.filled { $0 == .to ? "{text}" : "\"" }

        #expect(filled == #"{"a":{},"b":{ "c":"{text}\""}}"#)
        #expect(template.placeholders == [.to, .text])
    }
}
