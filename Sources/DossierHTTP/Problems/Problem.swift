import DossierDomain
import DossierEngine
import HTTPTypes

/// One refusal or fault (lỗi trả về) before it is put into words.
///
/// Source: RFC 9457.
struct Problem: Error, Equatable, Sendable {
    /// The code.
    let code: ProblemCode
    /// The rule by which whoever asks may not do it; only with 403.
    var rule: AccessRule?
    /// What the placeholders of its sentence stand for.
    var values: [String: String] = [:]
    /// What is wrong with each field.
    var fields: [FieldError] = []
    /// After how many seconds trying again may help.
    var retryAfterSeconds: Int64?
    /// The methods that the route has.
    var allowedMethods: [HTTPRequest.Method] = []
    /// What is left of the budget of look-ups.
    var standing: LookupLimiter.Standing?
    /// What finds a fault in the log.
    var incident: String?

    /// How many field errors are told at most.
    static let maximumFields = 100

    /// Creates a problem.
    init(
        _ code: ProblemCode,
        rule: AccessRule? = nil,
        values: [String: String] = [:],
        fields: [FieldError] = [],
        retryAfterSeconds: Int64? = nil,
        standing: LookupLimiter.Standing? = nil,
        allowedMethods: [HTTPRequest.Method] = []
    ) {
        self.code = code
        self.rule = rule
        self.values = values
        self.fields = Array(fields.prefix(Self.maximumFields))
        self.retryAfterSeconds = retryAfterSeconds
        self.standing = standing
        self.allowedMethods = allowedMethods
    }
}
