public import AsyncHTTPClient
public import DossierEngine
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// Posts notifications to one address (gửi webhook), by POST and without following redirects.
///
/// Unless private addresses are allowed, the name is looked up before each call, an address inside the own network is
/// refused, and the connection goes to the address that was looked at: a name that changes its mind in between leads
/// nowhere.
public actor WebhookClient: WebhookEndpoint {
    /// The bound on one call, in seconds.
    public static let timeoutSeconds: Int64 = 15
    /// Bytes of an answer that are read.
    static let maximumReplyBytes = 16 * 1024

    private let url: String
    private let host: String
    private let port: Int
    private let allowsPrivateAddresses: Bool
    private let configuration: HTTPClient.Configuration
    private var pinned: (address: String, client: HTTPClient)?
    private var isClosed = false

    /// Creates a client; nothing is looked up yet.
    ///
    /// - Parameters:
    ///   - url: The address: `https`, or `http` where private addresses are allowed.
    ///   - allowsPrivateAddresses: Whether the system may be inside the own network.
    ///   - configuration: How connections are made.
    /// - Throws: ``GatewayDescriptionError`` for an address that cannot be one.
    public init(
        url: String,
        allowsPrivateAddresses: Bool,
        configuration: HTTPClient.Configuration = GatewayHTTPClient.configuration()
    ) throws(GatewayDescriptionError) {
        guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty, parts.user == nil,
            parts.scheme == "https" || parts.scheme == "http" && allowsPrivateAddresses
        else { throw GatewayDescriptionError(.malformedValue, field: "url") }
        self.url = url
        self.host = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        port = parts.port ?? (parts.scheme == "https" ? 443 : 80)
        self.allowsPrivateAddresses = allowsPrivateAddresses
        self.configuration = configuration
    }

    /// Posts one notification; see `WebhookEndpoint`.
    public func post(_ post: WebhookPost) async -> WebhookAnswer {
        do {
            let client = try await client()
            return try await reply(to: request(post), by: client)
        } catch is AddressRefusal {
            return .failed(reason: "the address is inside the own network; allowPrivateAddresses would allow it")
        } catch {
            return .failed(reason: CallFailure.reason(of: error, timeout: .seconds(Self.timeoutSeconds)))
        }
    }

    /// Closes the connections; nothing is posted any more.
    ///
    /// May be called twice.
    public func close() async {
        isClosed = true
        guard let client = pinned?.client else { return }
        pinned = nil
        // A client that is closed twice says so, and is closed all the same.
        try? await client.shutdown()
    }

    private struct AddressRefusal: Error {}

    /// A client whose connections go to the address that the name has now.
    private func client() async throws -> HTTPClient {
        let (host, port) = (host, port)
        let found = try await NIOThreadPool.singleton.runIfActive {
            try SocketAddress.makeAddressResolvingHost(host, port: port)
        }
        guard let address = found.ipAddress, allowsPrivateAddresses || NetworkAddress(address)?.isPublic == true else {
            throw AddressRefusal()
        }
        guard !isClosed else { throw CancellationError() }
        if let pinned, pinned.address == address { return pinned.client }
        var configuration = configuration
        configuration.dnsOverride = [host: address]
        let client = HTTPClient(configuration: configuration)
        let former = pinned?.client
        pinned = (address, client)
        // Calls that are still on it end with an error and are made again.
        try await former?.shutdown()
        return client
    }

    private func request(_ post: WebhookPost) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        for field in post.fields { request.headers.add(name: field.name, value: field.value) }
        request.body = .bytes(ByteBuffer(bytes: post.body))
        return request
    }

    private nonisolated func reply(to request: HTTPClientRequest, by client: HTTPClient) async throws -> WebhookAnswer {
        let response = try await client.execute(request, timeout: .seconds(Self.timeoutSeconds))
        // What it says beside the status is not needed; a short answer is read so that the connection can be kept.
        _ = try? await response.body.collect(upTo: Self.maximumReplyBytes)
        switch response.status.code {
        case 200..<300: return .taken
        case 410: return .gone
        case let status: return .failed(reason: "HTTP \(status)")
        }
    }
}
