import DossierEngine
import HTTPTypes
import Testing

/// Whatever is wrong with the bytes on a socket is told as a problem, and leaves no trace in the database.
struct SocketRefusalTests {
    /// One wrong request.
    private struct Case {
        let name: String
        var method = "POST"
        var path = "/api/v1/dossiers"
        var fields: [String] = []
        var body: [UInt8] = []
        /// Whether it says how long its body is.
        var isMeasured = true
        /// Who sends it; nil for nobody.
        var username: String? = "desk"
        let status: Int
        let code: String

        /// The bytes on the wire.
        func bytes(token: String?) -> [UInt8] {
            var lines = ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
            if let token { lines.append("Authorization: Bearer " + token) }
            if !body.isEmpty { lines.append("Content-Type: application/json") }
            if !body.isEmpty, isMeasured { lines.append("Content-Length: \(body.count)") }
            return Array((lines + fields + ["", ""]).joined(separator: "\r\n").utf8) + body
        }
    }

    private static let intake = Forms.intake("1.001612")
    private static let huge = Array(#"{"subject":"\#(String(repeating: "a", count: 1 << 20))"}"#.utf8)

    /// A body whose only fault is one text that is changed.
    private static func intake(_ old: String, _ new: String) -> [UInt8] {
        Array(intake.replacing(old, with: new).utf8)
    }

    /// An intake in whose applicant's name stands a byte that UTF-8 never has.
    private static var notUTF8: [UInt8] {
        let marked = intake(#"Nguyễn Văn An"#, "An ~")
        return marked.map { $0 == 0x7E ? 0xFF : $0 }
    }

    private static let bodies = [
        Case(name: "bad UTF-8", body: notUTF8, status: 400, code: "payload-encoding"),
        Case(name: "malformed JSON", body: Array(intake.utf8.dropLast(2)), status: 400, code: "malformed-json"),
        Case(name: "wrong type", body: intake(#""desk""#, "7"), status: 422, code: "invalid-request"),
        Case(
            name: "unknown field",
            body: intake(#""notifyBySMS""#, #""colour":"red","notifyBySMS""#),
            status: 422,
            code: "invalid-request"
        ),
        Case(name: "over 1 MiB", body: huge, status: 413, code: "body-too-large"),
        Case(
            name: "over 1 MiB in chunks",
            fields: ["Transfer-Encoding: chunked"],
            body: Array("\(String(huge.count, radix: 16))\r\n".utf8) + huge + Array("\r\n0\r\n\r\n".utf8),
            isMeasured: false,
            status: 413,
            code: "body-too-large"
        ),
        Case(
            name: "two lengths",
            fields: ["Content-Length: 3"],
            body: Array(intake.utf8),
            status: 400,
            code: "malformed-request"
        ),
    ]

    private static let heads = [
        Case(name: "wrong method", method: "DELETE", status: 405, code: "method-not-allowed"),
        Case(name: "no method of HTTP", method: "BREW", status: 400, code: "malformed-request"),
        Case(
            name: "huge header",
            fields: ["X-Filling: " + String(repeating: "a", count: 20_000)],
            body: Array(intake.utf8),
            status: 400,
            code: "malformed-request"
        ),
        Case(
            name: "many headers",
            fields: (0..<200).map { "X-Filling-\($0): a" },
            body: Array(intake.utf8),
            status: 400,
            code: "malformed-request"
        ),
        Case(name: "no token", body: Array(intake.utf8), username: nil, status: 401, code: "unauthenticated"),
        Case(
            name: "bad UTF-8 in a path",
            method: "GET",
            path: "/api/v1/dossiers/%FF%FE",
            status: 404,
            code: "dossier-not-found"
        ),
    ]

    /// Acts of staff whose units have no part in the step or the dossier.
    private static func others(of code: String) -> [Case] {
        [("officer.TNMT", "complete-step"), ("head.TNMT", "assign"), ("officer.THUE", "complete-step")].map {
            let more = $0.1 == "assign" ? #","assignee":"officer.TNMT""# : ""
            return Case(
                name: "\($0.0) on another unit's step",
                path: "/api/v1/dossiers/\(code)/actions/\($0.1)",
                body: Array(#"{"stepId":"appraise"\#(more)}"#.utf8),
                username: $0.0,
                status: 403,
                code: "forbidden"
            )
        }
    }

    @Test("bytes of every wrong kind get their problem with its stable code, and nothing is stored")
    func nothingStored() async throws {
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(database: folder.database)
        let desk = try await server.token("desk")
        let first = await server.send("POST", "/api/v1/dossiers", json: Self.intake, token: desk)
        let code = try #require(first?.string("code"))
        let step = "/api/v1/dossiers/\(code)/actions/complete-step"
        #expect(await server.send("POST", step, json: #"{"stepId":"intake"}"#, token: desk)?.status == 200)
        let cases = Self.bodies + Self.heads + Self.others(of: code)
        var tokens: [String: String] = [:]
        for username in Set(cases.compactMap(\.username)) { tokens[username] = try await server.token(username) }
        // The texts so far are sent, so that nothing else changes the database meanwhile.
        _ = await server.send("GET", "/api/v1/demo/messages", token: desk)

        let before = try await DatabaseText(path: folder.database)
        for wrong in cases {
            let bytes = wrong.bytes(token: wrong.username.flatMap { tokens[$0] })
            let answer = try await RawConnection.exchange(bytes, port: server.port)
            DescribedAnswers.check(answer, to: wrong.method, wrong.path)
            Self.expect(answer, of: wrong)
        }
        try await Self.expectNothingStored(in: folder, since: before)

        let next = await server.send("POST", "/api/v1/dossiers", json: Self.intake, token: desk)
        #expect(next?.string("code")?.hasSuffix("-0002") == true, "the server goes on")
        #expect(server.terminate() == 0)
    }

    private static func expectNothingStored(in folder: TemporaryFolder, since before: DatabaseText) async throws {
        let after = try await DatabaseText(path: folder.database)
        #expect(Set(after.tables.keys) == Set(before.tables.keys))
        // When a session was used last is written by the housekeeper, whatever it was used for; and the tree and the
        // index of names take in behind the writer what was stored before.
        let behind: Set = ["session", "treeTile", "nameToken", "installation"]
        let changed = before.tables.filter { after.tables[$0.key] != $0.value }.keys
        #expect(Set(changed).subtracting(behind) == [])
        #expect(after.count("session") == before.count("session"))
    }

    private static func expect(_ answer: Answer, of wrong: Case) {
        #expect(answer.status == wrong.status, "\(wrong.name): \(answer.text)")
        #expect(answer.string("code") == wrong.code, "\(wrong.name): \(answer.text)")
        #expect(answer.headers[.contentType] == "application/problem+json", "\(wrong.name)")
        #expect(answer.string("type") == "urn:motcua:problem:\(wrong.code)", "\(wrong.name)")
        #expect(answer.at("status") == .integer(Int64(wrong.status)), "\(wrong.name)")
        #expect(answer.headers[.contentLength] == String(answer.text.utf8.count), "\(wrong.name)")
    }
}
