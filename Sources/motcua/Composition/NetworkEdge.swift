import DossierConfig
import DossierHTTP
import Logging

/// How the service meets the network, by its settings (biên mạng).
enum NetworkEdge {
    /// Reads the certificate and the trusted proxies.
    ///
    /// - Throws: ``CommandFailure`` with the setting and the remedy.
    static func settings(_ settings: Settings) throws -> EdgeSettings {
        guard let proxies = TrustedProxies(settings.trustedProxies) else {
            throw CommandFailure(
                "server.trustedProxies is no list of addresses and ranges: write it as 127.0.0.1, 10.1.0.0/16.",
                vietnamese: "server.trustedProxies không phải danh sách địa chỉ: hãy viết như 127.0.0.1, 10.1.0.0/16."
            )
        }
        return EdgeSettings(
            certificate: try certificate(settings),
            trustedProxies: proxies,
            connections: settings.connections,
            connectionsPerAddress: settings.connectionsPerAddress
        )
    }

    private static func certificate(_ settings: Settings) throws -> ServerCertificate? {
        let files = (settings.certificateFile, settings.privateKeyFile)
        if files.0.isEmpty, files.1.isEmpty { return nil }
        guard !files.0.isEmpty, !files.1.isEmpty else {
            throw CommandFailure(
                "server.certificate and server.privateKey go together: name both, or neither for plain HTTP.",
                vietnamese: "server.certificate và server.privateKey phải đi cùng nhau: ghi cả hai hoặc bỏ cả hai."
            )
        }
        do throws(ServerCertificateError) {
            return try ServerCertificate(certificateFile: files.0, keyFile: files.1)
        } catch {
            throw CommandFailure(
                "The certificate cannot be used: \(error). See server.certificate and server.privateKey.",
                vietnamese: "Không dùng được chứng thư: hãy xem server.certificate và server.privateKey."
            )
        }
    }

    /// Says what a careful administrator would want to know before others come in.
    static func warn(_ settings: Settings, openFiles: Int, isLoopback: Bool, to logger: Logger) {
        if settings.certificateFile.isEmpty, !isLoopback {
            logger.warning("serving without TLS: put a proxy with TLS before it, or set server.certificate")
        }
        if openFiles < settings.connections + Self.otherFiles {
            logger.warning(
                "the system allows too few open files for limits.connections; raise `ulimit -n`",
                metadata: ["openFiles": "\(openFiles)", "connections": "\(settings.connections)"]
            )
        }
    }

    /// What the service has open beside its connections: database, log, gateways.
    private static let otherFiles = 256
}
