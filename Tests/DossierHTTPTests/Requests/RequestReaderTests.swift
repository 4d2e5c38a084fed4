import DossierEngine
import Testing

@testable import DossierHTTP

@Suite("Reading what was sent")
struct RequestReaderTests {
    private func value(_ text: String) throws -> JSONValue { try JSONParser.parse(Array(text.utf8)) }

    private func errors(_ text: String, _ read: (inout RequestReader) -> Void) throws -> [FieldError] {
        try RequestReader.collect(try value(text)) { read(&$0) }.errors
    }

    @Test("what is no object is of the wrong kind as a whole", arguments: ["[]", "1", "\"x\"", "null", "true"])
    func noObject(text: String) throws {
        let value = try value(text)
        #expect(throws: RequestRefusal.invalidFields([FieldError("", .wrongType)])) {
            try RequestReader.collect(value) { _ in }
        }
    }

    @Test("missing and null are the same, and are no error by themselves")
    func missing() throws {
        let found = try errors(#"{"a":null}"#) { reader in
            #expect(reader.text("a") == nil)
            #expect(reader.whole("b") == nil)
            #expect(reader.flag("c") == nil)
            #expect(reader.object("d") { _ in 1 } == nil)
        }
        #expect(found.isEmpty)
    }

    @Test("every field of the wrong kind is named, and every field that nobody asked for")
    func allErrors() throws {
        let text = #"{"a":1,"b":"x","c":"true","d":[],"e":{},"f":[{"g":1,"x":2},3],"y":4}"#
        let found = try errors(text) { reader in
            _ = reader.text("a")
            _ = reader.whole("b")
            _ = reader.flag("c")
            _ = reader.object("d") { _ in 1 }
            _ = reader.texts("e", atMost: 9)
            _ = reader.objects("f", atMost: 9) { $0.text("g") }
        }
        #expect(
            found == [
                FieldError("a", .wrongType), FieldError("b", .wrongType), FieldError("c", .wrongType),
                FieldError("d", .wrongType), FieldError("e", .wrongType), FieldError("f[0].g", .wrongType),
                FieldError("f[0].x", .unknownField), FieldError("f[1]", .wrongType), FieldError("y", .unknownField),
            ]
        )
    }

    @Test(
        "a whole number is told from a fraction and from one past 64 bits",
        arguments: [
            ("17", nil), ("-3", nil), ("1.0", nil), ("1.50", .wrongType), ("1e3", .wrongType), ("\"1\"", .wrongType),
            ("99999999999999999999", .outOfRange), ("-99999999999999999999", .outOfRange),
            ("99999999999999999999.0", .outOfRange),
        ] as [(String, FieldError.Code?)]
    )
    func wholeNumbers(text: String, code: FieldError.Code?) throws {
        let found = try errors("{\"a\":\(text)}") { _ = $0.whole("a") }
        #expect(found == (code.map { [FieldError("a", $0)] } ?? []))
    }

    @Test("a field that must be given is named once, whether it is missing or wrong")
    func required() throws {
        let found = try errors(#"{"b":1,"c":"  ","d":200,"e":"2022-02-30T08:00:00+07:00","f":""}"#) { reader in
            _ = reader.clean("a", .name)
            _ = reader.clean("b", .name)
            _ = reader.clean("c", .name)
            _ = reader.whole("d", in: 1...100)
            _ = reader.moment("e")
            _ = reader.secret("f", atMost: 200)
        }
        #expect(
            found == [
                FieldError("a", .required), FieldError("b", .wrongType), FieldError("c", .blank),
                FieldError("d", .outOfRange), FieldError("e", .invalidDate), FieldError("f", .tooShort),
            ]
        )
    }

    @Test("an array past its bound is refused before it is read")
    func tooMany() throws {
        let found = try errors(#"{"a":["x","y","z"]}"#) { _ = $0.texts("a", atMost: 2) }
        #expect(found == [FieldError("a", .tooMany)])
    }

    @Test("the name of a member is not told back at any length")
    func longNames() throws {
        let name = String(repeating: "x", count: 5_000)
        let found = try errors("{\"\(name)\":1}") { _ in }
        #expect(found == [FieldError(String(repeating: "x", count: 100), .unknownField)])
    }
}
