import Foundation
import NIOCore
import NIOSSL
import Synchronization

/// Why a certificate cannot be used.
public struct ServerCertificateError: Error, CustomStringConvertible {
    /// What is wrong, for the administrator; without a byte of the key.
    public let description: String
    /// The same in Vietnamese.
    public let vietnamese: String
}

/// The certificate of the service and its key (chứng thư của máy chủ), which can be read anew while connections live.
public final class ServerCertificate: Sendable {
    private struct Loaded {
        let chain: [NIOSSLCertificate]
        let key: NIOSSLPrivateKey
    }

    private let certificateFile: String
    private let keyFile: String
    private let loaded: Mutex<Loaded>

    /// Reads a certificate.
    ///
    /// - Parameters:
    ///   - certificateFile: A PEM file: the service's certificate first, then those that lead to its authority.
    ///   - keyFile: A PEM file with its private key.
    /// - Throws: ``ServerCertificateError``.
    public init(certificateFile: String, keyFile: String) throws(ServerCertificateError) {
        self.certificateFile = certificateFile
        self.keyFile = keyFile
        loaded = Mutex(try Self.load(certificateFile, keyFile))
    }

    /// Reads the files anew for the connections to come; may be called at any time.
    ///
    /// - Throws: ``ServerCertificateError``; the certificate so far then stays.
    public func reload() throws(ServerCertificateError) {
        let new = try Self.load(certificateFile, keyFile)
        loaded.withLock { $0 = new }
    }

    /// When the certificate ends, in seconds since 1970 UTC.
    public var notAfter: Int64 { loaded.withLock { $0.chain.first.map { Int64($0.notValidAfter) } ?? 0 } }

    /// TLS 1.2 or later, with the certificate as it is at the time of each handshake.
    var configuration: TLSConfiguration {
        var configuration = Self.configuration(loaded.withLock { $0 })
        configuration.sslContextCallback = { [self] _, promise in
            let present = loaded.withLock { $0 }
            var override = NIOSSLContextConfigurationOverride()
            override.certificateChain = present.chain.map { .certificate($0) }
            override.privateKey = .privateKey(present.key)
            promise.succeed(override)
        }
        return configuration
    }

    private static func configuration(_ loaded: Loaded) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: loaded.chain.map { .certificate($0) },
            privateKey: .privateKey(loaded.key)
        )
        configuration.minimumTLSVersion = .tlsv12
        return configuration
    }

    private static func load(_ certificateFile: String, _ keyFile: String) throws(ServerCertificateError) -> Loaded {
        let chain: [NIOSSLCertificate]
        do {
            chain = try NIOSSLCertificate.fromPEMFile(certificateFile)
        } catch {
            throw ServerCertificateError(
                description: "\(certificateFile) holds no certificate in PEM form",
                vietnamese: "\(certificateFile) không chứa chứng thư dạng PEM"
            )
        }
        let key: NIOSSLPrivateKey
        do {
            key = try NIOSSLPrivateKey(file: keyFile, format: .pem)
        } catch {
            throw isLocked(keyFile) ? lockedKey(keyFile) : noKey(keyFile)
        }
        let loaded = Loaded(chain: chain, key: key)
        do {
            _ = try NIOSSLContext(configuration: configuration(loaded))
        } catch {
            throw ServerCertificateError(
                description: "the key in \(keyFile) is not the one of \(certificateFile)",
                vietnamese: "khóa trong \(keyFile) không phải khóa của \(certificateFile)"
            )
        }
        return loaded
    }

    private static func noKey(_ keyFile: String) -> ServerCertificateError {
        ServerCertificateError(
            description: "\(keyFile) holds no private key in PEM form",
            vietnamese: "\(keyFile) không chứa khóa riêng dạng PEM"
        )
    }

    private static func lockedKey(_ keyFile: String) -> ServerCertificateError {
        let remedy = "openssl pkey -in \(keyFile) -out KEY.pem"
        return ServerCertificateError(
            description: "the private key in \(keyFile) is locked by a password, which a service cannot type: take it "
                + "away (\(remedy), mode 0600)",
            vietnamese: "khóa riêng trong \(keyFile) có đặt mật khẩu mà dịch vụ không thể gõ: hãy bỏ mật khẩu đi "
                + "(\(remedy), quyền 0600)"
        )
    }

    /// Whether a file says of itself that the key in it wants a password.
    private static func isLocked(_ keyFile: String) -> Bool {
        // What cannot be read is told of as no key.
        guard let file = FileHandle(forReadingAtPath: keyFile), let bytes = try? file.read(upToCount: maximumKeyBytes)
        else { return false }
        return String(decoding: bytes, as: UTF8.self).contains("ENCRYPTED")
    }

    /// More than the largest key takes.
    private static let maximumKeyBytes = 65_536
}
