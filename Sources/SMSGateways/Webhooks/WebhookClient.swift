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
    /// The usual bound on one call, in seconds; the look-up before it has the system's own.
    public static let timeoutSeconds: Int64 = 15

    private let url: String
    private let host: String
    private let allowsPrivateAddresses: Bool
    private let configuration: HTTPClient.Configuration
    private let timeoutSeconds: Int64
    private var pinned: PinnedClient?
    /// Former ones whose calls have not ended.
    private var retired: [PinnedClient] = []
    private var isClosed = false

    /// Creates a client; nothing is looked up yet.
    ///
    /// - Parameters:
    ///   - url: The address: `https`, or `http` where private addresses are allowed; its host is an address or a name
    ///     of letters, digits, hyphens and points.
    ///   - allowsPrivateAddresses: Whether the system may be inside the own network.
    ///   - configuration: How connections are made.
    ///   - timeoutSeconds: How long one call may take.
    /// - Throws: ``GatewayDescriptionError`` for an address that cannot be one.
    public init(
        url: String,
        allowsPrivateAddresses: Bool,
        configuration: HTTPClient.Configuration = GatewayHTTPClient.configuration(),
        timeoutSeconds: Int64 = WebhookClient.timeoutSeconds
    ) throws(GatewayDescriptionError) {
        guard let parts = URLComponents(string: url), let written = parts.encodedHost, parts.user == nil,
            parts.scheme == "https" || parts.scheme == "http" && allowsPrivateAddresses
        else { throw GatewayDescriptionError(.malformedValue, field: "url") }
        let host = written.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        // Anything else might be one host here and another one where the connection is made.
        let plain = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.")
        guard !host.isEmpty, NetworkAddress(host) != nil || host.unicodeScalars.allSatisfy(plain.contains) else {
            throw GatewayDescriptionError(.malformedValue, field: "url")
        }
        self.url = url
        self.host = host
        self.allowsPrivateAddresses = allowsPrivateAddresses
        self.configuration = configuration
        self.timeoutSeconds = timeoutSeconds
    }

    /// Posts one notification; see `WebhookEndpoint`.
    public func post(_ post: WebhookPost) async -> WebhookAnswer {
        guard let client = await client() else {
            return .failed(reason: "no address that is allowed was found for the name")
        }
        client.calls += 1
        let answer = await Self.answer(to: request(post), by: client.http, within: timeoutSeconds)
        client.calls -= 1
        await closeRetired()
        return answer
    }

    /// Closes the connections; nothing is posted any more.
    ///
    /// May be called twice.
    public func close() async {
        isClosed = true
        let clients = retired + [pinned].compactMap { $0 }
        retired = []
        pinned = nil
        for client in clients { await client.close() }
    }

    /// A client whose connections go to an address that the name has now; nil if it has none that is allowed.
    private func client() async -> PinnedClient? {
        let host = host
        // A name that cannot be looked up has no address.
        let found = (try? await NIOThreadPool.singleton.runIfActive { NetworkAddress.lookUp(host) }) ?? []
        let allowed = found.filter { allowsPrivateAddresses || NetworkAddress($0)?.isPublic == true }
        guard let first = allowed.first, !isClosed else { return nil }
        if let pinned {
            // Of several addresses one is kept as long as the name has it.
            if allowed.contains(pinned.address) { return pinned }
            retired.append(pinned)
        }
        var configuration = configuration
        configuration.dnsOverride = [host: first]
        let client = PinnedClient(address: first, http: HTTPClient(configuration: configuration))
        pinned = client
        await closeRetired()
        return client
    }

    private func closeRetired() async {
        let idle = retired.filter { $0.calls == 0 }
        retired.removeAll { $0.calls == 0 }
        for client in idle { await client.close() }
    }

    private func request(_ post: WebhookPost) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        for field in post.fields { request.headers.add(name: field.name, value: field.value) }
        request.body = .bytes(ByteBuffer(bytes: post.body))
        return request
    }

    /// The answer's status is its whole meaning, so its body is not read.
    private static func answer(
        to request: HTTPClientRequest,
        by client: HTTPClient,
        within seconds: Int64
    ) async -> WebhookAnswer {
        let bound = Duration.seconds(seconds)
        do {
            let status = try await within(bound) {
                try await client.execute(request, timeout: .seconds(seconds)).status.code
            }
            switch status {
            case 200..<300: return .taken
            case 410: return .gone
            default: return .failed(reason: "HTTP \(status)")
            }
        } catch {
            return .failed(reason: CallFailure.reason(of: error, timeout: bound))
        }
    }
}

/// A client for one address, held by its actor alone.
private final class PinnedClient {
    let address: String
    let http: HTTPClient
    /// How many calls are under way.
    var calls = 0

    init(address: String, http: HTTPClient) {
        self.address = address
        self.http = http
    }

    func close() async {
        // A client that is closed twice says so, and is closed all the same.
        try? await http.shutdown()
    }
}
