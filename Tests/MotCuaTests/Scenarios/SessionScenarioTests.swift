import DossierEngine
import HTTPTypes
import Testing

/// Signing in and out over REST.
struct SessionScenarioTests {
    private static let newPassword = "câu Hà Lam mưa nước nổi"

    private func change(_ current: String, to new: String, by staff: Staff) async throws -> Answer {
        try await staff.post("/me/password", #"{"currentPassword":"\#(current)","newPassword":"\#(new)"}"#)
    }

    @Test("a new password ends every other session of the account, and only those")
    func passwordChange() async throws {
        try await OneStop.open { service in
            let mine = try await service.newSession("desk")
            let forgotten = try await service.newSession("desk")
            let colleague = try await service.newSession("desk.xa")
            #expect(try await forgotten.get("/inbox").status == 200)
            let changed = try await change("desk", to: Self.newPassword, by: mine)
            #expect(changed.status == 204, "\(changed.text)")
            #expect(changed.text.isEmpty)
            let ended = try await forgotten.get("/inbox")
            #expect(ended.status == 401)
            #expect(ended.string("code") == "unauthenticated")
            #expect(try await mine.get("/inbox").status == 200)
            #expect(try await colleague.get("/inbox").status == 200)
            #expect(try await service.signIn("desk", password: "desk").string("code") == "wrong-credentials")
            #expect(try await service.signIn("desk", password: Self.newPassword).status == 201)
        }
    }

    @Test("a refused change of the password changes nothing")
    func refusedChange() async throws {
        try await OneStop.open { service in
            let mine = try await service.newSession("desk")
            let other = try await service.newSession("desk")
            let wrong = try await change("not it", to: Self.newPassword, by: mine)
            #expect(wrong.status == 401)
            #expect(wrong.string("code") == "wrong-credentials")
            for weak in ["desk", "short", "aaaaaaaaaaaaaa"] {
                let refused = try await change("desk", to: weak, by: mine)
                #expect(refused.status == 422, "\(weak): \(refused.text)")
                #expect(refused.string("code") == "weak-password")
            }
            #expect(try await other.get("/inbox").status == 200)
            #expect(try await service.signIn("desk", password: "desk").status == 201)
        }
    }

    @Test("a token is dead once its session is ended, and no other is")
    func signOut() async throws {
        try await OneStop.open { service in
            let mine = try await service.newSession("desk")
            let other = try await service.newSession("desk")
            let ended = try await service.send(.delete, "/api/v1/sessions/current", token: mine.token)
            #expect(ended.status == 204)
            for answer in [
                try await mine.get("/inbox"), try await mine.post("/dossiers", Forms.intake("1.001612")),
                try await service.send(.delete, "/api/v1/sessions/current", token: mine.token),
            ] {
                #expect(answer.status == 401)
                #expect(answer.string("code") == "unauthenticated")
                #expect(answer.headers[.wwwAuthenticate] == "Bearer")
            }
            #expect(try await other.register("1.001612").status == 201)
        }
    }
}
