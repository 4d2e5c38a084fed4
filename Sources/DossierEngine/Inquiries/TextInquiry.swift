public import DossierDomain
import SMSText

/// The words by which citizens' texts are known (từ khóa tin nhắn đến); letters and digits, upper case.
public struct TextKeywords: Hashable, Sendable {
    /// They may stand before a dossier code.
    public let inquiry: [String]
    /// They ask for no more texts.
    public let optOut: [String]
    /// They ask for texts again.
    public let optIn: [String]

    /// Creates keywords.
    ///
    /// - Parameters:
    ///   - inquiry: What may stand before a dossier code.
    ///   - optOut: What asks for no more texts.
    ///   - optIn: What asks for texts again.
    public init(inquiry: [String], optOut: [String], optIn: [String]) {
        self.inquiry = inquiry
        self.optOut = optOut
        self.optIn = optIn
    }
}

/// What a citizen's text asks (nội dung tin nhắn đến): `HS <code> [pin]`, `TC`, or what nobody can read.
///
/// Case, accents, blanks and marks do not matter, left out or doubled, nor does the keyword before a code.
/// Source: issue 4, point 5; domain.md §5.4.
public enum TextInquiry: Hashable, Sendable {
    /// A dossier, in the ways in which the text can be read, the likeliest first.
    case dossier([Reading])
    /// No more texts.
    case optOut
    /// Texts again.
    case optIn
    /// Nobody can read it.
    case unreadable

    /// One way to read a text that asks for a dossier.
    public struct Reading: Hashable, Sendable {
        /// The dossier.
        public let code: DossierCode
        /// The PIN; nil if none stands there.
        public let pin: String?
    }

    /// The most characters that are looked at: a keyword, a code and a PIN with many blanks.
    static let maximumCharacters = 160
    /// The most ways that are looked up.
    static let maximumReadings = 8

    /// Reads a text.
    ///
    /// - Parameters:
    ///   - text: The text as it came.
    ///   - keywords: The words that are known.
    public init(_ text: String, keywords: TextKeywords) {
        let words = Self.words(of: text)
        let letters = words.joined()
        if keywords.optOut.contains(letters) {
            self = .optOut
        } else if keywords.optIn.contains(letters) {
            self = .optIn
        } else {
            let readings = Self.bodies(of: words, keywords: keywords.inquiry).flatMap(CodeScan.readings)
            self = readings.isEmpty ? .unreadable : .dossier(Array(readings.prefix(Self.maximumReadings)))
        }
    }

    /// The letters and digits of a text in upper case, cut at everything else.
    private static func words(of text: String) -> [String] {
        let plain = VietnameseText.unaccented(String(text.prefix(maximumCharacters)))
        var words: [String] = []
        var word = ""
        for byte in plain.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A: word.unicodeScalars.append(Unicode.Scalar(byte))
            case 0x61...0x7A: word.unicodeScalars.append(Unicode.Scalar(byte - 0x20))
            default:
                if !word.isEmpty { words.append(word) }
                word = ""
            }
        }
        return word.isEmpty ? words : words + [word]
    }

    /// The words without each keyword that may stand before them, the longest first, and as they are.
    private static func bodies(of words: [String], keywords: [String]) -> [[String]] {
        // One keyword may begin another.
        keywords.sorted { $0.count > $1.count }.compactMap { rest(of: words, behind: $0) } + [words]
    }

    /// The words behind a keyword, be it written apart; nil if it does not stand before them.
    private static func rest(of words: [String], behind keyword: String) -> [String]? {
        var missing = keyword[...]
        for (index, word) in words.enumerated() {
            let piece = word.prefix(missing.count)
            guard missing.hasPrefix(piece) else { return nil }
            missing = missing.dropFirst(piece.count)
            guard missing.isEmpty else { continue }
            let left = String(word.dropFirst(piece.count))
            return (left.isEmpty ? [] : [left]) + words[(index + 1)...]
        }
        return nil
    }
}

/// The search for a dossier code, and a PIN behind it, in letters without marks.
private enum CodeScan {
    /// A PIN's length.
    static let pinLength = LookupPIN.length

    /// Every way in which words are a code, or a code and a PIN; those whose PIN was written apart come first, and of
    /// several codes the one that was cut as it was written.
    static func readings(of words: [String]) -> [TextInquiry.Reading] {
        let letters = words.joined()
        let lastWord = words.count > 1 ? words.last?.count : nil
        var cuts: Set<Int> = []
        var end = 0
        for word in words {
            end += word.count
            cuts.insert(end)
        }
        let whole = codes(in: letters, cuts: cuts).map { TextInquiry.Reading(code: $0, pin: nil) }
        guard letters.count > pinLength else { return whole }
        let pin = String(letters.suffix(pinLength))
        let withPIN = codes(in: String(letters.dropLast(pinLength)), cuts: cuts)
            .map { TextInquiry.Reading(code: $0, pin: pin) }
        return lastWord == pinLength && !withPIN.isEmpty && !isSerial(words) ? withPIN + whole : whole + withPIN
    }

    /// Whether the last word may be the serial itself, written apart: four digits after a date.
    private static func isSerial(_ words: [String]) -> Bool {
        guard let last = words.last, words.count > 1, last.allSatisfy(\.isNumber) else { return false }
        let before = words[words.count - 2]
        return (before.count == 6 || before.count == 8) && before.allSatisfy(\.isNumber)
    }

    /// Every code that letters without marks can be, those first that are cut where words were.
    private static func codes(in letters: String, cuts: Set<Int>) -> [DossierCode] {
        var codes: [(code: DossierCode, cutsMet: Int)] = []
        for serial in 4...7 {
            for date in [6, 8] where letters.count > serial + date {
                let body = letters.dropLast(serial)
                let identifier = body.dropLast(date)
                let day = body.suffix(date)
                guard isDay(day), let code = DossierCode("\(identifier)-\(day)-\(letters.suffix(serial))") else {
                    continue
                }
                codes.append((code, [identifier.count, body.count].count { cuts.contains($0) }))
            }
        }
        return codes.sorted { $0.cutsMet > $1.cutsMet }.map(\.code)
    }

    /// Whether digits end in a month and a day.
    private static func isDay(_ digits: Substring) -> Bool {
        guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let month = Int(digits.dropLast(2).suffix(2)),
            let day = Int(digits.suffix(2))
        else { return false }
        return (1...12).contains(month) && (1...31).contains(day)
    }
}
