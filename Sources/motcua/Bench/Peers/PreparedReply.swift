import DossierEngine
import HTTPTypes

/// A reply of the real server (phản hồi mẫu), kept to be given again byte for byte.
struct PreparedReply: Sendable {
    /// The header fields but for those that every HTTP server writes itself, names and values.
    let headers: [[String]]
    /// The body.
    let body: String

    /// Whether another server's reply has the same body and the same header fields, in whatever order.
    func isSame(as other: PreparedReply) -> Bool {
        func sorted(_ headers: [[String]]) -> [[String]] {
            headers.map { [($0.first ?? "").lowercased()] + $0.dropFirst() }.sorted { $0.lexicographicallyPrecedes($1) }
        }
        return body == other.body && sorted(headers) == sorted(other.headers)
    }

    /// The header fields.
    var fields: HTTPFields {
        var fields = HTTPFields()
        for header in headers where header.count == 2 {
            guard let name = HTTPField.Name(header[0]) else { continue }
            fields.append(HTTPField(name: name, value: header[1]))
        }
        return fields
    }

    /// The reply as JSON, the form in which the peer's process gets it.
    var json: String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("headers")
            writer.array(of: headers) { writer, header in
                writer.array(of: header) { $0.value($1) }
            }
            writer.member("body", body)
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

extension PreparedReply {
    /// Reads the form of ``json``.
    ///
    /// - Throws: `JSONDefect`.
    init(json: [UInt8]) throws {
        let value = try JSONParser.parse(json)
        headers = (value["headers"]?.array ?? []).map { ($0.array ?? []).compactMap(\.string) }
        body = value["body"]?.string ?? ""
    }
}
