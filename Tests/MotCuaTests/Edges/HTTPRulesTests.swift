import DossierEngine
import HTTPTypes
import NIOCore
import Testing

/// The rules of HTTP/1 on a socket, the same on the short way of public look-ups and on the long one.
@Suite("The rules of HTTP/1")
struct HTTPRulesTests {
    /// One request, of which only the path is left open.
    private struct Case {
        let version: String
        let fields: [String]
        let isMalformed: Bool

        func bytes(path: String) -> [UInt8] {
            Array((["GET \(path) HTTP/\(version)"] + fields + ["", ""]).joined(separator: "\r\n").utf8)
        }
    }

    private static let cases = [
        Case(version: "1.1", fields: [], isMalformed: true),
        Case(version: "1.1", fields: ["Host: a", "Host: b"], isMalformed: true),
        Case(version: "1.1", fields: ["Host: a", "Transfer-Encoding: gzip, chunked"], isMalformed: true),
        Case(version: "1.1", fields: ["Host: a", "Connection: foo, Close"], isMalformed: false),
        Case(version: "1.0", fields: ["Host: a"], isMalformed: false),
        Case(version: "1.0", fields: [], isMalformed: false),
    ]

    @Test("hold alike on both ways: what breaks them is refused, and the connection ends where it is to end")
    func bothWays() async throws {
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(database: folder.database)
        let made = await server.send(
            "POST",
            "/api/v1/dossiers",
            json: Forms.intake("1.001612"),
            token: try await server.token("desk")
        )
        let code = try #require(made?.string("code"))
        for one in Self.cases {
            let (short, long) = try await Self.exchange(one, code: code, port: server.port)
            #expect(short.status == (one.isMalformed ? 400 : 200), "\(one): \(short.text)")
            #expect(short.status == long.status && short.text == long.text, "\(one): \(long.text)")
            #expect(short.headers[.connection] == "close" && long.headers[.connection] == "close", "\(one)")
            if one.isMalformed { #expect(short.string("code") == "malformed-request") }
        }
        #expect(server.terminate() == 0)
    }

    /// Sends a case on both ways, and sees that the connections end with the answers and not because they are idle.
    private static func exchange(_ one: Case, code: String, port: Int) async throws -> (short: Answer, long: Answer) {
        // Idle ones are closed after a minute. A busy machine may need as long for an answer once, but not each time.
        for _ in 1...4 {
            let start = ContinuousClock.now
            let answers = try await exchangeOnce(one, code: code, port: port)
            if ContinuousClock.now - start < .seconds(30) { return answers }
        }
        Issue.record("\(one): only idle connections were closed")
        return try await exchangeOnce(one, code: code, port: port)
    }

    private static func exchangeOnce(
        _ one: Case,
        code: String,
        port: Int
    ) async throws -> (short: Answer, long: Answer) {
        // Codes spelt in small letters go the long way.
        let paths = [code, code.lowercased()].map { "/api/v1/status/" + $0 }
        return (
            short: try await RawConnection.exchange(one.bytes(path: paths[0]), port: port),
            long: try await RawConnection.exchange(one.bytes(path: paths[1]), port: port)
        )
    }

    @Test("whoever holds his body back is told to send it, or at once why not")
    func expectations() async throws {
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(database: folder.database)
        let token = try await server.token("desk")
        let body = Forms.intake("1.001612")
        func head(_ expectation: String, length: Int) -> String {
            "POST /api/v1/dossiers HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: \(length)\r\nExpect: \(expectation)\r\n\r\n"
        }
        var taken: String?
        for _ in 1...5 where taken == nil {
            taken = try await answer(to: head("100-continue", length: body.utf8.count), body: body, at: server)
        }
        #expect(taken?.hasPrefix("HTTP/1.1 201 ") == true, "\(taken ?? "no answer")")
        for (expectation, length, status, code) in [
            ("100-continue", 2 << 20, "413", "body-too-large"), ("200-ok", 2, "417", "expectation-failed"),
        ] {
            let refused = try await RawConnection.wait(head(expectation, length: length), body: "", port: server.port)
            let text = refused.interim + refused.rest
            #expect(text.hasPrefix("HTTP/1.1 \(status) ") && text.contains(code), "\(text)")
        }
        #expect(server.terminate() == 0)
    }

    /// Sends a head that asks whether its body is wanted, does something, and sends the body.
    ///
    /// - Returns: The answer; nil if the server had given the request up. It keeps one for half a minute, which a busy
    ///   machine may need by itself.
    private func answer(
        to head: String,
        body: String,
        at server: RunningServer,
        meanwhile: () async throws -> Void = {}
    ) async throws -> String? {
        do {
            let told = try await RawConnection.wait(head, body: body, port: server.port, meanwhile: meanwhile)
            #expect(told.interim == "HTTP/1.1 100 Continue\r\n\r\n")
            return told.rest.isEmpty ? nil : told.rest
        } catch let error where error is ChannelError || error is NIOAsyncWriterError {
            return nil
        }
    }

    /// Begins an intake by a key of its own or as the clerk, shuts that out, and sends the body.
    ///
    /// - Returns: The answer; nil if the server had given the request up.
    private func answerWhenShutOut(by end: String, admin: String, at server: RunningServer) async throws -> String? {
        let body = Forms.intake("1.001612", channel: "online")
        let token: String
        if end.contains("/keys/") {
            let name = end.split(separator: "/")[3]
            let fields = #""scopes":["intake-online"],"role":"desk","unit":"BPMC-H""#
            let made = await server.send("POST", "/api/v1/keys", json: #"{"name":"\#(name)",\#(fields)}"#, token: admin)
            token = try #require(made?.string("key"), "\(made?.text ?? "")")
        } else {
            let enabled = await server.send("POST", "/api/v1/users/desk/enable", token: admin)
            try #require(enabled?.status == 200, "\(enabled?.text ?? "")")
            token = try await server.token("desk")
        }
        let head =
            "POST /api/v1/dossiers HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
            + "Expect: 100-continue\r\n\r\n"
        return try await answer(to: head, body: body, at: server) {
            #expect(await server.send("POST", end, token: admin)?.status == 200)
        }
    }

    @Test("whoever is shut out while his body is still to come is refused when it has come")
    func shutOut() async throws {
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(database: folder.database)
        let admin = try await server.token("admin")
        for end in ["/api/v1/keys/portal/revoke", "/api/v1/users/desk/disable"] {
            var rest: String?
            for number in 1...5 where rest == nil {
                let own = end.replacing("portal", with: "portal-\(number)")
                rest = try await answerWhenShutOut(by: own, admin: admin, at: server)
            }
            #expect(rest?.hasPrefix("HTTP/1.1 401 ") == true, "\(end): \(rest ?? "no answer")")
        }
        let next = await server.send(
            "POST",
            "/api/v1/dossiers",
            json: Forms.intake("1.000894"),
            token: try await server.token("desk.xa")
        )
        #expect(next?.status == 201, "the server goes on: \(next?.text ?? "")")
        #expect(server.terminate() == 0)
    }

    @Test("a post that somebody is given or loses while his body is still to come counts as it is when it has come")
    func postedMeanwhile() async throws {
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(database: folder.database)
        let admin = try await server.token("admin")
        let token = try await server.token("officer.TP")
        let body = Forms.intake("1.001612")
        let head =
            "POST /api/v1/dossiers HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
            + "Expect: 100-continue\r\n\r\n"
        let postings = "/api/v1/users/officer.TP/postings"
        let post = #"{"kind":"secondment","unit":"BPMC-H","until":"2022-01-31"}"#
        for _ in 1...5 {
            let given = try await answer(to: head, body: body, at: server) {
                #expect(await server.send("POST", postings, json: post, token: admin)?.status == 201)
            }
            let posts = await server.send("GET", postings, token: admin)
            let number = try #require(posts?.at("items")?.array?.first?["id"]?.integer, "\(posts?.text ?? "")")
            let taken = try await answer(to: head, body: body, at: server) {
                #expect(await server.send("POST", "\(postings)/\(number)/end", token: admin)?.status == 200)
            }
            guard let given, let taken else { continue }
            #expect(given.hasPrefix("HTTP/1.1 201 "), "\(given)")
            #expect(taken.hasPrefix("HTTP/1.1 403 ") && taken.contains("registering-desk-only"), "\(taken)")
            #expect(server.terminate() == 0)
            return
        }
        server.kill()
        Issue.record("the server gave a request up each time")
    }
}
