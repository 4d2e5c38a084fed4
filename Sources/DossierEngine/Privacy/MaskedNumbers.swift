import DossierDomain

/// How long numbers of a text are cut (che số định danh, số điện thoại).
extension MaskedText {
    /// From how many digits on a number is taken for one of a person: the shortest telephones have seven.
    private static let shortestNumber = 7
    /// The most digits of a sum of money that stays; a longer one is taken for a number of a person all the same.
    private static let longestSum = 8
    private static let years = 1900...2100
    /// What may stand between two digits of a number, one at a time.
    private static let separators = Set<Character>(
        " \u{A0}\u{202F}.-/_\u{2010}\u{2011}\u{2013}\u{2014}·\u{FF0E}\u{FF0D}\u{FF0F}\u{FF3F}"
    )

    /// Cuts every number of ``shortestNumber`` digits or more to its last three, also in groups with one separator
    /// between or behind a dialling code in brackets; dates, codes of dossiers, sums and numbers of documents stay.
    static func maskedNumbers(in text: String) -> String {
        let characters = Array(text)
        var result = ""
        var index = 0
        while index < characters.count {
            if let end = codeEnd(from: index, in: characters) {
                result += String(characters[index..<end])
                index = end
            } else if isDigit(characters[index]) {
                let groups = groups(from: index, in: characters)
                result += masked(groups, in: characters)
                index = groups.last?.upperBound ?? index + 1
            } else {
                result.append(characters[index])
                index += 1
            }
        }
        return result
    }

    /// Where a code of a dossier ends that begins at a place; nil if none does.
    private static func codeEnd(from start: Int, in characters: [Character]) -> Int? {
        guard start == 0 || !isOfCode(characters[start - 1]) else { return nil }
        let word = characters[start...].prefix(while: isOfCode)
        guard word.count >= 10, word.contains("-") else { return nil }
        let trimmed = word.prefix((word.lastIndex { $0 != "." && $0 != "-" } ?? start) + 1 - start)
        return DossierCode(String(trimmed)) == nil ? nil : trimmed.endIndex
    }

    private static func isOfCode(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "." || character == "-")
    }

    /// Whether it is a digit of any script, as one of full width.
    private static func isDigit(_ character: Character) -> Bool {
        character.unicodeScalars.first?.properties.numericType == .decimal
    }

    private static func isSeparator(_ character: Character) -> Bool {
        separators.contains(character) || character.isInvisible
    }

    /// The groups of digits from a place on, with one separator between each two, or the end of a bracket.
    private static func groups(from start: Int, in characters: [Character]) -> [Range<Int>] {
        var groups: [Range<Int>] = []
        var position = start
        while true {
            let end = position + characters[position...].prefix(while: isDigit).count
            groups.append(position..<end)
            guard let next = groupStart(after: position..<end, in: characters) else { return groups }
            position = next
        }
    }

    /// Where the group behind another one begins that belongs to the same number; nil if none does.
    private static func groupStart(after group: Range<Int>, in characters: [Character]) -> Int? {
        var next = group.upperBound
        if isDiallingCode(group, in: characters) { next += 1 }
        if next < characters.count, isSeparator(characters[next]) { next += 1 }
        guard next > group.upperBound, next < characters.count, isDigit(characters[next]) else { return nil }
        return next
    }

    /// Whether a group is a dialling code in brackets, as in `(0905) 123 456`, and not the number of a list's item.
    private static func isDiallingCode(_ group: Range<Int>, in characters: [Character]) -> Bool {
        group.lowerBound > 0 && characters[group.lowerBound - 1] == "("
            && group.upperBound < characters.count && characters[group.upperBound] == ")"
            && characters[group.lowerBound].wholeNumberValue == 0
    }

    /// The groups with what stands between them: dates as they are, what is left by its length.
    private static func masked(_ groups: [Range<Int>], in characters: [Character]) -> String {
        var result = ""
        var piece = groups[..<groups.startIndex]
        func endPiece() {
            guard let first = piece.first, let last = piece.last else { return }
            let text = String(characters[first.lowerBound..<last.upperBound])
            result += isReadable(piece, in: characters) ? text : PersonalMask.number(digits(of: text))
            piece = groups[piece.endIndex..<piece.endIndex]
        }
        var index = 0
        while index < groups.count {
            let isDate = isDate(at: index, of: groups, in: characters)
            if isDate { endPiece() }
            if index > 0, piece.isEmpty {
                result += String(characters[groups[index - 1].upperBound..<groups[index].lowerBound])
            }
            if isDate {
                result += String(characters[groups[index].lowerBound..<groups[index + 2].upperBound])
                index += 3
                piece = groups[index..<index]
            } else {
                index += 1
                piece = groups[piece.startIndex..<index]
            }
        }
        endPiece()
        return result
    }

    /// Whether three groups are a date, and no part of a longer row of groups.
    private static func isDate(at index: Int, of groups: [Range<Int>], in characters: [Character]) -> Bool {
        guard index + 2 < groups.count else { return false }
        let separator = characters[groups[index].upperBound]
        guard "/.-".contains(separator), characters[groups[index + 1].upperBound] == separator,
            index == 0 || characters[groups[index].lowerBound - 1] != separator,
            index + 3 == groups.count || characters[groups[index + 2].upperBound] != separator
        else { return false }
        let parts = groups[index...index + 2].map { String(characters[$0]) }
        let ordered = parts[0].count == 4 ? parts.reversed() : parts
        guard ordered[0].count <= 2, ordered[1].count <= 2, ordered[2].count == 4 else { return false }
        return (1...31).contains(value(of: ordered[0])) && (1...12).contains(value(of: ordered[1]))
            && years.contains(value(of: ordered[2]))
    }

    /// Whether what is left beside dates may be read: it is short, a sum as `1.200.000`, or a number with a year as
    /// `1234/2022`.
    private static func isReadable(_ piece: ArraySlice<Range<Int>>, in characters: [Character]) -> Bool {
        let length = piece.reduce(0) { $0 + $1.count }
        guard length >= shortestNumber, let first = piece.first, let last = piece.last else { return true }
        let separators = Set(piece.dropLast().map { characters[$0.upperBound] })
        switch separators {
        case ["."]:
            return length <= longestSum && first.count <= 3 && piece.dropFirst().allSatisfy { $0.count == 3 }
                && value(of: String(characters[first.lowerBound])) > 0
        case ["/"]:
            return piece.count == 2 && first.count <= 5 && last.count == 4
                && years.contains(value(of: String(characters[last])))
        default: return false
        }
    }

    /// The digits of a text as they are written at home.
    private static func digits(of text: String) -> String {
        String(text.compactMap { isDigit($0) ? $0.wholeNumberValue : nil }.map { "\($0)" }.joined())
    }

    private static func value(of text: String) -> Int { Int(digits(of: text)) ?? 0 }
}
