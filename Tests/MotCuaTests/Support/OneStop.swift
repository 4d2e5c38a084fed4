import DossierEngine
import Foundation
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import Synchronization
import Testing

@testable import motcua

/// A whole service in this process: shipped configuration, real SQLite in a folder of its own, demo accounts.
struct OneStop: Sendable {
    let client: any TestClientProtocol
    let server: BuiltServer
    let folder: TemporaryFolder
    private let tokens = TokenBook()

    /// Runs a story in a new service whose demo clock stands at an instant.
    static func open(
        at instant: String = "2022-01-05T10:20+07:00",
        in folder: TemporaryFolder? = nil,
        config: String = Checkout.config,
        machineClock: any WallClock = SystemClock(),
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        _ story: @escaping @Sendable (OneStop) async throws -> Void
    ) async throws {
        let folder = try folder ?? TemporaryFolder()
        let server = try await TestServer.build(
            in: folder,
            config: config,
            clock: instant,
            machineClock: machineClock,
            logger: logger
        )
        try await serve(server, in: folder, story)
    }

    /// Runs a story in a service that has been built, and closes it.
    static func serve(
        _ server: BuiltServer,
        in folder: TemporaryFolder,
        _ story: @escaping @Sendable (OneStop) async throws -> Void
    ) async throws {
        do {
            try await server.application.test(.router) { client in
                try await story(OneStop(client: client, server: server, folder: folder))
            }
        } catch {
            try await server.close()
            throw error
        }
        try await server.close()
    }

    /// A member of the staff, signed in; the password of a demo account is its name.
    func staff(_ username: String) async throws -> Staff {
        if let token = tokens[username] { return Staff(service: self, token: token) }
        let staff = try await newSession(username)
        tokens[username] = staff.token
        return staff
    }

    /// The same with a session of its own.
    func newSession(_ username: String) async throws -> Staff {
        let answer = try await signIn(username, password: username)
        try #require(answer.status == 201, "\(username) cannot sign in: \(answer.text)")
        return Staff(service: self, token: try #require(answer.string("token")))
    }

    /// Tries to sign in.
    func signIn(_ username: String, password: String) async throws -> Answer {
        try await send(
            .post,
            "/api/v1/sessions",
            json: #"{"username":"\#(username)","password":"\#(password)"}"#
        )
    }

    /// Sends one request, and holds the answer against `Schema/openapi.yaml`.
    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        json: String? = nil,
        token: String? = nil,
        headers: HTTPFields = [:]
    ) async throws -> Answer {
        var fields = headers
        if json != nil, fields[.contentType] == nil { fields[.contentType] = "application/json" }
        if let token { fields[.authorization] = "Bearer " + token }
        let body = json.map { ByteBuffer(string: $0) }
        let response = try await client.execute(uri: path, method: method, headers: fields, body: body)
        let text = String(buffer: response.body)
        let answer = Answer(status: response.status.code, headers: response.headers, text: text)
        DescribedAnswers.check(answer, to: method.rawValue, path)
        return answer
    }

    /// What an account was told by the ladder, oldest first, as `kind rung instant`.
    func told(_ username: String) async throws -> [String] {
        try await notices(of: username).map { notice in
            let at = notice["at"]?.string.map { String($0.dropLast(6)) }
            return [notice["kind"]?.string, notice["rung"]?.string, at].compactMap { $0 }.joined(separator: " ")
        }
    }

    /// The notices of an account, oldest first.
    func notices(of username: String) async throws -> [JSONValue] {
        let answer = try await staff(username).get("/notices?limit=100")
        return try #require(answer.json["items"]?.array, "\(answer.text)").reversed()
    }

    /// The events of a dossier, oldest first.
    func history(of code: String) async throws -> [JSONValue] {
        let answer = try await staff("leader").get("/dossiers/\(code)/history?limit=100")
        return try #require(answer.json["items"]?.array, "\(answer.text)")
    }

    /// Moves the demo clock to an instant.
    func clock(to instant: String) async throws {
        let answer = try await staff("admin").post("/demo/clock", #"{"to":"\#(instant)"}"#)
        try #require(answer.status == 200, "the clock did not move: \(answer.text)")
    }

    /// The texts that phones received so far.
    func texts() async throws -> [JSONValue] {
        let answer = try await staff("admin").get("/demo/messages")
        return try #require(answer.json.array, "no messages: \(answer.text)")
    }

    /// The public status of a code.
    func status(_ code: String, pin: String? = nil) async throws -> Answer {
        try await send(.get, "/api/v1/status/\(code)" + (pin.map { "?pin=" + $0 } ?? ""))
    }
}

/// What came back.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPFields
    let text: String

    var json: JSONValue {
        // Whatever is no JSON shows as null, and the expectation on it fails.
        (try? JSONParser.parse(Array(text.utf8))) ?? .null
    }

    /// A text at a path of members, for example `status.name`.
    func string(_ path: String) -> String? { at(path)?.string }

    /// A value at a path of members.
    func at(_ path: String) -> JSONValue? {
        path.split(separator: ".").reduce(Optional(json)) { value, name in value?[String(name)] }
    }
}

/// Somebody of the staff with his token.
struct Staff: Sendable {
    let service: OneStop
    let token: String

    func get(_ path: String) async throws -> Answer {
        try await service.send(.get, "/api/v1" + path, token: token)
    }

    func post(_ path: String, _ json: String, headers: HTTPFields = [:]) async throws -> Answer {
        try await service.send(.post, "/api/v1" + path, json: json, token: token, headers: headers)
    }

    /// Carries out an action on a dossier.
    func act(_ action: String, on code: String, _ json: String = "{}") async throws -> Answer {
        try await post("/dossiers/\(code)/actions/\(action)", json)
    }

    /// Completes a step and insists that it worked.
    @discardableResult
    func complete(_ step: String, of code: String, _ more: String = "") async throws -> Answer {
        let answer = try await act("complete-step", on: code, #"{"stepId":"\#(step)"\#(more)}"#)
        try #require(answer.status == 200, "\(step) was not completed: \(answer.text)")
        return answer
    }

    /// Registers a dossier and insists that it worked.
    func register(_ procedure: String, phone: String = "0905123456") async throws -> Answer {
        let answer = try await post("/dossiers", Forms.intake(procedure, phone: phone))
        try #require(answer.status == 201, "\(procedure) was not registered: \(answer.text)")
        return answer
    }
}

/// Bodies of requests.
enum Forms {
    /// The intake of design.md §4 for any procedure.
    static func intake(
        _ procedure: String,
        channel: String = "desk",
        name: String = "Nguyễn Văn An",
        phone: String = "0905123456"
    ) -> String {
        """
        {"procedureCode":"\(procedure)","channel":"\(channel)","commune":null,
         "applicant":{"kind":"citizen","name":"\(name)","identityNumber":"049085001234","phone":"\(phone)",
         "email":null,"address":"Thị trấn Hà Lam"},
         "subject":"Đăng ký hộ kinh doanh tạp hóa","submitter":null,
         "documents":[{"name":"Giấy đề nghị đăng ký","form":"original","quantity":1}],"notifyBySMS":true}
        """
    }
}

/// The tokens of those who signed in already.
private final class TokenBook: Sendable {
    private let tokens = Mutex<[String: String]>([:])

    subscript(username: String) -> String? {
        get { tokens.withLock { $0[username] } }
        set { tokens.withLock { $0[username] = newValue } }
    }
}
