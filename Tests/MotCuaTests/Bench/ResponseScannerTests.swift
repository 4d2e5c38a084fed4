import NIOCore
import Testing

@testable import motcua

@Suite("Reading responses of the load")
struct ResponseScannerTests {
    private static let created = "HTTP/1.1 201 Created\r\nContent-Length: 4\r\nLocation: /api/v1/dossiers/A\r\n\r\nbody"

    @Test("a response is found wherever the network cuts it", arguments: 1..<created.utf8.count)
    func cut(at place: Int) throws {
        var scanner = ResponseScanner(readsLocation: true)
        let bytes = Array(Self.created.utf8)
        var first = ByteBuffer(bytes: bytes[..<place])
        var second = ByteBuffer(bytes: bytes[place...])

        #expect(try scanner.take(&first) == nil)
        let response = try scanner.take(&second)

        #expect(response == ResponseScanner.Response(status: 201, location: "/api/v1/dossiers/A"))
    }

    @Test("one response after the other is found")
    func sequence() throws {
        var scanner = ResponseScanner()
        for status in [200, 404, 200] {
            var bytes = ByteBuffer(string: "HTTP/1.1 \(status) X\r\ncontent-length: 0\r\n\r\n")
            #expect(try scanner.take(&bytes) == ResponseScanner.Response(status: status, location: nil))
        }
    }

    @Test(
        "what is no response with a length is refused",
        arguments: ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "\r\n\r\n", "SSH-2.0-Open\r\n\r\n"]
    )
    func refused(text: String) {
        var scanner = ResponseScanner()
        var bytes = ByteBuffer(string: text)

        #expect(throws: ResponseScanner.Defect.self) { try scanner.take(&bytes) }
    }
}
