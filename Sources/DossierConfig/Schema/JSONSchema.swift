import SchemaFiles

/// A JSON schema (lược đồ) of the subset of draft 2020-12 that the files of `Schema/config` use.
///
/// Keywords outside ``knownKeywords`` are mistakes of the schema: a rule that is not understood must not seem to hold.
struct JSONSchema {
    /// The schema of the whole file.
    let root: ConfigNode
    /// Every regular expression in it, compiled once.
    private(set) var patterns: [String: SchemaPattern] = [:]

    private static let knownKeywords: Set<String> = [
        "$schema", "$id", "$defs", "$ref", "$comment", "title", "description", "default", "type", "properties",
        "required", "additionalProperties", "patternProperties", "items", "enum", "const", "pattern", "minimum",
        "maximum", "multipleOf", "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties",
        "uniqueItems", "oneOf", "anyOf",
    ]

    private static let knownTypes: Set<String> = [
        "null", "boolean", "integer", "number", "string", "array", "object",
    ]

    /// Reads a schema from the program's own files.
    ///
    /// - Parameter name: The name, for example `procedure` for `Schema/config/procedure.schema.json`.
    /// - Throws: ``ConfigurationDefects`` if it is missing or broken.
    init(named name: String) throws(ConfigurationDefects) {
        let file = "Schema/config/\(name).schema.json"
        let text: String
        do {
            text = try SchemaFiles.text("config/\(name).schema.json")
        } catch {
            throw ConfigurationDefects(
                .unreadable(file: file, reason: error.description, "bộ cài đặt thiếu tệp; hãy cài lại chương trình")
            )
        }
        try self.init(text: text, file: file)
    }

    /// Reads a schema and proves that every keyword in it is understood.
    init(text: String, file: String) throws(ConfigurationDefects) {
        root = try YAMLReading.node(of: text, file: file)
        var defects: [ConfigurationDefect] = []
        check(ConfigCursor(root: root, file: file), &defects)
        guard defects.isEmpty else { throw ConfigurationDefects(defects) }
    }

    /// The schema that a reference `#/$defs/name` names.
    func definition(_ reference: String) -> ConfigNode? {
        let prefix = "#/$defs/"
        guard reference.hasPrefix(prefix) else { return nil }
        return root["$defs"]?[String(reference.dropFirst(prefix.count))]
    }

    private mutating func check(_ schema: ConfigCursor, _ defects: inout [ConfigurationDefect]) {
        if schema.node.flag != nil { return }
        guard schema.node.kind == "object" else {
            defects.append(schema.defect("A schema is a mapping, true or false.", "Lược đồ sai."))
            return
        }
        for (keyword, value) in schema.entries {
            guard Self.knownKeywords.contains(keyword) else {
                defects.append(value.defect("The keyword \(keyword) is not understood.", "Lược đồ sai."))
                continue
            }
            check(keyword, value, &defects)
        }
    }

    private mutating func check(_ keyword: String, _ value: ConfigCursor, _ defects: inout [ConfigurationDefect]) {
        switch keyword {
        case "$defs", "properties", "patternProperties":
            for (key, inner) in value.entries {
                if keyword == "patternProperties" { checkPattern(key, at: inner, &defects) }
                check(inner, &defects)
            }
        case "items", "additionalProperties": check(value, &defects)
        case "oneOf", "anyOf": for inner in value.elements { check(inner, &defects) }
        case "$ref":
            guard let reference = value.node.text, definition(reference) != nil else {
                defects.append(value.defect("The reference leads nowhere.", "Lược đồ sai."))
                return
            }
        case "type":
            let names = value.node.text.map { [$0] } ?? value.node.elements.compactMap(\.text)
            if names.isEmpty || !Self.knownTypes.isSuperset(of: names) {
                defects.append(value.defect("The type is not known.", "Lược đồ sai."))
            }
        case "pattern": checkPattern(value.node.text ?? "", at: value, &defects)
        default: break
        }
    }

    private mutating func checkPattern(
        _ pattern: String,
        at cursor: ConfigCursor,
        _ defects: inout [ConfigurationDefect]
    ) {
        patterns[pattern] = SchemaPattern(pattern)
        if patterns[pattern] == nil {
            defects.append(cursor.defect("The pattern \(pattern) is no regular expression.", "Lược đồ sai."))
        }
    }
}
