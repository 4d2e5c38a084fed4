import DossierConfig
import DossierEngine
import DossierStoreSQLite
import Foundation
import HTTPTypes
import Logging
import Testing
import WorkingCalendar

@testable import motcua

/// What gateways tell over HTTP, each by its own secret, in the shape that its file describes.
@Suite(.serialized)
struct ReceiptHookTests {
    private static let kannelSecret = "kannel-hook-secret-0001"
    private static let later = Instant(milliseconds: 4_000_000_000_000)
    private static let otherSecret = "generic-hook-secret-0002"

    /// A service with two gateways that are described in files; nobody listens where they would send.
    private func open(_ story: @escaping @Sendable (OneStop) async throws -> Void) async throws {
        let copy = try ConfigCopy()
        try copy.replace("gateway: console", with: "gateway: \"kannel, generic\"", in: "motcua.yaml")
        try copy.replace("127.0.0.1:13013", with: "127.0.0.1:1", in: "gateways/kannel.yaml")
        try copy.replace("sources: [\"127.0.0.1\", \"::1\"]", with: "", in: "gateways/kannel.yaml")
        try copy.replace("https://sms.example.vn", with: "http://127.0.0.1:1", in: "gateways/generic.yaml")
        try copy.replace("sources: [\"203.0.113.7\"]", with: "", in: "gateways/generic.yaml")
        let folder = try TemporaryFolder()
        let server = try await TestServer.build(
            in: folder,
            config: copy.file,
            clock: "2022-01-05T10:20+07:00",
            environment: [
                "KANNEL_PASSWORD": "secretpw", "KANNEL_HOOK": Self.kannelSecret, "SMS_CLIENT": "motcua",
                "SMS_TOKEN": "token", "SMS_HOOK": Self.otherSecret,
            ]
        )
        try await OneStop.serve(server, in: folder, story)
    }

    /// A text that one of the gateways took, whatever its gateway says now.
    private func takenText(_ service: OneStop, by gateway: String, reference: String? = nil) async throws -> Int64 {
        _ = try await service.staff("desk").register("1.001612")
        return try await service.server.workplace.store.transact { transaction in
            let message = try #require(try transaction.sendableMessages(at: Self.later, limit: 1).first)
            _ = try transaction.startSending(message.number, gateway: gateway, leaseUntil: Self.later)
            let outcome = MessageOutcome(
                state: .accepted,
                providerReference: reference,
                retryAt: nil,
                sentAt: message.draft.createdAt
            )
            try transaction.finishSending(message.number, outcome: outcome)
            return message.number
        }
    }

    private func state(of number: Int64, _ service: OneStop) async throws -> String? {
        try await service.server.workplace.store.read { try $0.message(number)?.state.rawValue }
    }

    @Test("Kannel's report by address settles its text, once and for all; the secret may stand in three places")
    func kannel() async throws {
        try await open { service in
            let number = try await takenText(service, by: "kannel")
            let path = "/api/v1/sms/receipts?reference=\(number)&status="
            #expect(try await service.send(.get, path + "1").status == 401)
            #expect(try await service.send(.get, path + "1&secret=wrong").status == 401)
            #expect(try await state(of: number, service) == "accepted")

            let bearer: HTTPFields = [.authorization: "Bearer " + Self.kannelSecret]
            #expect(try await service.send(.get, path + "8", headers: bearer).status == 200)
            #expect(try await state(of: number, service) == "accepted")
            let answer = try await service.send(.get, path + "1&secret=" + Self.kannelSecret)
            #expect(answer.status == 200 && answer.text.isEmpty)
            var field = HTTPFields()
            field[try #require(HTTPField.Name("X-Gateway-Secret"))] = Self.kannelSecret
            #expect(try await service.send(.get, path + "2", headers: field).status == 200)
            #expect(try await state(of: number, service) == "delivered")
            let unreadable = try await service.send(.get, path + "seven&secret=" + Self.kannelSecret)
            #expect(unreadable.status == 422)
        }
    }

    @Test("a provider's report in JSON is read as its file says; another gateway's secret settles nothing of it")
    func provider() async throws {
        try await open { service in
            let number = try await takenText(service, by: "generic", reference: "m-17")
            func report(_ secret: String, _ json: String) async throws -> Int {
                let fields: HTTPFields = [.authorization: "Bearer " + secret]
                return try await service.send(.post, "/api/v1/sms/receipts", json: json, headers: fields).status
            }
            #expect(try await report("wrong", #"{"id":"m-17","status":"delivered"}"#) == 401)
            let foreign = "/api/v1/sms/receipts?reference=\(number)&status=1&secret=" + Self.kannelSecret
            #expect(try await service.send(.get, foreign).status == 200)
            #expect(try await state(of: number, service) == "accepted")
            #expect(try await report(Self.otherSecret, #"{"id":"m-17","status":"expired"}"#) == 200)
            #expect(try await state(of: number, service) == "expired")
            #expect(try await report(Self.otherSecret, #"{"ref":"\#(number)","status":"delivered"}"#) == 200)
            #expect(try await state(of: number, service) == "delivered")
            #expect(try await report(Self.otherSecret, "no json") == 422)
            let long = #"{"id":""# + String(repeating: "x", count: 70_000) + #""}"#
            #expect(try await report(Self.otherSecret, long) == 413)
        }
    }

    @Test("a key speaks for its gateway and for what its scope says, and ends when it is taken back")
    func keys() async throws {
        try await open { service in
            let number = try await takenText(service, by: "kannel")
            let admin = try await service.staff("admin")
            func key(_ name: String, _ scope: String, _ gateway: String) async throws -> String {
                let body = #"{"name":"\#(name)","scopes":["\#(scope)"],"gateway":"\#(gateway)"}"#
                let made = try await admin.post("/keys", body)
                return try #require(made.string("key"), "\(made.text)")
            }
            let path = "/api/v1/sms/receipts?reference=\(number)&status=1"
            for other in [
                try await key("tin", "sms-inbound", "kannel"), try await key("khac", "sms-receipts", "esms"),
            ] {
                #expect(try await service.send(.get, path, token: other).status == 401)
            }
            #expect(try await state(of: number, service) == "accepted")
            let own = try await key("bao-cao", "sms-receipts", "kannel")
            #expect(try await service.send(.get, path, token: own).status == 200)
            #expect(try await state(of: number, service) == "delivered")
            #expect(try await service.send(.get, "/api/v1/dossiers", token: own).string("code") == "key-scope")
            #expect(try await admin.post("/keys/bao-cao/revoke", "{}").status == 200)
            #expect(try await service.send(.get, path, token: own).status == 401)
            let unknown = try await admin.post("/keys", #"{"name":"x","scopes":["sms-receipts"],"gateway":"khong"}"#)
            #expect(unknown.status == 422)
        }
    }

    @Test("without a configured secret nobody is believed")
    func noSecret() async throws {
        try await OneStop.open { service in
            let path = "/api/v1/sms/receipts"
            let answers = [
                try await service.send(.get, path + "?reference=1&status=1"),
                try await service.send(.get, path + "?reference=1&status=1&secret="),
                try await service.send(.post, path, json: "{}"),
            ]
            #expect(answers.map(\.status) == [401, 401, 401])
        }
    }

    @Test("a gateway that cannot be reached is told of, texts wait, and the administrator sees both")
    func gateways() async throws {
        try await open { service in
            _ = try await service.staff("desk").register("1.001612")
            let relay = service.server.relay
            for _ in 1...3 { try await relay.drain() }
            let gateways = try await service.staff("admin").get("/gateways")
            #expect(gateways.at("queued")?.integer == 1)
            let items = try #require(gateways.json["items"]?.array)
            #expect(items.map { $0["name"]?.string } == ["kannel", "generic"])
            #expect(items.map { $0["priority"]?.integer } == [1, 2])
            #expect(items.map { $0["reports"] } == [.bool(true), .bool(true)])
            #expect(items.first?["state"]?.string != "up" && items.first?["lastError"]?.string != nil)
            #expect(!gateways.text.contains("secretpw") && !gateways.text.contains(Self.kannelSecret))
            #expect(try await service.staff("desk").get("/gateways").status == 403)
        }
    }

    /// Why a start by a configuration is refused.
    private static func refusal(of copy: ConfigCopy, _ environment: [String: String]) async throws -> String {
        let folder = try TemporaryFolder()
        let error = await #expect(throws: CommandFailure.self) {
            let server = try await TestServer.build(
                in: folder,
                config: copy.file,
                clock: "2022-01-05T10:20+07:00",
                environment: environment
            )
            try await server.close()
        }
        return try #require(error).description
    }

    @Test("two gateways with one hook secret stop the start and check-config, which name both and not the secret")
    func sharedSecret() async throws {
        let copy = try ConfigCopy()
        try copy.replace("gateway: console", with: "gateway: \"kannel, generic\"", in: "motcua.yaml")
        let environment = [
            "KANNEL_PASSWORD": "secretpw", "KANNEL_HOOK": Self.kannelSecret, "SMS_CLIENT": "motcua",
            "SMS_TOKEN": "token", "SMS_HOOK": Self.kannelSecret,
        ]
        let folder = try TemporaryFolder()
        let start = try await Self.refusal(of: copy, environment)
        let configuration = try TestServer.configuration(in: folder, config: copy.file)
        let defects = try await GatewayComposition.secretDefects(configuration, environment: environment)
        #expect(defects.map(\.isMissing) == [false])
        for sentence in [start] + defects.map(\.sentence) {
            #expect(sentence.contains("gateways/kannel.yaml") && sentence.contains("gateways/generic.yaml"))
            #expect(sentence.contains("`hookSecret` of its own") && !sentence.contains(Self.kannelSecret))
        }

        // One variable for both is one secret, whether it is here or not.
        try copy.replace("hookSecret: SMS_HOOK", with: "hookSecret: KANNEL_HOOK", in: "gateways/generic.yaml")
        let same = try TestServer.configuration(in: folder, config: copy.file)
        let bare = try await GatewayComposition.secretDefects(same, environment: [:])
        #expect(bare.filter { !$0.isMissing }.map(\.sentence).count == 1)
    }

    @Test("a missing or short secret and an unknown gateway stop the start with the remedy")
    func refusals() async throws {
        let copy = try ConfigCopy()
        try copy.replace("gateway: console", with: "gateway: kannel", in: "motcua.yaml")
        #expect(try await Self.refusal(of: copy, [:]).contains("set the environment variable KANNEL_"))
        let short = try await Self.refusal(of: copy, ["KANNEL_PASSWORD": "x", "KANNEL_HOOK": "short"])
        #expect(short.contains("KANNEL_HOOK is too short"))
        try copy.replace("gateway: kannel", with: "gateway: kanel", in: "motcua.yaml")
        let folder = try TemporaryFolder()
        let defects = #expect(throws: ConfigurationDefects.self) {
            _ = try TestServer.configuration(in: folder, config: copy.file)
        }
        #expect(defects?.description.contains("no faultless gateway file named kanel") == true)
    }
}
