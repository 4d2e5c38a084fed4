/// A word or a mark of code with the line it stands on.
struct Token: Equatable {
    let text: String
    /// Line number from 1.
    let line: Int

    /// Returns the words and marks of code.
    ///
    /// Letters, digits, underscores and what is not ASCII make words, also with
    /// `@` or `#` in front; every other byte is a mark of its own.
    static func tokens(of code: [UInt8]) -> [Token] {
        var tokens: [Token] = []
        var line = 1
        var word: [UInt8] = []

        func endWord() {
            guard !word.isEmpty else { return }
            tokens.append(Token(text: String(decoding: word, as: UTF8.self), line: line))
            word.removeAll(keepingCapacity: true)
        }

        for byte in code {
            if isWordByte(byte) {
                word.append(byte)
                continue
            }
            endWord()
            switch byte {
            case UInt8(ascii: "\n"): line += 1
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
            case UInt8(ascii: "@"), UInt8(ascii: "#"): word.append(byte)
            default: tokens.append(Token(text: String(Unicode.Scalar(byte)), line: line))
            }
        }
        endWord()
        return tokens
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...: true
        default: false
        }
    }
}
