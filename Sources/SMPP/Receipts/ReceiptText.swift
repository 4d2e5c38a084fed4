// SMPP v3.4, appendix B.

/// The fields of a receipt in text form.
///
/// The form is `id:… sub:… dlvrd:… submit date:… done date:… stat:… err:… text:…`. Keys are read in any case and in
/// any order; a key counts only at the start or after a blank. The first field of a key holds. The text, which quotes
/// the message, is read last: what looks like a key in it counts only while the id or the state is still missing.
struct ReceiptText {
    /// The keys of the form.
    enum Key: String, CaseIterable {
        case id = "id"
        case submitted = "sub"
        case delivered = "dlvrd"
        case submitDate = "submit date"
        case doneDate = "done date"
        case state = "stat"
        case error = "err"
        case text = "text"
    }

    /// The octets of a text that are looked at: a receipt has fewer than 200, quotes included.
    static let maximumLength = 1024

    private var values: [Key: String] = [:]

    /// Reads a text; one without any key gives no fields.
    init(_ text: String) {
        let octets = Array(text.utf8.prefix(Self.maximumLength))
        var marks = Self.marks(in: octets)
        if let quote = marks.firstIndex(where: { $0.key == .text }) {
            let before = Set(marks[..<quote].map(\.key))
            if before.isSuperset(of: [.id, .state]) { marks.removeSubrange((quote + 1)...) }
        }
        for (index, mark) in marks.enumerated() where values[mark.key] == nil {
            let end = index + 1 < marks.count ? marks[index + 1].start : octets.count
            values[mark.key] = Self.trimmed(octets[mark.valueStart..<max(end, mark.valueStart)])
        }
    }

    /// The value without blanks and quotes around it; nil if the key is missing or nothing stands after it.
    subscript(key: Key) -> String? {
        guard let value = values[key], !value.isEmpty else { return nil }
        return value
    }

    /// A key in the text: where it starts and where its value does.
    private struct Mark {
        let key: Key
        let start: Int
        let valueStart: Int
    }

    private static func marks(in octets: [UInt8]) -> [Mark] {
        var marks: [Mark] = []
        var position = 0
        while position < octets.count {
            let isAtWord = position == 0 || isBlank(octets[position - 1])
            if isAtWord, let mark = mark(in: octets, at: position) {
                marks.append(mark)
                position = mark.valueStart
            } else {
                position += 1
            }
        }
        return marks
    }

    private static func mark(in octets: [UInt8], at start: Int) -> Mark? {
        for key in Key.allCases {
            guard var position = end(of: key, in: octets, at: start) else { continue }
            while position < octets.count, isBlank(octets[position]) { position += 1 }
            guard position < octets.count, octets[position] == UInt8(ascii: ":") else { continue }
            return Mark(key: key, start: start, valueStart: position + 1)
        }
        return nil
    }

    /// Where the key ends; a blank in it may also be an underscore or missing (`submit_date`, `donedate`).
    private static func end(of key: Key, in octets: [UInt8], at start: Int) -> Int? {
        var position = start
        for expected in key.rawValue.utf8 {
            let found = position < octets.count ? octets[position] : 0
            if expected == UInt8(ascii: " ") {
                if found == expected || found == UInt8(ascii: "_") { position += 1 }
            } else if lowercased(found) == expected {
                position += 1
            } else {
                return nil
            }
        }
        return position
    }

    private static func trimmed(_ value: ArraySlice<UInt8>) -> String {
        let isPadding = { (octet: UInt8) in isBlank(octet) || octet == 0x22 || octet == 0x27 }
        var rest = value.drop(while: isPadding)
        while let last = rest.last, isPadding(last) { rest.removeLast() }
        return String(decoding: rest, as: UTF8.self)
    }

    private static func isBlank(_ octet: UInt8) -> Bool {
        octet == 0x20 || (0x09...0x0D).contains(octet) || octet == 0
    }

    private static func lowercased(_ octet: UInt8) -> UInt8 {
        (0x41...0x5A).contains(octet) ? octet + 0x20 : octet
    }
}
