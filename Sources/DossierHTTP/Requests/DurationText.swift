/// A time as ISO 8601 writes it (khoảng thời gian), in weeks, days of 24 hours, hours, minutes and seconds.
///
/// Shape: `P1W`, `P1D`, `PT4H`, `P1DT2H30M`, `-PT1H`, whole numbers only. Months and years have no fixed length and are
/// refused.
struct DurationText: Equatable, Sendable {
    /// The longest time taken: 3,660 days, in seconds.
    static let maximumSeconds: Int64 = 3_660 * 86_400

    /// The time in seconds; below 0 if it goes back.
    let seconds: Int64

    /// Reads a time; nil if it is of another shape or too long.
    init?(_ text: String) {
        let goesBack = text.hasPrefix("-")
        let parts = text.dropFirst(goesBack ? 1 : 0)
            .split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        guard text.utf8.count <= 32, parts[0].hasPrefix("P"),
            let days = Self.sum(parts[0].dropFirst(), units: [("W", 7 * 86_400), ("D", 86_400)])
        else { return nil }
        var total = days
        if parts.count == 2 {
            guard !parts[1].isEmpty, let time = Self.sum(parts[1], units: [("H", 3_600), ("M", 60), ("S", 1)]) else {
                return nil
            }
            total += time
        } else if parts[0].count == 1 {
            return nil
        }
        guard total <= Self.maximumSeconds else { return nil }
        seconds = goesBack ? -total : total
    }

    /// Adds up amounts whose units come in this order, each once at most.
    private static func sum(_ text: Substring, units: [(letter: Character, seconds: Int64)]) -> Int64? {
        var rest = text
        var total: Int64 = 0
        for unit in units {
            guard let end = rest.firstIndex(of: unit.letter) else { continue }
            let digits = rest[..<end]
            guard (1...9).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let amount = Int64(digits)
            else { return nil }
            total += amount * unit.seconds
            rest = rest[rest.index(after: end)...]
        }
        return rest.isEmpty ? total : nil
    }
}
