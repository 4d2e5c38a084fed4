public import WorkingCalendar

/// One way to understand a part of a code (cách hiểu một phần mã): what of the identifier, the day and the serial it
/// is.
///
/// Serials are given by agency and day, so that a reading leads to the few days on which there can be such codes, or to
/// none, without a look at the codes of all the others.
public struct CodeReading: Hashable, Sendable {
    /// What is known of a stretch of the code.
    public enum Piece: Hashable, Sendable {
        /// Nothing.
        case any
        /// All of it.
        case whole(String)
        /// How it begins.
        case starting(String)
        /// How it ends.
        case ending(String)
        /// Something in it.
        case containing(String)

        /// Whether a stretch may be this one.
        public func matches(_ stretch: String) -> Bool {
            switch self {
            case .any: true
            case .whole(let text): stretch == text
            case .starting(let text): stretch.utf8.starts(with: text.utf8)
            case .ending(let text): stretch.utf8.reversed().starts(with: text.utf8.reversed())
            case .containing(let text): stretch.contains(text)
            }
        }
    }

    /// The identifier of the agency.
    public let identifier: Piece
    /// The day, with two or four digits of the year.
    public let day: Piece
    /// What the serial begins with, one of these; nil for anything.
    public let serialStarts: [String]?
    /// The least serial that a day must have reached to have such a code, 1 or more.
    public let leastSerial: Int

    /// All readings of a part of a code, so that every code that contains it is one of them; none if no code can.
    ///
    /// - Parameters:
    ///   - fragment: The part, in capitals.
    ///   - paddings: How many digits serials are padded to, 4 to 7, by any rule that was ever in force.
    ///   - last: The highest serial ever given.
    /// - Returns: The readings; nil if so little of a serial was typed that the readings are too many to follow.
    public static func all(of fragment: String, paddings: Set<Int>, last: Int) -> [CodeReading]? {
        let serials = SerialDigits(paddings: paddings, last: last)
        let parts = fragment.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        switch parts.count {
        case 1: return readings(within: parts[0], serials)
        case 2: return readings(of: parts[0], before: parts[1], serials)
        case 3:
            guard isNumber(parts[1], upTo: 8), isNumber(parts[2], upTo: 7) else { return [] }
            let reading = reading(.ending(parts[0]), .whole(parts[1]), serial: parts[2], serials)
            return [reading].compactMap { $0 }
        default: return []
        }
    }

    /// The readings of what stands within one stretch.
    private static func readings(within text: String, _ serials: SerialDigits) -> [CodeReading]? {
        let identifier = CodeReading(identifier: .containing(text), day: .any, serialStarts: nil, leastSerial: 1)
        guard isNumber(text, upTo: 8) else { return [identifier] }
        let day = CodeReading(identifier: .any, day: .containing(text), serialStarts: nil, leastSerial: 1)
        guard isNumber(text, upTo: 7) else { return [identifier, day] }
        guard let starts = serials.starts(containing: text) else { return nil }
        let least = starts.compactMap(serials.least).min()
        let serial = least.map { CodeReading(identifier: .any, day: .any, serialStarts: starts, leastSerial: $0) }
        return [identifier, day] + [serial].compactMap { $0 }
    }

    /// The readings of what stands around one hyphen.
    private static func readings(of left: String, before right: String, _ serials: SerialDigits) -> [CodeReading] {
        var readings: [CodeReading] = []
        if isNumber(right, upTo: 8) {
            let day = CodeReading(identifier: .ending(left), day: .starting(right), serialStarts: nil, leastSerial: 1)
            readings.append(day)
        }
        if isNumber(left, upTo: 8), isNumber(right, upTo: 7),
            let serial = reading(.any, left.isEmpty ? .any : .ending(left), serial: right, serials)
        {
            readings.append(serial)
        }
        return readings
    }

    /// A reading with the beginning of a serial; nil if no serial begins so.
    private static func reading(
        _ identifier: Piece,
        _ day: Piece,
        serial: String,
        _ serials: SerialDigits
    ) -> CodeReading? {
        guard !serial.isEmpty else {
            return CodeReading(identifier: identifier, day: day, serialStarts: nil, leastSerial: 1)
        }
        guard let least = serials.least(serial) else { return nil }
        return CodeReading(identifier: identifier, day: day, serialStarts: [serial], leastSerial: least)
    }

    private static func isNumber(_ text: String, upTo digits: Int) -> Bool {
        text.utf8.count <= digits && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// The day of a code as it may stand there: `20220105` and `220105`, as far as it fits.
    public func forms(of date: LocalDate) -> [String] {
        let digits = String(date.year * 10_000 + date.month * 100 + date.day)
        let long = String(repeating: "0", count: max(0, 8 - digits.utf8.count)) + digits
        return [long, String(long.suffix(6))].filter(day.matches)
    }
}

/// How serials are written (cách viết số thứ tự).
private struct SerialDigits {
    let paddings: Set<Int>
    let last: Int

    /// How many beginnings are followed at most.
    private static let maximumStarts = 64
    /// The most digits that a serial has.
    private static let maximumDigits = 7

    /// The least serial given that begins with some digits; nil if there is none.
    ///
    /// Only a padded serial begins with 0; one that outgrew its padding has as many digits as it needs.
    func least(_ start: String) -> Int? {
        guard let number = Int(start), let narrowest = paddings.min() else { return nil }
        let isPadded = start.utf8.first == 0x30
        var least: Int?
        for width in max(narrowest, start.utf8.count)...max(narrowest, Self.maximumDigits)
        where paddings.contains(width) || !isPadded {
            let open = width - start.utf8.count
            let first = max(1, number * Self.power(open))
            // Nothing but zeros is no serial.
            guard number > 0 || open > 0, first <= last else { continue }
            least = min(least ?? first, first)
        }
        return least
    }

    /// The beginnings of all serials that contain some digits, up to and with these; nil if they are too many.
    func starts(containing digits: String) -> [String]? {
        var starts: [String] = []
        for before in 0...max(0, Self.maximumDigits - digits.utf8.count) {
            let most = min(Self.power(before) - 1, last / Self.power(digits.utf8.count))
            guard starts.count + most < Self.maximumStarts else { return nil }
            for number in 0...most {
                let padded = before == 0 ? "" : String(String(Self.power(before) + number).dropFirst())
                if least(padded + digits) != nil { starts.append(padded + digits) }
            }
        }
        return starts
    }

    private static func power(_ exponent: Int) -> Int { (0..<exponent).reduce(1) { power, _ in power * 10 } }
}
