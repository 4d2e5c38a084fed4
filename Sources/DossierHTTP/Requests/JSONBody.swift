import DossierEngine
import Hummingbird
import NIOCore

/// Reads a request's body (nội dung yêu cầu) as JSON.
enum JSONBody {
    /// The bytes of a body, whether its length was announced or not.
    ///
    /// - Throws: ``Problem`` of code `body-too-large`; ``RequestBodyFailure`` if the connection broke.
    static func bytes(of request: Request, upTo maximum: Int) async throws -> [UInt8] {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > maximum {
            throw Problem(.bodyTooLarge)
        }
        do {
            let buffer = try await request.body.collect(upTo: maximum)
            return Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
            throw Problem(.bodyTooLarge)
        } catch {
            throw RequestBodyFailure(cause: error)
        }
    }

    /// The value that the bytes write.
    ///
    /// - Throws: ``Problem`` for what is no JSON; ``RequestRefusal/invalidFields(_:)`` for a name that stands twice.
    static func parse(_ bytes: [UInt8]) throws -> JSONValue {
        do throws(JSONDefect) {
            return try JSONParser.parse(bytes)
        } catch {
            switch error {
            case .notUTF8: throw Problem(.payloadEncoding)
            case .malformed, .tooDeep: throw Problem(.malformedJSON)
            case .duplicateName(let name):
                throw RequestRefusal.invalidFields([FieldError(RequestReader.shown(name), .duplicateKey)])
            }
        }
    }
}

/// A body that could not be read to its end, because the connection broke or what came is no HTTP.
struct RequestBodyFailure: Error {
    /// What the connection said.
    let cause: any Error
}

/// Reads the field `Content-Type` (kiểu nội dung).
enum MediaTypeText {
    /// Whether a field names JSON in UTF-8: `application/json`, perhaps with that character set.
    static func isJSON(_ field: String?) -> Bool {
        guard let field else { return false }
        var parts = field.lowercased().split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
        guard !parts.isEmpty, parts.removeFirst() == "application/json" else { return false }
        return parts.allSatisfy { part in
            guard part.hasPrefix("charset=") else { return true }
            return ["utf-8", "\"utf-8\""].contains(part.dropFirst("charset=".count))
        }
    }
}
