import SMSText

/// How a typed text is cleaned and judged.
public struct TextRules: Sendable {
    /// The most characters after cleaning.
    public let maximumLength: Int
    /// Whether it may have several lines.
    public let allowsLineBreaks: Bool

    /// Creates rules.
    public init(maximumLength: Int, allowsLineBreaks: Bool = false) {
        self.maximumLength = maximumLength
        self.allowsLineBreaks = allowsLineBreaks
    }

    /// Names of people and papers.
    public static let name = TextRules(maximumLength: 200)
    /// What is asked for.
    public static let subject = TextRules(maximumLength: 500)
    /// Addresses.
    public static let address = TextRules(maximumLength: 300)
    /// Reasons and notes.
    public static let reason = TextRules(maximumLength: 2000, allowsLineBreaks: true)
    /// Why a dossier is read.
    public static let readingReason = TextRules(maximumLength: 500)
    /// One paper of a supplement request.
    public static let supplementItem = TextRules(maximumLength: 300)
    /// References and numbers.
    public static let reference = TextRules(maximumLength: 100)
    /// Names of steps, outcomes, units and accounts.
    public static let identifier = TextRules(maximumLength: 64)

    /// Cleans a text: NFC, trimmed, one blank between words (lines are kept where they are allowed).
    ///
    /// - Parameter typed: The text as it came.
    /// - Returns: The clean text.
    /// - Throws: The code of what is wrong with it.
    public func clean(_ typed: String) throws(FieldDefect) -> String {
        // A bound before any work on the text; combining marks may make characters of several bytes.
        guard typed.utf8.count <= maximumLength * 16 else { throw FieldDefect(.tooLong) }
        guard let length = VietnameseText.lengthIfClean(typed) else { return try cleanClosely(typed) }
        guard length <= maximumLength else { throw FieldDefect(.tooLong) }
        return typed
    }

    /// Cleans a text that may hold anything; what is clean already comes out as it went in.
    func cleanClosely(_ typed: String) throws(FieldDefect) -> String {
        if VietnameseText.firstForbiddenScalar(in: typed, allowingLineBreaks: allowsLineBreaks) != nil {
            throw FieldDefect(.controlCharacter)
        }
        guard VietnameseText.hasVisibleText(typed) else { throw FieldDefect(.blank) }
        let lines = allowsLineBreaks ? typed.split(whereSeparator: \.isNewline).map(String.init) : [typed]
        let text = lines.map(VietnameseText.tidied).filter { !$0.isEmpty }.joined(separator: "\n")
        guard text.count <= maximumLength else { throw FieldDefect(.tooLong) }
        return text
    }
}

/// What is wrong with one value, before its field is named.
public struct FieldDefect: Error, Hashable, Sendable {
    /// What is wrong.
    public let code: FieldError.Code

    /// Creates a defect.
    public init(_ code: FieldError.Code) { self.code = code }
}
