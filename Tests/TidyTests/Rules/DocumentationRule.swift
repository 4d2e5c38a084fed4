/// Every file says what it is, every public declaration what it means.
enum DocumentationRule {
    private static let declarations: Set<String> = [
        "struct", "class", "enum", "actor", "protocol", "extension", "func", "let", "var", "typealias",
    ]

    /// Returns the public declarations without a doc comment above them.
    static func undocumentedDeclarations(in source: SwiftSource) -> [Violation] {
        let tokens = source.tokens
        return tokens.indices.compactMap { index in
            guard tokens[index].text == "public", index + 1 < tokens.count,
                !["import", "extension", "("].contains(tokens[index + 1].text),
                !isDocumented(tokens[index].line, source)
            else { return nil }
            return source.violation(tokens[index].line, "a public declaration without a doc comment")
        }
    }

    /// Returns a violation if the file begins with no comment and its first declaration has no doc comment.
    ///
    /// An extension, whose file is named after what it adds, may have it on its first member instead.
    static func missingSummary(in source: SwiftSource) -> [Violation] {
        if source.lines.first?.comment.isEmpty == false { return [] }
        guard let first = firstDeclaration(in: source) else { return [source.violation(1, "the file has no summary")] }
        if isDocumented(first.line, source) { return [] }
        if first.text == "extension", source.line(first.line + 1)?.comment.hasPrefix("///") == true { return [] }
        return [source.violation(first.line, "the file has no summary")]
    }

    private static func firstDeclaration(in source: SwiftSource) -> Token? {
        let imports = Set(source.occurrences(of: "import").map { source.tokens[$0].line })
        return source.tokens.first { declarations.contains($0.text) && !imports.contains($0.line) }
    }

    /// Tells whether a doc comment stands above a line, attributes in between left aside.
    private static func isDocumented(_ number: Int, _ source: SwiftSource) -> Bool {
        var current = number - 1
        while let line = source.line(current) {
            if line.code.isEmpty, !line.comment.isEmpty { return line.comment.hasPrefix("///") }
            guard line.code.hasPrefix("@") || line.code.hasPrefix(")") else { return false }
            current -= 1
        }
        return false
    }
}
