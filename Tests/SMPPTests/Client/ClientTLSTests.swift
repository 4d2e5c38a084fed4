import Foundation
import NIOSSL
import ProgramSupport
import SMPP
import SMPPTestSupport
import Testing

/// The client over TLS, with certificates that the program openssl makes.
@Suite(.timeLimit(.minutes(60)))
struct ClientTLSTests {
    @Test("binds where the certificate is trusted")
    func trusted() async throws {
        try await TestCertificate.with { certificate in
            try await FakeSMSC.run(tls: try certificate.context()) { smsc in
                let security = SMPPSecurity.tlsTrusting(certificatesFile: certificate.file)
                try await withClient(try clientSettings(port: smsc.port, security: security)) { client in
                    try await client.untilBound()
                    #expect(await client.submit(7) == .settled(.accepted(messageID: "00A2")))
                }
            }
        }
    }

    @Test("says no word where it is not")
    func untrusted() async throws {
        try await TestCertificate.with { certificate in
            try await FakeSMSC.run(tls: try certificate.context()) { smsc in
                try await withClient(try clientSettings(port: smsc.port, security: .tls)) { client in
                    try await until("two failures") { await client.condition.failures >= 2 }
                    #expect(await client.condition.state == .connecting)
                    #expect(smsc.received.isEmpty)
                }
            }
        }
    }

    @Test("a file of certificates that is none is a mistake at once")
    func noFile() throws {
        let security = SMPPSecurity.tlsTrusting(certificatesFile: "/nowhere/ca.pem")
        #expect(throws: SMPPClientError.unusableTLS) {
            _ = try SMPPClient(
                settings: try clientSettings(port: 1, security: security),
                handlers: SMPPClientHandlers(delivered: { _ in .kept })
            )
        }
    }
}

/// A certificate of 127.0.0.1 that signs itself, in a temporary folder.
private struct TestCertificate {
    private static let openssl = "/usr/bin/openssl"

    private let folder: URL

    /// The certificate as PEM.
    var file: String { folder.appending(path: "cert.pem").path() }

    static func with(_ body: (TestCertificate) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "motcua-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let certificate = TestCertificate(folder: folder)
        do {
            try certificate.make()
            try await body(certificate)
            try FileManager.default.removeItem(at: folder)
        } catch {
            try FileManager.default.removeItem(at: folder)
            throw error
        }
    }

    private func make() throws {
        let isInstalled = FileManager.default.isExecutableFile(atPath: Self.openssl)
        try #require(isInstalled, "openssl is missing: docker/install-packages.sh --test installs it")
        let arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-keyout", "key.pem", "-out", "cert.pem", "-subj", "/CN=fake",
            "-addext", "subjectAltName=IP:127.0.0.1",
        ]
        let made = try SpawnedProgram.run(Self.openssl, arguments, folder: folder.path)
        try #require(made.code == 0, "\(made.errors)")
    }

    /// The server's side.
    func context() throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMFile(file).map { NIOSSLCertificateSource.certificate($0) }
        let key = try NIOSSLPrivateKey(file: folder.appending(path: "key.pem").path(), format: .pem)
        let configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain,
            privateKey: .privateKey(key)
        )
        return try NIOSSLContext(configuration: configuration)
    }
}
