/// The version that a change is meant for (điều kiện phiên bản), from the field `If-Match`.
///
/// Source: RFC 9110, 13.1.1: strong comparison, so weak tags never match.
enum VersionCondition: Equatable, Sendable {
    /// No condition, or `*`.
    case anyVersion
    /// One of these versions; none where no tag can be a version's.
    case oneOf([Int])

    /// Reads the field; nil means it is absent.
    init(ifMatch field: String?) {
        guard let field else {
            self = .anyVersion
            return
        }
        let tags = field.split(separator: ",").map { $0.drop { $0 == " " || $0 == "\t" } }
        let trimmed = tags.map { tag in String(tag.reversed().drop { $0 == " " || $0 == "\t" }.reversed()) }
        self = trimmed.contains("*") ? .anyVersion : .oneOf(trimmed.compactMap(Self.version))
    }

    /// The tag of a version, as the field `ETag` carries it.
    static func tag(of version: Int) -> String { "\"\(version)\"" }

    private static func version(_ tag: String) -> Int? {
        guard tag.utf8.count > 2, tag.hasPrefix("\""), tag.hasSuffix("\"") else { return nil }
        let digits = tag.dropFirst().dropLast()
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(digits)
    }
}
