import DossierEngine
import HTTPTypes
import Testing

@testable import motcua

/// What a repeated request tells whoever has another post by then.
@Suite("The answer to a repeated request")
struct ReplayPermissionTests {
    /// Sends a request under a key.
    private func send(_ path: String, _ body: String, as staff: Staff, key: String = "a1") async throws -> Answer {
        let name = try #require(HTTPField.Name("Idempotency-Key"))
        return try await staff.post(path, body, headers: [name: key])
    }

    /// Gives an account another post, which ends its sessions, and signs it in again.
    private func move(_ username: String, to post: String, at service: OneStop) async throws -> Staff {
        let moved = try await service.staff("admin").post("/users/\(username)/assign", post)
        try #require(moved.status == 200, "\(moved.text)")
        return try await service.newSession(username)
    }

    @Test("is the refusal of the dossier itself for whoever may not see it any more")
    func moved() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            try await desk.complete("intake", of: code)
            let path = "/dossiers/\(code)/actions/complete-step"
            let body = #"{"stepId":"appraise"}"#
            let officer = try await service.newSession("officer.TCKH")
            #expect(try await send(path, body, as: officer).status == 200)
            #expect(try await send(path, body, as: officer).status == 200)

            let elsewhere = try await move("officer.TCKH", to: #"{"role":"officer","unit":"TNMT"}"#, at: service)
            let read = try await elsewhere.get("/dossiers/\(code)")
            let replayed = try await send(path, body, as: elsewhere)
            #expect(read.status == 403 && replayed.status == 403, "\(replayed.text)")
            #expect(replayed.string("code") == read.string("code"))
            #expect(replayed.string("rule") == "agency-on-route-only" && read.string("rule") == "agency-on-route-only")

            let back = try await move("officer.TCKH", to: #"{"role":"officer","unit":"TCKH"}"#, at: service)
            #expect(try await send(path, body, as: back).status == 200)
        }
    }

    @Test("is masked, and without the PIN, for whoever is shown the dossier masked by now")
    func masked() async throws {
        try await OneStop.open { service in
            let desk = try await service.newSession("desk")
            let filed = try await send("/dossiers", Forms.intake("1.001612"), as: desk, key: "a1")
            let code = try #require(filed.string("code"))
            let path = "/dossiers/\(code)/actions/renew-pin"
            let first = try await send(path, "{}", as: desk, key: "a2")
            #expect(first.status == 200 && first.string("lookupPIN") != nil)
            #expect(first.string("applicant.phone") == "0905123456")

            let leader = try await move("desk", to: #"{"role":"leader"}"#, at: service)
            let again = try await send(path, "{}", as: leader, key: "a2")
            #expect(again.status == 200 && again.at("version") == first.at("version"), "\(again.text)")
            #expect(again.at("lookupPIN") == .null && again.string("applicant.phone") == "*******456")
            #expect(try await send("/dossiers", Forms.intake("1.001612"), as: leader, key: "a1").status == 403)
        }
    }

    @Test("masks a name in the words of then that only a later correction put on the sheet")
    func correctedLater() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            try await desk.complete("intake", of: code)
            let path = "/dossiers/\(code)/actions/request-supplement"
            let body = #"{"items":["Giấy của Trần Thị Bé"],"reason":"Bà Trần Thị Bé thiếu giấy"}"#
            let officer = try await service.newSession("officer.TCKH")
            let first = try await send(path, body, as: officer)
            #expect(first.status == 200 && first.text.contains("Bà Trần Thị Bé thiếu giấy"), "\(first.text)")
            let mended = #"{"fields":{"name":"Trần Thị Bé"},"reason":"gõ nhầm"}"#
            #expect(try await desk.post("/dossiers/\(code)/actions/correct", mended).status == 200)

            let elsewhere = try await move("officer.TCKH", to: #"{"role":"officer","unit":"VP"}"#, at: service)
            let again = try await send(path, body, as: elsewhere)
            #expect(again.status == 200 && again.at("masked") == .bool(true), "\(again.text)")
            #expect(again.string("request.reason") == "Bà T. T. Bé thiếu giấy", "\(again.text)")
            #expect(!again.text.contains("Trần Thị"), "\(again.text)")
        }
    }
}
