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
        /// A body that should be XML is not, or has a comment, CDATA or a document type.
        case malformedXML
        /// A path into XML has an index or a prefix.
        case malformedXMLPath
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
    public var description: String { sentence(code.words.english) }
    /// The same in Vietnamese.
    public var vietnamese: String { sentence(code.words.vietnamese) }

    private func sentence(_ words: String) -> String {
        detail.isEmpty ? "\(field): \(words)" : "\(field): \(words) (\(detail))"
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

extension GatewayDescriptionError.Code {
    /// What it is, for the administrator.
    fileprivate var words: (english: String, vietnamese: String) {
        switch self {
        case .unknownPlaceholder: ("there is no such placeholder", "không có chỗ thay thế này")
        case .malformedPlaceholder: ("a brace before a letter begins a placeholder, and this is none", Self.brace)
        case .misplacedPlaceholder:
            ("a placeholder is missing here, or may not stand here", "thiếu chỗ thay thế, hoặc không được đặt ở đây")
        case .missingSecret: ("the secret is not given", "chưa có khóa bí mật")
        case .unusableSecret:
            (
                "the secret is too long, or holds what may not stand here, such as a line break",
                "khóa bí mật quá dài hoặc có ký tự không dùng được ở đây, chẳng hạn xuống dòng"
            )
        case .malformedURL:
            (
                "is no address of http or https with a host and a path",
                "không phải địa chỉ http hay https có đủ máy chủ và đường dẫn"
            )
        case .malformedHeader:
            ("holds what may not stand in a header", "có ký tự không được phép trong tiêu đề (header)")
        case .malformedJSON: ("is no JSON", "không phải JSON")
        case .malformedXML:
            (
                "is no XML, or has a comment, CDATA or a document type",
                "không phải XML, hoặc có chú thích, CDATA hay DOCTYPE"
            )
        case .malformedXMLPath:
            (
                "is no path into XML, which has neither indexes nor prefixes",
                "không phải đường dẫn trong XML, vốn không có chỉ số [0] và không ghi tiền tố"
            )
        case .malformedPath: ("is no path into JSON", "không phải đường dẫn trong JSON")
        case .malformedValue:
            ("is empty, too long, or holds what may not stand there", "trống, quá dài hoặc có nội dung không dùng được")
        case .unusableCertificates: ("the file of certificates cannot be used", "không dùng được tệp chứng thư")
        case .outOfRange: ("is outside its range", "nằm ngoài khoảng cho phép")
        }
    }

    private static let brace = "dấu { trước một chữ mở đầu chỗ thay thế, nhưng đây không phải chỗ thay thế nào"
}
