import NIOCore

/// Finds the end of HTTP/1.1 responses that come one after the other on a connection (bộ đọc phản hồi).
///
/// It reads no more than a load generator needs: the status, the length of the body and where a new resource lies.
/// Bodies must have a `Content-Length`; nothing here is fit for servers that are not ours.
struct ResponseScanner {
    /// A response whose last byte has come.
    struct Response: Hashable {
        /// The status code.
        let status: Int
        /// The path in `Location`; nil unless asked for and sent.
        let location: String?
    }

    /// A response that the scanner cannot follow.
    enum Defect: Error {
        /// The head is no HTTP/1.1 head.
        case malformed
        /// The head has no length of the body.
        case lengthMissing
    }

    /// The longest head taken, in bytes.
    private static let maximumHead = 16_384

    private let readsLocation: Bool
    private var head = ByteBuffer()
    private var response: Response?
    private var missing = 0

    /// Creates a scanner at the beginning of a response.
    ///
    /// - Parameter readsLocation: Whether the `Location` is wanted.
    init(readsLocation: Bool = false) { self.readsLocation = readsLocation }

    /// Takes what came in.
    ///
    /// - Returns: The response if it is complete now; nil if more is to come.
    /// - Throws: ``Defect``.
    mutating func take(_ bytes: inout ByteBuffer) throws(Defect) -> Response? {
        if response == nil {
            if head.readableBytes == 0 { head = bytes } else { head.writeBuffer(&bytes) }
            guard let (length, found, content) = try scan() else { return nil }
            missing = content - (head.readableBytes - length)
            response = found
            head = ByteBuffer()
        } else {
            missing -= bytes.readableBytes
        }
        guard missing <= 0 else { return nil }
        defer { response = nil }
        return response
    }

    /// The length of the head, the response and the length of its body; nil while the head is not complete.
    private func scan() throws(Defect) -> (Int, Response, Int)? {
        let bytes = head.readableBytesView
        var lineStart = bytes.startIndex
        var status: Int?
        var length: Int?
        var location: String?
        while let end = bytes[lineStart...].firstIndex(of: 0x0A) {
            let line = bytes[lineStart..<max(lineStart, end - 1)]
            if status == nil {
                status = Self.status(line)
                if status == nil { throw .malformed }
            } else if line.isEmpty {
                guard let status else { throw .malformed }
                guard let length else { throw .lengthMissing }
                return (end + 1 - bytes.startIndex, Response(status: status, location: location), length)
            } else if let value = Self.value(of: "content-length:", in: line) {
                length = Int(value)
            } else if readsLocation, let value = Self.value(of: "location:", in: line) {
                location = value
            }
            lineStart = end + 1
        }
        guard bytes.count <= Self.maximumHead else { throw .malformed }
        return nil
    }

    /// The status in `HTTP/1.1 200 OK`.
    private static func status(_ line: ByteBufferView) -> Int? {
        guard line.count >= 12 else { return nil }
        return Int(String(decoding: line.dropFirst(9).prefix(3), as: UTF8.self))
    }

    /// The value of a field whose lower-case name with its colon is given; nil if the line is another field.
    private static func value(of name: StaticString, in line: ByteBufferView) -> String? {
        guard line.count > name.utf8CodeUnitCount else { return nil }
        let isNamed = name.withUTF8Buffer { wanted in
            // Bit 5 makes ASCII letters small and leaves the hyphen and the colon as they are.
            zip(line, wanted).allSatisfy { $0 | 0x20 == $1 }
        }
        guard isNamed else { return nil }
        let value = line.dropFirst(name.utf8CodeUnitCount)
        return String(decoding: value.drop { $0 == 0x20 }, as: UTF8.self)
    }
}
