import Testing

@testable import DossierConfig

@Suite("A JSON schema")
struct JSONSchemaTests {
    private func defects(_ schema: String, _ value: String) throws -> [ConfigurationDefect] {
        let schema = try JSONSchema(text: schema, file: "s.json")
        let root = ConfigCursor(root: try YAMLReading.node(of: value, file: "x.yaml"), file: "x.yaml")
        return SchemaValidation.defects(of: root, against: schema)
    }

    @Test(
        "accepts what its keywords allow",
        arguments: [
            (##"{"type":"integer"}"##, "3"), (##"{"type":"integer"}"##, "3.0"), (##"{"type":"number"}"##, "3"),
            (##"{"type":["string","null"]}"##, "~"), (##"{"enum":["a",2]}"##, "2"),
            (##"{"const":{"a":1,"b":2}}"##, "{b: 2, a: 1}"),
            (##"{"pattern":"b"}"##, "abc"), (##"{"pattern":"^b"}"##, "5"), (##"{"minimum":2,"maximum":2}"##, "2"),
            (##"{"multipleOf":0.25}"##, "0.75"), (##"{"minLength":2,"maxLength":2}"##, "đế"),
            (##"{"minItems":1,"maxItems":1,"items":{"type":"string"}}"##, "[a]"),
            (##"{"uniqueItems":true}"##, "[1, 2]"),
            (##"{"required":["a"],"properties":{"a":true}}"##, "{a: 1, b: 2}"),
            (##"{"patternProperties":{"^x":{"type":"integer"}},"additionalProperties":false}"##, "{x1: 1}"),
            (##"{"additionalProperties":{"type":"integer"}}"##, "{a: 1}"),
            (##"{"minProperties":1,"maxProperties":1}"##, "{a: 1}"),
            (##"{"oneOf":[{"type":"string"},{"type":"integer"}]}"##, "1"),
            (##"{"anyOf":[{"minimum":1},{"type":"integer"}]}"##, "5"),
            (##"{"$ref":"#/$defs/a","$defs":{"a":{"type":"string"}}}"##, "x"),
        ]
    )
    func accepts(schema: String, value: String) throws {
        #expect(try defects(schema, value).isEmpty)
    }

    @Test(
        "refuses what they do not, at the value's path",
        arguments: [
            (##"{"type":"integer"}"##, "3.5", ""), (##"{"type":"string"}"##, "3", ""),
            (##"{"type":"object"}"##, "[]", ""),
            (##"{"enum":["a",2]}"##, "\"2\"", ""), (##"{"const":{"a":1}}"##, "{a: 2}", ""),
            (##"{"pattern":"^b"}"##, "abc", ""),
            (##"{"minimum":2}"##, "1", ""), (##"{"maximum":2}"##, "2.5", ""), (##"{"multipleOf":0.25}"##, "0.3", ""),
            (##"{"minLength":2}"##, "đ", ""), (##"{"maxLength":2}"##, "abc", ""), (##"{"minItems":1}"##, "[]", ""),
            (##"{"maxItems":1}"##, "[1, 2]", ""), (##"{"items":{"type":"string"}}"##, "[a, 1]", "[1]"),
            (##"{"uniqueItems":true}"##, "[{a: 1}, {a: 1}]", "[1]"), (##"{"required":["a"]}"##, "{b: 1}", ""),
            (##"{"properties":{"a":{"properties":{"b":false}}}}"##, "{a: {b: 1}}", "a.b"),
            (##"{"patternProperties":{"^x":{"type":"integer"}}}"##, "{x1: a}", "x1"),
            (##"{"additionalProperties":false}"##, "{\"a.b\": 1}", #"["a.b"]"#),
            (##"{"additionalProperties":{"type":"integer"}}"##, "{a: b}", "a"), (##"{"minProperties":1}"##, "{}", ""),
            (##"{"oneOf":[{"type":"string"},{"type":"integer","minimum":3}]}"##, "1", ""),
            (##"{"oneOf":[{"type":"number"},{"type":"integer"}]}"##, "1", ""),
            (##"{"anyOf":[{"type":"string"},{"items":{"type":"string"},"type":"array"}]}"##, "[1]", "[0]"),
            (##"{"$ref":"#/$defs/a","$defs":{"a":{"type":"string"}}}"##, "1", ""),
        ]
    )
    func refuses(schema: String, value: String, path: String) throws {
        #expect(try defects(schema, value).map(\.path) == [path])
    }

    @Test("names the values and keys that may stand where others stand")
    func remedies() throws {
        let mapping = ##"{"type":"object","properties":{"a":true},"additionalProperties":false}"##
        let either = ##"{"oneOf":[{"enum":["automatic"]},\##(mapping)]}"##
        #expect(try defects(either, "automtic").map(\.message) == [#"Expected one of "automatic"."#])
        #expect(try defects(either, "{b: 1}").map(\.path) == ["b"])
        #expect(try defects(either, "5").map(\.message) == ["Expected a text, a mapping."])
        let keyed = ##"{"patternProperties":{"^[a-z]+$":true},"additionalProperties":false}"##
        #expect(try defects(keyed, "{OK: 1}").first?.message.contains("^[a-z]+$") == true)
    }

    @Test(
        "is refused itself if it says what is not understood",
        arguments: [
            ##"{"typ":"string"}"##, ##"{"properties":{"a":{"format":"date"}}}"##, ##"{"type":"text"}"##,
            ##"{"type":[]}"##,
            ##"{"$ref":"#/$defs/b"}"##, ##"{"$ref":"other.json"}"##, ##"{"pattern":"("}"##,
            ##"{"patternProperties":{"[":true}}"##,
            ##"{"oneOf":[{"not":{}}]}"##, ##"{"items":5}"##, ##"{"additionalProperties":"no"}"##, "[]",
        ]
    )
    func notUnderstood(schema: String) {
        #expect(throws: ConfigurationDefects.self) { try JSONSchema(text: schema, file: "s.json") }
    }
}
