import DossierDomain
import DossierEngine
import DossierStoreSQLite
import HTTPTypes
import Testing
import WorkingCalendar

@testable import motcua

/// Keys of other systems over REST.
struct KeyScenarioTests {
    /// Makes a key and gives it as somebody who asks.
    private func make(_ members: String, at service: OneStop) async throws -> Staff {
        let made = try await service.staff("admin").post("/keys", "{\(members)}")
        try #require(made.status == 201, "\(made.text)")
        return Staff(service: service, token: try #require(made.string("key")))
    }

    @Test("a portal's key files dossiers online for its desk, the history names the key, and it does nothing else")
    func portal() async throws {
        try await OneStop.open { service in
            let portal = try await make(
                #""name":"cong-dvc","scopes":["intake-online"],"role":"desk","unit":"BPMC-H""#,
                at: service
            )
            let filed = try await portal.post("/dossiers", Forms.intake("1.001612", channel: "online"))
            #expect(filed.status == 201 && filed.at("status.code")?.integer == 1, "\(filed.text)")
            let code = try #require(filed.string("code"))
            let event = try #require(try await service.history(of: code).first)
            #expect(event["by"]?["kind"]?.string == "key" && event["by"]?["username"]?.isNull == true)
            let id = try await service.staff("admin").get("/keys/cong-dvc").at("id")?.integer
            #expect(event["by"]?["key"]?.integer == id && id != nil)

            for refused in [
                try await portal.post("/dossiers", Forms.intake("1.001612")),
                try await portal.get("/dossiers/\(code)"), try await portal.act("accept", on: code),
                try await portal.get("/inbox"), try await portal.get("/notices"), try await portal.get("/users"),
                try await portal.get("/keys"), try await portal.get("/me/sessions"), try await portal.get("/gateways"),
                try await portal.post("/me/password", #"{"currentPassword":"x","newPassword":"y"}"#),
                try await service.send(.delete, "/api/v1/sessions/current", token: portal.token),
            ] {
                #expect(refused.status == 403 && refused.string("code") == "key-scope", "\(refused.text)")
                #expect(refused.string("detail")?.contains("intake-online") == true)
            }
            let report = try service.server.workplace.store.inspect { inspection in
                var verifier = Verifier(rules: service.server.workplace.rules)
                return try verifier.verify(inspection) { _, _ in }
            }
            #expect(report.isClean)
        }
    }

    @Test("who made a key, gave it another secret and took it back is told in order, and no whole secret")
    func history() async throws {
        try await OneStop.open { service in
            let admin = try await service.staff("admin")
            let name = try #require(HTTPField.Name("Idempotency-Key"))
            let body = #"{"name":"doc","scopes":["read"],"role":"officer","unit":"TCKH"}"#
            let made = try await admin.post("/keys", body, headers: [name: "3f0c2f0a"])
            #expect(try await admin.post("/keys", body, headers: [name: "3f0c2f0a"]).text == made.text)
            let rotated = try await admin.post("/keys/doc/rotate", #"{"overlapHours":4}"#)
            #expect(try await admin.post("/keys/doc/revoke", "{}").status == 200)

            let told = try await admin.get("/keys/DOC/history")
            let items = try #require(told.json["items"]?.array, "\(told.text)")
            let types = items.compactMap { $0["type"]?.string }
            #expect(types == ["keyCreated", "secretShownAgain", "keyRotated", "keyRevoked"])
            #expect(items.allSatisfy { $0["by"]?["username"]?.string == "admin" })
            let first = try #require(items.first?["details"])
            #expect(first["scopes"]?.array?.compactMap(\.string) == ["read"] && first["gateway"]?.isNull == true)
            #expect(first["role"]?.string == "officer" && first["unit"]?.string == "TCKH")
            let secret = try #require(made.at("secrets")?.array?.first)
            #expect(first["prefix"] == secret["prefix"] && first["expiresAt"] == secret["expiresAt"])
            #expect(items[1]["details"] == .object([]))
            #expect(items[2]["details"]?["formerPrefix"] == secret["prefix"])
            #expect(items[3]["details"]?["revokedAt"]?.string?.hasSuffix("+07:00") == true)
            for answer in [made, rotated] {
                let text = try #require(answer.string("key"))
                #expect(!told.text.contains(text))
            }

            let unknown = try await admin.get("/keys/khong/history")
            #expect(unknown.status == 404 && unknown.string("code") == "key-not-found", "\(unknown.text)")
            #expect(try await service.staff("leader").get("/keys/doc/history").string("code") == "forbidden")
            #expect(try await service.verification().isClean)
        }
    }

    @Test("an agency's key does what its role and unit may do, within the same rules as a member of the staff")
    func agency() async throws {
        try await OneStop.open { service in
            let code = try #require(try await service.staff("desk").register("1.001612").string("code"))
            try await service.staff("desk").complete("intake", of: code)
            let finance = try await make(
                #""name":"tckh","scopes":["staff"],"role":"officer","unit":"TCKH""#,
                at: service
            )
            let reader = try await make(#""name":"doc","scopes":["read"],"role":"officer","unit":"TCKH""#, at: service)
            #expect(try await reader.get("/dossiers/\(code)").status == 200)
            #expect(try await reader.get("/inbox").json["items"]?.array?.count == 1)
            let refused = try await reader.act("complete-step", on: code, #"{"stepId":"appraise"}"#)
            #expect(refused.string("code") == "key-scope")
            #expect(try await finance.act("stop", on: code, #"{"reason":"x"}"#).string("code") == "forbidden")
            try await finance.complete("appraise", of: code)
            let own = try await finance.act("complete-step", on: code, #"{"stepId":"issue-tax-code"}"#)
            #expect(own.string("code") == "forbidden")
        }
    }

    @Test("a payment service's key confirms payments and nothing else")
    func payments() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            let asked = try await desk.act("request-payment", on: code, #"{"amountInDong":100000,"reason":"Lệ phí"}"#)
            #expect(asked.status == 200, "\(asked.text)")
            let payer = try await make(
                #""name":"payment","scopes":["payments"],"role":"desk","unit":"BPMC-H""#,
                at: service
            )
            #expect(try await payer.act("withdraw", on: code, #"{"reason":"x"}"#).string("code") == "key-scope")
            let paid = try await payer.act("confirm-payment", on: code, #"{"reference":"GD-1"}"#)
            #expect(paid.status == 200, "\(paid.text)")
        }
    }

    @Test("a repeated request is known again for a key as for an account, and not another's")
    func idempotency() async throws {
        try await OneStop.open { service in
            let portal = try await make(
                #""name":"cong-dvc","scopes":["intake-online"],"role":"desk","unit":"BPMC-H""#,
                at: service
            )
            let sent = try #require(HTTPField.Name("Idempotency-Key"))
            let replayed = try #require(HTTPField.Name("Idempotent-Replayed"))
            let key: HTTPFields = [sent: "1"]
            let body = Forms.intake("1.001612", channel: "online")
            let first = try await portal.post("/dossiers", body, headers: key)
            let again = try await portal.post("/dossiers", body, headers: key)
            #expect(first.string("code") == again.string("code"))
            #expect(again.headers[replayed] == "true")
            let others = try await service.staff("desk").post("/dossiers", body, headers: key)
            #expect(others.string("code") != first.string("code"))
        }
    }

    @Test("the secret stands nowhere but in the answer; lists show its prefix, scopes, end and use")
    func listing() async throws {
        try await OneStop.open { service in
            let reader = try await make(#""name":"doc","scopes":["read"],"role":"leader","days":30"#, at: service)
            let admin = try await service.staff("admin")
            let listed = try await admin.get("/keys")
            let item = try #require(listed.json["items"]?.array?.first)
            #expect(!listed.text.contains(reader.token))
            let prefix = reader.token.dropFirst(7).prefix(8)
            #expect(item["secrets"]?.array?.first?["prefix"]?.string == String(prefix))
            #expect(item["secrets"]?.array?.first?["lastUsedAt"]?.isNull == true)
            #expect(try await reader.get("/dossiers").status == 200)
            let text = try await DatabaseText(path: service.folder.database)
            for table in text.tables.keys {
                #expect(!text.text(table).contains(reader.token.dropFirst(15)), "\(table)")
            }
            let taken = try await admin.post("/keys", #"{"name":"DOC","scopes":["read"],"role":"leader"}"#)
            #expect(taken.status == 409 && taken.string("code") == "key-name-taken")
            for name in ["leader", "desk"] {
                let staff = try await service.staff(name)
                #expect(try await staff.get("/keys").string("code") == "forbidden")
                let body = #"{"name":"x","scopes":["staff"],"role":"leader"}"#
                #expect(try await staff.post("/keys", body).string("code") == "forbidden")
                #expect(try await staff.post("/keys/doc/revoke", "{}").string("code") == "forbidden")
            }
            let wrong = try await admin.post("/keys", #"{"name":"x","scopes":["all","read"],"role":"boss","days":0}"#)
            let fields = wrong.json["errors"]?.array?.compactMap { $0["field"]?.string }
            #expect(wrong.status == 422 && fields == ["scopes[0]", "role"], "\(wrong.text)")
        }
    }

    @Test("after a rotation both secrets hold until the stated instant, then the new one alone; a third ends the first")
    func rotation() async throws {
        let clock = SetClock()
        try await OneStop.open(machineClock: clock) { service in
            let first = try await make(#""name":"doc","scopes":["read"],"role":"leader""#, at: service)
            let admin = try await service.staff("admin")
            func rotate(_ body: String) async throws -> Staff {
                let answer = try await admin.post("/keys/doc/rotate", body)
                try #require(answer.status == 200, "\(answer.text)")
                return Staff(service: service, token: try #require(answer.string("key")))
            }
            func statuses(_ all: Staff...) async throws -> [Int] {
                var found: [Int] = []
                for one in all { found.append(try await one.get("/dossiers").status) }
                return found
            }
            let second = try await rotate(#"{"overlapHours":1}"#)
            #expect(try await statuses(first, second) == [200, 200])
            clock.milliseconds = 3_599_999
            #expect(try await statuses(first, second) == [200, 200])
            clock.milliseconds = 3_600_000
            #expect(try await statuses(first, second) == [401, 200])
            let adminAgain = try await service.newSession("admin")
            let events = try await AccountHistoryTests.events(of: service.server.workplace.store)
            #expect(events.contains { $0["overlapUntil"]?.string == "2022-01-05T11:20:00+07:00" })

            let third = try await adminAgain.post("/keys/doc/rotate", "{}").string("key") ?? ""
            let fourth = try await adminAgain.post("/keys/doc/rotate", #"{"overlapHours":2}"#).string("key") ?? ""
            let (three, four) = (Staff(service: service, token: third), Staff(service: service, token: fourth))
            #expect(try await statuses(first, second, three, four) == [401, 401, 200, 200])
        }
    }

    @Test("a key ends after its days, and at once when it is taken back, for good")
    func endings() async throws {
        let clock = SetClock()
        try await OneStop.open(machineClock: clock) { service in
            let short = try await make(#""name":"ngan","scopes":["read"],"role":"leader","days":1"#, at: service)
            let long = try await make(#""name":"dai","scopes":["read"],"role":"leader""#, at: service)
            let admin = try await service.staff("admin")
            for _ in 1...2 {
                let revoked = try await admin.post("/keys/dai/revoke", "{}")
                #expect(revoked.status == 200 && revoked.string("revokedAt") == "2022-01-05T10:20:00+07:00")
            }
            #expect(try await long.get("/dossiers").string("code") == "unauthenticated")
            let rotated = try await admin.post("/keys/dai/rotate", "{}")
            #expect(rotated.status == 409 && rotated.string("code") == "key-revoked")
            #expect(try await admin.post("/keys/khong/revoke", "{}").string("code") == "key-not-found")
            let stale = try await admin.post("/keys/ngan/revoke", "{}", headers: [.ifMatch: "\"9\""])
            #expect(stale.status == 412)
            clock.milliseconds = 86_399_999
            #expect(try await short.get("/dossiers").status == 200)
            clock.milliseconds = 86_400_000
            #expect(try await short.get("/dossiers").string("code") == "unauthenticated")
        }
    }

    @Test("what is not a whole key of ours is an unknown token, whatever it begins with")
    func strangers() async throws {
        try await OneStop.open { service in
            let reader = try await make(#""name":"doc","scopes":["read"],"role":"leader""#, at: service)
            let letters = reader.token
            for token in [
                "motcua_", String(letters.dropLast()), letters + "0", "motcua_" + String(repeating: "0", count: 47),
            ] {
                let answer = try await service.send(.get, "/api/v1/dossiers", token: token)
                #expect(answer.status == 401 && answer.string("code") == "unauthenticated", "\(token)")
            }
        }
    }

    /// One of the services over the store of a room.
    private static func keys(in room: Cloakroom) -> KeyService {
        KeyService(
            store: room.workplace.store,
            gateways: [],
            entropy: SystemEntropy(),
            clock: room.clock,
            machineClock: room.clock
        )
    }

    private static let reading = KeyDraft(name: "doc", scopes: [.read], role: .leader, place: nil, gateway: nil)

    @Test("what another program takes back is heeded two seconds after it was looked at, and at once by that program")
    func takenBackElsewhere() async throws {
        try await Cloakroom.open { room in
            let (here, elsewhere) = (Self.keys(in: room), Self.keys(in: room))
            let made = try await elsewhere.create(Self.reading, days: 2, by: .program)
            for keys in [here, elsewhere] { #expect(try await keys.authenticate(made.text).name == "doc") }
            _ = try await elsewhere.revoke("doc", by: .program)
            await #expect(throws: RequestRefusal.unauthenticated) { try await elsewhere.authenticate(made.text) }
            room.clock.milliseconds = 1_999
            #expect(try await here.authenticate(made.text).name == "doc")
            room.clock.milliseconds = 2_000
            await #expect(throws: RequestRefusal.unauthenticated) { try await here.authenticate(made.text) }
        }
    }

    @Test("a secret that follows one of a clock which was set back since is the newest, and lasts no longer for that")
    func afterClockAhead() async throws {
        try await Cloakroom.open { room in
            let keys = Self.keys(in: room)
            room.clock.milliseconds = 365 * 86_400_000
            _ = try await keys.create(Self.reading, days: 2, by: .program)
            room.clock.milliseconds = 0
            let rotated = try await keys.rotate("doc", overlapHours: 0, days: 2, by: .program)

            let end = room.clock.now.adding(seconds: 2 * 86_400)
            #expect(rotated.listed.secrets.first?.expiresAt == end)
            #expect(try await keys.authenticate(rotated.text).name == "doc")
            room.clock.milliseconds = 2 * 86_400_000
            await #expect(throws: RequestRefusal.unauthenticated) { try await keys.authenticate(rotated.text) }
        }
    }

    @Test("the last use is written at most once an hour")
    func lastUse() async throws {
        try await Cloakroom.open { room in
            let keys = Self.keys(in: room)
            let made = try await keys.create(Self.reading, days: 2, by: .program)
            let start = room.clock.now
            for (at, expected) in [(5, 5), (3_600_004, 5), (3_600_005, 3_600_005)] as [(Int64, Int64)] {
                room.clock.milliseconds = at
                _ = try await keys.authenticate(made.text)
                try await keys.writeUses()
                let listed = try await keys.key(named: "doc", for: .program)
                #expect(listed.secrets.first?.lastUsedAt == start.adding(milliseconds: expected), "after \(at) ms")
            }
        }
    }
}
