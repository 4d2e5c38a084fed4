/// A reader of fixed-width ASCII digits and marks, one pass from left to right.
struct DigitReader {
    private var rest: Substring.UTF8View

    /// Starts before the first byte of the text.
    init(_ text: String) {
        rest = Substring(text).utf8
    }

    /// Whether every byte has been read.
    var isAtEnd: Bool {
        rest.isEmpty
    }

    /// Reads exactly that many ASCII digits; nil, with some bytes perhaps read, if another byte stands among them.
    mutating func number(digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// Reads the mark if it is next and tells whether it was.
    mutating func skip(_ mark: Unicode.Scalar) -> Bool {
        guard let byte = rest.first, UInt32(byte) == mark.value else { return false }
        rest.removeFirst()
        return true
    }

    /// Reads a decimal fraction of one digit or more and returns its thousandths, rounded down; nil without a digit.
    mutating func millisecondsOfFraction() -> Int? {
        var value = 0
        var count = 0
        while let digit = digit() {
            // Later digits change nothing, but they must be digits.
            if count < 3 { value = value * 10 + digit }
            count += 1
        }
        switch count {
        case 0: return nil
        case 1: return value * 100
        case 2: return value * 10
        default: return value
        }
    }

    private mutating func digit() -> Int? {
        guard let byte = rest.first, (48...57).contains(byte) else { return nil }
        rest.removeFirst()
        return Int(byte) - 48
    }
}

extension Int {
    /// Returns the decimal digits with zeros in front up to the width; a minus sign stands before them.
    func zeroPadded(to width: Int) -> String {
        let digits = String(magnitude)
        let zeros = String(repeating: "0", count: Swift.max(0, width - digits.count))
        return (self < 0 ? "-" : "") + zeros + digits
    }
}
