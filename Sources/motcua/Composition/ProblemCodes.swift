import DossierConfig
import DossierDomain
import DossierEngine
import DossierHTTP

/// The problem codes that the program uses, for which the messages must have texts.
enum ProblemCodes {
    static let known = KnownProblemCodes(
        problems: Dictionary(uniqueKeysWithValues: ProblemCode.allCases.map { ($0.rawValue, $0.placeholders) }),
        fields: Set(FieldError.Code.allCases.map(\.rawValue)),
        rules: Dictionary(uniqueKeysWithValues: AccessRule.allCases.map { ($0.rawValue, $0.placeholders) })
    )
}
