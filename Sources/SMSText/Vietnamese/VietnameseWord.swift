/// A word of a name as searches compare it (từ để so khớp).
///
/// Comparing is exact in what is there: `hoà` and `hòa` are one word, `hoá` is another. What was typed without any
/// accent stands for all accents, see ``isMeant(by:)``.
public struct VietnameseWord: Hashable, Sendable {
    /// The word in lower case without accents, đ as d: `thuy` of `Thuỷ`.
    public let folded: String
    /// The word in lower case with its accents, the tone behind the letters wherever it was put.
    public let spelling: String

    /// Creates a word from letters and digits without blanks.
    public init(_ word: String) { self = Self.words(of: word).first ?? VietnameseWord(closely: word[...]) }

    /// Creates a word of any letters.
    init(closely word: Substring) {
        let lower = word.lowercased()
        folded = VietnameseText.folded(lower)
        var letters: [Unicode.Scalar] = []
        var tones: [Unicode.Scalar] = []
        for typed in CanonicalComposition.decomposed(lower.unicodeScalars) where !Self.isInvisible(typed) {
            let scalar = Self.lookalikes[typed] ?? typed
            if Self.tones.contains(scalar) { tones.append(scalar) } else { letters.append(scalar) }
        }
        let composed = CanonicalComposition.composed(letters) + tones.sorted()
        spelling = String(String.UnicodeScalarView(composed))
    }

    /// Grave, acute, tilde, hook above and dot below: the five tones that are written.
    private static let tones: Set<Unicode.Scalar> = ["\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"]

    /// Letters that look like đ where both are capitals (Ð, Ɖ) and so are typed for it.
    private static let lookalikes: [Unicode.Scalar: Unicode.Scalar] = ["\u{F0}": "đ", "\u{256}": "đ"]

    /// Whether nobody sees the scalar, as a zero-width space or a soft hyphen that was pasted along.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isDefaultIgnorableCodePoint }

    /// Whether it has an accent, a tone or a letter such as đ.
    public var hasAccents: Bool { spelling != folded }

    /// Whether somebody who typed a word may mean this one: the same letters and tone, or none of the accents.
    public func isMeant(by typed: VietnameseWord) -> Bool {
        typed.hasAccents ? spelling == typed.spelling : folded == typed.folded
    }

    /// The words of a text in their order, parted by whatever can be seen and is neither letter nor digit.
    public static func words(of text: String) -> [VietnameseWord] {
        if let words = quickWords(of: text) { return words }
        let visible = String(String.UnicodeScalarView(text.unicodeScalars.filter { !isInvisible($0) }))
        return visible.split { !$0.isLetter && !$0.isNumber }.map(VietnameseWord.init(closely:))
    }

    /// The words of a text of composed Latin letters, as most names are; nil if there is anything else in it.
    private static func quickWords(of text: String) -> [VietnameseWord]? {
        var words: [VietnameseWord] = []
        var folded = String.UnicodeScalarView()
        var spelling = String.UnicodeScalarView()
        var tones: [Unicode.Scalar] = []
        func end() {
            guard !folded.isEmpty else { return }
            spelling.append(contentsOf: tones.sorted())
            words.append(VietnameseWord(folded: String(folded), spelling: String(spelling)))
            folded = String.UnicodeScalarView()
            spelling = String.UnicodeScalarView()
            tones.removeAll(keepingCapacity: true)
        }
        for scalar in text.unicodeScalars {
            switch LetterTable.kind(of: scalar) {
            case .letter(let letter):
                folded.append(letter.folded)
                spelling.append(letter.toneless)
                if let tone = letter.tone { tones.append(tone) }
            case .separator: end()
            case .unknown: return nil
            }
        }
        end()
        return words
    }

    private init(folded: String, spelling: String) {
        self.folded = folded
        self.spelling = spelling
    }

    /// Whether typed words stand in a text in any order, one that was typed twice twice.
    ///
    /// - Parameters:
    ///   - typed: The words looked for.
    ///   - words: The words of the text.
    /// - Returns: Whether all of them do.
    public static func all(_ typed: [VietnameseWord], standIn words: [VietnameseWord]) -> Bool {
        guard typed.count <= words.count else { return false }
        var left = words
        // What has accents takes its own word first; what has none takes any that is left.
        for word in typed.filter(\.hasAccents) + typed.filter({ !$0.hasAccents }) {
            guard let place = left.firstIndex(where: { $0.isMeant(by: word) }) else { return false }
            left.remove(at: place)
        }
        return true
    }
}
