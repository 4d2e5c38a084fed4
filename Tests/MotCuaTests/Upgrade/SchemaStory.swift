import DossierDomain
import DossierEngine
import DossierStoreSQLite
import Foundation
import HTTPTypes
import Logging
import SMSText
import Testing
import WorkingCalendar

@testable import motcua

/// The life of an installation, one chapter for what came with each schema, so that the database of a chapter has rows
/// in every table that there was by then.
///
/// The program of today lives it; ``EarlierForm`` gives the database of a chapter the form that its schema had. Whoever
/// adds a table adds a chapter that fills it, under the number of the migration.
struct SchemaStory: Sendable {
    let folder: TemporaryFolder
    let config: ConfigCopy
    /// The machine's time of relays, ahead of the server's own.
    let machine = MovableClock(SystemClock().now)

    static let environment = ["SMS_CLIENT": "motcua", "SMS_TOKEN": "token", "SMS_HOOK": "generic-hook-secret-0002"]
    /// The chapters by the number of their migration; one without a chapter brought no table.
    private static let chapters: [Int: @Sendable (SchemaStory) async throws -> Void] = [
        1: { try await $0.work() }, 2: { try await $0.readNotices() }, 3: { try await $0.finishSteps() },
        4: { try await $0.takeReports() }, 5: { try await $0.answerCitizens() }, 6: { try await $0.tellSystems() },
        7: { try await $0.erase() }, 8: { try await $0.keepAccounts() }, 9: { try await $0.sign() },
        10: { try await $0.second() }, 11: { try await $0.signOn() }, 12: { try await $0.read() },
        13: { try await $0.restore() }, 14: { try await $0.findNames() },
    ]

    /// Lives through all chapters.
    ///
    /// - Parameters:
    ///   - isWanted: Whether the database of a schema is asked for.
    ///   - keep: Takes the closed database of such a schema, in its form, in a folder of its own.
    /// - Throws: Whatever a chapter or the closure throws.
    static func play(
        where isWanted: (SchemaFixture) -> Bool,
        _ keep: (SchemaFixture, TemporaryFolder) async throws -> Void
    ) async throws {
        let story = SchemaStory(folder: try TemporaryFolder(), config: try configuration())
        for schema in try SchemaFixture.schemas {
            let fixture = SchemaFixture(schema: schema)
            try await chapters[fixture.number]?(story)
            guard isWanted(fixture) else { continue }
            let then = try TemporaryFolder()
            try story.copy(to: then, at: fixture.number)
            try await EarlierForm.replace(then.database, schema: schema, keys: story.folder.keys())
            try await keep(fixture, then)
        }
    }

    /// The shipped configuration with few procedures, so that the databases are small.
    static func configuration() throws -> ConfigCopy {
        let copy = try ConfigCopy()
        let procedures = URL(filePath: copy.file).deletingLastPathComponent().path + "/procedures"
        for name in try FileManager.default.contentsOfDirectory(atPath: procedures)
        where !["1.001612.yaml", "2.000815.yaml"].contains(name) {
            try FileManager.default.removeItem(atPath: procedures + "/" + name)
        }
        try copy.replace("gateway: console", with: "gateway: generic", in: "motcua.yaml")
        try copy.replace("https://sms.example.vn", with: "http://127.0.0.1:1", in: "gateways/generic.yaml")
        try copy.replace("sources: [\"203.0.113.7\"]", with: "", in: "gateways/generic.yaml")
        return copy
    }

    /// Serves for a while.
    func open(_ chapter: @escaping @Sendable (OneStop) async throws -> Void) async throws {
        let server = try await TestServer.build(
            in: folder,
            config: config.file,
            clock: "2022-01-04T07:30+07:00",
            environment: Self.environment
        )
        try await OneStop.serve(server, in: folder, chapter)
    }

    /// Runs a command on the database, which has to succeed.
    func run(_ arguments: String...) throws {
        let places = ["--database", folder.database, "--config", Checkout.config]
        let outcome = try Program.run(arguments + places)
        try #require(outcome.code == 0, "\(arguments): \(outcome.output)\(outcome.errors)")
    }

    /// A dossier of the first chapter.
    func code(_ serial: Int) -> String { "000.00.15.H47-220104-000\(serial)" }

    /// Gives texts to a gateway.
    func relay(
        _ service: OneStop,
        _ gateway: ScriptedGateway,
        reports: Bool = false,
        sending: SendingRules = .none
    ) async throws {
        let workplace = service.server.workplace
        let relay = OutboxRelay(
            store: workplace.store,
            routes: [GatewayRoute(gateway, reports: reports)],
            rules: workplace.rules,
            sending: sending,
            clock: workplace.clock,
            machineClock: machine,
            pace: SystemPace(),
            logger: Self.silence
        )
        try await relay.drain()
    }

    static var silence: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }

    /// Copies what a program of a schema had.
    private func copy(to then: TemporaryFolder, at number: Int) throws {
        for (name, first) in [
            ("motcua.sqlite", 1), ("motcua.key", 7), ("motcua.checkpoints", 9), ("motcua.checkpoint-key", 9),
        ] where first <= number {
            try FileManager.default.copyItem(atPath: folder.path + "/" + name, toPath: then.path + "/" + name)
        }
    }
}

/// Dossiers, their deadlines, and the texts about them.
extension SchemaStory {
    /// Registers a dossier as somebody whose client repeats its requests does.
    private func register(_ desk: Staff, _ number: Int, channel: String = "desk") async throws {
        let field = try #require(HTTPField.Name("Idempotency-Key"))
        let phone = "09051234\(10 + number)"
        let answer = try await desk.post(
            "/dossiers",
            Forms.intake("1.001612", channel: channel, phone: phone),
            headers: [field: "quay-\(number)"]
        )
        try #require(answer.status == 201 && answer.string("code") == code(number), "\(answer.text)")
    }

    private func act(_ staff: Staff, _ action: String, _ serial: Int, _ json: String) async throws {
        let answer = try await staff.act(action, on: code(serial), json)
        try #require(answer.status == 200, "\(action): \(answer.text)")
    }

    /// Dossiers of every status, some of them late, texts in the states that there were, two rows of a register.
    private func work() async throws {
        try await open { service in
            let desk = try await service.staff("desk")
            for number in 1...7 { try await register(desk, number) }
            for number in 8...9 { try await register(desk, number, channel: "online") }
            for number in 1...5 { try await desk.complete("intake", of: code(number)) }
            for number in 1...2 { try await finish(number, service) }
            try await act(desk, "hand-over", 1, #"{"receivedBy":"Nguyễn Văn An"}"#)
            try await act(desk, "request-supplement", 4, #"{"items":["Bản sao CCCD"],"reason":"Thiếu giấy tờ"}"#)
            try await act(desk, "request-payment", 5, #"{"amountInDong":100000,"reason":"Lệ phí"}"#)
            try await act(desk, "withdraw", 6, #"{"reason":"Công dân rút"}"#)
            try await act(desk, "refuse", 9, #"{"reason":"Không thuộc thẩm quyền"}"#)
            let answers: [SMSAnswer] = [
                .accepted(providerReference: "A-1"), .rejected(reason: "bad number"), .unknown(reason: "time-out"),
            ]
            try await relay(service, ScriptedGateway("generic", answers))
            try await service.clock(to: "2022-01-10T08:00:00+07:00")
            try await act(
                service.staff("head.BPMC-H"),
                "apologise",
                7,
                #"{"reason":"Nhiều hồ sơ","newDueAt":"2022-01-20T10:00:00+07:00"}"#
            )
            try await leaveOneUnderWay(service)
            _ = try await RegisterImport(service.server.workplace).run(Self.register()) { _, _ in }
        }
    }

    /// Rows of an older register.
    static func register() throws -> RegisterFile {
        try Registers.file(Registers.row(), Registers.row([.applicantName: "Trần Thị Bình"]))
    }

    private func finish(_ number: Int, _ service: OneStop) async throws {
        try await service.staff("officer.TCKH").complete("appraise", of: code(number), #","note":"đủ""#)
        try await service.staff("officer.THUE").complete("issue-tax-code", of: code(number))
        let result = #","result":{"kind":"granted","number":"33A801234\#(number)"}"#
        try await service.staff("head.TCKH").complete("sign", of: code(number), result)
    }

    /// Hands a text over without ever hearing of it, as a program that is killed does.
    private func leaveOneUnderWay(_ service: OneStop) async throws {
        let now = machine.now.adding(seconds: 86_400)
        try await service.server.workplace.store.transact { transaction in
            let text = try #require(try transaction.sendableMessages(at: now, limit: 1).first)
            let isOurs = try transaction.startSending(
                text.number,
                gateway: "generic",
                leaseUntil: now.adding(seconds: 60)
            )
            try #require(isOurs)
        }
    }

    private func readNotices() async throws {
        try await open { service in
            try await service.clock(to: "2022-01-11T08:00:00+07:00")
            // The leader reads the newest alone, before older ones; the head of the desk reads all.
            for (name, rest) in [("leader", ""), ("head.BPMC-H", "?olderToo=true")] {
                let staff = try await service.staff(name)
                let notices = try #require(try await staff.get("/notices").json["items"]?.array)
                try #require(notices.count > 1, "\(name)")
                let id = try #require(notices.first?["id"]?.integer)
                try #require(try await staff.post("/notices/\(id)/read" + rest, "").status == 204)
            }
        }
    }

    private func finishSteps() async throws {
        try await open { service in
            try await service.staff("officer.TCKH").complete("appraise", of: code(3))
            try await act(
                service.staff("desk"),
                "receive-supplement",
                4,
                #"{"documents":[{"name":"CCCD","form":"photocopy","quantity":1}]}"#
            )
        }
    }

    /// Texts in every state that a report or its lack gives, one sent again, one kept back at night.
    private func takeReports() async throws {
        try await open { service in
            let desk = try await service.staff("desk")
            let gateway = ScriptedGateway("generic")
            try await optOut("0905123490", service)
            _ = try await desk.register("1.001612", phone: "0905123490")
            for _ in 1...3 { _ = try await desk.register("1.001612", phone: "0905123499") }
            machine.advance(seconds: 2 * 86_400)
            try await relay(service, gateway, reports: true)
            let states: [DeliveryReport.State] = [.delivered, .undelivered, .expired, .delivered]
            for (submission, state) in zip(gateway.submissions, states) {
                try await take(.reference(submission.reference), state, service)
            }
            machine.advance(seconds: 48 * 3_600)
            try await relay(service, gateway, reports: true)
            try await take(.providerReferences(["unknown-yet"]), .delivered, service)
            let again = gateway.submissions[1].reference
            let resent = try await service.staff("admin").post("/messages/\(again)/resend", "{}")
            try #require(resent.status == 201, "\(resent.text)")
            _ = try await desk.register("1.001612", phone: "0905123498")
            try await relay(service, ScriptedGateway("generic", [.accepted(providerReference: "A-2")]), reports: true)
            try await service.clock(to: "2022-01-11T21:30:00+07:00")
            _ = try await desk.register("1.001612", phone: "0905123497")
            let night = try QuietHours(
                from: #require(TimeOfDay(text: "21:00")),
                until: #require(TimeOfDay(text: "07:00"))
            )
            let sending = SendingRules(quietHours: night, textsPerDay: 20, reportHours: 48)
            try await relay(service, gateway, sending: sending)
        }
    }

    /// A number that wants no texts.
    private func optOut(_ number: String, _ service: OneStop) async throws {
        let phone = try #require(PhoneNumber(vietnamese: number))
        let now = machine.now
        try await service.server.workplace.store.transact { transaction in
            let key = try #require(try transaction.hashKey(.phone))
            try transaction.setOptedOut(Digest.keyed(key, [Array(phone.e164.utf8)]), since: now)
        }
    }

    private func take(
        _ subject: DeliveryReport.Subject,
        _ state: DeliveryReport.State,
        _ service: OneStop
    ) async throws {
        let reports = MessageReports(
            store: service.server.workplace.store,
            clock: service.server.workplace.clock,
            machineClock: machine,
            reportHours: 48,
            logger: Self.silence
        )
        try await reports.take(DeliveryReport(gateway: "generic", subject: subject, state: state))
    }
}
