import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import DossierHTTP

@Suite("The rules of HTTP/1 that the server underneath does not hold to")
struct RequestFramingTests {
    private static let host = "Host: a\r\n"

    /// A connection with decoder and encoder, and bodies of at most 100 bytes.
    private func channel() -> EmbeddedChannel {
        EmbeddedChannel(handlers: [
            HTTPResponseEncoder(), ByteToMessageHandler(HTTPRequestDecoder()), RequestFraming(maximumBodyBytes: 100),
        ])
    }

    private func send(_ text: String, to channel: EmbeddedChannel) throws {
        try channel.writeInbound(ByteBuffer(string: text))
    }

    /// The heads of the requests that went on.
    private func passed(_ channel: EmbeddedChannel) throws -> [HTTPRequestHead] {
        var heads: [HTTPRequestHead] = []
        while let part = try channel.readInbound(as: HTTPServerRequestPart.self) {
            if case .head(let head) = part { heads.append(head) }
        }
        return heads
    }

    private func answer(on channel: EmbeddedChannel) throws {
        let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: ["Content-Length": "0"])
        try channel.writeOutbound(HTTPServerResponsePart.head(head))
        try channel.writeOutbound(HTTPServerResponsePart.end(nil))
    }

    /// What was written so far.
    private func written(_ channel: EmbeddedChannel) throws -> String {
        var text = ""
        while let part = try channel.readOutbound(as: IOData.self) {
            if case .byteBuffer(let buffer) = part { text += String(buffer: buffer) }
        }
        return text
    }

    @Test(
        "a request that could be read in two ways goes no further, nor does what follows it",
        arguments: [
            "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "GET / HTTP/1.1\r\nhost: a\r\nHOST: a\r\n\r\n", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        ]
    )
    func unsound(text: String) throws {
        let channel = channel()
        #expect(throws: HTTPParserError.self) { try send(text, to: channel) }
        // The decoder may have given up too.
        try? send("GET / HTTP/1.1\r\nHost: a\r\n\r\n", to: channel)
        #expect(try passed(channel) == [])
        #expect(try written(channel) == "")
    }

    @Test(
        "a request within the rules goes on as it came",
        arguments: [
            "GET / HTTP/1.1\r\nHost: \r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, foo\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n",
            "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n",
        ]
    )
    func sound(text: String) throws {
        let channel = channel()
        try send(text, to: channel)
        let head = try #require(try passed(channel).first)
        #expect(head.headers.first(name: "connection") != "close")
        try answer(on: channel)
        let isOld = text.contains("HTTP/1.0")
        #expect(try written(channel).contains("Connection: keep-alive") == isOld)
        _ = try channel.finish()
    }

    @Test(
        "whoever wants the connection to end has it ended and is told so, however he says it",
        arguments: [
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: foo, Close\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: foo\r\nConnection: CLOSE\r\n\r\n",
            "GET / HTTP/1.0\r\nHost: a\r\n\r\n", "GET / HTTP/1.0\r\n\r\n",
        ]
    )
    func ending(text: String) throws {
        let channel = channel()
        try send(text, to: channel)
        let head = try #require(try passed(channel).first)
        #expect(head.headers["connection"] == ["close"])
        try answer(on: channel)
        #expect(try written(channel).contains("Connection: close\r\n"))
    }

    @Test("of pipelined requests only the answer to the last one says that the connection ends")
    func pipelinedEnding() throws {
        let channel = channel()
        try send("GET /1 HTTP/1.1\r\n\(Self.host)\r\n", to: channel)
        try send("GET /2 HTTP/1.1\r\n\(Self.host)Connection: close\r\n\r\n", to: channel)
        #expect(try passed(channel).map(\.uri) == ["/1", "/2"])
        try answer(on: channel)
        #expect(try written(channel).contains("Connection") == false)
        try answer(on: channel)
        #expect(try written(channel).contains("Connection: close\r\n"))
    }

    @Test("a body that is held back is asked for at once, and only once")
    func asksForBody() throws {
        for length in ["Content-Length: 100", "Transfer-Encoding: chunked"] {
            let channel = channel()
            try send("POST / HTTP/1.1\r\n\(Self.host)\(length)\r\nExpect: 100-Continue\r\n\r\n", to: channel)
            #expect(try written(channel) == "HTTP/1.1 100 Continue\r\n\r\n")
            #expect(try passed(channel).count == 1)
            try answer(on: channel)
            #expect(try written(channel).contains("100 Continue") == false)
        }
    }

    @Test("behind requests that are not answered yet the body is asked for once they are")
    func asksInOrder() throws {
        let channel = channel()
        let expecting = "POST / HTTP/1.1\r\n\(Self.host)Content-Length: 2\r\nExpect: 100-continue\r\n\r\n"
        try send("GET / HTTP/1.1\r\n\(Self.host)\r\n" + expecting, to: channel)
        #expect(try written(channel) == "")
        try answer(on: channel)
        let text = try written(channel)
        #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n") && text.hasSuffix("HTTP/1.1 100 Continue\r\n\r\n"), "\(text)")
        try send("{}", to: channel)
        try answer(on: channel)
        #expect(try written(channel).hasPrefix("HTTP/1.1 200 OK\r\n"))
        _ = try channel.finish()
    }

    @Test("a body that comes by itself, that there is none of, or of an older client is not asked for")
    func doesNotAsk() throws {
        let get = "GET / HTTP/1.1\r\n\(Self.host)\r\n"
        let fields = "\(Self.host)Content-Length: 2\r\nExpect: 100-continue\r\n\r\n"
        for text in [
            get + "POST / HTTP/1.1\r\n" + fields + "{}", "GET / HTTP/1.1\r\n\(Self.host)Expect: 100-continue\r\n\r\n",
            "POST / HTTP/1.0\r\n" + fields,
        ] {
            let channel = channel()
            try send(text, to: channel)
            try answer(on: channel)
            #expect(try written(channel).contains("100 Continue") == false, "\(text)")
        }
    }

    @Test("a body that is too long, or held back for what is not known, is not asked for, and the connection ends")
    func refuses() throws {
        for fields in ["Content-Length: 101\r\nExpect: 100-continue", "Content-Length: 2\r\nExpect: 200-ok"] {
            let channel = channel()
            try send("POST / HTTP/1.1\r\n\(Self.host)\(fields)\r\n\r\n", to: channel)
            #expect(try written(channel) == "")
            #expect(try passed(channel).first?.headers["connection"] == ["close"])
            try answer(on: channel)
            #expect(try written(channel).contains("Connection: close\r\n"))
        }
    }
}
