import DossierEngine
import HTTPTypes
import Testing

/// Everything that is wrong with a request has a problem with a stable code, and nothing is stored.
struct RefusalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let method: HTTPRequest.Method
        let path: String
        var body: String?
        var username: String? = "desk"
        var contentType = "application/json"
        let status: Int
        let code: String
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(
            name: "no token",
            method: .get,
            path: "/api/v1/dossiers",
            username: nil,
            status: 401,
            code: "unauthenticated"
        ),
        Case(name: "no route", method: .get, path: "/api/v1/nothing", status: 404, code: "not-found"),
        Case(name: "wrong method", method: .delete, path: "/api/v1/dossiers", status: 405, code: "method-not-allowed"),
        Case(
            name: "malformed JSON",
            method: .post,
            path: "/api/v1/dossiers",
            body: "{\"a\":",
            status: 400,
            code: "malformed-json"
        ),
        Case(
            name: "no object",
            method: .post,
            path: "/api/v1/dossiers",
            body: "[]",
            status: 422,
            code: "invalid-request"
        ),
        Case(
            name: "a name twice",
            method: .post,
            path: "/api/v1/dossiers",
            body: "{\"channel\":\"desk\",\"channel\":\"post\"}",
            status: 422,
            code: "invalid-request"
        ),
        Case(
            name: "another media type",
            method: .post,
            path: "/api/v1/dossiers",
            body: "{}",
            contentType: "text/plain",
            status: 415,
            code: "unsupported-media-type"
        ),
        Case(
            name: "empty form",
            method: .post,
            path: "/api/v1/dossiers",
            body: "{}",
            status: 422,
            code: "invalid-request"
        ),
        Case(
            name: "officer at the desk",
            method: .post,
            path: "/api/v1/dossiers",
            body: Forms.intake("1.001612"),
            username: "officer.TCKH",
            status: 403,
            code: "forbidden"
        ),
        Case(
            name: "unknown dossier",
            method: .get,
            path: "/api/v1/dossiers/000.00.15.H47-220105-9999",
            status: 404,
            code: "dossier-not-found"
        ),
        Case(
            name: "unknown procedure",
            method: .get,
            path: "/api/v1/procedures/9.999999",
            status: 404,
            code: "procedure-not-found"
        ),
        Case(
            name: "unknown status",
            method: .get,
            path: "/api/v1/status/000.00.15.H47-220105-9999",
            username: nil,
            status: 404,
            code: "status-not-found"
        ),
        Case(
            name: "status of no code",
            method: .get,
            path: "/api/v1/status/abc",
            username: nil,
            status: 404,
            code: "status-not-found"
        ),
        Case(name: "bad cursor", method: .get, path: "/api/v1/dossiers?cursor=x!", status: 400, code: "invalid-cursor"),
        Case(
            name: "wrong password",
            method: .post,
            path: "/api/v1/sessions",
            body: "{\"username\":\"desk\",\"password\":\"x\"}",
            username: nil,
            status: 401,
            code: "wrong-credentials"
        ),
        Case(
            name: "administrator reads no dossier",
            method: .get,
            path: "/api/v1/dossiers",
            username: "admin",
            status: 403,
            code: "forbidden"
        ),
    ]

    @Test("a wrong request gets its problem", arguments: cases)
    func problem(_ example: Case) async throws {
        try await OneStop.open { service in
            var token: String?
            if let username = example.username { token = try await service.staff(username).token }
            let answer = try await service.send(
                example.method,
                example.path,
                json: example.body,
                token: token,
                headers: [.contentType: example.contentType]
            )
            #expect(answer.status == example.status, "\(answer.text)")
            #expect(answer.string("code") == example.code, "\(answer.text)")
            #expect(answer.headers[.contentType]?.hasPrefix("application/problem+json") == true)
            #expect(answer.at("status") == .integer(Int64(example.status)))
            #expect(answer.string("title") != nil && answer.string("type") != nil)
            let next = try await service.staff("desk").register("1.001612")
            #expect(next.string("code")?.hasSuffix("-0001") == true, "something was stored")
        }
    }

    @Test("every bad field of an intake is named at once, in Vietnamese or English")
    func fields() async throws {
        try await OneStop.open { service in
            let body = """
                {"procedureCode":"9.9","channel":"fax","applicant":{"kind":"citizen","name":"  ","phone":"12",
                 "identityNumber":"12a"},"subject":"x\\u0007","colour":"red","notifyBySMS":true}
                """
            let desk = try await service.staff("desk")
            let answer = try await desk.post("/dossiers", body)
            #expect(answer.status == 422)
            let errors = answer.json["errors"]?.array ?? []
            let fields = errors.compactMap { $0["field"]?.string }
            for field in ["procedureCode", "channel", "applicant.name", "applicant.phone", "subject", "colour"] {
                #expect(fields.contains(field), "\(field) is not named in \(fields)")
            }
            let english = try await desk.post("/dossiers", body, headers: [.acceptLanguage: "en"])
            #expect(english.string("title") != answer.string("title"))
        }
    }

    /// Actions on a dossier that finance appraises, each with one bad field: who, what, with which body.
    static let badActions: [(username: String, action: String, body: String, field: String)] = [
        ("officer.TCKH", "complete-step", #"{"stepId":"none"}"#, "stepId"),
        ("officer.TCKH", "complete-step", #"{"stepId":"appraise","outcome":"x"}"#, "outcome"),
        ("officer.TCKH", "complete-step", #"{"stepId":"appraise","result":{"kind":"denied"}}"#, "result.reason"),
        ("officer.TCKH", "return-step", #"{"stepId":"none","toStepId":"intake","reason":"Sai"}"#, "stepId"),
        ("officer.TCKH", "return-step", #"{"stepId":"appraise","toStepId":"none","reason":"Sai"}"#, "toStepId"),
        ("officer.TCKH", "return-step", #"{"stepId":"appraise","toStepId":"sign","reason":"Sai"}"#, "toStepId"),
        ("head.TCKH", "assign", #"{"stepId":"appraise","assignee":"officer.KTHT"}"#, "assignee"),
        ("head.TCKH", "apologise", #"{"reason":"Trễ","newDueAt":"2022-01-15T09:00:00+07:00"}"#, "newDueAt"),
        ("head.TCKH", "apologise", #"{"reason":"Trễ","newDueAt":"2022-01-10T10:00:00+07:00"}"#, "newDueAt"),
        // A mistyped year, of which the calendar has no data.
        ("head.TCKH", "apologise", #"{"reason":"Trễ","newDueAt":"2222-01-12T10:00:00+07:00"}"#, "newDueAt"),
    ]

    @Test("a bad field of an action is named beside the problem's own code, and the dossier stays as it was")
    func fieldsOfActions() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            let version = try await desk.complete("intake", of: code).at("version")
            for row in Self.badActions {
                let answer = try await service.staff(row.username).act(row.action, on: code, row.body)
                #expect(answer.status == 422, "\(row.action): \(answer.text)")
                let fields = answer.json["errors"]?.array?.compactMap { $0["field"]?.string }
                #expect(fields == [row.field], "\(row.action): \(answer.text)")
            }
            #expect(try await desk.get("/dossiers/\(code)").at("version") == version)
        }
    }

    @Test("an officer of an agency without a part in it may not read a dossier")
    func otherAgency() async throws {
        try await OneStop.open { service in
            let code = try #require(try await service.staff("desk").register("1.001612").string("code"))
            let answer = try await service.staff("officer.TNMT").get("/dossiers/\(code)")
            #expect(answer.status == 403)
            #expect(answer.string("code") == "forbidden")
            let list = try await service.staff("officer.TNMT").get("/dossiers")
            #expect(list.json["items"] == .array([]))
            let tax = try await service.staff("officer.THUE").get("/dossiers/\(code)")
            #expect(tax.status == 200)
        }
    }

    @Test("a body over one mebibyte is refused")
    func hugeBody() async throws {
        try await OneStop.open { service in
            let body = "{\"subject\":\"" + String(repeating: "a", count: 1 << 20) + "\"}"
            let answer = try await service.staff("desk").post("/dossiers", body)
            #expect(answer.status == 413)
            #expect(answer.string("code") == "body-too-large")
        }
    }

    @Test("a sign-in over sixteen kibibytes is refused, because everybody may send one")
    func hugeSignIn() async throws {
        try await OneStop.open { service in
            let answer = try await service.signIn("desk", password: String(repeating: "a", count: 16 << 10))
            #expect(answer.status == 413 && answer.string("code") == "body-too-large", "\(answer.text)")
            // The longest password, escaped as far as JSON lets it.
            let longest = String(repeating: #"\ud83d\ude00"#, count: 200)
            #expect(try await service.signIn("desk", password: longest).string("code") == "wrong-credentials")
        }
    }

    @Test("a wrong PIN answers like an unknown code, and guessing is slowed without touching look-ups without a PIN")
    func guessing() async throws {
        // The delays count machine time, which stands here however long the machine takes.
        try await OneStop.open(machineClock: SetClock()) { service in
            let code = try #require(try await service.staff("desk").register("1.001612").string("code"))
            let wrong = try await service.status(code, pin: "0000")
            let unknown = try await service.status("000.00.15.H47-220105-9999", pin: "0000")
            #expect(wrong.status == 404)
            #expect(wrong.text == unknown.text)
            var last = wrong
            for _ in 0..<6 { last = try await service.status(code, pin: "0000") }
            #expect(last.status == 429)
            #expect(last.headers[.retryAfter] != nil)
            #expect(try await service.status(code).status == 200)
        }
    }
}
