/// A part of a code with its whole day and the beginning of a serial (phần cuối của mã), for example `220105-0001`.
///
/// Few codes have it, and the index of codes leads to them, whosever they are.
public struct CodeEnd: Hashable, Sendable {
    /// What the agency's identifier ends with; empty if nothing of it was typed.
    public let identifierEnd: String
    /// What may stand behind the identifier, one or two: the day may have been typed without its century.
    public let tails: [String]

    /// Takes a part of a code apart; nil unless it has a whole day and four digits of a serial or more.
    public init?(_ fragment: String) {
        let parts = fragment.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 || parts.count == 3, let serial = parts.last, (4...7).contains(serial.utf8.count),
            Self.isNumber(serial)
        else { return nil }
        let day = parts[parts.count - 2]
        guard [6, 8].contains(day.utf8.count), Self.isNumber(day) else { return nil }
        identifierEnd = parts.count == 3 ? parts[0] : ""
        let mayLackCentury = parts.count == 2 && day.utf8.count == 6
        tails = (mayLackCentury ? [day, "20" + day] : [day]).map { "-\($0)-\(serial)" }
    }

    private static func isNumber(_ text: String) -> Bool { text.utf8.allSatisfy { (0x30...0x39).contains($0) } }
}
