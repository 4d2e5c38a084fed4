import DossierEngine
import Foundation
import NIOHTTP1
import Testing

@testable import motcua

/// A server whose log tells everything it can is used in every way that could let a datum slip, and then its log and
/// its metrics are searched.
@Suite("Logs and metrics of a server that logs all it can")
struct LogSecrecyTests {
    private struct Typed {
        var code = ""
        var pins: [String] = []
    }

    @Test("hold no name, number, address, typed word or PIN, whatever is asked and however wrongly")
    func nothingSlips() async throws {
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(
            database: folder.database,
            environment: ["MOTCUA_LOG_LEVEL": "trace"]
        )
        var typed = try await Self.desk(server)
        try await Self.look(server, &typed)
        try await Self.err(server, typed)
        let metrics = try #require(await server.send("GET", "/metrics")).text
        #expect(metrics.contains("motcua_http_requests_total") && metrics.contains("motcua_sms_total"))
        #expect(server.terminate() == 0)
        // The line that shows how to register a dossier is printed and holds an example.
        let log = try server.printed.split(separator: "\n").filter { !$0.hasPrefix("curl ") }.joined(separator: "\n")
        #expect(log.contains("console gateway") && log.contains("\"level\":\"trace\""), "the log tells all it can")
        Self.expectNothing(typed, in: log, "the log")
        Self.expectNothing(typed, in: metrics, "the metrics")

        for arguments in [["export-person", "--code", typed.code, "--output", folder.path + "/x.json"], ["verify"]] {
            let common = ["--database", folder.database, "--config", Checkout.config]
            let result = try Program.run(arguments + common)
            #expect(result.code == 0, "\(result.errors)")
            Self.expectNothing(typed, in: result.output + result.errors, "what \(arguments[0]) prints")
        }
    }

    /// Intake, correction, actions with words, texts that go out.
    private static func desk(_ server: RunningServer) async throws -> Typed {
        var typed = Typed()
        let desk = try await server.token("desk")
        let words = TypedWords.intake()
        let intake = try #require(await server.send("POST", "/api/v1/dossiers", json: words, token: desk))
        typed.code = try #require(intake.string("code"), "\(intake.text)")
        typed.pins = [try #require(intake.string("lookupPIN"))]
        let acts = [
            ("correct", TypedWords.corrections),
            ("complete-step", #"{"stepId":"intake","note":"\#(TypedWords.note)"}"#),
            ("request-supplement", #"{"items":["\#(TypedWords.item)"],"reason":"\#(TypedWords.supplement)"}"#),
            (
                "receive-supplement",
                #"{"documents":[{"name":"\#(TypedWords.broughtPaper)","form":"photocopy","quantity":1}]}"#
            ),
        ]
        for (action, body) in acts {
            let path = "/api/v1/dossiers/\(typed.code)/actions/\(action)"
            let answer = try #require(await server.send("POST", path, json: body, token: desk))
            #expect(answer.status == 200, "\(action): \(answer.text)")
        }
        let renewal = "/api/v1/dossiers/\(typed.code)/actions/renew-pin"
        let renewed = try #require(await server.send("POST", renewal, json: "{}", token: desk))
        typed.pins.append(try #require(renewed.string("lookupPIN"), "\(renewed.text)"))
        let clock = #"{"to":"2022-01-07T08:00:00+07:00"}"#
        #expect(await server.send("POST", "/api/v1/demo/clock", json: clock, token: desk)?.status == 200)
        #expect(await server.send("GET", "/api/v1/demo/messages", token: desk)?.status == 200)
        return typed
    }

    /// Searches and look-ups, whose addresses hold numbers, names and PINs.
    private static func look(_ server: RunningServer, _ typed: inout Typed) async throws {
        let desk = try await server.token("desk")
        let name = try #require(TypedWords.name.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        for words in [name, TypedWords.identityNumber, "0912847365", "0912.847.365"] {
            #expect(await server.send("GET", "/api/v1/dossiers?q=\(words)", token: desk)?.status == 200)
            #expect(await server.send("GET", "/api/v1/status/\(words)")?.status == 404)
            #expect(await server.send("GET", "/api/v1/dossiers/\(words)", token: desk)?.status == 404)
            #expect(await server.send("GET", "/api/v1/\(words)", token: desk)?.status == 404)
        }
        for pin in typed.pins {
            for part in ["", "/readings", "/proof"] {
                let path = "/api/v1/status/\(typed.code)\(part)?pin=\(pin)"
                #expect(try #require(await server.send("GET", path)).status < 500)
            }
        }
        for username in ["leader", "officer.TCKH"] {
            let token = try await server.token(username)
            for part in ["", "/history"] {
                let path = "/api/v1/dossiers/\(typed.code)\(part)"
                let headers: HTTPHeaders = ["Reading-Reason": name]
                #expect(await server.send("GET", path, token: token, headers: headers)?.status == 200)
            }
        }
    }

    /// Requests that are wrong in ways that a program might quote.
    private static func err(_ server: RunningServer, _ typed: Typed) async throws {
        let desk = try await server.token("desk")
        let whole = TypedWords.intake()
        for body in [
            String(whole.dropLast(3)), whole.replacing("\"citizen\"", with: "\"\(TypedWords.name)\""),
            whole.replacing("\"1.001612\"", with: "\"\(TypedWords.identityNumber)\""),
            whole.replacing("\"name\":", with: "\"\(TypedWords.phone)\":"),
            whole.replacing(TypedWords.submitterPhone, with: TypedWords.identityNumber + "9"),
        ] {
            let answer = try #require(await server.send("POST", "/api/v1/dossiers", json: body, token: desk))
            #expect((400..<500).contains(answer.status), "\(answer.text)")
        }
        for username in [TypedWords.name, TypedWords.identityNumber, "0912847365"] {
            let body = #"{"username":"\#(username)","password":"\#(TypedWords.note)"}"#
            let answer = try #require(await server.send("POST", "/api/v1/sessions", json: body))
            #expect((400..<500).contains(answer.status), "\(answer.text)")
        }
        let token = TypedWords.identityNumber
        #expect(await server.send("GET", "/api/v1/dossiers/\(typed.code)", token: token)?.status == 401)
        let key: HTTPHeaders = ["Idempotency-Key": TypedWords.identityNumber, "X-Forwarded-For": "0912847365"]
        let again = await server.send("POST", "/api/v1/dossiers", json: whole, token: desk, headers: key)
        #expect(again?.status == 201)
    }

    private static func expectNothing(_ typed: Typed, in text: String, _ place: String) {
        let plain = TypedWords.plain(text)
        for secret in TypedWords.secrets {
            let range = plain.range(of: secret, options: .literal)
            let line = range.map { plain[plain.lineRange(for: $0)].prefix(400) }
            #expect(range == nil, "\(secret) stands in \(place): \(line ?? "")")
        }
        // Four characters may stand by chance inside a longer word, such as a hash.
        let words = Set(text.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }.map(String.init))
        for pin in typed.pins where pin.contains(where: \.isLetter) && pin.contains(where: \.isNumber) {
            #expect(!words.contains(pin), "a PIN stands in \(place)")
        }
    }
}
