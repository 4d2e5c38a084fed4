import AsyncHTTPClient
import DossierEngine
import NIOPosix
import SMSGateways
import SMSText
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
