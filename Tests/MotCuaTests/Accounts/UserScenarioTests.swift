import DossierEngine
import HTTPTypes
import Testing

/// Accounts kept by administrators over REST.
struct UserScenarioTests {
    private static let ownPassword = "cau Ha Lam mua nuoc noi"

    /// Makes an account and gives its one-time password.
    private func make(
        _ name: String,
        _ seat: String = #""role":"officer","unit":"TCKH""#,
        by admin: Staff
    ) async throws -> String {
        let made = try await admin.post("/users", #"{"username":"\#(name)",\#(seat)}"#)
        try #require(made.status == 201, "\(made.text)")
        return try #require(made.string("oneTimePassword"))
    }

    /// Signs in somewhere.
    private func session(_ name: String, _ password: String, at service: OneStop) async throws -> Staff {
        let answer = try await service.signIn(name, password: password)
        try #require(answer.status == 201, "\(answer.text)")
        return Staff(service: service, token: try #require(answer.string("token")))
    }

    /// Makes an account whose password is its owner's own, and signs it in.
    private func settled(_ name: String, _ seat: String, at service: OneStop) async throws -> Staff {
        let given = try await make(name, seat, by: try await service.staff("admin"))
        let staff = try await session(name, given, at: service)
        let change = #"{"currentPassword":"\#(given)","newPassword":"\#(Self.ownPassword)"}"#
        try #require(try await staff.post("/me/password", change).status == 204)
        return staff
    }

    @Test("a one-time password opens nothing but the change of it, then everything")
    func oneTimePassword() async throws {
        try await OneStop.open { service in
            let admin = try await service.staff("admin")
            let made = try await admin.post("/users", #"{"username":"Le.Chi","role":"officer","unit":"TCKH"}"#)
            #expect(made.status == 201 && made.headers[.location] == "/api/v1/users/Le.Chi")
            #expect(made.headers[.eTag] == "\"1\"" && made.string("username") == "Le.Chi")
            let given = try #require(made.string("oneTimePassword"))
            #expect(given.wholeMatch(of: /([0-9a-hj-km-np-z]{5}-){3}[0-9a-hj-km-np-z]{5}/) != nil)

            let answer = try await service.signIn("le.chi", password: given)
            #expect(answer.status == 201 && answer.at("user.mustChangePassword")?.bool == true)
            let staff = Staff(service: service, token: try #require(answer.string("token")))
            for refused in [
                try await staff.get("/inbox"), try await staff.get("/me/sessions"), try await staff.get("/users"),
                try await staff.post("/dossiers", Forms.intake("1.001612")), try await staff.get("/demo/messages"),
            ] {
                #expect(refused.status == 403)
                #expect(refused.string("code") == "password-change-required")
            }
            let same = try await staff.post(
                "/me/password",
                #"{"currentPassword":"\#(given)","newPassword":"\#(given)"}"#
            )
            #expect(same.json["errors"]?.array?.compactMap { $0["code"]?.string } == ["password-unchanged"])
            let change = #"{"currentPassword":"\#(given)","newPassword":"\#(Self.ownPassword)"}"#
            #expect(try await staff.post("/me/password", change).status == 204)
            #expect(try await staff.get("/inbox").status == 200)
            #expect(try await service.signIn("le.chi", password: given).string("code") == "wrong-credentials")
            let user = try await admin.get("/users/LE.CHI")
            #expect(user.at("mustChangePassword")?.bool == false && user.headers[.eTag] == "\"2\"")
        }
    }

    @Test("with a one-time password one may sign out")
    func signOut() async throws {
        try await OneStop.open { service in
            let given = try await make("le.chi", by: try await service.staff("admin"))
            let staff = try await session("le.chi", given, at: service)
            #expect(try await service.send(.delete, "/api/v1/sessions/current", token: staff.token).status == 204)
            #expect(try await staff.get("/inbox").string("code") == "unauthenticated")
        }
    }

    @Test("a disabled account's sessions die with the answer, and it signs in again only once it is enabled")
    func disabling() async throws {
        try await OneStop.open { service in
            let admin = try await service.staff("admin")
            let officer = try await service.newSession("officer.TCKH")
            #expect(try await officer.get("/inbox").status == 200)
            for _ in 1...2 {
                let disabled = try await admin.post("/users/officer.tckh/disable", "{}")
                #expect(disabled.status == 200 && disabled.at("active")?.bool == false, "\(disabled.text)")
                #expect(disabled.headers[.eTag] == "\"2\"")
            }
            #expect(try await officer.get("/inbox").string("code") == "unauthenticated")
            let refused = try await service.signIn("officer.TCKH", password: "officer.TCKH")
            #expect(refused.string("code") == "wrong-credentials")
            #expect(try await admin.post("/users/officer.TCKH/enable", "{}").at("active")?.bool == true)
            #expect(try await officer.get("/inbox").string("code") == "unauthenticated")
            #expect(try await service.signIn("officer.TCKH", password: "officer.TCKH").status == 201)
        }
    }

    @Test("a reset ends the old password and the sessions; another role or unit holds from the next request on")
    func resetAndAssignment() async throws {
        try await OneStop.open { service in
            let admin = try await service.staff("admin")
            let head = try await service.newSession("head.TCKH")
            let reset = try await admin.post("/users/head.TCKH/reset", "{}")
            let given = try #require(reset.string("oneTimePassword"))
            #expect(try await head.get("/inbox").string("code") == "unauthenticated")
            #expect(try await service.signIn("head.TCKH", password: "head.TCKH").status == 401)
            #expect(try await session("head.TCKH", given, at: service).get("/inbox").status == 403)

            let leader = try await service.newSession("leader")
            let moved = try await admin.post("/users/leader/assign", #"{"role":"officer","unit":"TCKH"}"#)
            #expect(moved.status == 200 && moved.string("role") == "officer" && moved.string("unit") == "TCKH")
            #expect(try await leader.get("/inbox").string("code") == "unauthenticated")
            #expect(try await service.newSession("leader").get("/inbox").status == 200)
        }
    }

    @Test("nobody but administrators keeps accounts", arguments: ["desk", "officer.TCKH", "head.TCKH", "leader"])
    func othersAreRefused(name: String) async throws {
        try await OneStop.open { service in
            let staff = try await service.newSession(name)
            let seat = #"{"role":"admin"}"#
            let answers = [
                try await staff.get("/users"), try await staff.get("/users/admin"),
                try await staff.get("/users/admin/sessions"), try await staff.get("/users/admin/history"),
                try await staff.post("/users", #"{"username":"x","role":"admin"}"#),
                try await staff.post("/users/desk/disable", "{}"), try await staff.post("/users/desk/enable", "{}"),
                try await staff.post("/users/desk/reset", "{}"), try await staff.post("/users/\(name)/assign", seat),
                try await service.send(.delete, "/api/v1/users/desk/sessions", token: staff.token),
                try await service.send(.delete, "/api/v1/users/desk/sessions/1", token: staff.token),
                // No other answer for a name that there is not.
                try await staff.get("/users/khong.co"), try await staff.post("/users/khong.co/disable", "{}"),
            ]
            for answer in answers {
                #expect(answer.status == 403 && answer.string("code") == "forbidden", "\(answer.text)")
            }
        }
    }

    @Test("the last active administrator stays, whatever is asked")
    func lastAdministrator() async throws {
        try await OneStop.open { service in
            let admin = try await service.staff("admin")
            for (path, body) in [("disable", "{}"), ("assign", #"{"role":"leader"}"#)] {
                let refused = try await admin.post("/users/admin/" + path, body)
                #expect(refused.status == 409 && refused.string("code") == "last-administrator", "\(refused.text)")
            }
            #expect(try await admin.get("/users/admin").at("active")?.bool == true)
            _ = try await settled("le.chi", #""role":"admin""#, at: service)
            #expect(try await admin.post("/users/admin/disable", "{}").status == 200)
        }
    }

    @Test("of two administrators who disable each other at the same moment one stays")
    func race() async throws {
        try await OneStop.open { service in
            let admin = try await service.newSession("admin")
            var other = try await settled("le.chi", #""role":"admin""#, at: service)
            var first = admin
            for round in 1...10 {
                let (left, right) = (first, other)
                async let one = left.post("/users/le.chi/disable", "{}")
                async let two = right.post("/users/admin/disable", "{}")
                let statuses = [try await one.status, try await two.status]
                #expect(statuses.filter { $0 == 200 }.count == 1, "round \(round): \(statuses)")
                #expect(statuses.allSatisfy { [200, 401, 403, 409].contains($0) }, "round \(round): \(statuses)")
                let isAdminLeft = statuses[0] == 200
                let survivor = isAdminLeft ? first : other
                let fallen = isAdminLeft ? "le.chi" : "admin"
                #expect(try await survivor.post("/users/\(fallen)/enable", "{}").status == 200)
                let password = isAdminLeft ? Self.ownPassword : "admin"
                let again = try await session(fallen, password, at: service)
                if isAdminLeft { other = again } else { first = again }
            }
        }
    }

    @Test("a change meant for another version of the account is refused, one for the present version is taken")
    func versions() async throws {
        try await OneStop.open { service in
            let admin = try await service.staff("admin")
            let stale = try await admin.post("/users/desk/disable", "{}", headers: [.ifMatch: "\"7\""])
            #expect(stale.status == 412 && stale.string("code") == "version-mismatch")
            #expect(try await admin.get("/users/desk").at("active")?.bool == true)
            let fitting = try await admin.post("/users/desk/disable", "{}", headers: [.ifMatch: "\"7\", \"1\""])
            #expect(fitting.status == 200 && fitting.headers[.eTag] == "\"2\"")
        }
    }

    @Test("of two communes with one name none is guessed, for accounts, dossiers and lists alike")
    func namesakes() async throws {
        let config = try ConfigCopy()
        try config.replace(#""Bình Chánh""#, with: #""Bình An""#, in: "organisation/thang-binh-2022.yaml")
        try await OneStop.open(config: config.file) { service in
            let admin = try await service.staff("admin")
            func officer(of commune: String) async throws -> Answer {
                let seat = #""role":"officer","unit":"TPHT-X","commune":"\#(commune)""#
                return try await admin.post("/users", #"{"username":"le.chi",\#(seat)}"#)
            }
            let intake = Forms.intake("1.001612").replacing(#""commune":null"#, with: #""commune":"bình an""#)
            for refused in [
                try await officer(of: "Bình An"), try await service.staff("desk").post("/dossiers", intake),
                try await service.staff("leader").get("/dossiers?unit=TPHT-X&commune=xa%20binh%20an"),
            ] {
                let error = refused.at("errors")?.array?.first
                #expect(refused.status == 422 && error?["field"]?.string == "commune", "\(refused.text)")
                #expect(error?["code"]?.string == "ambiguous-commune", "\(refused.text)")
            }
            let made = try await officer(of: "binh-chanh")
            #expect(made.status == 201 && made.string("commune") == "binh-chanh", "\(made.text)")
        }
    }

    @Test(
        "an account that cannot be is refused by its field",
        arguments: [
            (#"{"username":"a b","role":"admin"}"#, "username invalid-username"),
            (#"{"username":"đỗ","role":"admin"}"#, "username invalid-username"),
            (#"{"username":"..","role":"admin"}"#, "username invalid-username"),
            (#"{"role":"admin"}"#, "username required"), (#"{"username":"a"}"#, "role required"),
            (#"{"username":"a","role":"boss"}"#, "role invalid-value"),
            (#"{"username":"a","role":"desk"}"#, "unit required"),
            (#"{"username":"a","role":"desk","unit":"TCKH"}"#, "unit not-a-desk"),
            (#"{"username":"a","role":"head","unit":"KHONG"}"#, "unit unknown-unit"),
            (#"{"username":"a","role":"head","unit":"TPHT-X"}"#, "commune required"),
            (#"{"username":"a","role":"head","unit":"TPHT-X","commune":"Huế"}"#, "commune unknown-commune"),
            (#"{"username":"a","role":"leader","unit":"CT-X","commune":"Bình Minh"}"#, "role leader-of-commune"),
            (#"{"username":"a","role":"admin","password":"x"}"#, "password unknown-field"),
        ]
    )
    func refusedDrafts(body: String, error: String) async throws {
        try await OneStop.open { service in
            let refused = try await service.staff("admin").post("/users", body)
            #expect(refused.status == 422, "\(refused.text)")
            let errors = refused.json["errors"]?.array ?? []
            let found = errors.compactMap { ($0["field"]?.string ?? "") + " " + ($0["code"]?.string ?? "") }
            #expect(found == [error])
        }
    }

    @Test("a name is given once, in whatever case")
    func takenNames() async throws {
        try await OneStop.open { service in
            let admin = try await service.staff("admin")
            let taken = try await admin.post("/users", #"{"username":"DESK","role":"admin"}"#)
            #expect(taken.status == 409 && taken.string("code") == "username-taken")
            for path in ["/users/khong.co/disable", "/users/khong.co/reset"] {
                let unknown = try await admin.post(path, "{}")
                #expect(unknown.status == 404 && unknown.string("code") == "account-not-found")
            }
        }
    }

    @Test("the list has every account once, page by page")
    func pages() async throws {
        try await OneStop.open { service in
            let admin = try await service.staff("admin")
            let all = try await admin.get("/users?limit=100")
            let names = all.json["items"]?.array?.compactMap { $0["username"]?.string } ?? []
            #expect(names.first == "admin" && names.contains("desk.xa") && names.count > 30)
            #expect(all.at("next")?.isNull == true)
            var read: [String] = []
            var cursor: String?
            repeat {
                let page = try await admin.get("/users?limit=7" + (cursor.map { "&cursor=" + $0 } ?? ""))
                read += page.json["items"]?.array?.compactMap { $0["username"]?.string } ?? []
                cursor = page.string("next")
            } while cursor != nil && read.count <= names.count
            #expect(read == names)
            #expect(try await admin.get("/users?cursor=x").string("code") == "invalid-cursor")
        }
    }

    @Test("the rule that a password breaks is told with its remedy, in both languages")
    func rulesAreTold() async throws {
        try await OneStop.open { service in
            let desk = try await service.newSession("desk")
            for (typed, code, english) in [
                ("1234", "password-too-short", "add some words"),
                ("Mật khẩu 2024", "password-known", "join some words"),
                ("motcua desk", "password-personal", "add other words"),
                ("abababababab", "password-repetitive", "join different words"),
            ] {
                let body = #"{"currentPassword":"desk","newPassword":"\#(typed)"}"#
                let refused = try await desk.post("/me/password", body)
                #expect(refused.status == 422 && refused.string("code") == "weak-password")
                let error = refused.json["errors"]?.array?.first
                #expect(error?["field"]?.string == "newPassword" && error?["code"]?.string == code)
                #expect(error?["detail"]?.string?.contains("hãy") == true)
                let told = try await desk.post("/me/password", body, headers: [.acceptLanguage: "en"])
                #expect(told.json["errors"]?.array?.first?["detail"]?.string?.contains(english) == true, "\(told.text)")
            }
        }
    }
}
