import AsyncHTTPClient
import NIOCore
import NIOPosix
import NIOSSL

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the errors of a request mean (lỗi kết nối).
enum CallFailure {
    /// Whether an error can only happen before a request is on its way: the name was not found, the connection was
    /// refused or took too long, or its TLS failed.
    static func happensBeforeSending(_ error: any Error) -> Bool {
        switch error {
        case let error as HTTPClientError: errorsBeforeSending.contains(error)
        case is NIOConnectionError, is SocketAddressError: true
        case let error as IOError: error.errnoCode == ECONNREFUSED
        case let error as NIOSSLError: isHandshake(error)
        case is NIOSSLExtraError: true
        default: false
        }
    }

    /// A sentence for the administrator; it never quotes the error, which may hold an address with a key in it.
    static func reason(of error: any Error, timeout: Duration) -> String {
        switch error {
        case is TimeBoundPassed: "no answer within \(timeout.components.seconds) s"
        case let error as HTTPClientError where error == .deadlineExceeded || error == .readTimeout:
            "no answer within \(timeout.components.seconds) s"
        case is NIOTooManyBytesError: "the answer is longer than \(GatewayCall.maximumReplyBytes) bytes"
        case is CancellationError: "the program stopped before the answer came"
        default: "the connection broke before the answer came"
        }
    }

    private static let errorsBeforeSending: [HTTPClientError] = [
        .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout, .socksHandshakeTimeout,
        .httpProxyHandshakeTimeout, .invalidProxyResponse, .proxyAuthenticationRequired, .invalidURL, .emptyHost,
        .emptyScheme, .alreadyShutdown,
    ]

    private static func isHandshake(_ error: NIOSSLError) -> Bool {
        switch error {
        case .handshakeFailed, .noCertificateToValidate, .unableToValidateCertificate, .cannotFindPeerIP: true
        default: false
        }
    }
}
