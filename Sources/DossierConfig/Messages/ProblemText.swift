/// What a refused request is told (câu trả lời lỗi), in Vietnamese and English.
public struct ProblemText: Hashable, Sendable {
    /// The short name of the problem, the same for each occurrence.
    public let title: BilingualText
    /// The sentence for this occurrence, with placeholders in braces.
    public let detail: BilingualText
}

/// A text in the two languages of the interface (văn bản song ngữ).
public struct BilingualText: Hashable, Sendable {
    /// The Vietnamese text.
    public let vietnamese: String
    /// The English text.
    public let english: String

    /// The names in braces, in both languages.
    var placeholders: Set<String> { Self.placeholders(of: vietnamese).union(Self.placeholders(of: english)) }

    /// The names in braces of a text in one language.
    static func placeholders(of text: String) -> Set<String> {
        let pieces = text.split(separator: "{").dropFirst(text.hasPrefix("{") ? 0 : 1)
        return Set(pieces.compactMap { piece in piece.firstIndex(of: "}").map { String(piece[..<$0]) } })
    }
}

/// The texts for everything that a request can be refused for (bảng câu trả lời lỗi).
public struct ProblemTexts: Hashable, Sendable {
    /// The texts by problem code, such as `wrong-status`.
    public let problems: [String: ProblemText]
    /// The sentences by the code of a field's error, such as `too-long`.
    public let fields: [String: BilingualText]
    /// Who may do what others may not, by the name of the rule, such as `step-unit-only`.
    public let rules: [String: BilingualText]
}

/// The problem codes that the program uses (danh sách mã lỗi), so that no text is missing and none is left over.
public struct KnownProblemCodes: Hashable, Sendable {
    /// The problem codes, each with the placeholders its detail may use.
    public let problems: [String: Set<String>]
    /// The codes of a field's errors.
    public let fields: Set<String>
    /// The rules of who may do what, each with the placeholders its sentence may use.
    public let rules: [String: Set<String>]

    /// Lists the codes.
    ///
    /// - Parameters:
    ///   - problems: The problem codes, each with the placeholders its detail may use.
    ///   - fields: The codes of a field's errors.
    ///   - rules: The rules of who may do what, each with the placeholders its sentence may use.
    public init(problems: [String: Set<String>], fields: Set<String>, rules: [String: Set<String>]) {
        self.problems = problems
        self.fields = fields
        self.rules = rules
    }
}
