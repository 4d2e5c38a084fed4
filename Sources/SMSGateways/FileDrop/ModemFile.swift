/// A file of smstools (tệp tin nhắn của smstools) as it was read: header lines, a blank line, the text.
///
/// Source: smstools 3.1.21, "SMS file format", and what its daemon wrote with an emulated modem.
struct ModemFile: Hashable, Sendable {
    /// The most header lines that are read; smstools writes about fifteen.
    static let maximumHeaders = 64

    private let headers: [String: String]
    private let body: [UInt8]

    /// Reads a file; nil if it has no blank line, and so is not whole or none of smstools.
    init?(_ bytes: [UInt8]) {
        var headers: [String: String] = [:]
        var rest = bytes[...]
        for _ in 0..<Self.maximumHeaders {
            guard let end = rest.firstIndex(of: 0x0A) else { return nil }
            let line = rest[..<end]
            rest = rest[(end + 1)...]
            if line.isEmpty {
                self.headers = headers
                body = Array(rest)
                return
            }
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            let value = line[(colon + 1)...].drop { $0 == 0x20 }
            headers[String(decoding: line[..<colon], as: UTF8.self)] = String(decoding: value, as: UTF8.self)
        }
        return nil
    }

    /// The value of a header; nil if it is not there.
    subscript(name: String) -> String? { headers[name] }

    /// Whether the whole text is there, by its `Length`; nil if the file does not say how long it is.
    var isWhole: Bool? {
        guard let length = headers["Length"].flatMap({ Int($0) }), length >= 0 else { return nil }
        switch alphabet {
        case .wide: return body.count / 2 >= length
        case .utf8: return String(decoding: body, as: UTF8.self).unicodeScalars.count >= length
        case .latin9, .unreadable: return body.count >= length
        }
    }

    /// The text; nil if it is in no alphabet that holds texts, or broken.
    var text: String? {
        switch alphabet {
        case .latin9: String(String.UnicodeScalarView(body.map(Self.latin9)))
        case .utf8: String(validating: body, as: UTF8.self)
        case .wide:
            body.count.isMultiple(of: 2)
                ? String(
                    validating: stride(from: 0, to: body.count, by: 2).map {
                        UInt16(body[$0]) << 8 | UInt16(body[$0 + 1])
                    },
                    as: UTF16.self
                ) : nil
        case .unreadable: nil
        }
    }

    private enum Alphabet { case latin9, utf8, wide, unreadable }

    /// smstools looks at three letters, and takes a file without the header for ISO 8859-15.
    private var alphabet: Alphabet {
        switch headers["Alphabet"]?.prefix(3).uppercased() {
        case nil, "ISO", "LAT", "ANS": .latin9
        case "UTF": .utf8
        case "UCS", "CHI", "UNI": .wide
        default: .unreadable
        }
    }

    /// ISO 8859-15: as the first 256 characters of Unicode, but for eight.
    private static func latin9(_ byte: UInt8) -> Unicode.Scalar {
        switch byte {
        case 0xA4: "€"
        case 0xA6: "Š"
        case 0xA8: "š"
        case 0xB4: "Ž"
        case 0xB8: "ž"
        case 0xBC: "Œ"
        case 0xBD: "œ"
        case 0xBE: "Ÿ"
        default: Unicode.Scalar(byte)
        }
    }
}
