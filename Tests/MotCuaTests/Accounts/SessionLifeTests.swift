import DossierDomain
import DossierEngine
import DossierStoreSQLite
import HTTPTypes
import NIOPosix
import Testing
import WorkingCalendar

@testable import motcua

/// Sessions that are left alone, listed, ended; accounts changed by another program.
struct SessionLifeTests {
    /// An hour.
    private static let idle: Int64 = 3_600_000

    @Test("by the shipped settings a session ends an hour after its last use, to the millisecond")
    func idle() async throws {
        try await Cloakroom.open { room in
            let session = try await room.signIn()
            room.clock.milliseconds = Self.idle - 1
            _ = try await room.accounts.authenticate(token: session.token)
            room.clock.milliseconds = 2 * Self.idle - 2
            _ = try await room.accounts.authenticate(token: session.token)
            room.clock.milliseconds = 3 * Self.idle - 2
            await #expect(throws: RequestRefusal.unauthenticated) {
                _ = try await room.accounts.authenticate(token: session.token)
            }
        }
    }

    @Test("a session that began by a clock which is set back by more than an hour since does not last so much longer")
    func clockSetBack() async throws {
        try await Cloakroom.open { room in
            let year: Int64 = 365 * 86_400_000
            room.clock.milliseconds = year
            let session = try await room.signIn()
            #expect(try await room.opens(session.token) == [true, true])
            room.clock.milliseconds = year - 3_600_000
            #expect(try await room.opens(session.token) == [true, true])
            room.clock.milliseconds = year - 3_600_001
            #expect(try await room.opens(session.token) == [false, false])
            room.clock.milliseconds = 0
            #expect(try await room.opens(session.token) == [false, false])
            let open = try await room.accounts.sessions(of: session.account, before: nil, limit: 10).sessions
            #expect(open.isEmpty)
        }
    }

    @Test("the last use is written once a minute at most, and known to a program that starts anew")
    func lastUse() async throws {
        try await Cloakroom.open { room in
            let session = try await room.signIn()
            func written() async throws -> Int64? {
                try await room.accounts.writeUses()
                let start = room.clock.now.adding(milliseconds: -room.clock.milliseconds)
                let stored = try await room.workplace.store.read { snapshot in
                    try snapshot.sessions(of: session.account.id, before: nil, limit: 1).first?.lastUsedAt
                }
                return stored.map { $0.milliseconds - start.milliseconds }
            }
            let writings: [(Int64, Int64)] = [(59_999, 0), (60_000, 60_000), (90_000, 60_000), (120_000, 120_000)]
            for (at, expected) in writings {
                room.clock.milliseconds = at
                _ = try await room.accounts.authenticate(token: session.token)
                #expect(try await written() == expected, "after \(at) ms")
            }
            // The second service has not seen the uses; it reads them.
            room.clock.milliseconds = 120_000 + Self.idle - 1
            #expect(try await room.second.authenticate(token: session.token).id == session.account.id)
            room.clock.milliseconds = 120_000 + 2 * Self.idle
            #expect(try await room.opens(session.token) == [false, false])
        }
    }

    @Test("what another program changes is heeded within two seconds, and at once by the program that changes it")
    func changesOfOthers() async throws {
        try await Cloakroom.open { room in
            let session = try await room.signIn()
            #expect(try await room.opens(session.token) == [true, true])
            _ = try await room.second.disable("tran.binh", by: .program)
            #expect(try await room.opens(session.token) == [true, false])
            room.clock.milliseconds = 1_999
            #expect(try await room.opens(session.token) == [true, false])
            room.clock.milliseconds = 2_000
            #expect(try await room.opens(session.token) == [false, false])
            await #expect(throws: RequestRefusal.wrongCredentials) { _ = try await room.signIn() }
        }
    }

    @Test("a post that another program gives is heeded within two seconds")
    func postsOfOthers() async throws {
        try await Cloakroom.open { room in
            let session = try await room.signIn()
            func posts() async throws -> [UnitPlace] {
                try await room.accounts.authenticate(token: session.token).postings.map(\.place)
            }
            #expect(try await posts() == [])
            let place = UnitPlace(unit: "TNMT", commune: nil)
            let until = try #require(LocalDate(iso8601: "2022-01-31"))
            let draft = PostingDraft(kind: .secondment, place: place, from: nil, until: until)
            _ = try await room.second.post(draft, to: "tran.binh", by: .program)
            room.clock.milliseconds = 1_999
            #expect(try await posts() == [])
            room.clock.milliseconds = 2_000
            #expect(try await posts() == [place])
        }
    }

    @Test("a password that was reset elsewhere cannot change itself back, however fresh the session still looks")
    func resetMeanwhile() async throws {
        try await Cloakroom.open { room in
            let session = try await room.signIn()
            _ = try await room.accounts.authenticate(token: session.token)
            _ = try await room.second.reset("tran.binh", by: .program)
            let account = try await room.accounts.authenticate(token: session.token)
            await #expect(throws: RequestRefusal.wrongCredentials) {
                try await room.accounts.changePassword(
                    current: Cloakroom.password,
                    new: "mật khẩu mới hơn",
                    of: account,
                    keeping: session.token,
                    from: "127.0.0.1"
                )
            }
        }
    }

    @Test("a disabled account cannot change its password, neither while its session looks fresh nor while it is judged")
    func disabledMeanwhile() async throws {
        try await Cloakroom.open { room in
            let session = try await room.signIn()
            func change(by accounts: AccountService) async throws {
                try await accounts.changePassword(
                    current: Cloakroom.password,
                    new: "mật khẩu mới hơn",
                    of: session.account,
                    keeping: session.token,
                    from: "127.0.0.1"
                )
            }
            let store = InterruptedStore(
                room.workplace.store,
                meanwhile: { _ in _ = try await room.second.disable("tran.binh", by: .program) }
            )
            let interrupted = try await room.service(on: store)
            await #expect(throws: RequestRefusal.wrongCredentials) { try await change(by: interrupted) }
            await #expect(throws: RequestRefusal.wrongCredentials) { try await change(by: room.accounts) }

            _ = try await room.second.enable("tran.binh", by: .program)
            #expect(try await room.signIn().account.id == session.account.id)
        }
    }

    @Test("a hash of less cost than is configured is made anew when its owner signs in, never a dearer one cheaper")
    func upgrade() async throws {
        try await Cloakroom.open { room in
            let threads = NIOThreadPool(numberOfThreads: 1)
            threads.start()
            let dearer = ScryptPasswordHasher(
                cost: .init(rounds: 1 << 11, blockSize: 8, parallelism: 1),
                entropy: SystemEntropy(),
                threads: threads
            )
            let strong = try await room.service(hasher: dearer)
            func cost() async throws -> String? {
                let account = try await room.workplace.store.read { try $0.account(named: "tran.binh") }
                return account.map { $0.passwordHash.split(separator: "$").prefix(4).joined(separator: "$") }
            }
            #expect(try await cost() == "scrypt$1024$8$1")
            await #expect(throws: RequestRefusal.wrongCredentials) {
                _ = try await strong.signIn(username: "tran.binh", password: "sai mật khẩu", from: "127.0.0.1")
            }
            #expect(try await cost() == "scrypt$1024$8$1")
            _ = try await strong.signIn(username: "tran.binh", password: Cloakroom.password, from: "127.0.0.1")
            #expect(try await cost() == "scrypt$2048$8$1")
            _ = try await room.signIn()
            #expect(try await cost() == "scrypt$2048$8$1")
            try await threads.shutdownGracefully()
        }
    }

    @Test("one's open sessions are listed without their tokens, ended one by one, and all at once")
    func ownSessions() async throws {
        try await OneStop.open { service in
            let first = try await service.newSession("desk")
            let body = #"{"username":"desk","password":"desk"}"#
            let agent: HTTPFields = [
                .userAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
            ]
            let answer = try await service.send(.post, "/api/v1/sessions", json: body, headers: agent)
            let second = Staff(service: service, token: try #require(answer.string("token")))
            let stranger = try await service.newSession("desk.xa")

            let listed = try await second.get("/me/sessions")
            #expect(!listed.text.contains(first.token) && !listed.text.contains(second.token))
            let items = try #require(listed.json["items"]?.array)
            #expect(items.compactMap { $0["client"]?.string } == ["Firefox, Windows", "unknown"])
            #expect(items.compactMap { $0["current"]?.bool } == [true, false])
            let older = try #require(items.last?["id"]?.integer)

            for (staff, status) in [(stranger, 404), (second, 204), (second, 404)] {
                let ended = try await service.send(.delete, "/api/v1/me/sessions/\(older)", token: staff.token)
                #expect(ended.status == status, "\(ended.text)")
            }
            #expect(try await first.get("/inbox").status == 401)
            #expect(try await second.get("/me/sessions?limit=1").json["items"]?.array?.count == 1)
            let third = try await service.newSession("desk")
            #expect(try await service.send(.delete, "/api/v1/me/sessions", token: third.token).status == 204)
            for staff in [second, third] { #expect(try await staff.get("/inbox").status == 401) }
            #expect(try await stranger.get("/inbox").status == 200)
        }
    }

    @Test("an administrator lists and ends another's sessions, and the history says so")
    func othersSessions() async throws {
        try await OneStop.open { service in
            let admin = try await service.staff("admin")
            let first = try await service.newSession("desk")
            let second = try await service.newSession("desk")
            let items = try await admin.get("/users/desk/sessions").json["items"]?.array ?? []
            #expect(items.count == 2 && items.allSatisfy { $0["current"]?.bool == false })
            let newer = try #require(items.first?["id"]?.integer)
            let path = "/api/v1/users/desk/sessions"
            #expect(try await service.send(.delete, "\(path)/\(newer)", token: admin.token).status == 204)
            #expect(try await second.get("/inbox").status == 401)
            #expect(try await first.get("/inbox").status == 200)
            let again = try await service.send(.delete, "\(path)/\(newer)", token: admin.token)
            #expect(again.status == 404 && again.string("code") == "session-not-found")
            #expect(try await service.send(.delete, path, token: admin.token).status == 204)
            #expect(try await first.get("/inbox").status == 401)
            let events = try await AccountHistoryTests.events(of: service.server.workplace.store).suffix(2)
            #expect(events.compactMap { $0["session"]?.string } == [String(newer), "all"])
        }
    }

    @Test("words tried at many accounts slow their address down, nobody at another one, and nobody for good")
    func spraying() async throws {
        try await Cloakroom.open { room in
            func attempt(_ name: String, from address: String) async throws -> Int64 {
                do {
                    _ = try await room.accounts.signIn(username: name, password: "sai mật khẩu", from: address)
                    return -1
                } catch RequestRefusal.tooManyAttempts(let seconds) {
                    return seconds
                } catch RequestRefusal.wrongCredentials {
                    return 0
                }
            }
            for number in 1...100 { #expect(try await attempt("a\(number)", from: "203.0.113.7") == 0) }
            #expect(try await attempt("a101", from: "203.0.113.7") == 1)
            #expect(try await attempt("a101", from: "198.51.100.4") == 0)
            // Whoever comes through a proxy on this machine shares its address with everybody else.
            for number in 1...150 { #expect(try await attempt("b\(number)", from: AccountService.ownNetwork) == 0) }
            room.clock.milliseconds = 1_000
            let right = try await room.accounts.signIn(
                username: "tran.binh",
                password: Cloakroom.password,
                from: "203.0.113.7"
            )
            #expect(right.account.username == "tran.binh")
        }
    }

    @Test("tries at an account that has to wait itself make nobody else at the address wait")
    func lockedAccount() async throws {
        try await Cloakroom.open { room in
            func attempt(_ name: String, _ password: String) async throws -> Int64 {
                do {
                    _ = try await room.accounts.signIn(username: name, password: password, from: "203.0.113.7")
                    return -1
                } catch RequestRefusal.tooManyAttempts(let seconds) {
                    return seconds
                } catch RequestRefusal.wrongCredentials {
                    return 0
                }
            }
            func expect(_ name: String, _ password: String = "sai mật khẩu", waits: Int64) async throws {
                let seconds = try await attempt(name, password)
                #expect(seconds == waits, "\(name)")
            }
            for _ in 1...5 { try await expect("le.chi", waits: 0) }
            for _ in 1...300 { try await expect("le.chi", waits: 1) }
            try await expect("tran.binh", Cloakroom.password, waits: -1)
            // The address counts what was judged: five at the one account, and ninety-five at others.
            for number in 1...95 { try await expect("a\(number)", waits: 0) }
            try await expect("a96", waits: 1)
            // Nor does the wait of the address make an account's own longer.
            for _ in 1...20 { try await expect("tran.binh", waits: 1) }
            room.clock.milliseconds = 1_000
            try await expect("tran.binh", Cloakroom.password, waits: -1)
        }
    }
}
