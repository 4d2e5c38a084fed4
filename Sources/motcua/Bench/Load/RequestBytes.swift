import NIOCore

/// Requests as the bytes that go over the wire (yêu cầu dựng sẵn).
enum RequestBytes {
    /// A GET without a body.
    static func get(_ path: String) -> ByteBuffer {
        ByteBuffer(string: "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    }

    /// A GET by a member of the staff.
    static func get(_ path: String, token: String) -> ByteBuffer {
        ByteBuffer(string: "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer \(token)\r\n\r\n")
    }

    /// A POST of JSON by a member of the staff.
    static func post(_ path: String, json: String, token: String) -> ByteBuffer {
        ByteBuffer(string: "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n" + rest(json, token))
    }

    /// A POST of JSON with an idempotency key whose last digits are to be overwritten, and where they begin.
    ///
    /// - Parameters:
    ///   - path: The path.
    ///   - json: The body.
    ///   - token: The token of whoever asks.
    ///   - key: The beginning of the key.
    /// - Returns: The bytes and the place of the first digit.
    static func keyedPost(
        _ path: String,
        json: String,
        token: String,
        key: String
    ) -> (bytes: ByteBuffer, digitsAt: Int) {
        let begin = "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nIdempotency-Key: \(key)"
        let digits = String(repeating: "0", count: KeyedRequests.digits)
        return (ByteBuffer(string: begin + digits + "\r\n" + rest(json, token)), begin.utf8.count)
    }

    private static func rest(_ json: String, _ token: String) -> String {
        "Authorization: Bearer \(token)\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(json.utf8.count)\r\n\r\n\(json)"
    }
}
