import AsyncHTTPClient
import DossierEngine
import NIOCore
import NIOPosix
import SMSGateways
import SMSText
import Synchronization
import Testing

/// A text on its way, to an invented number.
func submission(
    _ text: String = "Ho so da tiep nhan.",
    to number: String = "0905 123 456",
    reference: Int64 = 42
) throws -> SMSSubmission {
    let number = try #require(PhoneNumber(vietnamese: number))
    return SMSSubmission(reference: reference, to: number, text: text)
}

/// Runs `body` with a client set up as gateways need it.
func withClient<Value>(
    _ configuration: HTTPClient.Configuration = GatewayHTTPClient.configuration(),
    _ body: (HTTPClient) async throws -> Value
) async throws -> Value {
    let client = HTTPClient(
        eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
        configuration: configuration
    )
    do {
        let value = try await body(client)
        try await client.shutdown()
        return value
    } catch {
        try await client.shutdown()
        throw error
    }
}

/// A port of loopback on which nobody listens, given to nobody else in this process.
///
/// It lies below those that the system gives out by itself, so that no connection of another test takes it meanwhile.
func freePort() async throws -> Int {
    for _ in 0..<1_000 {
        let port = nextPort.withLock { next in
            next = next >= 31_999 ? 20_000 : next + 1
            return next
        }
        // A port that is taken cannot be bound: the next one is tried.
        guard
            let channel = try? await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .bind(host: "127.0.0.1", port: port).get()
        else { continue }
        try await channel.close()
        return port
    }
    throw NoFreePort()
}

private let nextPort = Mutex(Int.random(in: 20_000..<31_000))

private struct NoFreePort: Error {}

extension SMSAnswer {
    /// Which of the four answers it is.
    var kind: String {
        switch self {
        case .accepted: "accepted"
        case .rejected: "rejected"
        case .later: "later"
        case .unknown: "unknown"
        }
    }

    /// The reason; empty for `accepted`.
    var reason: String {
        switch self {
        case .accepted: ""
        case .rejected(let reason), .later(let reason), .unknown(let reason): reason
        }
    }
}

/// Whether somebody listens on a port of loopback.
func isListening(port: Int) async throws -> Bool {
    do {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port).get()
        try await channel.close()
        return true
    } catch is NIOConnectionError {
        return false
    }
}

/// The text at an address of loopback.
func page(_ url: String) async throws -> String {
    try await withClient { client in
        let response = try await client.execute(HTTPClientRequest(url: url), timeout: .seconds(5))
        return String(buffer: try await response.body.collect(upTo: 65_536))
    }
}
