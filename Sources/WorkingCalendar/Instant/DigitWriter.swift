/// A writer of fixed-width ASCII digits and marks into one buffer, because every answer holds several moments.
struct DigitWriter {
    private var bytes: [UInt8] = []

    /// Starts an empty text with room for a moment.
    init() { bytes.reserveCapacity(32) }

    /// What was written.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Writes a number with zeros in front up to the width, which is 2 or more; one that is longer keeps its digits.
    mutating func number(_ value: Int, digits: Int) {
        var unit = 10
        for _ in 2..<digits { unit *= 10 }
        guard (0..<unit * 10).contains(value) else {
            bytes.append(contentsOf: value.zeroPadded(to: digits).utf8)
            return
        }
        while unit > 0 {
            bytes.append(0x30 + UInt8(value / unit % 10))
            unit /= 10
        }
    }

    /// Writes marks as they are.
    mutating func marks(_ marks: StaticString) {
        marks.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }
}
