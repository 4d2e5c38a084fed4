/// How personal data are masked (che dữ liệu cá nhân).
///
/// What is left tells two people in a list apart and lets whoever has the person before him check that it is he.
///
/// Source: project decision, 2026-11-29, because no act says how much of a name may stay.
public enum PersonalMask {
    /// How many digits at the end of a number stay.
    static let digitsLeft = 3

    /// A name (họ tên) with the given name and the initials of the others: `Nguyễn Văn An` is `N. V. An`.
    ///
    /// A name of one word keeps its first letter alone; words without a letter go, and so does a number or an address
    /// that was written to the given name without a blank between.
    public static func name(_ name: String) -> String {
        let words = name.split(whereSeparator: \.isWhitespace).filter { $0.contains(where: \.isLetter) }
        guard let given = words.last else { return "*" }
        let initials = words.dropLast().compactMap(initial)
        guard !initials.isEmpty else { return initial(given) ?? "*" }
        return (initials + [bare(given) ?? initial(given) ?? "*"]).joined(separator: " ")
    }

    /// A given name without what was written to it; nil if that was before it.
    private static func bare(_ given: Substring) -> String? {
        let name = given.prefix { !$0.isNumber && $0 != "@" }
        guard name.count < given.count else { return String(given) }
        return name.lastIndex(where: \.isLetter).map { String(name[...$0]) }
    }

    /// An identity or telephone number (số định danh, số điện thoại) with its last three digits: `0905123456` is
    /// `*******456`; a number of three digits or fewer keeps none.
    public static func number(_ number: String) -> String {
        let kept = number.count > digitsLeft ? digitsLeft : 0
        return String(repeating: "*", count: number.count - kept) + number.suffix(kept)
    }

    /// An e-mail address (thư điện tử) with its domain: `an.nguyen@example.vn` is `***@example.vn`.
    public static func email(_ email: String) -> String {
        guard let sign = email.lastIndex(of: "@") else { return "***" }
        return "***" + email[sign...]
    }

    private static func initial(_ word: Substring) -> String? { word.first(where: \.isLetter).map { "\($0)." } }
}
