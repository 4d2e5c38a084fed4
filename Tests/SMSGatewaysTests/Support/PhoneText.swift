import Foundation

/// A text as Kannel's test tool prints it: `Got message 1: <8088 84905123456 ucs-2 %00H%1E%D3>`.
struct PhoneText {
    /// The sender.
    let sender: String
    /// The receiver.
    let receiver: String
    /// `text`, `ucs-2` or, for a part of a long text, `udh`.
    let kind: String
    /// The bytes of the text, without a header.
    let bytes: [UInt8]

    /// Reads a line of the log; nil if it tells of no text.
    init?(line: Substring) {
        guard let start = line.range(of: "Got message ")?.upperBound, let open = line[start...].firstIndex(of: "<"),
            line.hasSuffix(">")
        else { return nil }
        let fields = line[line.index(after: open)...].dropLast()
            .split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
        guard fields.count == 4 else { return nil }
        sender = String(fields[0])
        receiver = String(fields[1])
        kind = String(fields[2])
        switch kind {
        case "text": bytes = Array(fields[3].utf8)
        case "ucs-2": bytes = Self.decoded(fields[3])
        case "udh":
            guard let data = fields[3].range(of: " data ") else { return nil }
            bytes = Self.decoded(fields[3][data.upperBound...])
        default: return nil
        }
    }

    /// The bytes read as UTF-16, high byte first; unpaired halves are U+FFFD.
    var wideText: String {
        let units = stride(from: 0, to: bytes.count - 1, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        return String(decoding: units, as: UTF16.self)
    }

    private static func decoded(_ text: Substring) -> [UInt8] {
        var result: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): result.append(0x20)
            case UInt8(ascii: "%"):
                result.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
                rest = rest.dropFirst(2)
            default: result.append(byte)
            }
        }
        return result
    }
}
