/// The comparison of one file with its schema (kiểm tra theo lược đồ), which finds every mistake, not only the first.
struct SchemaValidation {
    private let schema: JSONSchema
    private(set) var defects: [ConfigurationDefect] = []

    /// Returns everything about a value that its schema does not allow, none if all is well.
    static func defects(of cursor: ConfigCursor, against schema: JSONSchema) -> [ConfigurationDefect] {
        var validation = SchemaValidation(schema: schema)
        validation.compare(cursor, with: schema.root)
        return validation.defects
    }

    private init(schema: JSONSchema) {
        self.schema = schema
    }

    /// Notes everything about a value that rules of the schema do not allow.
    mutating func compare(_ cursor: ConfigCursor, with rules: ConfigNode) {
        if let flag = rules.flag {
            if !flag { report(cursor, "Nothing may stand here.", "Không được ghi gì ở đây.") }
            return
        }
        if let reference = rules["$ref"]?.text, let target = schema.definition(reference) {
            compare(cursor, with: target)
        }
        guard hasType(cursor, rules) else { return }
        compareConstants(cursor, rules)
        compareAlternatives(cursor, rules)
        switch cursor.node.value {
        case .text(let text): compareText(text, cursor, rules)
        case .integer, .decimal: compareNumber(cursor, rules)
        case .list: compareList(cursor, rules)
        case .mapping: compareMapping(cursor, rules)
        case .null, .flag: break
        }
    }

    private mutating func hasType(_ cursor: ConfigCursor, _ rules: ConfigNode) -> Bool {
        guard let types = Self.types(of: rules) else { return true }
        let kind = cursor.node.kind
        guard !types.contains(kind), !(kind == "integer" && types.contains("number")) else { return true }
        let hint =
            types.contains("string") && ["integer", "number", "boolean"].contains(kind) ? "; put it in quotes" : ""
        report(
            cursor,
            "Expected \(Self.english(types)), found \(Self.english([kind]))\(hint).",
            "Cần \(Self.vietnamese(types)), nhưng lại ghi \(Self.vietnamese([kind]))."
        )
        return false
    }

    /// Runs a comparison on the side, without noting its mistakes.
    private func defects(of cursor: ConfigCursor, with rules: ConfigNode) -> [ConfigurationDefect] {
        var validation = SchemaValidation(schema: schema)
        validation.compare(cursor, with: rules)
        return validation.defects
    }

    private mutating func compareAlternatives(_ cursor: ConfigCursor, _ rules: ConfigNode) {
        for keyword in ["oneOf", "anyOf"] {
            guard let branches = rules[keyword]?.elements else { continue }
            let results = branches.map { defects(of: cursor, with: $0) }
            let fitting = results.count(where: \.isEmpty)
            guard fitting == 0 || keyword == "oneOf" && fitting > 1 else { continue }
            // The branch of the value's own kind says best what is wrong.
            let meant = zip(branches, results).filter { branch, _ in
                Self.kinds(of: resolved(branch)).contains(cursor.node.kind)
            }
            if fitting == 0, meant.count == 1, let branch = meant.first {
                defects += branch.1
            } else {
                reportNoneFits(cursor, branches.map(resolved))
            }
        }
    }

    private func resolved(_ rules: ConfigNode) -> ConfigNode {
        rules["$ref"]?.text.flatMap(schema.definition) ?? rules
    }

    private mutating func reportNoneFits(_ cursor: ConfigCursor, _ branches: [ConfigNode]) {
        let keys = branches.compactMap { $0["required"]?.elements.compactMap(\.text).joined(separator: "+") }
        if keys.count == branches.count {
            let list = keys.joined(separator: ", ")
            report(cursor, "Expected exactly one of the keys \(list).", "Cần đúng một trong các mục \(list).")
            return
        }
        var types: [String] = []
        for kind in branches.flatMap(Self.kinds) where !types.contains(kind) { types.append(kind) }
        report(cursor, "Expected \(Self.english(types)).", "Cần \(Self.vietnamese(types)).")
    }

    mutating func report(_ cursor: ConfigCursor, _ english: String, _ vietnamese: String) {
        defects.append(cursor.defect(english, vietnamese))
    }

    mutating func report(_ defect: ConfigurationDefect) {
        defects.append(defect)
    }

    /// The compiled form of a pattern, which the schema's own check has made.
    func pattern(_ text: String) -> SchemaPattern? {
        schema.patterns[text]
    }
}

extension SchemaValidation {
    private static func types(of rules: ConfigNode) -> [String]? {
        rules["type"].map { node in node.text.map { [$0] } ?? node.elements.compactMap(\.text) }
    }

    /// The kinds of values that rules speak of: their type, or else the kinds of the values that they list.
    private static func kinds(of rules: ConfigNode) -> [String] {
        types(of: rules) ?? (rules["enum"]?.elements ?? []).map(\.kind)
    }

    private static func english(_ types: [String]) -> String {
        let words = [
            "null": "nothing", "boolean": "true or false", "integer": "a whole number", "number": "a number",
            "string": "a text", "array": "a list", "object": "a mapping",
        ]
        return types.map { words[$0] ?? $0 }.joined(separator: ", ")
    }

    private static func vietnamese(_ types: [String]) -> String {
        let words = [
            "null": "bỏ trống", "boolean": "true hoặc false", "integer": "số nguyên", "number": "số",
            "string": "văn bản", "array": "danh sách", "object": "nhóm mục",
        ]
        return types.map { words[$0] ?? $0 }.joined(separator: ", ")
    }
}
