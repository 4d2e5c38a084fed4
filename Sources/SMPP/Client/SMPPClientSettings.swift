/// Where an SMSC is and how it is reached (cấu hình kết nối SMPP).
///
/// A number outside its range is brought to the nearest end of the range.
public struct SMPPClientSettings: Sendable {
    /// The longest that a submit may wait for its turn, whatever the setting, in milliseconds.
    ///
    /// A longer wait would be a queue that nobody sees.
    public static let maximumWaitForTurnMilliseconds: Int64 = 30_000
    /// The most submits that may wait for their turn, whatever the setting.
    public static let maximumWaitingSubmits = 10_000

    /// The name or IP address of the SMSC.
    public let host: String
    /// The port of the SMSC.
    public let port: Int
    /// Whether and how the connection is encrypted.
    public let security: SMPPSecurity
    /// How the session binds, sends and waits.
    public let session: SMPPSessionSettings

    /// How long the opening of a connection may take, in milliseconds, up to one day.
    public var connectTimeoutMilliseconds: Int64 = 10_000 {
        didSet {
            let longest = SMPPSessionSettings.maximumWaitMilliseconds
            connectTimeoutMilliseconds = connectTimeoutMilliseconds.clamped(to: 1...longest)
        }
    }

    /// How long a submit may wait for a free place in the window, for throughput or for the end of a pause.
    ///
    /// In milliseconds, 0 to 30,000; with 0 a submit is taken at once or not at all.
    public var waitForTurnMilliseconds: Int64 = 5_000 {
        didSet {
            waitForTurnMilliseconds = waitForTurnMilliseconds.clamped(to: 0...Self.maximumWaitForTurnMilliseconds)
        }
    }

    /// How many submits may wait for their turn, 1 to 10,000; further ones are not taken.
    public var waitingSubmits = 256 {
        didSet { waitingSubmits = waitingSubmits.clamped(to: 1...Self.maximumWaitingSubmits) }
    }

    /// The waits between the tries to connect; the tries go on until the client is shut down.
    public var backoff = ReconnectBackoff()

    /// Creates settings with the defaults for everything else.
    ///
    /// - Parameters:
    ///   - host: The name or IP address of the SMSC.
    ///   - port: The port of the SMSC; 2775 is the registered one.
    ///   - security: Whether and how the connection is encrypted.
    ///   - session: How the session binds, sends and waits.
    public init(
        host: String,
        port: Int = 2775,
        security: SMPPSecurity = .none,
        session: SMPPSessionSettings
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.session = session
    }
}

/// Whether and how a connection is encrypted (mã hóa đường truyền); the certificate of the peer is always verified.
public enum SMPPSecurity: Sendable, Hashable {
    /// Not at all, as within a leased line or a VPN.
    case none
    /// TLS 1.2 or later; the certificate has to be signed by an authority that the system trusts.
    case tls
    /// TLS 1.2 or later; the certificate has to be signed by one of a PEM file, and by no other.
    case tlsTrusting(certificatesFile: String)
}

/// Why a client cannot be created.
public enum SMPPClientError: Error, Hashable, Sendable {
    /// TLS cannot be set up, for example because the file of certificates cannot be read.
    case unusableTLS
}
