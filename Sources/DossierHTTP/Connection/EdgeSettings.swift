/// How the service meets the network (cấu hình biên mạng).
public struct EdgeSettings: Sendable {
    /// The certificate by which it speaks TLS and HTTP/2; nil for plain HTTP/1.1, behind a proxy or on loopback.
    public let certificate: ServerCertificate?
    /// Whose word on a client's address is taken.
    public let trustedProxies: TrustedProxies
    /// The most connections at once.
    public let connections: Int
    /// The most connections at once from one address that is no trusted proxy.
    public let connectionsPerAddress: Int

    /// Creates settings.
    ///
    /// - Parameters:
    ///   - certificate: The certificate; nil for plain HTTP/1.1.
    ///   - trustedProxies: Whose word on a client's address is taken.
    ///   - connections: The most connections at once, 1 or more.
    ///   - connectionsPerAddress: The most from one address, 1 or more.
    public init(
        certificate: ServerCertificate? = nil,
        trustedProxies: TrustedProxies = .none,
        connections: Int = 10_000,
        connectionsPerAddress: Int = 1_024
    ) {
        self.certificate = certificate
        self.trustedProxies = trustedProxies
        self.connections = connections
        self.connectionsPerAddress = connectionsPerAddress
    }

    /// Whether answers go over TLS.
    var isSecure: Bool { certificate != nil }
}
