/// A mistake in the description of a gateway (mô tả cổng SMS sai), found when it is created.
///
/// It never holds a secret; its description is one English sentence for the administrator.
public struct GatewayDescriptionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of mistake it is.
    public enum Code: String, Sendable {
        /// A template has a placeholder that does not exist.
        case unknownPlaceholder
        /// A template has a brace before a letter that is no placeholder.
        case malformedPlaceholder
        /// A template lacks a placeholder without which it would say nothing, or has one where it may not stand.
        case misplacedPlaceholder
        /// A secret is named and not given.
        case missingSecret
        /// A secret holds characters that may not stand where it is used.
        case unusableSecret
        /// An address is not `http` or `https` with a host and a path.
        case malformedURL
        /// A header or a value for one holds characters that may not stand there.
        case malformedHeader
        /// A body that should be JSON is not.
        case malformedJSON
        /// A JSON path cannot be read.
        case malformedPath
        /// A text is empty or too long, or is or holds what may not stand there.
        case malformedValue
        /// A file of certificates cannot be used.
        case unusableCertificates
        /// A number is outside its range.
        case outOfRange
    }

    /// What kind of mistake it is.
    public let code: Code
    /// The field with the mistake, as in the description, like `headers.Authorization`.
    public let field: String
    /// What stands there wrongly, or what would be right; empty if the code says it all.
    public let detail: String

    /// One English sentence.
    public var description: String {
        detail.isEmpty ? "\(field): \(code.rawValue)" : "\(field): \(code.rawValue) (\(detail))"
    }

    init(_ code: Code, field: String, detail: String = "") {
        self.code = code
        self.field = field
        self.detail = detail
    }

    /// Holds a number to its range.
    static func check(
        _ number: Int,
        in range: ClosedRange<Int>,
        field: String
    ) throws(GatewayDescriptionError) {
        guard range.contains(number) else {
            throw GatewayDescriptionError(
                .outOfRange,
                field: field,
                detail: "\(range.lowerBound) to \(range.upperBound)"
            )
        }
    }
}
