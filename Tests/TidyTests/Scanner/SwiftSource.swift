/// A Swift file taken apart: lines, the comments on them, and the tokens of its code.
struct SwiftSource {
    /// One line of the file.
    struct Line {
        /// The line as it stands in the file.
        let text: String
        /// The line without comments and without the inside of strings, trimmed.
        let code: String
        /// The comment on the line with its slashes, trimmed; empty if there is none.
        let comment: String
    }

    /// Path from the top of the checkout, as in `Sources/SMSText/Alphabet/GSMAlphabet.swift`.
    let path: String
    let lines: [Line]
    let tokens: [Token]

    init(path: String, text: String) {
        let scanner = SourceScanner(text)
        let texts = Self.lines(of: Array(text.utf8))
        let code = Self.lines(of: scanner.code).map(Self.trimmed)
        let comments = Self.lines(of: scanner.comments).map(Self.trimmed)
        self.path = path
        lines = texts.indices.map { Line(text: texts[$0], code: code[$0], comment: comments[$0]) }
        tokens = Token.tokens(of: scanner.code)
    }

    /// The target a file belongs to: the folder below `Sources`, or `SchemaFiles`.
    var target: String? {
        let parts = path.split(separator: "/")
        switch parts.first {
        case "Sources": return parts.count > 2 ? String(parts[1]) : nil
        case "Schema": return "SchemaFiles"
        default: return nil
        }
    }

    /// Returns the line with that number, counted from 1; nil before the first and after the last.
    func line(_ number: Int) -> Line? {
        lines.indices.contains(number - 1) ? lines[number - 1] : nil
    }

    /// Returns the indices at which the tokens of a piece of code begin.
    func occurrences(of pattern: String) -> [Int] {
        let words = Token.tokens(of: Array(pattern.utf8)).map(\.text)
        guard let first = words.first, tokens.count >= words.count else { return [] }
        return (0...(tokens.count - words.count)).filter { start in
            tokens[start].text == first && words.indices.allSatisfy { tokens[start + $0].text == words[$0] }
        }
    }

    /// Returns the comment lines directly above a line, from top to bottom.
    func commentAbove(_ number: Int) -> [String] {
        var above: [String] = []
        var current = number - 1
        while let line = line(current), line.code.isEmpty, !line.comment.isEmpty {
            above.insert(line.comment, at: 0)
            current -= 1
        }
        return above
    }

    /// Returns a violation of this file.
    func violation(_ line: Int, _ message: String) -> Violation {
        Violation(path: path, line: line, message: message)
    }

    private static func lines(of bytes: [UInt8]) -> [String] {
        var parts = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if parts.last?.isEmpty == true { parts.removeLast() }
        return parts.map { String(decoding: $0, as: UTF8.self) }
    }

    private static func trimmed(_ line: String) -> String {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" }
        guard let first = line.firstIndex(where: { !isSpace($0) }), let last = line.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(line[first...last])
    }
}

/// A place where a house rule is broken.
struct Violation: Equatable, CustomStringConvertible {
    let path: String
    let line: Int
    let message: String

    var description: String { "\(path):\(line): \(message)" }
}
