import DossierDomain
import DossierEngine
import DossierStoreSQLite
import HTTPTypes
import Testing

@testable import motcua

/// What happened to an account, as administrators are told.
struct UserHistoryTests {
    private static let ownPassword = "cau Ha Lam mua nuoc noi"
    private static let officer = #"{"username":"le.chi","role":"officer","unit":"TCKH"}"#

    /// A second administrator, made by the first one, with a password of his own.
    private func secondAdministrator(at service: OneStop) async throws -> Staff {
        let made = try await service.staff("admin").post("/users", #"{"username":"quan.tri","role":"admin"}"#)
        let given = try #require(made.string("oneTimePassword"), "\(made.text)")
        let answer = try await service.signIn("quan.tri", password: given)
        let staff = Staff(service: service, token: try #require(answer.string("token"), "\(answer.text)"))
        let change = #"{"currentPassword":"\#(given)","newPassword":"\#(Self.ownPassword)"}"#
        try #require(try await staff.post("/me/password", change).status == 204)
        return staff
    }

    /// The events of an account, oldest first.
    private func events(
        of username: String,
        _ query: String = "?limit=100",
        at service: OneStop
    ) async throws -> [JSONValue] {
        let answer = try await service.staff("admin").get("/users/\(username)/history" + query)
        try #require(answer.status == 200, "\(answer.text)")
        return try #require(answer.json["items"]?.array, "\(answer.text)")
    }

    /// Who did what, in a word each; the program stands for itself.
    private func deeds(_ items: [JSONValue]) -> [String] {
        items.map { item in
            let by = item["by"]?["username"]?.string ?? item["by"]?["kind"]?.string ?? ""
            return by + " " + (item["type"]?.string ?? "")
        }
    }

    /// What several people do with one account.
    ///
    /// - Returns: The one-time passwords that were told meanwhile.
    private func story(at service: OneStop) async throws -> [String] {
        let admin = try await service.staff("admin")
        let second = try await secondAdministrator(at: service)
        let key = try #require(HTTPField.Name("Idempotency-Key"))
        let made = try await second.post("/users", Self.officer, headers: [key: "3f0c2f0a"])
        // Sent again: the same password is shown once more.
        #expect(try await second.post("/users", Self.officer, headers: [key: "3f0c2f0a"]).text == made.text)
        let days = #""from":"2022-01-10","until":"2022-01-20""#
        let post = #"{"kind":"secondment","unit":"TPHT-X","commune":"Bình Minh",\#(days)}"#
        let posting = try await admin.post("/users/le.chi/postings", post)
        let number = try #require(posting.at("id")?.integer, "\(posting.text)")
        try await service.clock(to: "2022-01-06T09:00:00+07:00")
        _ = try await second.post("/users/le.chi/postings/\(number)/end", "{}")
        _ = try await second.post("/users/LE.CHI/assign", #"{"role":"admin"}"#)
        let reset = try await admin.post("/users/le.chi/reset", "{}")
        _ = try await service.send(.delete, "/api/v1/users/le.chi/sessions", token: admin.token)
        _ = try await admin.post("/users/le.chi/disable", "{}")
        return [made, reset].compactMap { $0.string("oneTimePassword") }
    }

    @Test("who made an account, changed its role, gave it posts, reset its password and disabled it is told in order")
    func severalPeople() async throws {
        try await OneStop.open { service in
            let given = try await story(at: service)
            let items = try await events(of: "Le.Chi", at: service)
            #expect(
                deeds(items) == [
                    "quan.tri accountCreated", "quan.tri secretShownAgain", "admin postingMade",
                    "quan.tri postingEnded", "quan.tri accountAssigned", "admin passwordReset", "admin sessionsEnded",
                    "admin accountDisabled",
                ]
            )
            let made = try #require(items.first?["details"])
            #expect(made["role"]?.string == "officer" && made["unit"]?.string == "TCKH")
            #expect(made["commune"]?.isNull == true && made["mustChangePassword"]?.bool == true)
            let posted = try #require(items[2]["details"])
            #expect(posted["kind"]?.string == "secondment" && posted["posting"]?.integer != nil)
            #expect(posted["unit"]?.string == "TPHT-X" && posted["commune"]?.string == "binh-minh")
            #expect(posted["from"]?.string == "2022-01-10" && posted["until"]?.string == "2022-01-20")
            #expect(items[3]["details"]?["posting"]?.integer == posted["posting"]?.integer)
            let assigned = try #require(items[4]["details"])
            #expect(assigned["role"]?.string == "admin" && assigned["unit"]?.isNull == true)
            #expect(assigned["formerRole"]?.string == "officer" && assigned["formerUnit"]?.string == "TCKH")
            #expect(assigned["formerCommune"]?.isNull == true)
            #expect(items[4]["at"]?.string == "2022-01-06T09:00:00+07:00")
            #expect(items[6]["details"]?["session"]?.isNull == true)
            for index in [1, 5, 7] { #expect(items[index]["details"] == .object([]), "\(index)") }

            let history = try await service.staff("admin").get("/users/le.chi/history")
            #expect(given.count == 2 && given.allSatisfy { !history.text.contains($0) })
            #expect(!history.text.contains("scrypt"))
            #expect(try await service.verification().isClean)
        }
    }

    @Test("what was done to oneself, by oneself and by the program alone is told as well")
    func others() async throws {
        try await OneStop.open { service in
            _ = try await story(at: service)
            let second = try await events(of: "quan.tri", at: service)
            #expect(deeds(second) == ["admin accountCreated", "quan.tri passwordChanged"])
            let first = try #require(try await events(of: "admin", at: service).first)
            #expect(first["type"]?.string == "accountCreated" && first["by"]?["kind"]?.string == "program")
            #expect(first["by"]?["username"]?.isNull == true)
        }
    }

    @Test("each event has its place and its hashes in the chain of all accounts")
    func chain() async throws {
        try await OneStop.open { service in
            _ = try await story(at: service)
            let store = service.server.workplace.store
            let bodies = try await store.transact { transaction -> [[UInt8]] in
                let head = try transaction.head(of: SystemEvent.Stream.accounts)
                return try transaction.events(of: head.id, after: 0, limit: 10_000)
            }
            for item in try await events(of: "le.chi", at: service) {
                let position = try #require(item["position"]?.integer.map(Int.init))
                #expect(item["hash"]?.string == Digest.of(bodies[position - 1]).hexadecimal)
                #expect(item["previousHash"]?.string == Digest.of(bodies[position - 2]).hexadecimal)
            }
        }
    }

    @Test("page by page every event comes once; another list's cursor and one out of range do no harm")
    func pages() async throws {
        try await OneStop.open { service in
            _ = try await story(at: service)
            let admin = try await service.staff("admin")
            let all = try await events(of: "le.chi", at: service)
            var read: [JSONValue] = []
            var cursor: String?
            repeat {
                let query = "?limit=3" + (cursor.map { "&cursor=" + $0 } ?? "")
                let page = try await admin.get("/users/le.chi/history" + query)
                let items = try #require(page.json["items"]?.array, "\(page.text)")
                #expect((1...3).contains(items.count))
                read += items
                cursor = page.string("next")
            } while cursor != nil && read.count <= all.count
            #expect(read == all)

            let foreign = try #require(try await admin.get("/users?limit=1").string("next"))
            for typed in ["x", foreign] {
                let refused = try await admin.get("/users/le.chi/history?cursor=" + typed)
                #expect(refused.status == 400 && refused.string("code") == "invalid-cursor", "\(refused.text)")
            }
            #expect(try await admin.get("/users/le.chi/history?limit=101").status == 422)
            // ["u",9223372036854775807] and ["u",-5].
            let last = try await admin.get("/users/le.chi/history?cursor=WyJ1Iiw5MjIzMzcyMDM2ODU0Nzc1ODA3XQ")
            #expect(last.json["items"]?.array?.isEmpty == true && last.at("next")?.isNull == true, "\(last.text)")
            #expect(try await events(of: "le.chi", "?limit=100&cursor=WyJ1IiwtNV0", at: service) == all)
        }
    }

    @Test("one request looks at a bounded number of events, and the next one goes on behind them")
    func bound() async throws {
        try await OneStop.open { service in
            let store = service.server.workplace.store
            let total = try await AccountHistoryTests.events(of: store).count
            let accounts = try await store.read { try $0.accounts(after: nil, limit: 1_000) }
            let newest = AccessHistory.Subject.account(try #require(accounts.last).username)
            let history = AccessHistory(of: store, examining: 4)
            var (counts, types): ([Int], [String]) = ([], [])
            var start: Int? = 0
            while let position = start {
                let page = try await history.page(of: newest, after: position, limit: 50, for: .program)
                counts.append(page.changes.count)
                types += page.changes.map(\.type)
                start = page.next
            }
            #expect(total > 30 && counts.count == (total + 3) / 4, "\(counts) of \(total)")
            #expect(counts.first == 0 && types == ["accountCreated"])
        }
    }

    @Test("nobody but administrators is told, whether there is such an account or not", arguments: ["desk", "leader"])
    func permission(name: String) async throws {
        try await OneStop.open { service in
            let staff = try await service.staff(name)
            for account in [name, "admin", "khong.co"] {
                let refused = try await staff.get("/users/\(account)/history")
                #expect(refused.status == 403 && refused.string("code") == "forbidden", "\(refused.text)")
            }
            let unknown = try await service.staff("admin").get("/users/khong.co/history")
            #expect(unknown.status == 404 && unknown.string("code") == "account-not-found", "\(unknown.text)")
        }
    }
}
