import DossierDomain
import DossierStoreSQLite
import GRDB
import HTTPTypes
import Logging
import SMSPeers
import Synchronization
import Testing
import WorkingCalendar

@testable import DossierEngine
@testable import motcua

/// Citizens ask by text and are answered by text.
///
/// The dossier of `Forms.intake` belongs to 0905123456, was received on 05/01/2022 10:20 and is due on 10/01 10:20.
@Suite(.serialized)
struct InquiryTests {
    private static let secret = "generic-hook-secret-0002"
    private static let owner = "0905123456"
    private static let stranger = "+84912345678"
    private let machine = MovableClock(Instant(milliseconds: 1_700_000_000_000))

    private func open(_ story: @escaping @Sendable (OneStop) async throws -> Void) async throws {
        let copy = try ConfigCopy()
        try copy.replace("gateway: console", with: "gateway: generic", in: "motcua.yaml")
        try copy.replace("https://sms.example.vn", with: "http://127.0.0.1:1", in: "gateways/generic.yaml")
        try copy.replace("sources: [\"203.0.113.7\"]", with: "", in: "gateways/generic.yaml")
        let folder = try TemporaryFolder()
        let server = try await TestServer.build(
            in: folder,
            config: copy.file,
            clock: "2022-01-05T10:20+07:00",
            // Waits and minutes count machine time, which stands here however long the machine takes.
            machineClock: machine,
            environment: ["SMS_CLIENT": "motcua", "SMS_TOKEN": "token", "SMS_HOOK": Self.secret]
        )
        try await OneStop.serve(server, in: folder, story)
    }

    private func relay(
        _ service: OneStop,
        _ gateway: ScriptedGateway,
        store: (any DossierStore)? = nil
    ) -> InquiryRelay {
        let workplace = service.server.workplace
        return InquiryRelay(
            store: store ?? workplace.store,
            routes: [GatewayRoute(gateway)],
            rules: workplace.rules,
            wording: workplace.inquiryWording,
            clock: workplace.clock,
            machineClock: machine,
            pace: SystemPace(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// Brings a text as the provider does.
    @discardableResult
    private func bring(
        _ text: String,
        from sender: String = stranger,
        id: String? = nil,
        _ service: OneStop
    ) async throws -> Int {
        let fields: HTTPFields = [.authorization: "Bearer " + Self.secret]
        let json = #"{"from":"\#(sender)","message":"\#(text)"\#(id.map { #","id":"\#($0)""# } ?? "")}"#
        return try await service.send(.post, "/api/v1/sms/inbound", json: json, headers: fields).status
    }

    /// Brings a text and returns what its sender gets.
    private func answer(_ text: String, from sender: String = stranger, _ service: OneStop) async throws -> String? {
        let gateway = ScriptedGateway("generic")
        #expect(try await bring(text, from: sender, service) == 200)
        try await relay(service, gateway).drain()
        #expect(gateway.submissions.count <= 1)
        return gateway.submissions.first?.text
    }

    private func register(_ service: OneStop) async throws -> (code: String, pin: String) {
        let intake = try await service.staff("desk").register("1.001612")
        return (try #require(intake.string("code")), try #require(intake.string("lookupPIN")))
    }

    @Test("anyone is told status, appointment and unit; the owner's number or the right PIN the name too")
    func status() async throws {
        try await open { service in
            let (code, pin) = try await register(service)
            let open = try #require(try await answer("hs " + code.replacing(".", with: " "), service))
            #expect(
                open.hasPrefix("Ho so \(code): Duoc tiep nhan. Hen tra: 10:20 10/01/2022. Dang o: Bo phan TN"),
                "\(open)"
            )
            let own = try #require(try await answer("HS \(code)", from: Self.owner, service))
            #expect(own.contains(", ho so \(code): Duoc tiep nhan. Hen tra: 10:20 10/01/2022."), "\(own)")
            let byPIN = try #require(try await answer("HS \(code) \(pin.lowercased())", service))
            #expect(byPIN == own)
            for text in [open, own, byPIN] { #expect(text.count <= 160, "\(text)") }
            try await service.clock(to: "2022-01-11T08:00:00+07:00")
            let overdue = try #require(try await answer(code, service))
            #expect(overdue.contains("da qua han 10:20 10/01/2022"), "\(overdue)")
        }
    }

    @Test("while papers are awaited nobody is promised the old date, which will move; what had passed before is told")
    func standstill() async throws {
        try await open { service in
            let (code, _) = try await register(service)
            let desk = try await service.staff("desk")
            let request = #"{"items":["Giấy ủy quyền"],"reason":"Thiếu giấy ủy quyền"}"#
            #expect(try await desk.act("request-supplement", on: code, request).status == 200)
            let waiting = "Ho so \(code): Yeu cau bo sung giay to."
            #expect(try await answer(code, service) == waiting)
            let own = try await answer(code, from: Self.owner, service)
            #expect(own?.contains("can bo sung: Giay uy quyen") == true, "\(own ?? "")")
            try await service.clock(to: "2022-01-11T08:00:00+07:00")
            #expect(try await answer(code, from: "0912345671", service) == waiting)

            let papers = #"{"documents":[{"name":"Giấy ủy quyền","form":"original","quantity":1}]}"#
            #expect(try await desk.act("receive-supplement", on: code, papers).status == 200)
            let goingOn = try await answer(code, from: "0912345672", service)
            #expect(goingOn?.contains("Duoc tiep nhan. Hen tra: 08:00 14/01/2022.") == true, "\(goingOn ?? "")")

            try await service.clock(to: "2022-01-17T08:00:00+07:00")
            let head = try await service.staff("head.BPMC-H")
            #expect(try await head.act("request-supplement", on: code, request).status == 200)
            let late = try await answer(code, from: "0912345673", service)
            #expect(late?.contains("Yeu cau bo sung giay to, da qua han 08:00 14/01/2022") == true, "\(late ?? "")")
        }
    }

    @Test("an unknown code and a wrong PIN are answered alike, and guessing is slowed together with the web")
    func unknown() async throws {
        try await open { service in
            let (code, pin) = try await register(service)
            let wrong = try await answer("HS \(code) 2222", service)
            let unknown = try await answer("HS 000.00.15.H47-220105-0999 2222", from: "0912345679", service)
            let unknownWithout = try await answer("HS 000.00.15.H47-220105-0999", from: "0912345670", service)
            #expect(wrong == unknown && unknown == unknownWithout)
            #expect(wrong?.contains("Khong tim thay ho so, hoac sai ma tra cuu") == true)
            var guess = 3333
            for _ in 1...AttemptLimiter.freeFailures {
                guess += 1
                #expect(try await answer("HS \(code) \(guess)", from: "0912345671", service) == wrong)
            }
            // Even the right one has to wait now, as it would on the web.
            #expect(try await answer("HS \(code) \(pin)", from: "0912345671", service) == wrong)
            // Without guessing anyone is told what is public.
            #expect(try await answer("HS \(code)", from: "0912345672", service)?.contains("Duoc tiep nhan") == true)
        }
    }

    @Test("a guess that could not be kept is not counted, and clears no wait that others have earned")
    func unkeptGuesses() async throws {
        try await open { service in
            let (code, pin) = try await register(service)
            let workplace = service.server.workplace
            let store = CountingStore(workplace.store)
            let inquiries = InquiryService(
                store: store,
                wording: workplace.inquiryWording,
                limiter: AttemptLimiter(machineClock: machine),
                clock: workplace.clock,
                machineClock: machine,
                entropy: SystemEntropy(),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            func take(_ typed: String, _ id: String, from sender: String) async throws {
                let text = IncomingText(gateway: "generic", providerID: id, sender: sender, text: "HS \(code) \(typed)")
                try await inquiries.take(text)
            }
            func answers() async throws -> [String] {
                let gateway = ScriptedGateway("generic")
                try await relay(service, gateway).drain()
                return gateway.submissions.map(\.text)
            }
            store.takesChanges = false
            for number in 1...20 {
                await #expect(throws: StoreError.self) { try await take("2222", "a\(number)", from: Self.stranger) }
            }
            store.takesChanges = true
            try await take(pin, "b", from: Self.stranger)
            #expect(try await answers().map { $0.contains("Duoc tiep nhan") } == [true], "nothing was counted")

            for number in 1...AttemptLimiter.freeFailures { try await take("2222", "c\(number)", from: "0912345671") }
            store.takesChanges = false
            await #expect(throws: StoreError.self) { try await take("2222", "d", from: "0912345671") }
            store.takesChanges = true
            try await take(pin, "e", from: "0912345671")
            let told = try await answers()
            #expect(told.count == 6 && told.allSatisfy { $0.contains("Khong tim thay ho so") }, "the guesser waits on")
        }
    }

    @Test("a wrong PIN in a text that comes twice side by side is one guess")
    func oneGuess() async throws {
        try await open { service in
            let (code, pin) = try await register(service)
            let workplace = service.server.workplace
            let limiter = AttemptLimiter(machineClock: machine)
            func inquiries(_ store: any DossierStore) -> InquiryService {
                InquiryService(
                    store: store,
                    wording: workplace.inquiryWording,
                    limiter: limiter,
                    clock: workplace.clock,
                    machineClock: machine,
                    entropy: SystemEntropy(),
                    logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
                )
            }
            func text(_ typed: String, _ id: String) -> IncomingText {
                IncomingText(gateway: "generic", providerID: id, sender: Self.stranger, text: "HS \(code) \(typed)")
            }
            let plain = inquiries(workplace.store)
            for number in 1..<AttemptLimiter.freeFailures {
                let wrong = text("2222", "w\(number)")
                // It is kept by the one call after the other has judged it.
                let late = inquiries(InterruptedStore(workplace.store, meanwhile: { _ in try await plain.take(wrong) }))
                try await late.take(wrong)
            }
            try await plain.take(text(pin, "right"))

            let gateway = ScriptedGateway("generic")
            try await relay(service, gateway).drain()
            #expect(gateway.submissions.count == AttemptLimiter.freeFailures)
            #expect(gateway.submissions.filter { $0.text.contains("Duoc tiep nhan") }.count == 1)
        }
    }

    @Test("a text that comes twice is answered once, also side by side")
    func twice() async throws {
        try await open { service in
            let (code, _) = try await register(service)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 1...4 { group.addTask { try await bring("HS \(code)", id: "m-1", service) } }
                try await group.waitForAll()
            }
            let gateway = ScriptedGateway("generic")
            try await relay(service, gateway).drain()
            #expect(gateway.submissions.count == 1)
            try await bring("HS \(code)", id: "m-1", service)
            try await relay(service, gateway).drain()
            #expect(gateway.submissions.count == 1)
            // Without an id the same words within a minute count as the same text.
            for text in ["HS \(code)", "hs \(code)", "HS \(code)"] { try await bring(text, service) }
            try await relay(service, gateway).drain()
            #expect(gateway.submissions.count == 3)
            #expect(Set(gateway.submissions.map(\.reference)).count == 3)
        }
    }

    @Test("TC ends the texts to a number and DK begins them again; both are answered, and the history says so")
    func optOut() async throws {
        try await open { service in
            let stop = try await answer("tc", from: Self.owner, service)
            #expect(stop?.contains("Se khong gui tin den so nay nua") == true)
            _ = try await register(service)
            try await service.server.relay.drain()
            let first = try await service.staff("admin").get("/messages")
            #expect(first.json["items"]?.array?.first?["reason"]?.string == "opted-out", "\(first.text)")
            let start = try await answer("DK", from: Self.owner, service)
            #expect(start?.contains("se lai nhan duoc tin ve ho so") == true)
            _ = try await register(service)
            try await service.server.relay.drain()
            let second = try await service.staff("admin").get("/messages")
            #expect(second.json["items"]?.array?.first?["reason"]?.string != "opted-out", "\(second.text)")
            let store = service.server.workplace.store
            let events = try await store.transact { transaction in
                let head = try transaction.head(of: .messages)
                return try transaction.events(of: head.id, after: 0, limit: 9).map {
                    String(decoding: $0, as: UTF8.self)
                }
            }
            #expect(events.map { $0.contains("textsRefused") } == [true, false])
            #expect(events.last?.contains("textsWantedAgain") == true)
        }
    }

    @Test("one number gets ten answers an hour; TC takes effect all the same; short numbers are never answered")
    func limits() async throws {
        try await open { service in
            let gateway = ScriptedGateway("generic")
            for number in 1...12 { try await bring("what \(number)?", from: Self.owner, service) }
            try await bring("TC", from: Self.owner, service)
            for sender in ["8088", "VIETTEL", "02353874123"] {
                #expect(try await bring("hi", from: sender, service) == 200)
            }
            try await relay(service, gateway).drain()
            #expect(gateway.submissions.count == 10)
            #expect(Set(gateway.submissions.map(\.text)).count == 1)
            #expect(gateway.submissions.first?.text.contains("Tra cuu soan HS") == true)
            _ = try await register(service)
            try await service.server.relay.drain()
            let messages = try await service.staff("admin").get("/messages").text
            #expect(messages.contains("opted-out"))
        }
    }

    @Test("what was answered by a clock that was ahead uses up no answers of the present hour")
    func limitsBySetBackClock() async throws {
        try await open { service in
            let gateway = ScriptedGateway("generic")
            for number in 1...11 { try await bring("what \(number)?", service) }
            try await relay(service, gateway).drain()
            #expect(gateway.submissions.count == 10)
            machine.advance(seconds: -86_400)
            try await bring("and now?", service)
            try await relay(service, gateway).drain()
            #expect(gateway.submissions.count == 11)
        }
    }

    @Test("a busy gateway is asked again, one that says nothing is not, and the number is erased with the end")
    func retries() async throws {
        try await open { service in
            let gateway = ScriptedGateway(
                "generic",
                [.later(reason: "busy"), .unknown(reason: "time-out"), .rejected(reason: "no")]
            )
            let relay = relay(service, gateway)
            try await bring("one", service)
            try await relay.drain()
            machine.advance(seconds: 1)
            try await relay.drain()
            #expect(gateway.submissions.count == 1)
            machine.advance(seconds: 10)
            try await relay.drain()
            try await bring("two", from: "0912345679", service)
            try await relay.drain()
            machine.advance(seconds: 1_000)
            try await relay.drain()
            #expect(gateway.submissions.count == 3)
            let rows = try await DatabaseQueue(path: service.folder.database).read { database in
                try String.fetchAll(database, sql: "SELECT state || COALESCE(receiverNumber, '') FROM incomingText")
            }
            #expect(rows == ["unknown", "rejected"])
            #expect(try await !OpenedVault(in: service.folder).text.contains("84912345"))
        }
    }

    @Test("a clock that is set back puts no answer off any longer")
    func setBack() async throws {
        try await open { service in
            let gateway = ScriptedGateway("generic", [.later(reason: "busy")])
            let relay = relay(service, gateway)
            try await bring("what?", service)
            try await relay.drain()
            machine.advance(seconds: -86_400)
            #expect(try await relay.drain() == 1)
            #expect(gateway.submissions.count == 2)
        }
    }

    @Test("what is to be done after a clock was set back is done at the next look where the store was busy")
    func setBackWhileBusy() async throws {
        try await open { service in
            let gateway = ScriptedGateway("generic", [.later(reason: "busy")])
            // How many transactions succeed before the store is busy.
            let left = Mutex(Int.max)
            let store = InterruptedStore(
                service.server.workplace.store,
                meanwhile: { _ in
                    let isBusy = left.withLock { left in
                        defer { left -= 1 }
                        return left <= 0
                    }
                    if isBusy { throw StoreError(.busy, "4096 changes wait") }
                }
            )
            let relay = relay(service, gateway, store: store)
            try await bring("what?", service)
            try await relay.drain()
            machine.advance(seconds: -86_400)
            // Leases that have ended are looked for first.
            left.withLock { $0 = 1 }
            await #expect(throws: StoreError.self) { try await relay.drain() }
            left.withLock { $0 = .max }
            #expect(try await relay.drain() == 1)
        }
    }

    @Test("a clock that is set back while the program is down puts no answer off for longer than a pause")
    func setBackMeanwhile() async throws {
        try await open { service in
            let gateway = ScriptedGateway("generic", [.later(reason: "busy")])
            try await bring("what?", service)
            try await relay(service, gateway).drain()
            machine.advance(seconds: -86_400)
            let next = relay(service, gateway)
            try await next.takeOver()
            #expect(try await next.drain() == 0)
            machine.advance(seconds: 60)
            #expect(try await next.drain() == 1)
        }
    }

    @Test("an answer that cannot be written holds no other up, and one that came too late is not sent")
    func unwritable() async throws {
        try await open { service in
            let (code, _) = try await register(service)
            try await bring("HS \(code)", service)
            try await bring("what?", from: "0912345679", service)
            try await DatabaseQueue(path: service.folder.database).write { database in
                try database.execute(sql: "UPDATE dossierState SET state = x'7B7D'")
            }
            let gateway = ScriptedGateway("generic")
            try await relay(service, gateway).drain()
            #expect(gateway.submissions.count == 1 && gateway.submissions.first?.wantsReport == false)
            try await bring("what?", from: "0912345670", service)
            try await DatabaseQueue(path: service.folder.database).write { database in
                try database.execute(sql: "UPDATE incomingText SET receivedAt = 0 WHERE state = 'queued'")
            }
            try await relay(service, gateway).drain()
            #expect(gateway.submissions.count == 1)
            let states = try await DatabaseQueue(path: service.folder.database).read { database in
                try String.fetchAll(database, sql: "SELECT state FROM incomingText ORDER BY number")
            }
            #expect(states == ["rejected", "accepted", "failed"])
        }
    }

    @Test("who asks while another answer is under way is answered beside it")
    func askedMeanwhile() async throws {
        try await open { service in
            let gateway = ScriptedGateway("generic")
            gateway.holdsBack = true
            try await bring("what?", service)
            async let drained = relay(service, gateway).drain()
            defer { gateway.holdsBack = false }
            try await until("the first answer is under way") { gateway.submissions.count == 1 }
            try await bring("what?", from: "0912345679", service)
            try await until("so is the second one") { gateway.submissions.count == 2 }
            gateway.holdsBack = false
            #expect(try await drained == 2)
        }
    }

    @Test("a text of any length is answered with help, once, however long or odd the gateway's id is")
    func longText() async throws {
        try await open { service in
            let gateway = ScriptedGateway("generic")
            let text = String(repeating: "xin chào ", count: 400)
            for id in [String(repeating: "m", count: 300), "84912345678 tin 1", "m-1"] {
                for _ in 1...2 { #expect(try await bring(text, id: id, service) == 200) }
            }
            try await relay(service, gateway).drain()
            #expect(gateway.submissions.count == 3)
            #expect(Set(gateway.submissions.map(\.text)).count == 1)
            let kept = try await DatabaseQueue(path: service.folder.database).read { database in
                try String.fetchAll(database, sql: "SELECT providerID FROM incomingText ORDER BY number")
            }
            #expect(kept.last == "m-1" && kept.count == 3)
            #expect(kept.dropLast().allSatisfy { $0.wholeMatch(of: /#[0-9a-f]{32}/) != nil })
        }
    }

    @Test("a hook names the parameter that it cannot read")
    func parameters() async throws {
        try await open { service in
            let fields: HTTPFields = [.authorization: "Bearer " + Self.secret]
            for (path, json, field) in [
                ("inbound", #"{"from":"0912345678"}"#, "message"), ("inbound", #"{"message":"HS"}"#, "from"),
                ("inbound", "no json", "body"), ("receipts", #"{"ref":"1"}"#, "status"),
                ("receipts", #"{"status":"sent"}"#, "ref"), ("receipts", "no json", "body"),
            ] {
                let answer = try await service.send(.post, "/api/v1/sms/\(path)", json: json, headers: fields)
                #expect(answer.status == 422 && answer.text.contains(#""field":"\#(field)""#), "\(answer.text)")
            }
        }
    }

    @Test("neither a number nor a word of a text is kept in clear, and what cannot be read is refused")
    func privacy() async throws {
        try await open { service in
            let (code, pin) = try await register(service)
            try await bring("HS \(code) \(pin)", id: "m-1", service)
            let row = try await DatabaseQueue(path: service.folder.database).read { database in
                try Row.fetchOne(database, sql: "SELECT * FROM incomingText")?.description ?? ""
            }
            #expect(row.contains("m-1") && !row.contains("912345678") && !row.contains(pin))
            let fields: HTTPFields = [.authorization: "Bearer " + Self.secret]
            for json in ["{}", #"{"from":"0912345678"}"#, "no json"] {
                #expect(try await service.send(.post, "/api/v1/sms/inbound", json: json, headers: fields).status == 422)
            }
            #expect(try await service.send(.post, "/api/v1/sms/inbound", json: "{}").status == 401)
            #expect(try await service.send(.get, "/api/v1/sms/inbound?secret=wrong").status == 401)
        }
    }
}
