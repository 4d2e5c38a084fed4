/// A text message with places to fill (mẫu tin nhắn), proved at load to fit its budget of segments.
///
/// Example body: `Ho so {code} da tiep nhan. Hen tra {due}. {agency}`. Placeholders stand in braces; there is no escape
/// for a brace. The fixed text is plain GSM 7-bit, because carriers register templates without accents.
public struct SMSTemplate: Sendable, Hashable {
    /// The rule for the values of one placeholder; lengths are septets, or UTF-16 units in an accented text.
    public enum Placeholder: Sendable, Hashable {
        /// A code, date or sum, which is never cut: a longer value is an error.
        case fixed(maximumLength: Int)
        /// A name or reason: cut to `maximumLength` always, and down to `minimumLength` where the budget demands it.
        case clippable(maximumLength: Int, minimumLength: Int)
    }

    /// The body as given, in NFC.
    public let body: String
    /// The number of segments that no filling exceeds, 1 to 255.
    public let maximumSegments: Int

    let pieces: [Piece]
    let placeholders: [String: Placeholder]

    /// A stretch of the body.
    enum Piece: Sendable, Hashable {
        case text(String)
        case placeholder(String)
    }

    /// The placeholders that the body uses, each once, in order of first use.
    public var placeholderNames: [String] {
        var names: [String] = []
        for case .placeholder(let name) in pieces where !names.contains(name) { names.append(name) }
        return names
    }

    /// Reads a body and proves that its longest filling fits.
    ///
    /// The longest filling has every fixed value at its maximum and every clippable one at its minimum, since those
    /// give way first. Across a cut one septet may be lost to an escape pair, which the proof allows for.
    ///
    /// - Parameters:
    ///   - body: The text with placeholders in braces.
    ///   - placeholders: The placeholders that the body may use, by name; it need not use all.
    ///   - maximumSegments: The budget, 1 to 255 segments.
    /// - Throws: ``SMSTemplateError`` for the first fault found.
    public init(
        _ body: String,
        placeholders: [String: Placeholder],
        maximumSegments: Int
    ) throws(SMSTemplateError) {
        guard (1...255).contains(maximumSegments) else { throw .impossibleBudget(segments: maximumSegments) }
        self.body = VietnameseText.composed(body)
        self.maximumSegments = maximumSegments
        self.placeholders = placeholders
        pieces = try Self.pieces(of: self.body)
        for (name, placeholder) in placeholders.sorted(by: { $0.key < $1.key }) where !placeholder.isPossible {
            throw .impossibleLengths(placeholder: name)
        }
        let longest = try longestFillingInSeptets()
        let available = Self.septetsSurelyAvailable(segments: maximumSegments)
        guard longest <= available else {
            throw .longestFillingOverBudget(septets: longest, available: available)
        }
    }

    private func longestFillingInSeptets() throws(SMSTemplateError) -> Int {
        var total = 0
        for piece in pieces {
            switch piece {
            case .text(let text):
                for character in text {
                    guard let septets = SMSAlphabet.gsm7.units(of: String(character)) else {
                        throw .characterOutsideAlphabet(character)
                    }
                    total += septets
                }
            case .placeholder(let name):
                guard let placeholder = placeholders[name] else { throw .unknownPlaceholder(name) }
                total += placeholder.incompressibleLength
            }
        }
        return total
    }

    /// The septets that fit whatever they are: every part but the last may lose one, an escape pair being kept whole.
    private static func septetsSurelyAvailable(segments: Int) -> Int {
        guard segments > 1 else { return SMSAlphabet.gsm7.singlePartLimit }
        return segments * SMSAlphabet.gsm7.concatenatedPartLimit - (segments - 1)
    }

    private static func pieces(of body: String) throws(SMSTemplateError) -> [Piece] {
        var pieces: [Piece] = []
        var stretch = ""
        var insidePlaceholder = false
        for character in body {
            switch character {
            case "{" where !insidePlaceholder, "}" where insidePlaceholder:
                if insidePlaceholder {
                    pieces.append(.placeholder(stretch))
                } else if !stretch.isEmpty {
                    pieces.append(.text(stretch))
                }
                stretch = ""
                insidePlaceholder.toggle()
            case "{", "}":
                throw .strayBrace
            default:
                stretch.append(character)
            }
        }
        guard !insidePlaceholder else { throw .unclosedBrace }
        return stretch.isEmpty ? pieces : pieces + [.text(stretch)]
    }
}

extension SMSTemplate.Placeholder {
    fileprivate var isPossible: Bool {
        switch self {
        case .fixed(let maximum): maximum >= 1
        case .clippable(let maximum, let minimum): maximum >= 1 && (0...maximum).contains(minimum)
        }
    }

    /// The length that no clipping goes below.
    fileprivate var incompressibleLength: Int {
        switch self {
        case .fixed(let maximum): maximum
        case .clippable(_, let minimum): minimum
        }
    }
}
