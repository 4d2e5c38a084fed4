import DossierDomain
import DossierEngine
import DossierStoreSQLite
import GRDB
import SMSPeers
import SMSText
import Synchronization
import Testing
import WorkingCalendar

@testable import motcua

/// Other systems are told of the texts to applicants.
@Suite(.serialized)
struct WebhookTests {
    private let machine = MovableClock(Instant(milliseconds: 1_700_000_000_000))
    private static let key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    private func subscription(
        _ system: ToldSystem,
        _ name: String = "chat",
        kinds: Set<NotificationKind> = [.received, .withdrawn],
        includesText: Bool = false
    ) throws -> WebhookSubscription {
        WebhookSubscription(
            name: name,
            kinds: kinds,
            notices: [],
            includesText: includesText,
            key: try #require(WebhookKey(Self.key)),
            endpoint: system
        )
    }

    private func body(_ post: WebhookPost?) throws -> JSONValue { try JSONParser.parse(try #require(post).body) }

    @Test(
        "from its first start on a system is told of the kinds that it wants, in order, signed, with no personal datum"
    )
    func told() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            _ = try await desk.register("1.001612")
            let system = ToldSystem()
            let relay = service.webhookRelay(machine, [try subscription(system)])
            try await relay.drain()
            #expect(system.posts.isEmpty)

            let code = try #require(try await desk.register("1.001612").string("code"))
            let asked = #"{"items":["Bản sao CCCD"],"reason":"Thiếu giấy tờ"}"#
            #expect(try await desk.act("request-supplement", on: code, asked).status == 200)
            #expect(try await desk.act("withdraw", on: code, #"{"reason":"Công dân rút"}"#).status == 200)
            try await relay.drain()
            try await relay.drain()
            let bodies = try system.posts.map { try body($0) }
            #expect(bodies.map { $0["type"]?.string } == ["dossier.received", "dossier.withdrawn"])
            #expect(bodies.allSatisfy { $0["data"]?["code"]?.string == code })
            #expect(bodies.first?["data"]?["dueAt"]?.string == "2022-01-10T10:20:00+07:00")
            #expect(bodies.allSatisfy { $0["data"]?["to"] == nil && $0["data"]?["text"] == nil })
            let post = try #require(system.posts.first)
            let fields = Dictionary(uniqueKeysWithValues: post.fields.map { ($0.name, $0.value) })
            #expect(fields["webhook-timestamp"] == "1700000000")
            let id = try #require(fields["webhook-id"])
            let key = try #require(WebhookKey(Self.key))
            #expect(fields["webhook-signature"] == key.signature(id: id, timestamp: 1_700_000_000, body: post.body))
        }
    }

    @Test("a store that takes nothing at the start ends neither the telling nor the service")
    func writableLater() async throws {
        try await OneStop.open { service in
            let system = ToldSystem()
            let store = InterruptedStore(
                service.server.workplace.store,
                meanwhile: { turn in if turn == 0 { throw StoreError(.busy, "4096 changes wait") } }
            )
            let relay = service.webhookRelay(machine, [try subscription(system)], store: store)
            let work = Task { try await relay.run() }
            defer { work.cancel() }
            try await until("it knows where it begins") {
                try await store.read { try $0.webhookCursor(of: "chat") } != nil
            }
            _ = try await service.staff("desk").register("1.001612")
            try await until("the system is told") { system.posts.count == 1 }
        }
    }

    @Test("what a system answered is noted though the writer's queue is full at that moment, so that it is told once")
    func fullQueue() async throws {
        try await OneStop.open { service in
            let system = ToldSystem()
            let subscription = try subscription(system)
            try await service.webhookRelay(machine, [subscription]).drain()
            _ = try await service.staff("desk").register("1.001612")
            // The first change queues the notification, the second one notes the answer.
            let store = InterruptedStore(
                service.server.workplace.store,
                meanwhile: { turn in if turn == 1 { throw StoreError(.busy, "4096 changes wait") } }
            )
            let relay = service.webhookRelay(machine, [subscription], store: store)
            for _ in 1...2 { try await relay.drain() }
            #expect(system.posts.count == 1)
        }
    }

    @Test("a system that sends texts itself gets number and text, but not of whoever wants none")
    func withText() async throws {
        try await OneStop.open { service in
            let system = ToldSystem()
            let relay = service.webhookRelay(machine, [try subscription(system, includesText: true)])
            try await relay.drain()
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            try await relay.drain()
            let data = try body(system.posts.first)["data"]
            #expect(data?["to"]?.string == "+84905123456")
            #expect(data?["text"]?.string?.contains("Ho so \(code) da duoc tiep nhan") == true)
            #expect(data?["accentedText"]?.string?.contains("Hồ sơ \(code) đã được tiếp nhận") == true)

            let store = service.server.workplace.store
            let phone = try #require(PhoneNumber(vietnamese: "0905123456"))
            let now = machine.now
            try await store.transact { transaction in
                let key = try #require(try transaction.hashKey(.phone))
                try transaction.setOptedOut(Digest.keyed(key, [Array(phone.e164.utf8)]), since: now)
            }
            _ = try await desk.register("1.001612")
            try await relay.drain()
            #expect(system.posts.count == 1)

            let other = try #require(try await desk.register("1.001612", phone: "0912000111").string("code"))
            let wish = #"{"fields":{"notifyBySMS":false},"reason":"Theo ý người dân"}"#
            #expect(try await desk.act("correct", on: other, wish).status == 200)
            try await relay.drain()
            #expect(system.posts.count == 1)
        }
    }

    @Test("a system that fails is told again after longer and longer pauses with one id, then given up and tried again")
    func failing() async throws {
        try await OneStop.open { service in
            let failures = [WebhookAnswer](repeating: .failed(reason: "HTTP 503"), count: 11)
            let system = ToldSystem(failures)
            let other = ToldSystem()
            let relay = service.webhookRelay(machine, [try subscription(system), try subscription(other, "other")])
            try await relay.drain()
            _ = try await service.staff("desk").register("1.001612")
            for round in 1...11 {
                try await relay.drain()
                #expect(system.posts.count == round)
                try await relay.drain()
                #expect(system.posts.count == round)
                machine.advance(seconds: 100_000)
            }
            try await relay.drain()
            #expect(system.posts.count == 11 && other.posts.count == 1)
            #expect(Set(system.posts.map { $0.fields[0].value }).count == 1)
            let store = service.server.workplace.store
            let dead = try await store.read { try $0.webhookCounts(of: "chat") }
            #expect(dead == WebhookCounts(queued: 0, dead: 1, lastError: "HTTP 503"))
            let retried = try await store.transact { try $0.retryDeadDeliveries(of: "chat", limit: 9) }
            #expect(retried == 1)
            try await relay.drain()
            #expect(system.posts.count == 12)
            let counts = try await store.read { try $0.webhookCounts(of: "chat") }
            #expect(counts == WebhookCounts(queued: 0, dead: 0, lastError: nil))
        }
    }

    @Test("a clock that is set back, also while the program is down, puts nothing off for longer than its pause")
    func setBack() async throws {
        try await OneStop.open { service in
            let system = ToldSystem([WebhookAnswer](repeating: .failed(reason: "HTTP 503"), count: 3))
            let relay = service.webhookRelay(machine, [try subscription(system)])
            try await relay.drain()
            _ = try await service.staff("desk").register("1.001612")
            try await relay.drain()
            machine.advance(seconds: -86_400)
            try await relay.drain()
            #expect(system.posts.count == 1)
            // Five seconds and a quarter of them at most, thirty after the second failure.
            machine.advance(seconds: 7)
            try await relay.drain()
            #expect(system.posts.count == 2)

            machine.advance(seconds: -86_400)
            let next = service.webhookRelay(machine, [try subscription(system)])
            try await next.begin()
            machine.advance(seconds: 29)
            try await next.drain()
            #expect(system.posts.count == 2)
            machine.advance(seconds: 9)
            try await next.drain()
            #expect(system.posts.count == 3)
        }
    }

    @Test("after a clock was set back no change has more tried sooner than others can wait for")
    func setBackWithMany() async throws {
        try await OneStop.open { service in
            _ = try await service.staff("desk").register("1.001612")
            let database = try DatabaseQueue(path: service.folder.database)
            // Half of them were tried once, half twice, and all are put off for centuries.
            try await database.write { database in
                try database.execute(
                    sql: """
                        WITH RECURSIVE made (place) AS (
                            SELECT 1 UNION ALL SELECT place + 1 FROM made WHERE place < 6000)
                        INSERT INTO notice (recipient, dossier, rung, at, plannedAt, facts)
                        SELECT 'leaders', dossier.id, 'dossierOverdue', 0, 0, x'7B7D' FROM made CROSS JOIN dossier;
                        INSERT INTO webhookDelivery (subscription, notice, dossier, state, attempts, nextAttemptAt)
                        SELECT 'chat', number, dossier, 'queued', 1 + number % 2, 9000000000000 FROM notice;
                        """
                )
            }
            let putOff = Mutex<[Int]>([])
            let store = InterruptedStore(
                service.server.workplace.store,
                afterwards: {
                    let sql = "SELECT COUNT(*) FROM webhookDelivery WHERE nextAttemptAt = 9000000000000"
                    let count = try await database.read { try Int.fetchOne($0, sql: sql) }
                    putOff.withLock { $0.append(count ?? 0) }
                }
            )
            try await service.webhookRelay(machine, [try subscription(ToldSystem())], store: store).begin()
            let counts = putOff.withLock { $0 }
            #expect(counts.first == 6_000 && counts.last == 0, "\(counts)")
            #expect(zip(counts, counts.dropFirst()).allSatisfy { $0 - $1 <= 5_000 }, "\(counts)")
        }
    }

    @Test("a start uses up no try of what waits for its pause")
    func restarts() async throws {
        try await OneStop.open { service in
            let system = ToldSystem([.failed(reason: "HTTP 503")])
            let relay = service.webhookRelay(machine, [try subscription(system)])
            try await relay.drain()
            _ = try await service.staff("desk").register("1.001612")
            try await relay.drain()
            for _ in 1...3 {
                let next = service.webhookRelay(machine, [try subscription(system)])
                try await next.begin()
                try await next.drain()
            }
            #expect(system.posts.count == 1)
        }
    }

    @Test("a system that wants none any more is told nothing, until somebody has it tried again")
    func gone() async throws {
        try await OneStop.open { service in
            let system = ToldSystem([.gone])
            let relay = service.webhookRelay(machine, [try subscription(system)])
            try await relay.drain()
            let desk = try await service.staff("desk")
            for _ in 1...2 {
                _ = try await desk.register("1.001612")
                try await relay.drain()
                machine.advance(seconds: 100_000)
            }
            #expect(system.posts.count == 1)
            let store = service.server.workplace.store
            #expect(try await store.read { try $0.webhookCounts(of: "chat") }.isGone)
            _ = try await store.transact { try $0.retryDeadDeliveries(of: "chat", limit: 9) }
            _ = try await desk.register("1.001612")
            try await relay.drain()
            #expect(system.posts.count == 3)
        }
    }

    @Test("of one dossier a later notification waits for an earlier one that failed; other dossiers do not")
    func order() async throws {
        try await OneStop.open { service in
            let system = ToldSystem([.failed(reason: "HTTP 503")])
            let relay = service.webhookRelay(machine, [try subscription(system)])
            try await relay.drain()
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            try await relay.drain()
            #expect(try await desk.act("withdraw", on: code, #"{"reason":"Công dân rút"}"#).status == 200)
            let other = try #require(try await desk.register("1.001612").string("code"))
            try await relay.drain()
            machine.advance(seconds: 10)
            try await relay.drain()
            let told = try system.posts.map { post in
                let body = try JSONParser.parse(post.body)
                return [body["type"]?.string, body["data"]?["code"]?.string].compactMap { $0 }.joined(separator: " ")
            }
            let received = "dossier.received \(code)"
            #expect(told == [received, "dossier.received \(other)", received, "dossier.withdrawn \(code)"])
        }
    }

    @Test("a subscription that was switched off begins anew when it comes back, and is told nothing of meanwhile")
    func switchedOff() async throws {
        try await OneStop.open { service in
            let system = ToldSystem([.failed(reason: "HTTP 503")])
            let relay = service.webhookRelay(machine, [try subscription(system)])
            try await relay.begin()
            try await relay.drain()
            let desk = try await service.staff("desk")
            _ = try await desk.register("1.001612")
            try await relay.drain()
            try await service.webhookRelay(machine, []).begin()
            _ = try await desk.register("1.001612")
            machine.advance(seconds: 1_000)
            try await relay.begin()
            try await relay.drain()
            #expect(system.posts.count == 1)
            _ = try await desk.register("1.001612")
            try await relay.drain()
            #expect(system.posts.count == 2)
        }
    }

    @Test(
        "the administrator sees the enabled subscriptions, and a missing or wrong key stops the start with the remedy"
    )
    func configured() async throws {
        let copy = try ConfigCopy()
        for (old, new) in [
            ("enabled: false", "enabled: true"), ("kinds: [received,", "kinds: [notice.stepOverdue, received,"),
        ] {
            try copy.replace(old, with: new, in: "webhooks/example.yaml")
        }
        func build(_ environment: [String: String]) async throws -> (BuiltServer, TemporaryFolder) {
            let folder = try TemporaryFolder()
            let server = try await TestServer.build(
                in: folder,
                config: copy.file,
                clock: "2022-01-05T10:20+07:00",
                environment: environment
            )
            return (server, folder)
        }
        for (environment, words) in [
            ([:], "set the environment variable WEBHOOK_EXAMPLE"),
            (["WEBHOOK_EXAMPLE": "short"], "is no key: write whsec_"),
        ] {
            let error = await #expect(throws: CommandFailure.self) { try await build(environment).0.close() }
            #expect(error?.description.contains(words) == true)
        }
        let (server, folder) = try await build(["WEBHOOK_EXAMPLE": Self.key])
        try await OneStop.serve(server, in: folder) { service in
            let admin = try await service.staff("admin")
            let list = try await admin.get("/webhooks")
            let item = try #require(list.json["items"]?.array?.first)
            #expect(item["name"]?.string == "example" && item["dead"]?.integer == 0)
            let kinds = item["kinds"]?.array?.compactMap(\.string)
            #expect(kinds?.first == "apology" && kinds?.contains("notice.stepOverdue") == true && kinds?.count == 13)
            #expect(!list.text.contains(Self.key) && !list.text.contains("chat.example.vn"))
            #expect(try await admin.post("/webhooks/example/retry", "").json["queued"]?.integer == 0)
            #expect(try await admin.post("/webhooks/nobody/retry", "").string("code") == "webhook-not-found")
            let desk = try await service.staff("desk")
            #expect(try await desk.get("/webhooks").status == 403)
            #expect(try await desk.post("/webhooks/example/retry", "").status == 403)
        }
    }
}
