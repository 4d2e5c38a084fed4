public import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// What the provider is called with (kết nối tới hệ thống đăng nhập một lần): no redirects, bounded times and answers.
public struct ProviderWeb: Sendable {
    /// How long one call may take from its start to the end of the answer.
    public static let usualBound = Duration.seconds(10)
    /// The most bytes of one answer; the keys of the largest providers take a tenth of it.
    public static let maximumBytes = 262_144
    private static let connectSeconds: Int64 = 5

    private let client: HTTPClient
    private let bound: Duration

    /// Creates it.
    ///
    /// - Parameters:
    ///   - client: A client of ``configuration()``, which the caller shuts down.
    ///   - bound: How long one call may take.
    public init(client: HTTPClient, bound: Duration = ProviderWeb.usualBound) {
        self.client = client
        self.bound = bound
    }

    /// The configuration of the client: a redirect would lead secrets and trust elsewhere, and is not followed.
    ///
    /// - Returns: A configuration that may be changed further, for example for trusted certificates.
    public static func configuration() -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout = .init(connect: .seconds(connectSeconds))
        configuration.httpVersion = .http1Only
        configuration.tracing.tracer = nil
        return configuration
    }

    /// Fetches a document.
    func get(_ address: ProviderAddress) async throws(WebFailure) -> [UInt8] {
        let answer = try await call(HTTPClientRequest(url: address.description))
        guard answer.status == 200 else { throw WebFailure(Self.reason(ofStatus: answer.status)) }
        return answer.body
    }

    /// Posts a form.
    ///
    /// - Returns: The status and the body, of whatever status but a redirect.
    func post(
        _ parameters: [(name: String, value: String)],
        to address: ProviderAddress,
        authorization: String?
    ) async throws(WebFailure) -> (status: Int, body: [UInt8]) {
        var request = HTTPClientRequest(url: address.description)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        if let authorization { request.headers.add(name: "Authorization", value: authorization) }
        request.body = .bytes(ByteBuffer(string: FormText.encoded(parameters)))
        return try await call(request)
    }

    private func call(_ request: HTTPClientRequest) async throws(WebFailure) -> (status: Int, body: [UInt8]) {
        var request = request
        request.headers.add(name: "Accept", value: "application/json")
        let prepared = request
        let client = client
        let seconds = bound.components.seconds
        do {
            let answer = try await within(bound) {
                let response = try await client.execute(prepared, timeout: .seconds(max(seconds, 1)))
                let body = try await response.body.collect(upTo: Self.maximumBytes)
                return (status: Int(response.status.code), body: Array(body.readableBytesView))
            }
            guard !(300..<400).contains(answer.status) else { throw WebFailure("it redirects, which is not followed") }
            return answer
        } catch let failure as WebFailure {
            throw failure
        } catch is TimeBoundPassed {
            throw WebFailure("no whole answer in time")
        } catch let error as HTTPClientError where error == .deadlineExceeded || error == .readTimeout {
            // The client's own bound, which ends with ours: on a busy machine either may be noticed first.
            throw WebFailure("no whole answer in time")
        } catch is NIOTooManyBytesError {
            throw WebFailure("the answer is too long")
        } catch {
            throw WebFailure("no connection could be made, or it broke")
        }
    }

    private static func reason(ofStatus status: Int) -> String { "it answers with status \(status)" }
}

/// Why a call came to nothing (lỗi kết nối); the reason holds nothing of what was sent.
struct WebFailure: Error, Equatable {
    /// The reason.
    let reason: String

    init(_ reason: String) { self.reason = reason }
}

/// A bound of time was passed (quá thời hạn).
private struct TimeBoundPassed: Error {}

/// Runs `work`, and cancels it when `bound` has passed.
private func within<Value: Sendable>(
    _ bound: Duration,
    _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        defer { group.cancelAll() }
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: bound)
            throw TimeBoundPassed()
        }
        guard let value = try await group.next() else { throw TimeBoundPassed() }
        return value
    }
}
