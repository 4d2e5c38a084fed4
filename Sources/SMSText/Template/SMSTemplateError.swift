/// The ways in which a message template, or its filling, can be wrong (mẫu tin nhắn sai).
///
/// No case holds a filled value, so an error may be logged.
public enum SMSTemplateError: Error, Hashable, Sendable {
    /// A `{` without its `}`.
    case unclosedBrace
    /// A `}` without its `{`, or a `{` inside a placeholder.
    case strayBrace
    /// A placeholder in the body that nobody declared; also the empty one.
    case unknownPlaceholder(String)
    /// A placeholder whose maximum is below 1, or whose minimum lies outside 0 to maximum.
    case impossibleLengths(placeholder: String)
    /// A character of the fixed text of a GSM 7-bit template that this alphabet does not have.
    case characterOutsideAlphabet(Character)
    /// A budget below 1 or above the 255 that concatenation can count.
    case impossibleBudget(segments: Int)
    /// The longest filling takes more septets than surely fit into the budget.
    case longestFillingOverBudget(septets: Int, available: Int)
    /// The longest filling of a template for UCS-2 takes more UTF-16 units than surely fit into the budget.
    case longestAccentedFillingOverBudget(units: Int, available: Int)
    /// No value, or only blanks for a fixed placeholder.
    case missingValue(placeholder: String)
    /// A value of a fixed placeholder, which is never cut, above its maximum.
    case valueTooLong(placeholder: String, maximumLength: Int)
    /// A filled accented text over the budget with everything clipped that may be.
    case filledTextOverBudget(segments: Int, maximumSegments: Int)
}

extension SMSTemplateError: CustomStringConvertible {
    /// One English sentence without a full stop, for the log and for `check-config`.
    public var description: String {
        switch self {
        case .unclosedBrace: "a { is never closed"
        case .strayBrace: "a brace stands where none may"
        case .unknownPlaceholder(let name): "the placeholder {\(name)} is not known here"
        case .impossibleLengths(let name): "the lengths of {\(name)} contradict each other"
        case .characterOutsideAlphabet(let character): "the character \(character) is not in the GSM 7-bit alphabet"
        case .impossibleBudget(let segments): "a budget of \(segments) segments is not within 1 to 255"
        case .longestFillingOverBudget(let septets, let available):
            "the longest filling takes \(septets) septets, and only \(available) surely fit"
        case .longestAccentedFillingOverBudget(let units, let available):
            "the longest filling takes \(units) UTF-16 units, and only \(available) surely fit"
        case .missingValue(let name): "no value for {\(name)}"
        case .valueTooLong(let name, let maximum): "the value of {\(name)} is longer than \(maximum) and is never cut"
        case .filledTextOverBudget(let segments, let maximum):
            "the filled text takes \(segments) segments where \(maximum) are allowed"
        }
    }
}
