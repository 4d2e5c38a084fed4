/// Splits the text of a Swift file into what is code and what is comment, byte by byte at the same places.
///
/// The inside of string literals is blank in both, except for what is interpolated, which is code. Strings of several
/// lines, raw strings, nested interpolation and nested block comments are understood; regex literals are not.
struct SourceScanner {
    /// The text with comments and the inside of strings blanked.
    private(set) var code: [UInt8]
    /// The text with all but comments blanked.
    private(set) var comments: [UInt8]

    private enum Mode {
        /// Code; inside of an interpolation with the count of open parentheses.
        case code(openParentheses: Int?)
        case string(hashes: Int, isMultiline: Bool)
    }

    private static let newline = UInt8(ascii: "\n")
    private static let quote = UInt8(ascii: "\"")
    private static let hash = UInt8(ascii: "#")

    private let bytes: [UInt8]
    private var position = 0
    private var modes: [Mode] = [.code(openParentheses: nil)]

    init(_ text: String) {
        bytes = Array(text.utf8)
        let blank = bytes.map { $0 == Self.newline ? $0 : UInt8(ascii: " ") }
        code = blank
        comments = blank
        while position < bytes.count {
            switch modes.last {
            case .string(let hashes, let isMultiline): scanString(hashes: hashes, isMultiline: isMultiline)
            case .code(let openParentheses): scanCode(openParentheses: openParentheses)
            case nil: modes = [.code(openParentheses: nil)]
            }
        }
    }

    private mutating func scanCode(openParentheses: Int?) {
        if starts(with: "//") {
            keepLineComment()
        } else if starts(with: "/*") {
            keepBlockComment()
        } else if let hashes = hashesBeforeQuote() {
            openString(hashes: hashes)
        } else {
            let byte = bytes[position]
            code[position] = byte
            position += 1
            countParenthesis(byte, openParentheses: openParentheses)
        }
    }

    private mutating func countParenthesis(_ byte: UInt8, openParentheses: Int?) {
        guard let open = openParentheses else { return }
        if byte == UInt8(ascii: "(") {
            modes[modes.count - 1] = .code(openParentheses: open + 1)
        } else if byte == UInt8(ascii: ")") {
            if open == 1 {
                modes.removeLast()
            } else {
                modes[modes.count - 1] = .code(openParentheses: open - 1)
            }
        }
    }

    private mutating func scanString(hashes: Int, isMultiline: Bool) {
        let marks = String(repeating: "#", count: hashes)
        if starts(with: "\\" + marks + "(") {
            position += hashes + 2
            modes.append(.code(openParentheses: 1))
        } else if starts(with: "\\" + marks) {
            position += hashes + 2
        } else if starts(with: (isMultiline ? "\"\"\"" : "\"") + marks) {
            position += (isMultiline ? 3 : 1) + hashes
            code[position - 1] = Self.quote
            modes.removeLast()
        } else {
            if bytes[position] == Self.newline, !isMultiline { modes.removeLast() }
            position += 1
        }
    }

    private mutating func openString(hashes: Int) {
        code[position] = Self.quote
        position += hashes
        let isMultiline = starts(with: "\"\"\"")
        position += isMultiline ? 3 : 1
        modes.append(.string(hashes: hashes, isMultiline: isMultiline))
    }

    private mutating func keepLineComment() {
        while position < bytes.count, bytes[position] != Self.newline { keep(1) }
    }

    private mutating func keepBlockComment() {
        var depth = 0
        repeat {
            if starts(with: "/*") {
                depth += 1
                keep(2)
            } else if starts(with: "*/") {
                depth -= 1
                keep(2)
            } else {
                keep(1)
            }
        } while depth > 0 && position < bytes.count
    }

    private mutating func keep(_ count: Int) {
        for _ in 0..<count {
            comments[position] = bytes[position]
            position += 1
        }
    }

    private func hashesBeforeQuote() -> Int? {
        var end = position
        while end < bytes.count, bytes[end] == Self.hash { end += 1 }
        return end < bytes.count && bytes[end] == Self.quote ? end - position : nil
    }

    private func starts(with text: String) -> Bool {
        var index = position
        for byte in text.utf8 {
            guard index < bytes.count, bytes[index] == byte else { return false }
            index += 1
        }
        return true
    }
}
