import Foundation

/// A text as Kannel's test tool prints it: `Got message 1: <8088 84905123456 ucs-2 %00H%1E%D3>`.
public struct PhoneText: Hashable, Sendable {
    /// The sender.
    public let sender: String
    /// The receiver.
    public let receiver: String
    /// `text`, `ucs-2` or, for a part of a long text, `udh`.
    public let kind: String
    /// The bytes of the text, without a header.
    public let bytes: [UInt8]
    /// Which part of which text it is: its number, how many parts there are, which one; nil for a whole text.
    public let part: [UInt8]?

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
        case "text":
            bytes = Array(fields[3].utf8)
            part = nil
        case "ucs-2":
            bytes = Self.decoded(fields[3])
            part = nil
        case "udh":
            guard let data = fields[3].range(of: " data ") else { return nil }
            bytes = Self.decoded(fields[3][data.upperBound...])
            // Kannel's headers: length 5, element 0 of 3 octets, then the number of the text, of parts and of this one.
            part = Array(Self.decoded(fields[3][..<data.lowerBound]).dropFirst(3))
        default: return nil
        }
    }

    /// A long text put together.
    private init(parts: [PhoneText], first: PhoneText) {
        sender = first.sender
        receiver = first.receiver
        kind = "ucs-2"
        bytes = parts.flatMap(\.bytes)
        part = nil
    }

    /// The text, in whichever alphabet it came.
    public var words: String { kind == "text" ? String(decoding: bytes, as: UTF8.self) : wideText }

    /// The bytes read as UTF-16, high byte first; unpaired halves are U+FFFD.
    public var wideText: String {
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

extension PhoneText {
    /// Puts long texts in UCS-2 together as phones do, in the order in which each is whole; what is never whole is left
    /// out.
    ///
    /// - Parameter texts: What came, in order.
    /// - Returns: Whole texts.
    public static func whole(_ texts: [PhoneText]) -> [PhoneText] {
        var waiting: [[String]: [UInt8: PhoneText]] = [:]
        return texts.compactMap { text in
            guard let part = text.part, part.count == 3 else { return text }
            let key = [text.sender, text.receiver, "\(part[0])", "\(part[1])"]
            waiting[key, default: [:]][part[2]] = text
            guard let parts = waiting[key], parts.count == Int(part[1]) else { return nil }
            waiting[key] = nil
            return PhoneText(parts: parts.sorted { $0.key < $1.key }.map(\.value), first: text)
        }
    }
}
