/// How personal data are masked (che dữ liệu cá nhân).
///
/// What is left tells two people in a list apart and lets whoever has the person before him check that it is he.
///
/// Source: project decision, 2026-11-29, because no act says how much of a name may stay.
public enum PersonalMask {
    /// How many digits at the end of a number stay.
    static let digitsLeft = 3
    /// From how many digits on a number in a free text is taken for one of a person: identity numbers have 9 or 12,
    /// telephones 10 or 11, while dates have 8 at most.
    static let shortestNumber = 9

    /// A name (họ tên) with the given name and the initials of the others: `Nguyễn Văn An` is `N. V. An`.
    ///
    /// A name of one word keeps its first letter alone; words without a letter go.
    public static func name(_ name: String) -> String {
        let words = name.split(whereSeparator: \.isWhitespace).filter { $0.contains(where: \.isLetter) }
        guard let given = words.last else { return "*" }
        let initials = words.dropLast().compactMap(initial)
        guard !initials.isEmpty else { return initial(given) ?? "*" }
        return (initials + [String(given)]).joined(separator: " ")
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

    /// A free text (nội dung tự do) in which known names are masked and long numbers are cut.
    ///
    /// Who else is named in it nobody can tell.
    ///
    /// - Parameters:
    ///   - text: What an officer typed.
    ///   - names: The names of the applicant and of whoever stood in for him.
    /// - Returns: The text without them.
    public static func text(_ text: String, hiding names: [String]) -> String {
        var result = text
        for name in names where !name.isEmpty { result = result.replacing(name, with: Self.name(name)) }
        return withoutNumbers(result)
    }

    private static func initial(_ word: Substring) -> String? { word.first(where: \.isLetter).map { "\($0)." } }

    /// Cuts every number of ``shortestNumber`` digits or more, also in groups with one blank, dot or dash between.
    private static func withoutNumbers(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let first = rest.first {
            guard first.isASCIIDigit else {
                result.append(first)
                rest.removeFirst()
                continue
            }
            let run = numberRun(rest)
            let digits = run.count(where: \.isASCIIDigit)
            result += digits < shortestNumber ? String(run) : number(run.filter(\.isASCIIDigit))
            rest = rest[run.endIndex...]
        }
        return result
    }

    /// The digits that a text begins with, and further groups of them after one separator each.
    private static func numberRun(_ text: Substring) -> Substring {
        var end = text.startIndex
        var index = text.startIndex
        while index < text.endIndex {
            if text[index].isASCIIDigit {
                end = text.index(after: index)
            } else if end < index || !" .-".contains(text[index]) {
                break
            }
            index = text.index(after: index)
        }
        return text[..<end]
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
