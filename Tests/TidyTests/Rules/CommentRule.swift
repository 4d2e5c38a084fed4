/// What has to be explained by a comment, and what may not stand in one.
enum CommentRule {
    private static let unfinished: Set<String> = ["TODO", "FIXME", "XXX"]
    private static let unsafeMarkers = ["@unchecked Sendable", "nonisolated(unsafe)", "@preconcurrency"]

    /// Returns comments that mark unfinished work.
    static func unfinishedWork(in source: SwiftSource) -> [Violation] {
        source.lines.enumerated().flatMap { index, line in
            Token.tokens(of: Array(line.comment.utf8))
                .filter { unfinished.contains($0.text) }
                .map { source.violation(index + 1, "\($0.text) marks unfinished work") }
        }
    }

    /// Returns each dropped error without a comment on its line or on the line above.
    static func silentlyDroppedErrors(in source: SwiftSource) -> [Violation] {
        source.occurrences(of: "try?").compactMap { start in
            let number = source.tokens[start].line
            let isExplained = source.line(number)?.comment.isEmpty == false || !source.commentAbove(number).isEmpty
            return isExplained ? nil : source.violation(number, "`try?` without a comment why the loss is right")
        }
    }

    /// Returns the lines of all markers that switch a safety check off.
    static func unsafeMarkerLines(in source: SwiftSource) -> [Int] {
        unsafeMarkers.flatMap { source.occurrences(of: $0) }.map { source.tokens[$0].line }.sorted()
    }

    /// Returns the markers that switch a safety check off without a proof in the comment above.
    static func unprovedMarkers(in source: SwiftSource) -> [Violation] {
        unsafeMarkerLines(in: source)
            .filter { number in !source.commentAbove(number).contains { $0.hasPrefix("// SAFETY:") } }
            .map { source.violation($0, "a safety check is switched off without a `// SAFETY:` comment above") }
    }

    /// Returns catch blocks in which nothing is done.
    static func emptyCatches(in source: SwiftSource) -> [Violation] {
        let tokens = source.tokens
        return source.occurrences(of: "catch").compactMap { start in
            guard let open = tokens[start...].firstIndex(where: { $0.text == "{" }), open + 1 < tokens.count,
                tokens[open + 1].text == "}"
            else { return nil }
            return source.violation(tokens[start].line, "an empty catch")
        }
    }
}
