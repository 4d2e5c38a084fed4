import Foundation
import ProgramSupport
import SMSPeers

/// A real provider in a process of its own: the Python package oidc-provider-mock, on a free port.
public final class MockProviderPeer: Sendable {
    /// The Python that has it, in the environment that docker/install-packages.sh makes.
    private static var python: String {
        let environment = ProcessInfo.processInfo.environment
        let caches = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? "") + "/.cache"
        return caches + "/motcua-test-python/bin/python3"
    }

    /// Its name for itself.
    public let issuer: String
    private let program: SpawnedProgram

    /// Starts it, runs `body` and kills it.
    ///
    /// - Parameters:
    ///   - users: Those whom it knows, each as JSON with `sub` and claims.
    ///   - body: What is done with it.
    /// - Throws: ``PeerFailure`` if the package is missing or does not start, and what `body` throws.
    public static func run(users: [String], _ body: (MockProviderPeer) async throws -> Void) async throws {
        guard FileManager.default.isExecutableFile(atPath: python) else {
            throw PeerFailure("oidc-provider-mock is missing: docker/install-packages.sh --test installs it")
        }
        let port = try await freePort()
        let peer = try MockProviderPeer(port: port, users: users)
        do {
            try await until("the provider listens") {
                guard peer.program.isRunning else {
                    throw PeerFailure("oidc-provider-mock ended: docker/install-packages.sh --test installs it")
                }
                return try await isListening(port: port)
            }
            try await body(peer)
        } catch {
            peer.stop()
            throw error
        }
        peer.stop()
    }

    private init(port: Int, users: [String]) throws {
        issuer = "http://127.0.0.1:\(port)"
        let arguments = ["-m", "oidc_provider_mock", "--port", String(port), "--require-nonce", "true"]
        program = try SpawnedProgram(Self.python, arguments + users.flatMap { ["--user-claims", $0] })
    }

    /// Kills it without a word to anybody; may be called twice.
    public func stop() {
        program.send(SIGKILL)
        program.wait()
    }
}
