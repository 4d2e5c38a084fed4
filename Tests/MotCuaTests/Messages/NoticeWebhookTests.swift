import DossierDomain
import DossierEngine
import DossierStoreSQLite
import Synchronization
import Testing
import WorkingCalendar

@testable import motcua

/// Other systems are told what the ladder tells staff.
///
/// The dossier is that of `LadderScenarioTests`: received Wednesday 26/01/2022 10:20, due on Monday 07/02 10:20.
@Suite(.serialized)
struct NoticeWebhookTests {
    private let machine = MovableClock(Instant(milliseconds: 1_700_000_000_000))

    private func subscription(
        _ system: ToldSystem,
        _ name: String = "chat",
        kinds: Set<NotificationKind> = [],
        notices: Set<NoticeKind> = Set(NoticeKind.allCases)
    ) throws -> WebhookSubscription {
        WebhookSubscription(
            name: name,
            kinds: kinds,
            notices: notices,
            includesText: false,
            key: try #require(WebhookKey("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")),
            endpoint: system
        )
    }

    private func open(_ story: @escaping @Sendable (OneStop) async throws -> Void) async throws {
        try await OneStop.open(at: "2022-01-26T10:20+07:00", story)
    }

    private func text(_ post: WebhookPost) -> String { String(decoding: post.body, as: UTF8.self) }

    /// What a system was told, as `type instant`.
    private func told(_ system: ToldSystem) throws -> [String] {
        try system.posts.map { post in
            let body = try JSONParser.parse(post.body)
            let at = body["timestamp"]?.string.map { String($0.dropLast(6)) }
            return [body["type"]?.string, at].compactMap { $0 }.joined(separator: " ")
        }
    }

    private func ids(_ system: ToldSystem) -> [String] {
        system.posts.compactMap { $0.fields.first { $0.name == "webhook-id" }?.value }
    }

    @Test("each rung is told once, however many staff are told, in one order with the texts of the dossier")
    func wholeLadder() async throws {
        try await open { service in
            let system = ToldSystem()
            let relay = service.webhookRelay(machine, [try subscription(system, kinds: [.received, .overdue])])
            try await relay.drain()
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            let chosen = #"{"stepId":"intake","assignee":"desk"}"#
            #expect(try await service.staff("head.BPMC-H").act("assign", on: code, chosen).status == 200)
            try await service.clock(to: "2022-02-09T09:00:00+07:00")
            for _ in 1...2 { try await relay.drain() }

            #expect(
                try told(system) == [
                    "dossier.received 2022-01-26T10:20:00", "notice.stepWarning 2022-01-26T11:20:00",
                    "notice.stepWarning 2022-01-26T13:26:00", "notice.stepOverdue 2022-01-26T13:50:01",
                    "notice.dossierWarning 2022-01-27T10:20:00", "notice.apologyDemanded 2022-01-28T10:20:00",
                    "notice.dossierOverdue 2022-02-07T10:20:01", "dossier.overdue 2022-02-07T10:20:01",
                ]
            )
            #expect(Set(ids(system)).count == 8)
            // Neither the applicant nor the officer who was named for the step.
            let holders = #"[{"unit":"BPMC-H","commune":null,"stepId":"intake","since":"2022-01-26T10:20:00+07:00"}]"#
            #expect(
                text(system.posts[1]) == #"{"type":"notice.stepWarning","timestamp":"2022-01-26T11:20:00+07:00","#
                    + #""data":{"notice":1,"code":"\#(code)","rung":"half","stepId":"intake","#
                    + #""plannedAt":"2022-01-26T11:20:00+07:00","dueAt":"2022-01-26T13:50:00+07:00","#
                    + #""proposedDueAt":null,"holders":\#(holders)}}"#
            )
            let apology = try JSONParser.parse(system.posts[5].body)["data"]
            #expect(apology?["rung"]?.string == "apology" && apology?["stepId"] == .null)
            #expect(apology?["dueAt"]?.string == "2022-02-07T10:20:00+07:00")
            #expect(apology?["proposedDueAt"]?.string == "2022-02-09T07:50:00+07:00")
            #expect(try JSONParser.parse(system.posts[3].body)["data"]?["rung"] == .null)
        }
    }

    @Test("a system is told of the kinds that it wants, from its first start on")
    func kinds() async throws {
        try await open { service in
            let desk = try await service.staff("desk")
            _ = try await desk.register("1.001612")
            try await service.clock(to: "2022-01-26T11:30:00+07:00")
            let systems = (overdue: ToldSystem(), apologies: ToldSystem(), warnings: ToldSystem())
            let relay = service.webhookRelay(
                machine,
                [
                    try subscription(systems.overdue, "overdue", notices: [.stepOverdue, .dossierOverdue]),
                    try subscription(systems.apologies, "apologies", notices: [.apologyDemanded]),
                    try subscription(systems.warnings, "warnings", notices: [.stepWarning, .dossierWarning]),
                ]
            )
            try await relay.drain()
            try await service.clock(to: "2022-02-08T09:00:00+07:00")
            try await relay.drain()
            #expect(
                try told(systems.overdue) == [
                    "notice.stepOverdue 2022-01-26T13:50:01", "notice.dossierOverdue 2022-02-07T10:20:01",
                ]
            )
            #expect(try told(systems.apologies) == ["notice.apologyDemanded 2022-01-28T10:20:00"])
            #expect(
                try told(systems.warnings) == [
                    "notice.stepWarning 2022-01-26T13:26:00", "notice.dossierWarning 2022-01-27T10:20:00",
                ]
            )
            let store = service.server.workplace.store
            let left = try await store.read { try $0.webhookCounts(of: "apologies") }
            #expect(left == WebhookCounts(queued: 0, dead: 0, lastError: nil))
        }
    }

    @Test("that the desk answers no filing online is told with the rung and the desk that has it")
    func filing() async throws {
        try await open { service in
            let system = ToldSystem()
            let relay = service.webhookRelay(machine, [try subscription(system, notices: [.filingWarning])])
            try await relay.drain()
            let filed = try await service.staff("desk").post("/dossiers", Forms.intake("1.001612", channel: "online"))
            try #require(filed.status == 201, "\(filed.text)")
            try await service.clock(to: "2022-01-27T12:00:00+07:00")
            try await relay.drain()
            // 4 office hours from 10:20: 1 h 10 before noon and 2 h 50 after it; 8 are over on Thursday 10:20.
            #expect(
                try told(system) == [
                    "notice.filingWarning 2022-01-26T15:50:00", "notice.filingWarning 2022-01-27T10:20:00",
                ]
            )
            let data = try JSONParser.parse(system.posts[1].body)["data"]
            #expect(data?["rung"]?.string == "unanswered" && data?["dueAt"] == .null && data?["stepId"] == .null)
            let holder = try #require(data?["holders"]?.array?.first)
            #expect(holder["unit"]?.string == "BPMC-H" && holder["since"]?.string == "2022-01-26T10:20:00+07:00")
        }
    }

    @Test("what is cut off while it is queued, or after it was told, is told under one id")
    func cutOff() async throws {
        try await open { service in
            let system = ToldSystem()
            // The first transaction finds the beginning, the second queues, the fourth notes that it was told.
            let turns = Mutex(0)
            let store = InterruptedStore(
                service.server.workplace.store,
                atEnd: {
                    let turn = turns.withLock { turns in
                        turns += 1
                        return turns
                    }
                    if [2, 4].contains(turn) { throw StoreError(.unavailable, "cut off") }
                }
            )
            let relay = service.webhookRelay(machine, [try subscription(system, notices: [.stepOverdue])], store: store)
            try await relay.drain()
            _ = try await service.staff("desk").register("1.001612")
            try await service.clock(to: "2022-01-26T14:00:00+07:00")
            for _ in 1...2 { await #expect(throws: StoreError.self) { try await relay.drain() } }
            try await relay.drain()
            try await relay.drain()
            #expect(ids(system).count == 2 && Set(ids(system)).count == 1)
        }
    }

    @Test("one that failed holds up what comes later of its dossier, a text too")
    func order() async throws {
        try await open { service in
            let system = ToldSystem([.taken, .failed(reason: "HTTP 503")])
            let relay = service.webhookRelay(machine, [try subscription(system, kinds: [.received, .withdrawn])])
            try await relay.drain()
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            try await service.clock(to: "2022-01-26T11:20:00+07:00")
            try await relay.drain()
            #expect(try await desk.act("withdraw", on: code, #"{"reason":"Công dân rút"}"#).status == 200)
            try await relay.drain()
            #expect(system.posts.count == 2)
            machine.advance(seconds: 10)
            try await relay.drain()
            #expect(
                try told(system) == [
                    "dossier.received 2022-01-26T10:20:00", "notice.stepWarning 2022-01-26T11:20:00",
                    "notice.stepWarning 2022-01-26T11:20:00", "dossier.withdrawn 2022-01-26T11:20:00",
                ]
            )
        }
    }

    @Test("hundreds of notices at once are told each once, also where a page ends between two recipients of a rung")
    func many() async throws {
        try await open { service in
            let system = ToldSystem()
            let relay = service.webhookRelay(machine, [try subscription(system, kinds: [.received])])
            try await relay.drain()
            let text = try #require(try await service.staff("desk").register("1.001612").string("code"))
            let code = try #require(DossierCode(text))
            let store = service.server.workplace.store
            let start = service.server.workplace.clock.now
            try await store.transact { transaction in
                let dossier = try #require(try transaction.dossier(code))
                // Three to each of seventy: two hundred end within one.
                for number in 0..<210 {
                    let at = start.adding(seconds: Int64(1 + number / 3))
                    try transaction.insert(
                        Notice(
                            number: nil,
                            recipient: "account:\(number)",
                            dossier: dossier.id,
                            rung: Rung.dossierOverdue.storedName,
                            at: at,
                            plannedAt: at,
                            facts: Array("{}".utf8)
                        )
                    )
                }
            }
            try await relay.drain()
            let told = try told(system)
            #expect(told.count == 71 && told.first == "dossier.received 2022-01-26T10:20:00")
            #expect(Set(told).count == 71 && told.dropFirst() == told.dropFirst().sorted()[...])
        }
    }

    @Test("a subscription that was there before notices were told is told of those that come from now on")
    func upgraded() async throws {
        let folder = try TemporaryFolder()
        try await OneStop.open(at: "2022-01-26T10:20+07:00", in: folder) { service in
            let relay = service.webhookRelay(machine, [try subscription(ToldSystem(), kinds: [.received], notices: [])])
            try await relay.drain()
            _ = try await service.staff("desk").register("1.001612")
            try await service.clock(to: "2022-01-26T14:00:00+07:00")
            try await relay.drain()
        }
        try await EarlierForm.replace(folder.database, schema: "0017-creations-and-reads", keys: folder.keys())
        try await OneStop.open(at: "2022-01-26T14:00+07:00", in: folder) { service in
            let system = ToldSystem()
            let relay = service.webhookRelay(machine, [try subscription(system, kinds: [.received])])
            try await relay.begin()
            try await relay.drain()
            #expect(system.posts.isEmpty)
            try await service.clock(to: "2022-01-27T10:20:00+07:00")
            try await relay.drain()
            #expect(try told(system) == ["notice.dossierWarning 2022-01-27T10:20:00"])
        }
    }
}
