import SMSText

/// The names that a text is shown without (che họ tên), however they are written.
///
/// Two words of a name side by side are taken for it, in any order and case, with their accents or without any.
struct MaskedNames {
    /// What a household is called before its own name, which names nobody.
    private static let household = ["ho", "kinh", "doanh"]

    private let names: [[VietnameseWord]]
    private let single: Set<String>

    /// A word of a text, and where it stands.
    private struct Word {
        let range: Range<Int>
        let word: VietnameseWord
    }

    /// Prepares names as they were typed at intakes.
    init(_ names: [String]) {
        let parted = names.map { name in
            let words = VietnameseWord.words(of: name).filter { $0.folded.contains(where: \.isLetter) }
            return words.map(\.folded).starts(with: Self.household) ? Array(words.dropFirst(3)) : words
        }
        self.names = parted.filter { $0.count > 1 }
        // A single word is as often a word of the language: `an` is safe, `An` somebody.
        single = Set(names.filter { VietnameseWord.words(of: $0).count == 1 }.flatMap { [$0, $0.uppercased()] })
    }

    /// The text with the initials of the names' words; a given name stays, as it does in a masked name.
    func masked(in text: String) -> String {
        guard !names.isEmpty || !single.isEmpty else { return text }
        let characters = Array(text)
        let words = Self.words(of: characters)
        var result = ""
        var done = 0
        var index = 0
        while index < words.count {
            let run = run(at: index, of: words, in: characters)
            for (place, isKept) in zip(index..., run) {
                let range = words[place].range
                result += String(characters[done..<range.lowerBound])
                result += isKept ? String(characters[range]) : Self.initial(of: range, in: characters)
                done = range.upperBound
            }
            index += max(1, run.count)
        }
        return result + String(characters[done...])
    }

    /// Of each word of a name that stands at a place, whether it stays; none if no name does.
    private func run(at index: Int, of words: [Word], in characters: [Character]) -> [Bool] {
        var longest: (count: Int, name: [VietnameseWord]) = (0, [])
        for name in names {
            let count = Self.length(of: name, at: index, of: words, in: characters)
            if count > max(1, longest.count) { longest = (count, name) }
        }
        guard longest.count > 1 else { return single.contains(String(characters[words[index].range])) ? [false] : [] }
        // The given name is the last word, and of two alike the last one stays.
        var given = longest.name.last
        let isPlain = Self.isPlain(longest.name)
        let kept = words[index..<index + longest.count].reversed().map { word in
            guard let name = given, Self.isName(name, word.word, isPlain: isPlain) else { return false }
            given = nil
            return true
        }
        return kept.reversed()
    }

    /// How many words from a place on are words of a name side by side, each taken once.
    private static func length(
        of name: [VietnameseWord],
        at index: Int,
        of words: [Word],
        in characters: [Character]
    ) -> Int {
        let isPlain = isPlain(name)
        var rest = name
        var place = index
        while place < words.count {
            if place > index {
                let gap = words[place - 1].range.upperBound..<words[place].range.lowerBound
                guard characters[gap].allSatisfy(isJoint) else { break }
            }
            guard let found = rest.firstIndex(where: { isName($0, words[place].word, isPlain: isPlain) }) else { break }
            rest.remove(at: found)
            place += 1
        }
        return place - index
    }

    /// Whether a name was typed without any accent, so that its words may be meant by words that have some.
    private static func isPlain(_ name: [VietnameseWord]) -> Bool { !name.contains(where: \.hasAccents) }

    /// Whether a word of a text is one of a name, or may be because one of them was typed without accents.
    private static func isName(_ name: VietnameseWord, _ word: VietnameseWord, isPlain: Bool) -> Bool {
        name.isMeant(by: word) || isPlain && name.folded == word.folded
    }

    private static func isJoint(_ character: Character) -> Bool {
        character.isWhitespace || ".-_/·'’".contains(character) || character.isInvisible
    }

    private static func words(of characters: [Character]) -> [Word] {
        var words: [Word] = []
        var index = 0
        while index < characters.count {
            let start = index
            while index < characters.count,
                characters[index].isLetter || characters[index].isNumber
                    || (index > start && characters[index].isInvisible)
            { index += 1 }
            if index > start {
                words.append(Word(range: start..<index, word: VietnameseWord(String(characters[start..<index]))))
            } else {
                index += 1
            }
        }
        return words
    }

    /// The first letter with a dot, where none follows.
    private static func initial(of range: Range<Int>, in characters: [Character]) -> String {
        guard let letter = characters[range].first(where: \.isLetter) else { return "*" }
        let hasDot = range.upperBound < characters.count && characters[range.upperBound] == "."
        return hasDot ? String(letter) : "\(letter)."
    }
}
