/// A text message with places to fill (mẫu tin nhắn), proved at load to fit its budget of segments.
///
/// Example body: `Ho so {code} da tiep nhan. Hen tra {due}. {agency}`. Placeholders stand in braces; there is no escape
/// for a brace. The fixed text is plain GSM 7-bit, because carriers register templates without accents, unless the
/// template is made for UCS-2.
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

    /// The alphabet for which the body was proved.
    public let alphabet: SMSAlphabet
    /// The width of the concatenation references for which the body was proved.
    public let references: ConcatenationReference.Width

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
    /// give way first. At a cut a unit may be lost to an escape or surrogate pair, or more to a longer character of
    /// the fixed text, which the proof allows for.
    ///
    /// - Parameters:
    ///   - body: The text with placeholders in braces.
    ///   - placeholders: The placeholders that the body may use, by name; it need not use all.
    ///   - maximumSegments: The budget, 1 to 255 segments.
    ///   - alphabet: The alphabet for which the body is proved; in UCS-2 the fixed text may have accents.
    ///   - references: The width of the references that the gateway writes; it decides how much a part holds.
    /// - Throws: ``SMSTemplateError`` for the first fault found.
    public init(
        _ body: String,
        placeholders: [String: Placeholder],
        maximumSegments: Int,
        alphabet: SMSAlphabet = .gsm7,
        references: ConcatenationReference.Width = .eightBit
    ) throws(SMSTemplateError) {
        guard (1...ConcatenationHeader.maximumParts).contains(maximumSegments) else {
            throw .impossibleBudget(segments: maximumSegments)
        }
        self.body = VietnameseText.composed(body)
        self.maximumSegments = maximumSegments
        self.placeholders = placeholders
        self.alphabet = alphabet
        self.references = references
        pieces = try Self.pieces(of: self.body)
        for (name, placeholder) in placeholders.sorted(by: { $0.key < $1.key }) where !placeholder.isPossible {
            throw .impossibleLengths(placeholder: name)
        }
        try proveLongestFilling()
    }

    /// The same placeholders in another body with another budget, of which nothing is proved.
    ///
    /// A filling is shortened as that of a proved template is; one that cannot be shortened enough is refused with
    /// `filledTextOverBudget`.
    ///
    /// - Parameters:
    ///   - body: The text with the placeholders in braces, in any alphabet.
    ///   - maximumSegments: The budget, 1 to 255 segments.
    ///   - references: The width of the references that the gateway may write.
    /// - Returns: The template.
    /// - Throws: ``SMSTemplateError`` for a budget or braces that cannot be.
    public func unproved(
        body: String,
        maximumSegments: Int,
        references: ConcatenationReference.Width
    ) throws(SMSTemplateError) -> SMSTemplate {
        guard (1...ConcatenationHeader.maximumParts).contains(maximumSegments) else {
            throw .impossibleBudget(segments: maximumSegments)
        }
        let composed = VietnameseText.composed(body)
        return SMSTemplate(
            body: composed,
            pieces: try Self.pieces(of: composed),
            placeholders: placeholders,
            maximumSegments: maximumSegments,
            references: references
        )
    }

    /// A template in any alphabet whose parts are right already.
    private init(
        body: String,
        pieces: [Piece],
        placeholders: [String: Placeholder],
        maximumSegments: Int,
        references: ConcatenationReference.Width
    ) {
        self.body = body
        self.pieces = pieces
        self.placeholders = placeholders
        self.maximumSegments = maximumSegments
        self.references = references
        alphabet = .ucs2
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
