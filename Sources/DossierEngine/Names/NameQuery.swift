import DossierDomain
import SMSText

/// Words of a name that somebody looks for (tên cần tìm): all of them in one name, in any order.
public struct NameQuery: Hashable, Sendable {
    /// The most words that are looked for; the longest names of companies have fewer.
    static let maximumWords = 20

    /// The words as typed, those that stand twice twice.
    let words: [VietnameseWord]

    /// Takes a typed text apart; nil if it has no word with a letter.
    ///
    /// - Throws: ``FieldDefect`` of code too-many past ``maximumWords``.
    init?(_ typed: String) throws(FieldDefect) {
        words = VietnameseWord.words(of: typed)
        guard words.contains(where: { $0.folded.contains(where: \.isLetter) }) else { return nil }
        guard words.count <= Self.maximumWords else { throw FieldDefect(.tooMany) }
    }

    /// Whether the index leads to such names; a search for the commonest words alone walks the list itself.
    var isIndexed: Bool { words.contains(where: NameTokens.indexes) }

    /// Whether a name has all the words.
    func matches(_ name: String) -> Bool { VietnameseWord.all(words, standIn: VietnameseWord.words(of: name)) }
}
