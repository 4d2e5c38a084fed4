import DossierConfig
import DossierHTTP
import Foundation
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
        try expectFile(files.0, "server.certificate")
        try expectFile(files.1, "server.privateKey")
        do throws(ServerCertificateError) {
            return try ServerCertificate(certificateFile: files.0, keyFile: files.1)
        } catch {
            throw CommandFailure(
                "The certificate cannot be used: \(error). See server.certificate and server.privateKey.",
                vietnamese: "Không dùng được chứng thư: \(error.vietnamese). Hãy xem server.certificate và "
                    + "server.privateKey."
            )
        }
    }

    /// Tells a wrong path from a file with something else in it.
    private static func expectFile(_ path: String, _ setting: String) throws(CommandFailure) {
        guard FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure(
                "There is no file \(path), which \(setting) names; correct the path.",
                vietnamese: "Không có tệp \(path) mà \(setting) nêu; hãy sửa đường dẫn."
            )
        }
        guard FileManager.default.isReadableFile(atPath: path) else {
            throw CommandFailure(
                "The file \(path), which \(setting) names, may not be read by this user; change its owner or rights.",
                vietnamese: "Không đọc được tệp \(path) mà \(setting) nêu; hãy sửa chủ hoặc quyền của tệp."
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
