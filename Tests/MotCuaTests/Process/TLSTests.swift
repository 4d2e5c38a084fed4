import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import ProgramSupport
import SMSPeers
import Testing

/// The service over TLS, as others on the network meet it.
@Suite(.timeLimit(.minutes(60)))
struct TLSTests {
    /// Runs a story on a server with the certificate `one`, beside which there is `two`.
    private func serve(
        changing change: ((ConfigCopy) throws -> Void)? = nil,
        _ story: (RunningServer, TestCertificates) async throws -> Void
    ) async throws {
        let certificates = try TestCertificates()
        try certificates.make("one")
        try certificates.make("two")
        let copy = try ConfigCopy()
        let (certificate, key) = (certificates.certificate("one"), certificates.key("one"))
        try copy.replace("certificate: \"\"", with: "certificate: \"\(certificate)\"", in: "motcua.yaml")
        try copy.replace("privateKey: \"\"", with: "privateKey: \"\(key)\"", in: "motcua.yaml")
        try change?(copy)
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(database: folder.database, config: copy.file)
        do {
            try await story(server, certificates)
        } catch {
            server.kill()
            throw error
        }
        #expect(server.terminate() == 0)
    }

    /// Asks over a connection of its own; trusts one certificate and no other.
    private func ask(
        _ server: RunningServer,
        trusting file: String,
        changing change: (inout TLSConfiguration) -> Void = { _ in }
    ) async throws -> HTTPClientResponse {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(file))
        change(&tls)
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
        configuration.timeout.connect = .seconds(120)
        // Whoever is not trusted is told at once.
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let request = HTTPClientRequest(url: server.address + "/health/live")
            let response = try await client.execute(request, timeout: .seconds(600))
            _ = try await response.body.collect(upTo: 1 << 16)
            try await client.shutdown()
            return response
        } catch {
            try await client.shutdown()
            throw error
        }
    }

    @Test("a certificate brings TLS 1.2 or later and HTTP/2, and every answer asks for TLS only")
    func secure() async throws {
        try await serve { server, certificates in
            let file = certificates.certificate("one")
            #expect(server.address.hasPrefix("https://"))
            let answer = try await ask(server, trusting: file)
            #expect(answer.status == .ok && answer.version == .http2)
            #expect(answer.headers.first(name: "strict-transport-security") == "max-age=31536000")
            #expect(answer.headers.first(name: "server") == nil)
            let older = try await ask(server, trusting: file) { $0.maximumTLSVersion = .tlsv12 }
            #expect(older.status == .ok)
            await #expect(throws: (any Error).self) {
                _ = try await ask(server, trusting: file) {
                    $0.minimumTLSVersion = .tlsv1
                    $0.maximumTLSVersion = .tlsv11
                }
            }
            await #expect(throws: (any Error).self) {
                _ = try await ask(server, trusting: certificates.certificate("two"))
            }
        }
    }

    @Test("streams of HTTP/2 count as connections, so that one address has no more under way than those")
    func streams() async throws {
        let change: (ConfigCopy) throws -> Void = { copy in
            try copy.replace("connectionsPerAddress: 1024", with: "connectionsPerAddress: 3", in: "motcua.yaml")
        }
        try await serve(changing: change) { server, certificates in
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(certificates.certificate("one")))
            let client = HTTPClient(
                eventLoopGroupProvider: .singleton,
                configuration: HTTPClient.Configuration(tlsConfiguration: tls)
            )
            do {
                // A busy machine may be slower than the half minute for which requests that do not come whole are kept:
                // then there is room again.
                var isRefused = false
                for _ in 1...5 where !isRefused { isRefused = await refuses(client, beside: 3, at: server.address) }
                #expect(isRefused, "there was room for one more than three")
                let answer = try await client.execute(live(server.address), timeout: .seconds(600))
                #expect(answer.status == .ok && answer.version == .http2)
                try await client.shutdown()
            } catch {
                try await client.shutdown()
                throw error
            }
        }
    }

    @Test("whoever reads an answer over HTTP/2 slowly gets it whole after SIGTERM")
    func finishesAnswer() async throws {
        let certificates = try TestCertificates()
        try certificates.make("one")
        let file = certificates.certificate("one")
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(
            database: folder.database,
            environment: [
                "MOTCUA_SERVER_CERTIFICATE": file, "MOTCUA_SERVER_PRIVATE_KEY": certificates.key("one"),
                "MOTCUA_SERVER_END_SECONDS": "600",
            ]
        )
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(file))
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: HTTPClient.Configuration(tlsConfiguration: tls)
        )
        do {
            let request = HTTPClientRequest(url: server.address + "/openapi.yaml")
            let response = try await client.execute(request, timeout: .seconds(600))
            #expect(response.version == .http2)
            server.askToEnd()
            // Nobody is let in any more once the end has begun.
            while (try? await ask(server, trusting: file)) != nil {}
            let body = try await response.body.collect(upTo: 1 << 20)
            let document = try String(contentsOfFile: Checkout.path + "/Schema/openapi.yaml", encoding: .utf8)
            #expect(body == ByteBuffer(string: document))
            try await client.shutdown()
        } catch {
            try await client.shutdown()
            server.kill()
            throw error
        }
        #expect(server.waitForEnd() == 0)
    }

    /// Begins so many requests whose bodies do not come, sends one more, and lets them end.
    ///
    /// - Returns: Whether the one more was refused.
    private func refuses(_ client: HTTPClient, beside count: Int, at address: String) async -> Bool {
        let (begun, beginning) = AsyncStream.makeStream(of: Void.self)
        let ends = (0..<count).map { _ in AsyncStream.makeStream(of: Void.self) }
        return await withTaskGroup(of: UInt?.self) { group in
            for end in ends {
                group.addTask {
                    var request = HTTPClientRequest(url: address + "/api/v1/sessions")
                    request.method = .POST
                    request.headers.add(name: "content-type", value: "application/json")
                    // It is asked for once the head has been written.
                    let body = AsyncStream<ByteBuffer>(unfolding: {
                        beginning.yield()
                        for await _ in end.stream {}
                        return nil
                    })
                    request.body = .stream(body, length: .unknown)
                    // One that was kept too long may be given up without an answer.
                    return try? await client.execute(request, timeout: .seconds(600)).status.code
                }
            }
            var heads = 0
            for await _ in begun {
                heads += 1
                if heads == count { break }
            }
            var isRefused = false
            do {
                _ = try await client.execute(live(address), timeout: .seconds(20))
            } catch {
                isRefused = true
            }
            for end in ends { end.continuation.finish() }
            for await case let status? in group { #expect((400..<500).contains(status)) }
            return isRefused
        }
    }

    private func live(_ address: String) -> HTTPClientRequest { HTTPClientRequest(url: address + "/health/live") }

    @Test("SIGHUP reads the certificate anew, and keeps the old one if the new one cannot be used")
    func reload() async throws {
        try await serve { server, certificates in
            try certificates.replace("one", by: "two")
            server.hangUp()
            let new = certificates.certificate("two")
            try await until("new certificate") {
                // Until the signal is heard the old one is shown, which nobody trusts here.
                (try? await ask(server, trusting: new).status) == .ok
            }
            try certificates.spoil("one")
            server.hangUp()
            try await until("word about it") {
                try server.printed.contains("could not be read anew; the old one stays")
            }
            #expect(try await ask(server, trusting: new).status == .ok)
        }
    }

    @Test("docker/health-check.sh finds the server ready, though only motcua.yaml names the certificate")
    func healthCheck() async throws {
        try await serve { server, _ in
            let port = try #require(server.address.split(separator: ":").last).description
            let script = Checkout.path + "/docker/health-check.sh"
            // A check that comes at a bad moment of a busy machine takes longer than it may; an engine too asks again.
            try await until("the check finds it ready") {
                try SpawnedProgram.run("/bin/bash", [script, port]).code == 0
            }
        }
    }

    @Test("a certificate that is not there is told as that, with the setting that names it")
    func noFile() throws {
        let copy = try ConfigCopy()
        for (setting, file) in [("certificate", "one.pem"), ("privateKey", "one.key")] {
            try copy.replace(setting + ": \"\"", with: setting + ": \"/nowhere/\(file)\"", in: "motcua.yaml")
        }
        let refused = try Program.run(["check-config", "--config", copy.file])
        #expect(refused.code == 1 && refused.errors.contains("There is no file /nowhere/one.pem"), "\(refused.errors)")
        #expect(refused.errors.contains("server.certificate names"), "\(refused.errors)")
    }

    @Test("a key that is locked by a password, and a file without one, are told apart in both languages")
    func lockedKey() throws {
        let certificates = try TestCertificates()
        try certificates.make("one")
        let copy = try ConfigCopy()
        let files = [("certificate", certificates.certificate("one")), ("privateKey", certificates.key("one"))]
        for (setting, file) in files {
            try copy.replace(setting + ": \"\"", with: setting + ": \"\(file)\"", in: "motcua.yaml")
        }
        try certificates.lock("one")
        let locked = try Program.run(["check-config", "--config", copy.file])
        #expect(locked.code == 1 && locked.errors.contains("locked by a password"), "\(locked.errors)")
        #expect(locked.errors.contains("openssl pkey -in \(certificates.key("one"))"), "\(locked.errors)")
        #expect(locked.errors.contains("hãy bỏ mật khẩu đi"), "\(locked.errors)")
        try Data("rubbish".utf8).write(to: URL(filePath: certificates.key("one")))
        let none = try Program.run(["check-config", "--config", copy.file])
        #expect(none.code == 1 && none.errors.contains("holds no private key"), "\(none.errors)")
        #expect(none.errors.contains("không chứa khóa riêng dạng PEM"), "\(none.errors)")
    }

    @Test("a certificate without its own key stops the start and the check of the configuration, with the remedy")
    func wrongKey() throws {
        let certificates = try TestCertificates()
        try certificates.make("one")
        try certificates.make("two")
        let copy = try ConfigCopy()
        let (certificate, key) = (certificates.certificate("one"), certificates.key("two"))
        try copy.replace("certificate: \"\"", with: "certificate: \"\(certificate)\"", in: "motcua.yaml")
        let lonely = try Program.run(["check-config", "--config", copy.file])
        #expect(lonely.code != 0 && lonely.errors.contains("go together"), "\(lonely.errors)")
        try copy.replace("privateKey: \"\"", with: "privateKey: \"\(key)\"", in: "motcua.yaml")
        for command in [["check-config"], ["serve", "--demo", "--port", "0"]] {
            let folder = try TemporaryFolder()
            let result = try Program.run(command + ["--config", copy.file, "--database", folder.database])
            #expect(result.code != 0)
            #expect(result.errors.contains("is not the one of \(certificate)"), "\(result.errors)")
            #expect(result.errors.contains("server.privateKey"))
        }
    }
}
