import HTTPTypes
import NIOHTTP1
import Testing

/// Trying out codes is slowed down, on real sockets behind a trusted proxy.
@Suite(.timeLimit(.minutes(60)))
struct LookupLimitTests {
    private static let unknown = "000.00.15.H47-220105-9999"

    /// Runs a story with the code of a dossier on a server that takes the word of loopback.
    private func open(perMinute: Int, _ story: (RunningServer, String) async throws -> Void) async throws {
        let copy = try ConfigCopy()
        try copy.replace("trustedProxies: \"\"", with: "trustedProxies: \"127.0.0.1\"", in: "motcua.yaml")
        try copy.replace("\n  lookupsPerMinute: 600", with: "\n  lookupsPerMinute: \(perMinute)", in: "motcua.yaml")
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(database: folder.database, config: copy.file)
        let desk = try await server.token("desk")
        let made = await server.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: desk)
        try await story(server, try #require(made?.string("code"), "\(made?.text ?? "")"))
        #expect(server.terminate() == 0)
    }

    private func lookUp(
        _ code: String,
        at server: RunningServer,
        from client: String?,
        token: String? = nil
    ) async throws -> Answer {
        let headers: HTTPHeaders = client.map { ["X-Forwarded-For": $0] } ?? [:]
        return try #require(await server.send("GET", "/api/v1/status/" + code, token: token, headers: headers))
    }

    /// Looks up until it is refused, at most 200 times; how many were not.
    private func exhaust(_ code: String, at server: RunningServer, from client: String) async throws -> Int {
        for count in 0..<200 where try await lookUp(code, at: server, from: client).status == 429 { return count }
        return 200
    }

    @Test("whoever tries out codes waits, whether the next one exists or not; everybody else is served")
    func guessing() async throws {
        try await open(perMinute: 1) { server, code in
            // The first one leaves a debt of ten minutes, so that a slow machine changes nothing.
            #expect(try await exhaust(Self.unknown, at: server, from: "203.0.113.7") == 1)
            for next in [Self.unknown, code] {
                let refused = try await lookUp(next, at: server, from: "203.0.113.7")
                #expect(refused.status == 429)
                #expect(refused.string("code") == "too-many-lookups")
                #expect(Int(refused.headers[.retryAfter] ?? "") ?? 0 >= 1)
            }
            #expect(try await lookUp(code, at: server, from: "203.0.113.8").status == 200)
            #expect(try await lookUp(code, at: server, from: nil).status == 200)
            let desk = try await server.token("desk")
            #expect(try await lookUp(code, at: server, from: "203.0.113.7", token: desk).status == 200)
        }
    }

    @Test("a known code costs one look-up, and what is left is told on either way")
    func budget() async throws {
        try await open(perMinute: 60) { server, code in
            // A code in small letters goes the long way, one as it is stored the short one.
            for (index, spelling) in [code, code.lowercased()].enumerated() {
                let client = "198.51.100.\(index)"
                let first = try await lookUp(spelling, at: server, from: client)
                #expect(first.status == 200)
                #expect(first.headers[try name("RateLimit-Policy")] == "\"lookup\";q=60;w=60")
                #expect(first.headers[try name("RateLimit")] == "\"lookup\";r=59;t=1")
                #expect(try await exhaust(spelling, at: server, from: client) >= 59)
            }
            let free = try await lookUp(code, at: server, from: nil)
            #expect(free.headers[try name("RateLimit")] == nil)
            let missed = try await lookUp(Self.unknown, at: server, from: "198.51.100.9")
            #expect(missed.status == 404)
            #expect(missed.headers[try name("RateLimit")] == "\"lookup\";r=50;t=10")
        }
    }

    @Test("readings and proofs by PIN are paid for like look-ups, so that no PIN is tried at one code after the other")
    func otherWays() async throws {
        try await open(perMinute: 1) { server, code in
            // As above.
            for (index, part) in ["readings", "proof"].enumerated() {
                let client = "198.51.100.\(index)"
                let missed = try await lookUp("\(Self.unknown)/\(part)?pin=AAAA", at: server, from: client)
                #expect(missed.status == 404)
                #expect(missed.headers[try name("RateLimit-Policy")] == "\"lookup\";q=1;w=60")
                for next in ["\(code)/\(part)?pin=AAAA", "\(Self.unknown)/\(part)?pin=AAAA", code] {
                    let refused = try await lookUp(next, at: server, from: client)
                    #expect(refused.status == 429 && refused.string("code") == "too-many-lookups", "\(next)")
                }
                let desk = try await server.token("desk")
                let known = try await lookUp("\(code)/\(part)?pin=AAAA", at: server, from: client, token: desk)
                #expect(known.status == 404)
            }
        }
    }

    @Test("whoever has a network of IPv6 guesses at PINs no faster from each of its addresses")
    func network() async throws {
        try await open(perMinute: 6_000) { server, code in
            var codes: [String] = []
            // All twelve would only be judged if the waits, two minutes together, had passed meanwhile.
            for number in 1...12 {
                let client = "2001:db8:1:2::\(number)"
                let answer = try await lookUp("\(code)?pin=AAAA", at: server, from: client)
                codes.append(answer.string("code") ?? "")
            }
            #expect(codes.prefix(5).allSatisfy { $0 == "status-not-found" })
            #expect(codes.contains("too-many-attempts"))
            #expect(try await lookUp("\(code)?pin=AAAA", at: server, from: "2001:db8:1:3::1").status == 404)
        }
    }

    private func name(_ text: String) throws -> HTTPField.Name { try #require(HTTPField.Name(text)) }
}
