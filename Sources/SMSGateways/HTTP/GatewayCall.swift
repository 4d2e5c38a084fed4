import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// One request to a gateway (lệnh gọi HTTP), complete.
struct GatewayRequest: Sendable {
    /// The method.
    let method: HTTPMethod
    /// The address, percent-encoded, which may hold secrets.
    let url: String
    /// The headers, without length, which may hold secrets.
    let headers: HTTPHeaders
    /// The body; empty for none.
    let body: String
}

/// What came of one request.
enum CallOutcome: Sendable {
    /// A whole answer; its body is no longer than ``GatewayCall/maximumReplyBytes``.
    case reply(status: Int, body: [UInt8])
    /// The request never was on its way.
    case unreachable
    /// It may have arrived, and no whole answer came.
    case unanswered(reason: String)

    /// The verdict, where `read` understands a whole answer.
    func verdict(_ read: (_ status: Int, _ body: [UInt8]) -> SendVerdict) -> SendVerdict {
        switch self {
        case .reply(let status, let body): read(status, body)
        case .unreachable: .unreachable(reason: "no connection could be made")
        case .unanswered(let reason): .unknown(reason: reason)
        }
    }
}

/// Sends requests over the shared client and tells honestly what is known afterwards.
struct GatewayCall: Sendable {
    /// Bytes of an answer that are read; providers answer with a few hundred.
    static let maximumReplyBytes = 65_536

    /// The shared client.
    let client: HTTPClient
    /// The bound on one request, from its start to the end of the answer.
    let timeout: Duration

    /// Sends one request, once.
    func send(_ request: GatewayRequest) async -> CallOutcome {
        let departure = Departure()
        let prepared = Self.prepared(request, departure: departure)
        let bound = TimeAmount.nanoseconds(timeout.components.seconds * 1_000_000_000)
        do {
            return try await within(timeout) { try await reply(to: prepared, bound: bound) }
        } catch {
            if departure.isSurelyMissing || CallFailure.happensBeforeSending(error) { return .unreachable }
            return .unanswered(reason: CallFailure.reason(of: error, timeout: timeout))
        }
    }

    private func reply(to request: HTTPClientRequest, bound: TimeAmount) async throws -> CallOutcome {
        let response = try await client.execute(request, timeout: bound)
        // A client that was not set up as GatewayHTTPClient says may follow redirects and so hand a text over twice.
        guard response.history.count <= 1 else { return .unanswered(reason: "the gateway redirected the request") }
        let body = try await response.body.collect(upTo: Self.maximumReplyBytes)
        try Task.checkCancellation()
        return .reply(status: Int(response.status.code), body: Array(body.readableBytesView))
    }

    private static func prepared(_ request: GatewayRequest, departure: Departure) -> HTTPClientRequest {
        var prepared = HTTPClientRequest(url: request.url)
        prepared.method = request.method
        prepared.headers = request.headers
        // A connection kept from before may be closed by the other side just as the text goes out, and then nobody
        // knows whether it arrived.
        prepared.headers.replaceOrAdd(name: "Connection", value: "close")
        guard !request.body.isEmpty else { return prepared }
        let bytes = ByteBuffer(string: request.body)
        departure.willTell()
        let body = DepartingBody(bytes: bytes, departure: departure)
        prepared.body = .stream(body, length: .known(Int64(bytes.readableBytes)))
        return prepared
    }
}
