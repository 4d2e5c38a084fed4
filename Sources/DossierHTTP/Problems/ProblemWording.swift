import DossierDomain
import DossierEngine

/// The sentences of refusals (câu chữ trả lời lỗi) in both languages, from configuration.
public struct ProblemWording: Sendable {
    /// A sentence in both languages; words in braces stand for values.
    public struct Sentence: Hashable, Sendable {
        /// The Vietnamese sentence.
        public let vietnamese: String
        /// The English sentence.
        public let english: String

        /// Creates a sentence.
        public init(vietnamese: String, english: String) {
            self.vietnamese = vietnamese
            self.english = english
        }

        /// The sentence in a language, its words in braces replaced; a value is not searched for further ones.
        func filled(_ values: [String: String], in language: Language) -> String {
            TextFilling.filled(language == .english ? english : vietnamese, values)
        }
    }

    private let titles: [String: Sentence]
    private let details: [String: Sentence]
    private let fields: [String: Sentence]
    private let rules: [String: Sentence]

    /// Creates the wording; a code without a sentence is told as it is.
    ///
    /// - Parameters:
    ///   - titles: The short names of problems, by ``ProblemCode``'s raw values.
    ///   - details: Their sentences, by the same.
    ///   - fields: The sentences of field errors, by the raw values of `FieldError.Code`.
    ///   - rules: Who may do what others may not, by the raw values of `AccessRule`.
    public init(
        titles: [String: Sentence],
        details: [String: Sentence],
        fields: [String: Sentence],
        rules: [String: Sentence]
    ) {
        self.titles = titles
        self.details = details
        self.fields = fields
        self.rules = rules
    }

    func title(of code: ProblemCode, in language: Language) -> String {
        titles[code.rawValue]?.filled([:], in: language) ?? code.rawValue
    }

    func detail(of problem: Problem, in language: Language) -> String {
        var values = problem.values
        if let rule = problem.rule?.rawValue { values["who"] = rules[rule]?.filled(values, in: language) ?? rule }
        return details[problem.code.rawValue]?.filled(values, in: language) ?? problem.code.rawValue
    }

    func detail(ofField code: String, in language: Language) -> String {
        fields[code]?.filled([:], in: language) ?? code
    }
}
