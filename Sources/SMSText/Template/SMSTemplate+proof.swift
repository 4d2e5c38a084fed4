/// The proof at load that the longest filling fits its budget (kiểm tra độ dài mẫu tin nhắn).
extension SMSTemplate {
    func proveLongestFilling() throws(SMSTemplateError) {
        let longest = try longestFilling()
        let available = try unitsSurelyAvailable()
        guard longest > available else { return }
        switch alphabet {
        case .gsm7: throw .longestFillingOverBudget(septets: longest, available: available)
        case .ucs2: throw .longestAccentedFillingOverBudget(units: longest, available: available)
        }
    }

    /// The units of the fixed text and of what no clipping goes below; `Int.max` if no number can say it.
    private func longestFilling() throws(SMSTemplateError) -> Int {
        var total = 0
        for piece in pieces {
            switch piece {
            case .text(let text):
                for character in text { total = total.addingSaturated(try units(of: character)) }
            case .placeholder(let name):
                guard let placeholder = placeholders[name] else { throw .unknownPlaceholder(name) }
                total = total.addingSaturated(placeholder.incompressibleLength)
            }
        }
        return total
    }

    /// The units that fit whatever they are: every part but the last may lose all but one of the longest character.
    private func unitsSurelyAvailable() throws(SMSTemplateError) -> Int {
        guard maximumSegments > 1 else { return alphabet.singlePartLimit }
        let limit = alphabet.concatenatedPartLimit(references: references)
        // An escape or surrogate pair of a value.
        var longestCharacter = 2
        for case .text(let text) in pieces {
            for character in text { longestCharacter = max(longestCharacter, try units(of: character)) }
        }
        // A character longer than a part is cut between its scalars, where a pair at most stays whole.
        let lost = longestCharacter > limit ? limit - 1 : longestCharacter - 1
        return maximumSegments * limit - (maximumSegments - 1) * lost
    }

    private func units(of character: Character) throws(SMSTemplateError) -> Int {
        guard let units = alphabet.units(of: String(character)) else { throw .characterOutsideAlphabet(character) }
        return units
    }
}

extension SMSTemplate.Placeholder {
    /// Whether the lengths agree with each other.
    var isPossible: Bool {
        switch self {
        case .fixed(let maximum): maximum >= 1
        case .clippable(let maximum, let minimum): maximum >= 1 && (0...maximum).contains(minimum)
        }
    }

    /// The length that no clipping goes below.
    var incompressibleLength: Int {
        switch self {
        case .fixed(let maximum): maximum
        case .clippable(_, let minimum): minimum
        }
    }
}

extension Int {
    /// The sum, or the greatest number if the sum lies beyond it.
    fileprivate func addingSaturated(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
