import DossierDomain
import DossierEngine
import DossierStoreSQLite
import Foundation
import HTTPTypes
import OpenIDPeers
import Synchronization
import Testing

@testable import motcua

/// What came with the schemas from 0005 on.
extension SchemaStory {
    /// Citizens ask, one of them wants no texts, and one answer waits.
    func answerCitizens() async throws {
        try await open { service in
            let bearer: HTTPFields = [.authorization: "Bearer generic-hook-secret-0002"]
            func bring(_ text: String, from number: String) async throws {
                let json = #"{"from":"\#(number)","message":"\#(text)","id":"\#(number)"}"#
                let answer = try await service.send(.post, "/api/v1/sms/inbound", json: json, headers: bearer)
                try #require(answer.status == 200, "\(answer.text)")
            }
            let workplace = service.server.workplace
            let relay = InquiryRelay(
                store: workplace.store,
                routes: [GatewayRoute(ScriptedGateway("generic"))],
                rules: workplace.rules,
                wording: workplace.inquiryWording,
                clock: workplace.clock,
                machineClock: machine,
                pace: SystemPace(),
                logger: Self.silence
            )
            try await bring("HS \(code(3))", from: "+84905123413")
            try await bring("TC", from: "+84905123496")
            try await relay.drain()
            try await bring("HS \(code(4))", from: "+84912345678")
        }
    }

    /// One system takes what it is told, one is given up, one is told later.
    func tellSystems() async throws {
        try await open { service in
            let failures = [WebhookAnswer](repeating: .failed(reason: "HTTP 503"), count: 12)
            let workplace = service.server.workplace
            let subscriptions = try [("chat", []), ("dead", failures)].map { name, answers in
                WebhookSubscription(
                    name: name,
                    kinds: [.received, .withdrawn],
                    notices: [],
                    includesText: false,
                    key: try #require(WebhookKey("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")),
                    endpoint: ScriptedEndpoint(answers)
                )
            }
            let relay = WebhookRelay(
                store: workplace.store,
                subscriptions: subscriptions,
                rules: workplace.rules,
                installation: "motcua-1",
                machineClock: machine,
                pace: SystemPace(),
                logger: Self.silence
            )
            try await relay.drain()
            _ = try await service.staff("desk").register("1.001612", phone: "0905123495")
            for _ in 1...12 {
                try await relay.drain()
                machine.advance(seconds: 100_000)
            }
            _ = try await service.staff("desk").register("2.000815", phone: "0905123494")
            try await relay.drain()
        }
    }

    /// The vault has its second key, and a dossier's personal data are gone.
    func erase() async throws {
        try run("erase", code(6))
        try run("rekey")
        try await open { _ = try await $0.staff("desk").register("1.001612", phone: "0905123493") }
    }

    func keepAccounts() async throws {
        try await open { service in
            let admin = try await service.staff("admin")
            for (path, json) in [
                ("/users", #"{"username":"Le.Chi","role":"officer","unit":"TCKH"}"#),
                ("/users/head.THUE/disable", "{}"),
                ("/keys", #"{"name":"cong-dvc","scopes":["intake-online"],"role":"desk","unit":"BPMC-H"}"#),
                ("/keys/cong-dvc/rotate", #"{"overlapHours":1}"#),
            ] {
                let answer = try await admin.post(path, json)
                try #require(answer.status < 300, "\(path): \(answer.text)")
            }
        }
    }

    func sign() async throws {
        try await open { service in
            try await service.server.checkpoint()
            _ = try await service.staff("desk").register("1.001612", phone: "0905123492")
            try await service.server.checkpoint()
        }
    }

    /// A secondment that was ended, and an acting head.
    func second() async throws {
        try await open { service in
            let admin = try await service.staff("admin")
            func post(_ name: String, _ kind: String, _ unit: String) async throws -> Answer {
                let body = #"{"kind":"\#(kind)","unit":"\#(unit)","until":"2022-03-31"}"#
                let answer = try await admin.post("/users/\(name)/postings", body)
                try #require(answer.status == 201, "\(answer.text)")
                return answer
            }
            let made = try await post("officer.TNMT", "secondment", "TCKH")
            let id = try #require(made.at("id")?.integer)
            let ended = try await admin.post("/users/officer.TNMT/postings/\(id)/end", "{}")
            try #require(ended.status == 200, "\(ended.text)")
            _ = try await post("officer.THUE", "actingHead", "TCKH")
        }
    }

    /// Somebody signs in through a provider.
    func signOn() async throws {
        let story = self
        try await ScriptedProvider.run(keys: [try await .p256("k")]) { provider in
            let config = try Self.configuration()
            try config.write(SignOnSite.file(provider.issuer), to: "signon/test.yaml")
            try config.replace(#"provider: """#, with: #"provider: "test""#, in: "motcua.yaml")
            let server = try await TestServer.build(
                in: story.folder,
                config: config.file,
                clock: "2022-01-04T07:30+07:00",
                environment: Self.environment.merging(["SIGNON_TEST": SignOnSite.secret]) { $1 }
            )
            try await OneStop.serve(server, in: story.folder) { service in
                let claims: [String: any Sendable] = [
                    "sub": "1", "groups": ["mot-cua"], "preferred_username": "an",
                ]
                let answer = try await SignOnSite(service: service).signIn(claims, at: provider)
                try #require(answer.status == 200, "\(answer.text)")
            }
        }
    }

    /// Dossiers are opened by staff and written out for their applicant.
    func read() async throws {
        try await open { service in
            try #require(try await service.staff("officer.TCKH").get("/dossiers/\(code(3))").status == 200)
            try #require(try await service.staff("leader").get("/dossiers/\(code(4))/history").status == 200)
        }
        try run("export-person", "--code", code(4), "--output", folder.path + "/person.json")
        try await open { try await $0.server.checkpoint() }
    }

    /// A copy is restored, with codes past a gap.
    func restore() async throws {
        try run("backup", folder.path + "/copy.sqlite")
        try run("restore", folder.path + "/copy.sqlite", "--serial-gap", "3")
        try await open { service in
            _ = try await service.staff("desk").register("1.001612", phone: "0905123491")
            try await service.server.checkpoint()
        }
    }

    /// Dossiers are found by their applicants' names.
    func findNames() async throws { try await open { try await $0.indexNames() } }
}

/// A system that answers as it is told, and then takes everything.
private final class ScriptedEndpoint: WebhookEndpoint {
    private let answers: Mutex<[WebhookAnswer]>

    init(_ answers: [WebhookAnswer]) { self.answers = Mutex(answers) }

    func post(_ post: WebhookPost) async -> WebhookAnswer {
        answers.withLock { $0.isEmpty ? .taken : $0.removeFirst() }
    }
}
