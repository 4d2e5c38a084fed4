/// The rules for single values, lists and mappings.
extension SchemaValidation {
    mutating func compareConstants(_ cursor: ConfigCursor, _ rules: ConfigNode) {
        var allowed: [ConfigNode]?
        if let constant = rules["const"] { allowed = [constant] }
        if let choices = rules["enum"]?.elements { allowed = choices }
        guard let allowed, !allowed.contains(where: { $0.isSame(as: cursor.node) }) else { return }
        let list = allowed.map { CanonicalJSON.text(of: $0) }.joined(separator: ", ")
        report(cursor, "Expected one of \(list).", "Cần một trong các giá trị \(list).")
    }

    mutating func compareText(_ text: String, _ cursor: ConfigCursor, _ rules: ConfigNode) {
        let length = text.unicodeScalars.count
        if let minimum = rules["minLength"]?.integer, length < minimum {
            report(cursor, "The text is shorter than \(minimum) characters.", "Văn bản ngắn hơn \(minimum) ký tự.")
        }
        if let maximum = rules["maxLength"]?.integer, length > maximum {
            report(cursor, "The text is longer than \(maximum) characters.", "Văn bản dài hơn \(maximum) ký tự.")
        }
        if let pattern = rules["pattern"]?.text, self.pattern(pattern)?.matches(text) != true {
            let shape = rules["description"]?.text ?? "a text like \(pattern)"
            let found = Self.beginning(of: text)
            report(cursor, "Found \(found), expected \(shape)", "Giá trị \(found) không đúng dạng quy định.")
        }
    }

    /// As much of a text as a sentence about it needs.
    private static func beginning(of text: String) -> String {
        let limit = 80
        return text.count > limit ? text.prefix(limit) + "\u{2026}" : text
    }

    mutating func compareNumber(_ cursor: ConfigCursor, _ rules: ConfigNode) {
        guard let number = cursor.node.number else { return }
        let written = CanonicalJSON.text(of: cursor.node)
        if let minimum = rules["minimum"]?.number, number < minimum {
            let bound = rules["minimum"].map(CanonicalJSON.text(of:)) ?? ""
            report(cursor, "Found \(written), expected at least \(bound).", "Ghi \(written), cần ít nhất \(bound).")
        }
        if let maximum = rules["maximum"]?.number, number > maximum {
            let bound = rules["maximum"].map(CanonicalJSON.text(of:)) ?? ""
            report(cursor, "Found \(written), expected at most \(bound).", "Ghi \(written), cần nhiều nhất \(bound).")
        }
        if let step = rules["multipleOf"]?.number, step > 0, number.remainder(dividingBy: step) != 0 {
            report(
                cursor,
                "Found \(written), expected a multiple of \(step).",
                "Ghi \(written), cần bội số của \(step)."
            )
        }
    }

    mutating func compareList(_ cursor: ConfigCursor, _ rules: ConfigNode) {
        let elements = cursor.elements
        compareCount(elements.count, cursor, rules, "minItems", "maxItems")
        if let inner = rules["items"] {
            for element in elements { compare(element, with: inner) }
        }
        guard rules["uniqueItems"]?.flag == true else { return }
        var seen: Set<String> = []
        for element in elements where !seen.insert(CanonicalJSON.text(of: element.node)).inserted {
            report(element, "The same element stands in the list twice.", "Phần tử này bị ghi hai lần.")
        }
    }

    mutating func compareMapping(_ cursor: ConfigCursor, _ rules: ConfigNode) {
        let entries = cursor.entries
        compareCount(entries.count, cursor, rules, "minProperties", "maxProperties")
        for key in rules["required"]?.elements.compactMap(\.text) ?? [] where cursor.node[key] == nil {
            report(cursor, "The key \(key) is missing.", "Thiếu mục \(key).")
        }
        let patterns = (rules["patternProperties"]?.entries ?? []).compactMap { entry in
            self.pattern(entry.key).map { ($0, entry.node) }
        }
        for entry in entries {
            var isKnown = false
            if let inner = rules["properties"]?[entry.key] {
                isKnown = true
                compare(entry.value, with: inner)
            }
            for (pattern, inner) in patterns where pattern.matches(entry.key) {
                isKnown = true
                compare(entry.value, with: inner)
            }
            guard !isKnown, let others = rules["additionalProperties"] else { continue }
            if others.flag == false {
                reportUnknownKey(entry.key, entry.value, rules)
            } else {
                compare(entry.value, with: others)
            }
        }
    }

    private mutating func compareCount(
        _ count: Int,
        _ cursor: ConfigCursor,
        _ rules: ConfigNode,
        _ minimumKeyword: String,
        _ maximumKeyword: String
    ) {
        if let minimum = rules[minimumKeyword]?.integer, count < minimum {
            report(
                cursor,
                "Expected at least \(minimum) here, found \(count).",
                "Cần ít nhất \(minimum), mới có \(count)."
            )
        }
        if let maximum = rules[maximumKeyword]?.integer, count > maximum {
            report(
                cursor,
                "Expected at most \(maximum) here, found \(count).",
                "Chỉ được tối đa \(maximum), đã có \(count)."
            )
        }
    }

    private mutating func reportUnknownKey(_ key: String, _ value: ConfigCursor, _ rules: ConfigNode) {
        let keys = (rules["properties"]?.entries ?? []) + (rules["patternProperties"]?.entries ?? [])
        let known = keys.map(\.key).joined(separator: ", ")
        let hint = known.isEmpty ? "" : "; the known ones are \(known)"
        let vietnameseHint = known.isEmpty ? "" : "; các mục có thể dùng: \(known)"
        report(
            value.keyDefect(
                "The key \(key) is not known\(hint).",
                "Không có mục \(key)\(vietnameseHint)."
            )
        )
    }
}
