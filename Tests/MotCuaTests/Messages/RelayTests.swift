import DossierDomain
import DossierEngine
import DossierStoreSQLite
import HTTPTypes
import Logging
import SMSPeers
import SMSText
import Testing
import WorkingCalendar

@testable import motcua

/// How texts leave the outbox: by which gateway, when, and what becomes of them.
struct RelayTests {
    private let machine = MovableClock(Instant(milliseconds: 1_700_000_000_000))

    private func relay(
        _ service: OneStop,
        _ routes: [GatewayRoute],
        sending: SendingRules = .none,
        store: (any DossierStore)? = nil
    ) -> OutboxRelay {
        let workplace = service.server.workplace
        return OutboxRelay(
            store: store ?? workplace.store,
            routes: routes,
            rules: workplace.rules,
            sending: sending,
            clock: workplace.clock,
            machineClock: machine,
            pace: SystemPace(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    private func reports(_ service: OneStop) -> MessageReports {
        MessageReports(
            store: service.server.workplace.store,
            clock: service.server.workplace.clock,
            machineClock: machine,
            reportHours: 48,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// The texts of all dossiers, oldest first, as `state gateway`.
    private func states(_ service: OneStop) async throws -> [String] {
        let answer = try await service.staff("admin").get("/messages?limit=100")
        let items = try #require(answer.json["items"]?.array, "\(answer.text)")
        return items.reversed().map { item in
            [item["state"]?.string, item["gateway"]?.string].compactMap { $0 }.joined(separator: " ")
        }
    }

    private func register(_ service: OneStop, _ count: Int) async throws {
        for _ in 0..<count { _ = try await service.staff("desk").register("1.001612") }
    }

    @Test("a list of texts is asked for by states and gateways that there can be")
    func filters() async throws {
        try await OneStop.open { service in
            let admin = try await service.staff("admin")
            let longest = String(repeating: "g", count: 100)
            #expect(try await admin.get("/messages?gateway=\(longest)").status == 200)
            let long = try await admin.get("/messages?gateway=\(longest)g")
            #expect(long.status == 422 && long.text.contains(#""field":"gateway","code":"too-long""#), "\(long.text)")
            #expect(try await admin.get("/messages?state=sent").status == 422)
        }
    }

    @Test(
        "what a program that is no more was handing over is unknown at once, and holds up nothing behind it",
        arguments: [
            60,
            // By a clock that ran an hour ahead and was set right since.
            3_660,
        ]
    )
    func takingOver(secondsLeft: Int64) async throws {
        try await OneStop.open { service in
            let gateway = ScriptedGateway("first")
            try await register(service, 2)
            let left = machine.now.adding(seconds: secondsLeft)
            try await service.server.workplace.store.transact { transaction in
                let isOurs = try transaction.startSending(1, gateway: "first", leaseUntil: left)
                try #require(isOurs)
            }
            let relay = relay(service, [GatewayRoute(gateway)])
            let work = Task { try await relay.run() }
            defer { work.cancel() }
            try await until("both have their end") { try await states(service) == ["unknown first", "accepted first"] }
        }
    }

    @Test("a text that the first gateway surely did not take goes to the next; one it may have taken does not")
    func failover() async throws {
        try await OneStop.open { service in
            let first = ScriptedGateway("first", [.later(reason: "queue full"), .unknown(reason: "time-out")])
            let second = ScriptedGateway("second")
            let relay = relay(service, [GatewayRoute(second, priority: 2), GatewayRoute(first)])
            try await register(service, 1)
            try await relay.drain()
            try await register(service, 1)
            try await relay.drain()

            #expect(try await states(service) == ["accepted second", "unknown first"])
            #expect(first.submissions.count == 2 && second.submissions.count == 1)
            #expect(Set(first.submissions.map(\.reference)).count == 2)
        }
    }

    @Test(
        "a text that a gateway reports on goes to no other one, though the gateway then puts it off",
        arguments: [
            (DeliveryReport.State.delivered, MessageState.delivered), (.underWay, .accepted),
            (.undelivered, .undelivered),
        ]
    )
    func reportBeforeLater(report: DeliveryReport.State, state: MessageState) async throws {
        try await OneStop.open { service in
            let first = ScriptedGateway("first", [.later(reason: "HTTP status 429")])
            let second = ScriptedGateway("second")
            first.holdsBack = true
            let relay = relay(service, [GatewayRoute(first, reports: true), GatewayRoute(second, priority: 2)])
            try await register(service, 1)
            async let drained = relay.drain()
            try await until("the gateway has the text") { first.submissions.count == 1 }
            let number = try #require(first.submissions.first).reference
            let subject = DeliveryReport.Subject.reference(number)
            try await reports(service).take(DeliveryReport(gateway: "first", subject: subject, state: report))
            first.holdsBack = false

            #expect(try await drained == 1)
            #expect(second.submissions.isEmpty)
            #expect(try await states(service) == ["\(state.rawValue) first"])
            machine.advance(seconds: 3_600)
            try await relay.drain()
            #expect(first.submissions.count == 1)
        }
    }

    @Test("each gateway is given the text in its alphabet and within its segments", arguments: [1, 2, 3])
    func accents(maximumSegments: Int) async throws {
        try await OneStop.open { service in
            let first = ScriptedGateway(
                "accented",
                [.accepted(providerReference: nil), .later(reason: "queue full")],
                sendsAccents: true,
                maximumSegments: maximumSegments
            )
            let second = ScriptedGateway("plain")
            let relay = relay(service, [GatewayRoute(first), GatewayRoute(second, priority: 2)])
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            let item = String(repeating: "Giấy chứng nhận quyền sử dụng đất ", count: 4)
            let body = #"{"items":["\#(item)"],"reason":"Thiếu giấy tờ"}"#
            #expect(try await desk.post("/dossiers/\(code)/actions/request-supplement", body).status == 200)
            try await relay.drain()

            let (accented, plain) = (try #require(first.submissions.last?.text), second.submissions.map(\.text))
            #expect(SMSSegmentation(accented).segmentCount <= maximumSegments)
            #expect(accented.contains("cần bổ sung: Giấy chứng nhận") == (maximumSegments > 1))
            #expect(plain.count == 1 && plain.allSatisfy { $0.contains("can bo sung: Giay chung nhan") })
        }
    }

    @Test("texts are spread over gateways of one priority by their shares")
    func shares() async throws {
        try await OneStop.open { service in
            let gateways = [ScriptedGateway("one"), ScriptedGateway("three")]
            let relay = relay(service, [GatewayRoute(gateways[0], share: 1), GatewayRoute(gateways[1], share: 3)])
            try await register(service, 8)
            try await relay.drain()

            #expect(gateways.map(\.submissions.count) == [2, 6])
        }
    }

    @Test("a gateway gets no more texts a second than it may, and the others wait without being tried")
    func rate() async throws {
        try await OneStop.open { service in
            let gateway = ScriptedGateway("slow")
            let relay = relay(service, [GatewayRoute(gateway, textsPerSecond: 2)])
            try await register(service, 5)
            #expect(try await relay.drain() == 2)
            #expect(try await relay.drain() == 0)
            machine.advance(seconds: 1)
            #expect(try await relay.drain() == 2)
            machine.advance(seconds: 60)
            #expect(try await relay.drain() == 1)

            #expect(try await states(service).allSatisfy { $0 == "accepted slow" })
        }
    }

    @Test("a gateway that does not answer holds up its own texts only, and is given no more than its window")
    func slowGateway() async throws {
        try await OneStop.open { service in
            let slow = ScriptedGateway("slow", window: 2)
            let quick = ScriptedGateway("quick", window: 1)
            slow.holdsBack = true
            let relay = relay(service, [GatewayRoute(slow, share: 9), GatewayRoute(quick)])
            try await register(service, 12)
            async let drained = relay.drain()
            try await until("text by the quick one") { quick.submissions.count == 10 }
            #expect(slow.submissions.count == 2)
            slow.holdsBack = false
            #expect(try await drained == 12)
            #expect(try await states(service).filter { $0 == "accepted quick" }.count == 10)
            #expect(try await states(service).filter { $0 == "accepted slow" }.count == 2)
        }
    }

    @Test("what is queued while a gateway does not answer goes out beside it")
    func queuedMeanwhile() async throws {
        try await OneStop.open { service in
            let slow = ScriptedGateway("slow", window: 1)
            let quick = ScriptedGateway("quick")
            slow.holdsBack = true
            let relay = relay(service, [GatewayRoute(slow), GatewayRoute(quick, priority: 2)])
            try await register(service, 1)
            async let drained = relay.drain()
            defer { slow.holdsBack = false }
            try await until("the slow one has a text") { slow.submissions.count == 1 }
            try await register(service, 1)
            try await until("the quick one has the next") { quick.submissions.count == 1 }
            slow.holdsBack = false
            #expect(try await drained == 2)
            #expect(try await states(service) == ["accepted slow", "accepted quick"])
        }
    }

    @Test("what a gateway answered is noted though the writer's queue is full at that moment")
    func fullQueue() async throws {
        try await OneStop.open { service in
            let gateway = ScriptedGateway("any", [.later(reason: "queue full")])
            // The first change notes what is overdue, the second one takes the text.
            let store = InterruptedStore(
                service.server.workplace.store,
                meanwhile: { turn in if turn == 2 { throw StoreError(.busy, "4096 changes wait") } }
            )
            let relay = relay(service, [GatewayRoute(gateway)], store: store)
            try await register(service, 1)
            #expect(try await relay.drain() == 1)
            #expect(try await states(service) == ["queued any"])
            machine.advance(seconds: 60)
            #expect(try await relay.drain() == 1)
            #expect(try await states(service) == ["accepted any"])
        }
    }

    @Test("a number's texts of the day are counted with those that are under way")
    func textsPerDayUnderWay() async throws {
        let sending = SendingRules(quietHours: nil, textsPerDay: 3, reportHours: 48)
        try await OneStop.open { service in
            let gateway = ScriptedGateway("any", window: 2)
            let relay = relay(service, [GatewayRoute(gateway)], sending: sending)
            try await register(service, 8)
            try await relay.drain()
            #expect(gateway.submissions.count == 3)
        }
    }

    @Test("at night texts wait until the morning")
    func quietHours() async throws {
        let from = try #require(TimeOfDay(text: "21:00"))
        let until = try #require(TimeOfDay(text: "07:00"))
        let sending = SendingRules(quietHours: QuietHours(from: from, until: until), textsPerDay: 20, reportHours: 48)
        try await OneStop.open(at: "2022-01-05T20:59:59+07:00") { service in
            let gateway = ScriptedGateway("any")
            let relay = relay(service, [GatewayRoute(gateway)], sending: sending)
            try await register(service, 1)
            try await relay.drain()
            #expect(gateway.submissions.count == 1)
            try await service.clock(to: "2022-01-05T21:00:00+07:00")
            try await register(service, 1)
            try await relay.drain()
            #expect(gateway.submissions.count == 1)
            try await service.server.workplace.store.transact { transaction in
                let stored = try #require(try transaction.messages(MessageFilter(), before: nil, limit: 1).first)
                #expect(stored.state == .queued && stored.attempts == 0)
            }
            try await service.clock(to: "2022-01-06T06:59:59+07:00")
            try await relay.drain()
            #expect(gateway.submissions.count == 1)
            // At seven the service's own relay, which the demo clock drains, sends what has waited.
            try await service.clock(to: "2022-01-06T07:00:00+07:00")
            #expect(try await states(service) == ["accepted any", "accepted console"])
        }
    }

    @Test("a number gets so many texts on one day; the rest wait for the next morning, and none is lost")
    func textsPerDay() async throws {
        let sending = SendingRules(quietHours: nil, textsPerDay: 3, reportHours: 48)
        try await OneStop.open { service in
            let gateway = ScriptedGateway("any")
            let relay = relay(service, [GatewayRoute(gateway)], sending: sending)
            try await register(service, 5)
            try await relay.drain()
            #expect(gateway.submissions.count == 3)
            try await relay.drain()
            #expect(gateway.submissions.count == 3)
            try await service.server.workplace.store.transact { transaction in
                // Midnight of the next day.
                let next = try #require(Instant(iso8601: "2022-01-06T00:00:00+07:00"))
                #expect(try transaction.releaseHeld(at: next.adding(milliseconds: -1)) == 0)
                #expect(try transaction.releaseHeld(at: next) == 2)
            }
        }
    }

    @Test("a number that wants no texts gets none, and the text says so")
    func optedOut() async throws {
        try await OneStop.open { service in
            try await register(service, 1)
            try await service.server.workplace.store.transact { transaction in
                let key = try #require(try transaction.hashKey(.phone))
                try transaction.setOptedOut(.keyed(key, [Array("+84905123456".utf8)]), since: machine.now)
            }
            let gateway = ScriptedGateway("any")
            try await relay(service, [GatewayRoute(gateway)]).drain()

            #expect(gateway.submissions.isEmpty)
            let item = try await service.staff("admin").get("/messages").json["items"]?.array?.first
            #expect(item?["state"]?.string == "failed" && item?["reason"]?.string == "opted-out")
        }
    }

    @Test("a text that waits for another try is not sent once its applicant wants none any more, and says why")
    func switchedOff() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            let gateway = ScriptedGateway("any", [.later(reason: "busy")])
            let relay = relay(service, [GatewayRoute(gateway)])
            try await relay.drain()
            #expect(gateway.submissions.count == 1)
            let wish = #"{"fields":{"phone":null,"notifyBySMS":false},"reason":"Theo ý người dân"}"#
            #expect(try await desk.act("correct", on: code, wish).status == 200)
            machine.advance(seconds: 600)
            try await relay.drain()

            #expect(gateway.submissions.count == 1)
            let item = try await service.staff("admin").get("/messages").json["items"]?.array?.first
            #expect(item?["state"]?.string == "failed" && item?["reason"]?.string == "not-wanted")
        }
    }

    @Test("reports settle a text in any order, twice and before the answer; one of another gateway counts for nothing")
    func reportOrder() async throws {
        try await OneStop.open { service in
            let reports = reports(service)
            let gateway = ScriptedGateway("kannel", [.unknown(reason: "time-out"), .accepted(providerReference: "A7")])
            let relay = relay(service, [GatewayRoute(gateway, reports: true)])
            try await register(service, 1)
            try await relay.drain()
            let number = try #require(gateway.submissions.first).reference
            try await reports.take(DeliveryReport(gateway: "other", subject: .reference(number), state: .delivered))
            #expect(try await states(service) == ["unknown kannel"])
            for state in [DeliveryReport.State.delivered, .underWay, .undelivered, .delivered] {
                try await reports.take(DeliveryReport(gateway: "kannel", subject: .reference(number), state: state))
            }
            #expect(try await states(service) == ["delivered kannel"])

            // The report by the gateway's reference comes before that is known.
            let references = DeliveryReport.Subject.providerReferences(["a7", "A7"])
            try await reports.take(DeliveryReport(gateway: "kannel", subject: references, state: .undelivered))
            try await register(service, 1)
            try await relay.drain()
            #expect(try await states(service) == ["delivered kannel", "undelivered kannel"])
        }
    }

    @Test(
        "a gateway's id that may quote a number or a word is kept as a digest, and its report finds the text",
        arguments: ["84905123456 Nguyễn", "0905.123.456:7", String(repeating: "7", count: 65), "#1"]
    )
    func oddReference(id: String) async throws {
        try await OneStop.open { service in
            let reports = reports(service)
            let gateway = ScriptedGateway("any", [.accepted(providerReference: id), .accepted(providerReference: id)])
            let relay = relay(service, [GatewayRoute(gateway, reports: true)])
            try await register(service, 1)
            try await relay.drain()
            let item = try await service.staff("admin").get("/messages").json["items"]?.array?.first
            let kept = try #require(item?["providerReference"]?.string)
            #expect(kept.wholeMatch(of: /#[0-9a-f]{32}/) != nil)

            let subject = DeliveryReport.Subject.providerReferences([id])
            try await reports.take(DeliveryReport(gateway: "any", subject: subject, state: .delivered))
            #expect(try await states(service) == ["delivered any"])

            // Before its text is known, such an id is kept as a digest, too.
            let early = DeliveryReport.Subject.providerReferences([id + "+"])
            try await reports.take(DeliveryReport(gateway: "any", subject: early, state: .delivered))
            let plain = try await service.server.workplace.store.read { snapshot in
                try snapshot.earlyReport(of: "any", reference: id + "+")
            }
            #expect(plain == nil)
        }
    }

    @Test("of texts with one id, by an operator that began its ids anew, the number of the report tells which is meant")
    func repeatedReference() async throws {
        try await OneStop.open { service in
            let reports = reports(service)
            let gateway = ScriptedGateway("smpp", [SMSAnswer](repeating: .accepted(providerReference: "W1"), count: 2))
            let relay = relay(service, [GatewayRoute(gateway, reports: true)])
            for phone in ["0907000011", "0907000012"] {
                _ = try await service.staff("desk").register("1.001612", phone: phone)
                try await relay.drain()
            }
            func report(_ state: DeliveryReport.State, from phone: String?) async throws {
                let number = try phone.map { try #require(PhoneNumber(vietnamese: $0)) }
                let subject = DeliveryReport.Subject.providerReferences(["W1"])
                try await reports.take(DeliveryReport(gateway: "smpp", subject: subject, state: state, phone: number))
            }
            try await report(.undelivered, from: "84907000011")
            #expect(try await states(service) == ["undelivered smpp", "accepted smpp"])
            // A number that no such text went to, and none at all, leave the latest text.
            try await report(.underWay, from: "84907000013")
            try await report(.expired, from: nil)
            #expect(try await states(service) == ["undelivered smpp", "expired smpp"])
        }
    }

    @Test("a gateway's plain id is kept as it is", arguments: ["A-1", "00.1_b:c", String(repeating: "7", count: 64)])
    func plainReference(id: String) async throws {
        try await OneStop.open { service in
            let gateway = ScriptedGateway("any", [.accepted(providerReference: id)])
            try await register(service, 1)
            try await relay(service, [GatewayRoute(gateway, reports: true)]).drain()
            let item = try await service.staff("admin").get("/messages").json["items"]?.array?.first
            #expect(item?["providerReference"]?.string == id)
        }
    }

    @Test("a text without a report in time is unconfirmed, and a late report settles it")
    func unconfirmed() async throws {
        try await OneStop.open { service in
            let gateway = ScriptedGateway("kannel")
            let relay = relay(service, [GatewayRoute(gateway, reports: true)])
            try await register(service, 1)
            try await relay.drain()
            machine.advance(seconds: 48 * 3_600 - 1)
            try await relay.drain()
            #expect(try await states(service) == ["accepted kannel"])
            machine.advance(seconds: 1)
            try await relay.drain()
            #expect(try await states(service) == ["unconfirmed kannel"])

            let number = try #require(gateway.submissions.first).reference
            let late = DeliveryReport(gateway: "kannel", subject: .reference(number), state: .delivered)
            try await reports(service).take(late)
            #expect(try await states(service) == ["delivered kannel"])
        }
    }

    @Test("a text that a report alone says was taken is unconfirmed too, where no further report comes in time")
    func unconfirmedAfterLostAnswer() async throws {
        try await OneStop.open { service in
            let gateway = ScriptedGateway("kannel", [.unknown(reason: "time-out")])
            let relay = relay(service, [GatewayRoute(gateway, reports: true)])
            try await register(service, 1)
            try await relay.drain()
            #expect(try await states(service) == ["unknown kannel"])

            let number = try #require(gateway.submissions.first).reference
            let taken = DeliveryReport(gateway: "kannel", subject: .reference(number), state: .underWay)
            try await reports(service).take(taken)
            machine.advance(seconds: 48 * 3_600 - 1)
            try await relay.drain()
            #expect(try await states(service) == ["accepted kannel"])
            machine.advance(seconds: 1)
            try await relay.drain()
            #expect(try await states(service) == ["unconfirmed kannel"])
        }
    }

    @Test("a text that did not arrive is sent again once by whoever may see its dossier, under a number of its own")
    func resend() async throws {
        try await OneStop.open { service in
            let gateway = ScriptedGateway("any", [.rejected(reason: "bad number")])
            let relay = relay(service, [GatewayRoute(gateway)])
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            try await relay.drain()
            let list = try await desk.get("/dossiers/\(code)/messages")
            let item = try #require(list.json["items"]?.array?.first)
            #expect(item["state"]?.string == "rejected" && item["reason"]?.string == "bad number")
            let id = try #require(item["id"]?.integer)

            #expect(try await service.staff("officer.TNMT").post("/messages/\(id)/resend", "{}").status == 404)
            let key: HTTPFields = [try #require(HTTPField.Name("Idempotency-Key")): "again-1"]
            let again = try await desk.post("/messages/\(id)/resend", "{}", headers: key)
            #expect(again.status == 201 && again.string("state") == "queued")
            #expect(try await desk.post("/messages/\(id)/resend", "{}").string("code") == "message-not-resendable")
            try await relay.drain()
            let repeated = try await desk.post("/messages/\(id)/resend", "{}", headers: key)
            #expect(repeated.status == 201 && repeated.text == again.text)
            #expect(repeated.headers[try #require(HTTPField.Name("Idempotent-Replayed"))] == "true")
            #expect(Set(gateway.submissions.map(\.reference)).count == 2)
            #expect(try await states(service) == ["rejected any", "accepted any"])
            #expect(try await desk.get("/messages").status == 403)
            #expect(try await desk.post("/messages/999/resend", "{}").string("code") == "message-not-found")
        }
    }

    @Test("of two relays on one outbox each text is sent by one only")
    func twoRelays() async throws {
        try await OneStop.open { service in
            let gateways = [ScriptedGateway("a"), ScriptedGateway("b")]
            let relays = gateways.map { relay(service, [GatewayRoute($0)]) }
            try await register(service, 20)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for relay in relays { group.addTask { _ = try await relay.drain() } }
                try await group.waitForAll()
            }
            let references = gateways.flatMap { $0.submissions.map(\.reference) }
            #expect(references.count == 20 && Set(references).count == 20)
        }
    }
}
