public import Hummingbird
import Logging

/// What is known of one request beside its content (ngữ cảnh yêu cầu).
public struct DossierRequestContext: RequestContext {
    /// What the router keeps.
    public var coreContext: CoreRequestContextStorage
    /// The address of the other end of the connection; a proxy's own where one stands between.
    public let peerAddress: String

    /// Creates the context of a request.
    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peerAddress = source.channel.remoteAddress?.ipAddress ?? "local"
    }

    /// The number by which the request is found in the log.
    var requestID: String { logger[metadataKey: "hb.request.id"]?.description ?? "unknown" }
}
