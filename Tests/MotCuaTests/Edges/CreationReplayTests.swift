import DossierDomain
import DossierEngine
import DossierStoreSQLite
import HTTPTypes
import Synchronization
import Testing
import WorkingCalendar

@testable import motcua

/// Repeated requests that make something else than a dossier: accounts, postings and keys.
@Suite("A request that makes an account, a posting or a key, sent again with its key,")
struct CreationReplayTests {
    private static let officer = #"{"username":"le.chi","role":"officer","unit":"TCKH"}"#
    private static let ownKey = "3f0c2f0a-3c1e-4b7e-9a55-0b6a2f3c7d11"
    private static let portal = #"{"name":"cong-dvc","scopes":["read"],"role":"officer","unit":"TCKH","days":30}"#

    /// Sends a request under a key, as the administrator unless said otherwise.
    private func send(
        _ path: String,
        _ body: String,
        key: String = ownKey,
        as username: String = "admin",
        at service: OneStop
    ) async throws -> Answer {
        let name = try #require(HTTPField.Name("Idempotency-Key"))
        return try await service.staff(username).post(path, body, headers: [name: key])
    }

    /// Whoever sends a token.
    private func bearer(_ token: String, at service: OneStop) -> Staff { Staff(service: service, token: token) }

    /// Insists that an answer is the first one again.
    private func expectAgain(_ again: Answer, _ first: Answer) throws {
        let replayed = try #require(HTTPField.Name("Idempotent-Replayed"))
        #expect(first.headers[replayed] == nil && again.headers[replayed] == "true")
        #expect(again.status == first.status && again.text == first.text)
        for name in [HTTPField.Name.eTag, .location] { #expect(again.headers[name] == first.headers[name]) }
    }

    @Test("answers as the first one did, with the same one-time password, whatever became of the account since")
    func users() async throws {
        try await OneStop.open { service in
            let first = try await send("/users", Self.officer, at: service)
            let password = try #require(first.string("oneTimePassword"))
            #expect(first.status == 201)
            try expectAgain(try await send("/users", Self.officer, at: service), first)

            let admin = try await service.staff("admin")
            #expect(try await admin.post("/users/le.chi/assign", #"{"role":"leader"}"#).status == 200)
            #expect(try await admin.post("/users/le.chi/disable", "{}").status == 200)
            try expectAgain(try await send("/users", Self.officer, at: service), first)
            #expect(try await admin.get("/users/le.chi").at("active") == .bool(false))
            #expect(try await admin.post("/users/le.chi/enable", "{}").status == 200)
            let signedIn = try await service.signIn("le.chi", password: password)
            #expect(signedIn.status == 201, "\(signedIn.text)")

            let text = try await DatabaseText(path: service.folder.database)
            for table in text.tables.keys { #expect(!text.text(table).contains(password), "\(table)") }
            let kept = text.text("idempotency")
            #expect(!kept.contains(Self.ownKey) && kept.contains("#"), "\(kept)")
            let other = try await send("/users", Self.officer, key: "a2", at: service)
            #expect(other.status == 409 && other.string("code") == "username-taken")
        }
    }

    @Test("makes one account, one posting and one key however many come at once")
    func together() async throws {
        try await OneStop.open { service in
            _ = try await service.staff("admin")
            for (number, (path, body)) in [
                ("/users", Self.officer), ("/keys", Self.portal),
                ("/users/officer.TNMT/postings", #"{"kind":"secondment","unit":"TCKH","until":"2022-01-06"}"#),
            ].enumerated() {
                let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                    for _ in 1...6 { group.addTask { try await send(path, body, key: "k\(number)", at: service) } }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(Set(answers.map(\.text)).count == 1, "\(path)")
                #expect(answers.allSatisfy { $0.status == 201 }, "\(path)")
                let replayed = try #require(HTTPField.Name("Idempotent-Replayed"))
                #expect(answers.count { $0.headers[replayed] == nil } == 1, "\(path)")
            }
        }
    }

    @Test("answers as the first one did, however far it has come itself when that one is done", arguments: 0...2)
    func overtaken(turn: Int) async throws {
        try await Cloakroom.open { room in
            let id = try await room.accounts.create(
                username: "quan.tri",
                password: Cloakroom.password,
                role: .admin,
                place: nil,
                isDemo: false
            )
            let manager = AccountManager.administrator(try #require(id))
            @Sendable func make(by accounts: AccountService) async throws -> (password: String, isReplay: Bool) {
                let made = try await accounts.create(
                    username: "le.chi",
                    role: .officer,
                    place: UnitPlace(unit: "TCKH", commune: nil),
                    by: manager,
                    idempotency: IdempotencyRequest(key: Self.ownKey, parts: [Array(Self.officer.utf8)])
                )
                return (made.password.text, made.isReplay)
            }
            let passwords = Mutex<[String]>([])
            let store = OvertakenStore(room.workplace.store, at: turn) {
                let first = try await make(by: room.second)
                #expect(!first.isReplay)
                passwords.withLock { $0.append(first.password) }
            }
            let again = try await make(by: try await room.service(on: store))
            let first = passwords.withLock { $0 }
            #expect(again.isReplay && first == [again.password])
            let accounts = try await room.workplace.store.read { try $0.accounts(after: nil, limit: 100) }
            #expect(accounts.map(\.username).sorted() == ["le.chi", "quan.tri", "tran.binh"])
        }
    }

    @Test("gives the posting as it was made, also when it has ended, and wants no version any more")
    func postings() async throws {
        try await OneStop.open { service in
            let path = "/users/officer.TNMT/postings"
            let body = #"{"kind":"secondment","unit":"TCKH","until":"2022-01-06"}"#
            let name = try #require(HTTPField.Name("Idempotency-Key"))
            let admin = try await service.staff("admin")
            let headers: HTTPFields = [name: "a1", .ifMatch: "\"1\""]
            let first = try await admin.post(path, body, headers: headers)
            #expect(first.status == 201 && first.headers[.eTag] == "\"2\"", "\(first.text)")
            try expectAgain(try await admin.post(path, body, headers: headers), first)
            let id = try #require(first.json["id"]?.integer)
            #expect(try await admin.post("\(path)/\(id)/end", "{}").status == 200)
            try expectAgain(try await admin.post(path, body, headers: headers), first)
            #expect(try await admin.get(path).json["items"]?.array?.count == 1)
        }
    }

    @Test("gives the posting in the state that it was in then, also when its first day has come and its last has gone")
    func daysOfPostings() async throws {
        try await OneStop.open { service in
            let path = "/users/officer.TNMT/postings"
            let body = #"{"kind":"secondment","unit":"TCKH","from":"2022-01-06","until":"2022-01-07"}"#
            let first = try await send(path, body, at: service)
            #expect(first.status == 201 && first.string("state") == "coming", "\(first.text)")
            for (instant, state) in [("2022-01-07T08:00:00+07:00", "inForce"), ("2022-01-08T08:00:00+07:00", "over")] {
                try await service.clock(to: instant)
                try expectAgain(try await send(path, body, at: service), first)
                let listed = try await service.staff("admin").get(path).json["items"]?.array
                #expect(listed?.first?["state"]?.string == state)
            }
        }
    }

    @Test("shows the same key, which is good, and rotates it once")
    func keys() async throws {
        try await OneStop.open { service in
            let first = try await send("/keys", Self.portal, at: service)
            let key = try #require(first.string("key"))
            try expectAgain(try await send("/keys", Self.portal, at: service), first)
            #expect(try await bearer(key, at: service).get("/dossiers").status == 200)

            let rotate = #"{"overlapHours":4}"#
            let rotated = try await send("/keys/cong-dvc/rotate", rotate, key: "a2", at: service)
            let new = try #require(rotated.string("key"))
            try expectAgain(try await send("/keys/cong-dvc/rotate", rotate, key: "a2", at: service), rotated)
            for text in [key, new] { #expect(try await bearer(text, at: service).get("/dossiers").status == 200) }
            try expectAgain(try await send("/keys", Self.portal, at: service), first)

            #expect(try await service.staff("admin").post("/keys/cong-dvc/revoke", "{}").status == 200)
            try expectAgain(try await send("/keys", Self.portal, at: service), first)
            #expect(try await bearer(new, at: service).get("/dossiers").status == 401)
            let text = try await DatabaseText(path: service.folder.database)
            for table in text.tables.keys {
                for secret in [key, new] { #expect(!text.text(table).contains(secret.dropFirst(15)), "\(table)") }
            }
        }
    }

    @Test("is refused with another body, at another path, and for whoever keeps no accounts any more")
    func refusals() async throws {
        try await OneStop.open { service in
            #expect(try await send("/users", Self.officer, at: service).status == 201)
            let others = [
                ("/users", #"{"username":"le.chi","role":"leader"}"#), ("/keys", Self.portal),
                ("/users/officer.TNMT/postings", #"{"kind":"secondment","unit":"TCKH","until":"2022-01-06"}"#),
            ]
            for (path, body) in others {
                let refused = try await send(path, body, at: service)
                #expect(refused.status == 422 && refused.string("code") == "idempotency-key-reused", "\(path)")
            }
            for (path, body) in others + [("/keys/x/rotate", "{}"), ("/messages/1/resend", "{}")] {
                let invalid = try await send(path, body, key: "a b", at: service)
                #expect(invalid.status == 400 && invalid.string("code") == "idempotency-key-invalid", "\(path)")
            }

            let second = try await send("/users", #"{"username":"second","role":"admin"}"#, key: "b", at: service)
            let password = try #require(second.string("oneTimePassword"))
            let first = bearer(
                try #require(try await service.signIn("second", password: password).string("token")),
                at: service
            )
            let own = "Bàn ghế số 4 màu xanh"
            let change = #"{"currentPassword":"\#(password)","newPassword":"\#(own)"}"#
            let chosen = try await first.post("/me/password", change)
            #expect(chosen.status == 204, "\(chosen.text)")
            let name = try #require(HTTPField.Name("Idempotency-Key"))
            let body = #"{"username":"third","role":"leader"}"#
            #expect(try await first.post("/users", body, headers: [name: Self.ownKey]).status == 201)
            let moved = try await service.staff("admin").post("/users/second/assign", #"{"role":"leader"}"#)
            #expect(moved.status == 200)
            let after = try await service.signIn("second", password: own)
            let leader = bearer(try #require(after.string("token")), at: service)
            #expect(try await leader.post("/users", body, headers: [name: Self.ownKey]).status == 403)
        }
    }

    @Test("is a new request after 48 hours: no old secret comes again")
    func lifetime() async throws {
        let machine = MovableClock(Instant(seconds: 1_800_000_000))
        try await OneStop.open(machineClock: machine) { service in
            let name = try #require(HTTPField.Name("Idempotency-Key"))
            let headers: HTTPFields = [name: Self.ownKey]
            let rotation = "/keys/cong-dvc/rotate"
            let first = try await service.newSession("admin")
            let made = try await first.post("/users", Self.officer, headers: [name: "u"])
            #expect(made.status == 201)
            #expect(try await first.post("/keys", Self.portal).status == 201)
            let rotated = try await first.post(rotation, "{}", headers: headers)

            machine.advance(seconds: 48 * 3_600)
            let second = try await service.newSession("admin")
            let taken = try await second.post("/users", Self.officer, headers: [name: "u"])
            #expect(taken.status == 409 && taken.string("code") == "username-taken")
            let anew = try await second.post(rotation, "{}", headers: headers)
            let replayed = try #require(HTTPField.Name("Idempotent-Replayed"))
            #expect(anew.status == 200 && anew.headers[replayed] == nil)
            #expect(anew.string("key") != rotated.string("key"))
        }
    }
}

/// A store in which something happens before one of the looks and changes of whoever uses it, counted together.
private final class OvertakenStore: DossierStore {
    private let base: any DossierStore
    private let turn: Int
    private let meanwhile: @Sendable () async throws -> Void
    private let turns = Mutex(0)

    init(_ base: any DossierStore, at turn: Int, meanwhile: @escaping @Sendable () async throws -> Void) {
        self.base = base
        self.turn = turn
        self.meanwhile = meanwhile
    }

    var vaultKeys: VaultKeyRing { base.vaultKeys }

    var allowsLookupOnEventLoop: Bool { base.allowsLookupOnEventLoop }

    func transact<Result: Sendable>(
        _ change: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result {
        try await pass()
        return try await base.transact(change)
    }

    func read<Result: Sendable>(
        _ query: @escaping @Sendable (any StoreSnapshot) throws -> Result
    ) async throws -> Result {
        try await pass()
        return try await base.read(query)
    }

    func makeStatusLookup() throws -> any StatusLookup { try base.makeStatusLookup() }

    private func pass() async throws {
        let present = turns.withLock { turns in
            defer { turns += 1 }
            return turns
        }
        if present == turn { try await meanwhile() }
    }
}
