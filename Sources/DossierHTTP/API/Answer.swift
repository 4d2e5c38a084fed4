import DossierEngine
import HTTPTypes
import Hummingbird
import NIOCore

/// Makes answers (câu trả lời).
enum Answer {
    /// The media type of JSON.
    static let json = "application/json"

    /// An answer in JSON that a closure writes.
    static func json(
        _ status: HTTPResponse.Status = .ok,
        capacity: Int = 1024,
        _ write: (inout JSONWriter) -> Void
    ) -> Response {
        var writer = JSONWriter(capacity: capacity)
        write(&writer)
        return bytes(writer.bytes, type: json, status: status)
    }

    /// A page of a list.
    static func page<Element>(
        of elements: [Element],
        next: PageCursor?,
        _ write: (inout JSONWriter, Element) -> Void
    ) -> Response {
        json(capacity: 512 + elements.count * 512) { writer in
            writer.object { writer in
                writer.key("items")
                writer.array(of: elements, write)
                writer.member("next", next?.text)
            }
        }
    }

    /// An answer of bytes that are ready.
    static func bytes(_ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = type
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// How many bytes of a document are handed on at once.
    private static let pieceBytes = 16 * 1024

    /// An answer of a document that everybody may ask for.
    ///
    /// It lies in memory once, however many ask, and is handed on as it is read: nobody has a copy of it kept for him
    /// by asking again and again and reading nothing.
    static func document(_ document: ByteBuffer, type: String) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = type
        let body = ResponseBody(contentLength: document.readableBytes) { writer in
            var rest = document
            while rest.readableBytes > 0, let piece = rest.readSlice(length: min(Self.pieceBytes, rest.readableBytes)) {
                try await writer.write(piece)
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    /// An answer without content.
    static let nothing = empty([:])

    /// An answer without content that says something in its fields; a length is none of them.
    ///
    /// Source: RFC 9110 §8.6, which forbids one; over HTTP/2 nobody underneath takes it away.
    static func empty(_ headers: HTTPFields) -> Response {
        var response = Response(status: .noContent, headers: headers)
        response.headers[.contentLength] = nil
        return response
    }
}
