import SMSText

/// What of a provider's answer to one text may be kept and shown (lời của nhà cung cấp): nothing that it quotes of our
/// secrets, of the text or of a number.
struct ProviderWords: Sendable {
    /// The most characters of a sentence that are kept.
    static let maximumSentenceLength = 80
    /// The bytes of an answer in which a sentence is looked for.
    private static let maximumBytes = 4_096
    /// The letters from which on a word of the text counts within a longer one; shorter ones stand in too many.
    private static let leastLengthWithin = 4
    /// The letters from which on a piece of a word or secret counts as it.
    private static let leastPieceLength = 3
    /// What stands for something that was taken out.
    private static let mask: Character = "·"

    private let secrets: GatewaySecrets
    /// The words of the text, without accents, in lower case.
    private let words: Set<String>

    /// Prepares for the answer to a text.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - secrets: All secrets of the gateway.
    init(answering text: String, secrets: GatewaySecrets) {
        self.secrets = secrets
        let plain = VietnameseText.unaccented(text).lowercased()
        words = Set(plain.split { !Self.isPartOfWord($0) }.map(String.init))
    }

    /// The first line of an answer with everything masked that may quote something.
    func sentence(of answer: [UInt8]) -> String {
        let line = answer.prefix(Self.maximumBytes).prefix { $0 != 0x0A && $0 != 0x0D }
        let unquoted = secrets.maskedOut(of: String(decoding: line, as: UTF8.self), by: "*")
        var result = ""
        var word = ""
        for character in VietnameseText.unaccented(unquoted) {
            guard !Self.isPartOfWord(character) else {
                word.append(character)
                continue
            }
            result += shown(word)
            word = ""
            result.append(" ,.-:()/".contains(character) ? character : Self.mask)
        }
        result += shown(word)
        return result.isEmpty ? "no reason given" : String(result.prefix(Self.maximumSentenceLength))
    }

    /// Whether a code may be shown that the description of the gateway does not name.
    func allows(code: String) -> Bool {
        code.split { !$0.isLetter }.allSatisfy { !quotes(String($0)) }
    }

    /// A word as it may be shown: its digits masked, or the whole of it.
    private func shown(_ word: String) -> String {
        if quotes(word) { return String(Self.mask) }
        return String(word.map { $0.isNumber ? Self.mask : $0 })
    }

    private func quotes(_ word: String) -> Bool {
        if word.count >= Self.leastPieceLength, secrets.overlaps(word) { return true }
        let lower = word.lowercased()
        return words.contains { known in
            known == lower
                || known.count >= Self.leastLengthWithin && lower.contains(known)
                || lower.count >= Self.leastPieceLength && known.contains(lower)
        }
    }

    private static func isPartOfWord(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber)
    }
}
