/// Rules of the SQL migrations: tables are STRICT and every column is explained.
enum MigrationRule {
    private static let constraints: Set<String> = ["PRIMARY", "FOREIGN", "UNIQUE", "CHECK", "CONSTRAINT"]

    /// Returns tables that are not STRICT and columns without a comment on their line or the line above.
    static func violations(path: String, text: String) -> [Violation] {
        let script = SQLScript(text)
        return script.tokens.indices.filter { isTable(at: $0, script.tokens) }.flatMap { start in
            violations(ofTableAt: start, script).map { Violation(path: path, line: $0.line, message: $0.message) }
        }
    }

    private static func isTable(at index: Int, _ tokens: [Token]) -> Bool {
        guard tokens[index].text.uppercased() == "TABLE", index > 0 else { return false }
        return ["CREATE", "TEMP", "TEMPORARY"].contains(tokens[index - 1].text.uppercased())
    }

    private static func violations(ofTableAt start: Int, _ script: SQLScript) -> [(line: Int, message: String)] {
        var found: [(line: Int, message: String)] = []
        var depth = 0
        var isStrict = false
        for index in start..<script.tokens.count {
            let token = script.tokens[index]
            if token.text == ";" { break }
            if token.text == ")" { depth -= 1 }
            if depth == 0, token.text.uppercased() == "STRICT" { isStrict = true }
            if depth == 1, ["(", ","].contains(script.tokens[index - 1].text),
                !constraints.contains(token.text.uppercased()), !script.isExplained(token.line)
            {
                found.append((token.line, "the column \(token.text) has no comment"))
            }
            if token.text == "(" { depth += 1 }
        }
        if !isStrict { found.append((script.tokens[start].line, "a table that is not STRICT")) }
        return found
    }
}

/// A script of SQL with its comments apart; the inside of strings is blank.
private struct SQLScript {
    let tokens: [Token]
    private var commented: Set<Int> = []
    private var commentOnly: Set<Int> = []

    init(_ text: String) {
        var code = ""
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var isString = false
            var kept = ""
            var rest = line[...]
            while let character = rest.first {
                if !isString, rest.hasPrefix("--") { break }
                if character == "'" { isString.toggle() }
                kept.append(isString || character == "'" ? " " : character)
                rest = rest.dropFirst()
            }
            if rest.drop(while: { "- ".contains($0) }).isEmpty == false {
                commented.insert(index + 1)
                if kept.allSatisfy(\.isWhitespace) { commentOnly.insert(index + 1) }
            }
            code += kept + "\n"
        }
        tokens = Token.tokens(of: Array(code.utf8))
    }

    /// Tells whether a comment with words stands on a line or alone on the line above.
    func isExplained(_ line: Int) -> Bool {
        commented.contains(line) || commentOnly.contains(line - 1)
    }
}
