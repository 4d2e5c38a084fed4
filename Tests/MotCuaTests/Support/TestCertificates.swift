import Foundation
import ProgramSupport
import Testing

/// Certificates of 127.0.0.1 that sign themselves, made by openssl in a temporary folder.
struct TestCertificates {
    private static let openssl = "/usr/bin/openssl"

    private let folder: TemporaryFolder

    init() throws {
        let isInstalled = FileManager.default.isExecutableFile(atPath: Self.openssl)
        try #require(isInstalled, "openssl is missing: docker/install-packages.sh --test installs it")
        folder = try TemporaryFolder()
    }

    /// Makes a certificate and its key.
    func make(_ name: String) throws {
        let arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-keyout", key(name), "-out", certificate(name), "-subj", "/CN=\(name)",
            "-addext", "subjectAltName=IP:127.0.0.1",
        ]
        let made = try SpawnedProgram.run(Self.openssl, arguments)
        try #require(made.code == 0, "\(made.errors)")
    }

    /// The path of a certificate.
    func certificate(_ name: String) -> String { folder.path + "/\(name).pem" }

    /// The path of a certificate's key.
    func key(_ name: String) -> String { folder.path + "/\(name).key" }

    /// Puts one certificate with its key in the place of another.
    func replace(_ name: String, by other: String) throws {
        for (old, new) in [(certificate(name), certificate(other)), (key(name), key(other))] {
            try Data(contentsOf: URL(filePath: new)).write(to: URL(filePath: old), options: .atomic)
        }
    }

    /// Locks a certificate's key by a password.
    func lock(_ name: String) throws {
        let target = ["-out", key(name) + ".locked"]
        let arguments = ["pkey", "-in", key(name), "-aes128", "-passout", "pass:mat-khau"]
        let locked = try SpawnedProgram.run(Self.openssl, arguments + target)
        try #require(locked.code == 0, "\(locked.errors)")
        try Data(contentsOf: URL(filePath: key(name) + ".locked")).write(to: URL(filePath: key(name)))
    }

    /// Puts something that is no certificate in the place of one.
    func spoil(_ name: String) throws {
        try Data("rubbish".utf8).write(to: URL(filePath: certificate(name)), options: .atomic)
    }
}
