import DossierEngine
import Testing

/// What RFC 8259 takes and refuses, and where this reader is stricter.
@Suite struct JSONParserTests {
    @Test(
        "a JSON text is read as the value it says",
        arguments: [
            ("null", .null), ("true", .bool(true)), (" \t\r\nfalse\n", .bool(false)),
            ("0", .integer(0)), ("-0", .integer(0)), ("-17", .integer(-17)),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .number("9223372036854775808")),
            ("0.5", .number("0.5")), ("-1.50e+3", .number("-1.50e+3")), ("1E9", .number("1E9")),
            ("0e0", .number("0e0")),
            ("\"\"", .string("")), ("\"Hà Lam\"", .string("Hà Lam")), ("\"\u{7F}\"", .string("\u{7F}")),
            ("[]", .array([])), ("[ 1 , [ ] ]", .array([.integer(1), .array([])])),
            ("{}", .object([])),
            (
                "{\"b\":1,\"a\":{\"b\":null}}",
                .object([
                    JSONMember(name: "b", value: .integer(1)),
                    JSONMember(name: "a", value: .object([JSONMember(name: "b", value: .null)])),
                ])
            ),
            ("{\"\":\"\"}", .object([JSONMember(name: "", value: .string(""))])),
        ] as [(String, JSONValue)]
    )
    func taken(json: String, value: JSONValue) throws {
        #expect(try JSONParser.parse(bytes(json)) == value)
    }

    @Test(
        "escapes stand for the characters of RFC 8259, section 7",
        arguments: [
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
            (#""H\u00e0 Lam, \u0110\u00E0""#, "Hà Lam, Đà"),
            (#""\u0000""#, "\u{0}"),
            // U+1F3DB, the classical building, as its surrogate pair.
            (#""\ud83c\uDFDB""#, "\u{1F3DB}"),
            (#""\uFFFF\uD7FF\uE000""#, "\u{FFFF}\u{D7FF}\u{E000}"),
        ]
    )
    func escapes(json: String, expected: String) throws {
        let read = try #require(try JSONParser.parse(bytes(json)).string)

        #expect(bytes(read) == bytes(expected))
    }

    @Test(
        "what is not JSON is refused with the place where it breaks",
        arguments: [
            ("", 0), ("   ", 3), ("nul", 0), ("True", 0), ("NaN", 0), ("Infinity", 0), ("-", 0), ("+1", 0), ("01", 0),
            ("-01", 0), (".5", 0), ("1.", 2), ("1.e5", 2), ("1e", 2), ("1e+", 3), ("0x10", 1), ("1_000", 1),
            ("[", 1), ("[1", 2), ("[1,]", 3), ("[,1]", 1), ("[1 2]", 3), ("]", 0),
            ("{", 1), ("{\"a\"}", 4), ("{\"a\":}", 5), ("{\"a\":1,}", 7), ("{a:1}", 1), ("{'a':1}", 1), ("{1:1}", 1),
            ("{\"a\":1 \"b\":2}", 7), ("\"", 1), ("\"abc", 4), ("\"a\nb\"", 2), ("\"\u{1F}\"", 1), ("\"\\n\u{1}\"", 3),
            ("1 2", 2), ("{} x", 3), ("null,", 4), ("[] []", 3), ("// a\n1", 0), ("/* a */1", 0),
            ("\u{FEFF}1", 0), ("1\u{A0}", 1), ("1\u{0}", 1),
        ]
    )
    func refused(json: String, offset: Int) {
        #expect(throws: JSONDefect.malformed(offset: offset)) { try JSONParser.parse(bytes(json)) }
    }

    @Test(
        "an escape that stands for no character is refused",
        arguments: [
            #""\x41""#, #""\a""#, #""\'""#, #""\""#, #""\u12""#, #""\u12G4""#, #""\u+123""#, #""\u 123""#,
            // Halves of surrogate pairs alone, in the wrong order, or followed by something else.
            #""\ud83c""#, #""\udfdb""#, #""\ud83c\u0041""#, #""\ud83cx""#, #""\ud83c\n""#, #""\udfdb\ud83c""#,
            #""\ud83c\ud83c""#,
        ]
    )
    func escapesRefused(json: String) {
        #expect(throws: JSONDefect.self) { try JSONParser.parse(bytes(json)) }
    }

    @Test("the form feed and the vertical tab are no blanks", arguments: [UInt8(0x0B), 0x0C])
    func blanks(blank: UInt8) {
        #expect(throws: JSONDefect.malformed(offset: 0)) { try JSONParser.parse([blank, 0x31]) }
    }

    @Test(
        "bytes that are not UTF-8 are refused, wherever they stand",
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xE1, 0xBB, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0x80, 0x22], [0x31, 0x20, 0xFE],
            // `"é"` as Latin-1 has it.
            [0x22, 0xE9, 0x22],
        ] as [[UInt8]]
    )
    func notUTF8(input: [UInt8]) {
        #expect(throws: JSONDefect.notUTF8) { try JSONParser.parse(input) }
    }

    @Test(
        "a name that stands twice in one object is refused, however it is written",
        arguments: [
            (#"{"phone":"1","phone":"2"}"#, "phone"), (#"{"a":{"b":1,"c":2,"b":1}}"#, "b"),
            (#"{"\u0061":1,"a":2}"#, "a"),
            (#"[{"":0,"":0}]"#, ""),
        ]
    )
    func duplicateName(json: String, name: String) {
        #expect(throws: JSONDefect.duplicateName(name)) { try JSONParser.parse(bytes(json)) }
    }

    @Test("a name that stands twice is found in an object of any size", arguments: [2, 31, 32, 33, 34, 500])
    func duplicateNameAmongMany(count: Int) throws {
        let members = (0..<count).map { "\"\($0)\":\($0)" }
        let value = try JSONParser.parse(bytes("{" + members.joined(separator: ",") + "}"))
        #expect(value["\(count - 1)"] == .integer(Int64(count - 1)))

        for place in [0, count / 2, count - 1] {
            let twice = "{" + (members + ["\"\(place)\":0"]).joined(separator: ",") + "}"
            #expect(throws: JSONDefect.duplicateName("\(place)")) { try JSONParser.parse(bytes(twice)) }
        }
    }

    @Test("a name may stand again in another object")
    func sameNameElsewhere() throws {
        let value = try JSONParser.parse(bytes(#"[{"a":1},{"a":{"a":2}}]"#))

        #expect(value.array?[1]["a"]?["a"] == .integer(2))
    }

    @Test("sixteen levels are read and no more", arguments: ["[", "{\"a\":"])
    func depth(open: String) throws {
        let close = open == "[" ? "]" : "}"
        func nested(_ levels: Int) -> [UInt8] {
            // The innermost value is the last level: sixteen are fifteen brackets around a number.
            bytes(String(repeating: open, count: levels - 1) + "1" + String(repeating: close, count: levels - 1))
        }

        #expect(throws: Never.self) { try JSONParser.parse(nested(16)) }
        #expect(throws: JSONDefect.tooDeep) { try JSONParser.parse(nested(17)) }
        #expect(throws: JSONDefect.tooDeep) { try JSONParser.parse(bytes(String(repeating: open, count: 100_000))) }
    }

    @Test("of thousands of small objects or arrays side by side few get more room than they need")
    func room() throws {
        let count = 10_000
        func many(_ element: String) throws -> JSONValue {
            try JSONParser.parse(bytes("[" + Array(repeating: element, count: count).joined(separator: ",") + "]"))
        }
        let objects = try #require(try many(#"{"a":0}"#).array)
        let arrays = try #require(try many("[0]").array)

        var room = 0
        for value in objects + arrays {
            switch value {
            case .object(let members): room += members.capacity
            case .array(let elements): room += elements.capacity
            default: Issue.record("a value became another one")
            }
        }
        // What memory is handed out in may have room for one more.
        #expect(room < 5 * count)
    }
}
