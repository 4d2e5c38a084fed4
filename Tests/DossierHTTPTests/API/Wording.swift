import DossierDomain
import DossierEngine

@testable import DossierHTTP

/// Sentences that tests know again.
enum Wording {
    /// The same words for every code.
    static let plain = wording(titles: "title", details: "detail", fields: "field")
    /// Details that tell their values.
    static let telling = wording(
        titles: "title",
        details: "{status}|{allowed}|{year}|{incident}|{who}",
        fields: "field"
    )

    private static func wording(titles: String, details: String, fields: String) -> ProblemWording {
        let codes = ProblemCode.allCases.map(\.rawValue)
        return ProblemWording(
            titles: table(codes, titles),
            details: table(codes, details),
            fields: table(FieldError.Code.allCases.map(\.rawValue), fields),
            rules: table(AccessRule.allCases.map(\.rawValue), "who: {unit}, {step}")
        )
    }

    private static func table(_ codes: [String], _ text: String) -> [String: ProblemWording.Sentence] {
        let sentence = ProblemWording.Sentence(vietnamese: "vi " + text, english: "en " + text)
        return Dictionary(uniqueKeysWithValues: codes.map { ($0, sentence) })
    }
}
