import DossierEngine
import HTTPTypes
import NIOCore
import NIOPosix
import SMSPeers
import Testing

/// A connection over which bytes go just as a test wrote them.
enum RawConnection {
    /// Sends bytes and reads until the server closes the connection.
    static func exchange(_ bytes: [UInt8], port: Int) async throws -> Answer {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(connectPatience)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let received = try await channel.executeThenClose { inbound, outbound in
            var received = ByteBuffer()
            do {
                try await outbound.write(ByteBuffer(bytes: bytes))
                for try await part in inbound { received.writeImmutableBuffer(part) }
            } catch is IOError {
                // The server has answered and closed before it read everything: what it said is what counts.
            }
            return received
        }
        return try answer(String(buffer: received))
    }

    /// Sends bytes and keeps the connection while something is done.
    ///
    /// - Returns: Whether the server has closed it by then, without an answer.
    static func hold(_ bytes: [UInt8], port: Int, while work: () async throws -> Void) async throws -> Bool {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(connectPatience)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(bytes: bytes))
            try await work()
            do {
                for try await _ in inbound { return false }
            } catch is IOError {
                // Reset by a program that is no more.
            }
            return true
        }
    }

    /// Sends bytes, does something once an answer begins while nothing more is read, then reads until the server closes
    /// the connection.
    ///
    /// The system keeps little for whoever does not read, so that much of a long answer stays with the server.
    ///
    /// - Parameters:
    ///   - bytes: What is sent.
    ///   - port: Where the server listens.
    ///   - work: What is done before the rest is read.
    /// - Returns: Everything that came.
    /// - Throws: What `work` throws, and the connection.
    static func readLate(_ bytes: [UInt8], port: Int, after work: () async throws -> Void) async throws -> [UInt8] {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.socketOption(.so_rcvbuf), value: 65_536)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(bytes: bytes))
            var iterator = inbound.makeAsyncIterator()
            var received = try await iterator.next() ?? ByteBuffer()
            try await work()
            while let part = try await iterator.next() { received.writeImmutableBuffer(part) }
            return Array(buffer: received)
        }
    }

    /// Sends a head, and the body once something was said to it; reads until the server closes the connection.
    ///
    /// - Parameters:
    ///   - head: The head, which asks to be told to go on.
    ///   - body: The body; an empty one is not sent.
    ///   - port: Where the server listens.
    ///   - meanwhile: What is done before the body is sent.
    /// - Returns: What was said to the head, and everything after it.
    /// - Throws: What `meanwhile` throws, and the connection.
    static func wait(
        _ head: String,
        body: String,
        port: Int,
        meanwhile: () async throws -> Void = {}
    ) async throws -> (interim: String, rest: String) {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(connectPatience)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var texts: [String] = []
            do {
                try await outbound.write(ByteBuffer(string: head))
                for try await part in inbound {
                    texts.append(String(buffer: part))
                    guard texts.count == 1, !body.isEmpty else { continue }
                    try await meanwhile()
                    try await outbound.write(ByteBuffer(string: body))
                }
            } catch is IOError {
                // As above.
            }
            return (texts.first ?? "", texts.dropFirst().joined())
        }
    }

    /// Reads one answer whose body ends with the connection.
    private static func answer(_ text: String) throws -> Answer {
        let halves = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        try #require(halves.count == 2, "no answer: \(text)")
        let lines = halves[0].split(separator: "\r\n")
        let status = try #require(lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) })
        var headers = HTTPFields()
        for line in lines.dropFirst() {
            let sides = line.split(separator: ":", maxSplits: 1).map(String.init)
            let name = try #require(HTTPField.Name(sides[0]))
            headers.append(HTTPField(name: name, value: String((sides.last ?? "").drop { $0 == " " })))
        }
        return Answer(status: status, headers: headers, text: String(halves[1]))
    }
}
