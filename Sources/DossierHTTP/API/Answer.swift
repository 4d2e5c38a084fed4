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

    /// An answer without content.
    static let nothing = Response(status: .noContent)
}
