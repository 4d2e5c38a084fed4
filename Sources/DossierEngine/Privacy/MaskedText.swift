import DossierDomain

/// A free text as it is shown masked (che dữ liệu cá nhân trong văn bản): without known names, addresses of electronic
/// mail and long numbers.
///
/// Who else is named in it nobody can tell.
enum MaskedText {
    /// Masks a text.
    ///
    /// - Parameters:
    ///   - text: What an officer typed.
    ///   - names: The names of the applicant and of whoever stood in for him, before corrections too.
    /// - Returns: The text without them.
    static func masked(_ text: String, hiding names: [String]) -> String {
        maskedNumbers(in: MaskedNames(names).masked(in: maskedAddresses(in: text)))
    }

    /// Signs that stand between the two halves of an address.
    private static let signs: Set<Character> = ["@", "\u{FF20}", "\u{FE6B}"]

    /// Cuts what stands before the sign of an address, as ``PersonalMask/email(_:)`` does.
    private static func maskedAddresses(in text: String) -> String {
        guard text.contains(where: signs.contains) else { return text }
        let characters = Array(text)
        var result: [Character] = []
        for (index, character) in characters.enumerated() {
            if signs.contains(character), index + 1 < characters.count, isWord(characters[index + 1]) {
                let local = result.reversed().prefix { isWord($0) || "._%+-'".contains($0) }.count
                if local > 0 {
                    result.removeLast(local)
                    result += "***"
                }
            }
            result.append(character)
        }
        return String(result)
    }

    private static func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }
}

extension Character {
    /// Whether nobody sees it, as a zero-width space.
    var isInvisible: Bool { unicodeScalars.allSatisfy(\.properties.isDefaultIgnorableCodePoint) }
}
