public import AsyncHTTPClient
import NIOCore

/// How the client that gateways share is to be set up (cấu hình kết nối HTTP).
public enum GatewayHTTPClient {
    /// How long a connection may take to be made, TLS included; shorter than any sensible time-out of a description, so
    /// that a provider that cannot be reached is told apart from one that does not answer.
    public static let connectSeconds = 5
    /// Connections to one host; more texts at once wait.
    public static let maximumConnectionsPerHost = SendingBounds.maximumConcurrency

    /// The configuration for `HTTPClient(configuration:)`.
    ///
    /// Redirects are not followed, because a text would be handed over twice; a connection that is refused is not tried
    /// again, because the relay does that; HTTP/1.1 only, because a text needs its connection to itself; and no trace
    /// spans, because they would show addresses with keys in them.
    ///
    /// - Returns: A configuration that may be changed further, for example for trusted certificates.
    public static func configuration() -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout = .init(connect: .seconds(Int64(connectSeconds)))
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = maximumConnectionsPerHost
        configuration.httpVersion = .http1Only
        configuration.tracing.tracer = nil
        return configuration
    }
}
