/// Limits of files, lines and functions.
enum SizeRule {
    /// Lines of a file that is compiled into the program.
    static let maximumProgramLines = 400
    /// Lines of a test file.
    static let maximumTestLines = 600
    /// Characters of a line.
    static let maximumCharacters = 120
    /// Lines of a function, its signature and braces included.
    static let maximumFunctionLines = 70

    private static let openers: Set<String> = ["func", "init", "deinit", "subscript"]
    /// Words that begin another declaration: a function that meets one before a brace has no body.
    private static let declarations: Set<String> = [
        "func", "init", "deinit", "subscript", "var", "let", "case", "static", "mutating", "associatedtype",
        "typealias",
        "struct", "class", "enum", "actor", "extension", "protocol", "public", "package", "internal", "private",
    ]

    /// Returns a violation if the file is too long.
    static func longFile(_ source: SwiftSource) -> [Violation] {
        let limit = source.path.hasPrefix("Tests/") ? maximumTestLines : maximumProgramLines
        guard source.lines.count > limit else { return [] }
        return [source.violation(limit + 1, "\(source.lines.count) lines; the limit is \(limit)")]
    }

    /// Returns the lines that are too long.
    static func longLines(in source: SwiftSource) -> [Violation] {
        source.lines.enumerated().filter { $0.element.text.count > maximumCharacters }.map {
            source.violation($0.offset + 1, "\($0.element.text.count) characters; the limit is \(maximumCharacters)")
        }
    }

    /// Returns the functions that are too long.
    static func longFunctions(in source: SwiftSource) -> [Violation] {
        functions(in: source).filter { $0.lineCount > maximumFunctionLines }.map {
            source.violation($0.line, "a function of \($0.lineCount) lines; the limit is \(maximumFunctionLines)")
        }
    }

    /// Returns the functions, initializers and subscripts that have a body, with their first lines and lengths.
    static func functions(in source: SwiftSource) -> [(line: Int, lineCount: Int)] {
        let tokens = source.tokens
        return tokens.indices.compactMap { index in
            guard isDeclaration(at: index, tokens), let open = bodyStart(after: index, tokens),
                let close = matchingBrace(of: open, tokens)
            else { return nil }
            return (tokens[index].line, tokens[close].line - tokens[index].line + 1)
        }
    }

    private static func isDeclaration(at index: Int, _ tokens: [Token]) -> Bool {
        guard openers.contains(tokens[index].text) else { return false }
        guard index > 0 else { return true }
        // `self.init(…)` calls, `case init` and a label or a name between back quotes do not declare.
        return ![".", "case", "`", "(", ","].contains(tokens[index - 1].text)
    }

    private static func bodyStart(after index: Int, _ tokens: [Token]) -> Int? {
        var depth = 0
        for next in (index + 1)..<max(index + 1, tokens.count) {
            switch tokens[next].text {
            case "(", "[": depth += 1
            case ")", "]": depth -= 1
            case "{" where depth == 0: return next
            case "}" where depth == 0: return nil
            case let word where depth == 0 && next > index + 1 && declarations.contains(word): return nil
            default: break
            }
        }
        return nil
    }

    private static func matchingBrace(of open: Int, _ tokens: [Token]) -> Int? {
        var depth = 0
        for index in open..<tokens.count {
            if tokens[index].text == "{" { depth += 1 }
            if tokens[index].text == "}" { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }
}
