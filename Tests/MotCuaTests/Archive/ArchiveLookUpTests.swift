import DossierDomain
import DossierEngine
import DossierStoreSQLite
import Foundation
import HTTPTypes
import Testing
import WorkingCalendar

@testable import motcua

/// Dossiers of old years lie in a file of their own, and nobody who asks notices.
@Suite("The archive of old years")
struct ArchiveLookUpTests {
    @Test("answers every question byte for byte as before, to everybody, and finds what was found")
    func sameAnswers() async throws {
        let site = try await ArchiveSite.make()
        // The first time readings are put on record, which are answered too.
        _ = try await site.answers()
        let before = try await site.answers()
        try #require(before["desk \(ArchiveSite.collected)/history?limit=100"]?.contains("handedOver") == true)
        try #require(before["list q=0905123457"]?.contains(ArchiveSite.stopped) == true)

        try site.moveOld()
        let after = try await site.answers()

        for (question, answer) in before { #expect(after[question] == answer, "\(question)") }
        let rows = try await DatabaseText(path: site.database)
        #expect(rows.count("dossierState") == 1, "the database itself holds the open one alone")
        #expect(rows.text("vault").isEmpty == false && rows.count("dossier") == 3)
        #expect(try await DatabaseText(path: site.archive).count("dossier") == 2)
    }

    @Test("answers the public look-up over the connection's own way, from a start of the program on")
    func fastWay() async throws {
        let site = try await ArchiveSite.make()
        let before = try await site.answers()
        try site.moveOld()
        let server = try await RunningServer.start(database: site.database, arguments: ["--demo"])
        for code in [ArchiveSite.collected, ArchiveSite.stopped] {
            let answer = try #require(await server.send("GET", "/api/v1/status/\(code)"))
            #expect("\(answer.status) \(answer.text)" == before["citizen \(code)"])
        }
        let unknown = try #require(await server.send("GET", "/api/v1/status/000.00.15.H47-220105-0009"))
        #expect(unknown.status == 404)
        #expect(server.terminate() == 0)
    }

    @Test("lets nobody change a dossier, and says so in both languages to those who may see it")
    func refusals() async throws {
        let site = try await ArchiveSite.make()
        try site.moveOld()
        try await OneStop.open(in: site.folder) { service in
            let desk = try await service.staff("desk")
            let renewal = try await desk.act("renew-pin", on: ArchiveSite.collected)
            #expect(renewal.status == 409 && renewal.string("code") == "dossier-archived", "\(renewal.text)")
            #expect(renewal.string("detail")?.contains("kho lưu trữ") == true)
            let english = try await desk.post(
                "/dossiers/\(ArchiveSite.stopped)/actions/withdraw",
                #"{"reason":"x"}"#,
                headers: [.acceptLanguage: "en"]
            )
            #expect(english.status == 409 && english.string("title") == "The dossier is archived", "\(english.text)")
            let stranger = try await service.staff("officer.TNMT").act("renew-pin", on: ArchiveSite.collected)
            #expect(stranger.status == 403, "\(stranger.text)")
            let texts = try await desk.get("/dossiers/\(ArchiveSite.collected)/messages")
            let text = try #require(texts.json["items"]?.array?.first?["id"]?.integer)
            let again = try await desk.post("/messages/\(text)/resend", "{}")
            #expect(again.status == 409 && again.string("code") == "dossier-archived", "\(again.text)")
            #expect(try await desk.act("complete-step", on: ArchiveSite.open, #"{"stepId":"intake"}"#).status != 409)
            let registered = try await desk.register("1.001612")
            #expect(registered.string("code")?.hasSuffix("240201-0001") == true)
        }
        #expect(try site.verdict().code == 0)
    }

    @Test("puts readings of its dossiers on record in the database, with their reasons")
    func readings() async throws {
        let site = try await ArchiveSite.make()
        try site.moveOld()
        try await OneStop.open(in: site.folder) { service in
            let reason: HTTPFields = [try #require(HTTPField.Name("Reading-Reason")): "complaint of 2024"]
            let read = try await service.send(
                .get,
                "/api/v1/dossiers/\(ArchiveSite.collected)",
                token: try await service.staff("leader").token,
                headers: reason
            )
            #expect(read.status == 200)
            let list = try await service.staff("leader").get("/dossiers/\(ArchiveSite.collected)/readings")
            #expect(list.text.contains("complaint of 2024"), "\(list.text)")
        }
        let verdict = try site.verdict()
        #expect(verdict.code == 0, "\(verdict.text)")
    }

    @Test("takes dossiers of earlier years only, those alone about which nothing is under way, and tells before")
    func choice() async throws {
        let site = try await ArchiveSite.make()
        let early = try site.run("archive", "--before", "2024-01-02")
        #expect(early.code == 1 && early.errors.contains("2024-01-01") && early.errors.contains("năm nay"))
        #expect(try site.run("archive", "--before", "1/1/2024").code != 0)
        let told = try site.run("archive", "--before", "2024-01-01", "--dry-run")
        #expect(told.code == 0, "\(told.errors)")
        #expect(told.output.contains("2 dossiers that ended before 2024-01-01 would be moved"), "\(told.output)")
        #expect(!FileManager.default.fileExists(atPath: site.archive))
        let none = try site.run("archive", "--before", "2022-01-05")
        #expect(none.code == 0 && none.output.contains("are moved, and no archive is made."), "\(none.output)")
        #expect(!FileManager.default.fileExists(atPath: site.archive))
        #expect(none.output.contains("Ended later, and stay: 2 dossiers."), "\(none.output)")

        let store = try SQLiteDossierStore.open(path: site.database)
        let code = try #require(DossierCode(ArchiveSite.stopped))
        try await store.transact { transaction in
            let id = try #require(try transaction.dossier(code)?.id)
            let text = try #require(try transaction.messages(MessageFilter(dossier: id), before: nil, limit: 1).first)
            _ = try transaction.enqueueAgain(text, at: text.draft.createdAt)
        }
        try await store.close()
        let moved = try site.run("archive", "--before", "2024-01-01")
        #expect(moved.output.contains("1 dossier that ended before 2024-01-01 is moved."), "\(moved.output)")
        #expect(moved.output.contains("1 dossier of before that day stay"), "\(moved.output)")
        let differences = try site.verdict().text.split(separator: "\n").filter { $0.hasPrefix("DIFFERS") }
        // No more than what was written above: a text that nobody asked for again.
        #expect(differences == ["DIFFERS messages: 1 texts were sent again, the history tells of 0"])
    }

    @Test("takes no dossier while a call about its notices waits, and forgets one that was given up")
    func calls() async throws {
        let site = try await ArchiveSite.make()
        let at = try #require(Instant(iso8601: "2022-01-10T10:20:01+07:00"))
        let code = try #require(DossierCode(ArchiveSite.stopped))
        try await site.change { transaction in
            let id = try #require(try transaction.dossier(code)?.id)
            try transaction.insert(
                Notice(
                    number: nil,
                    recipient: NoticeRecipient.leaders.storedName,
                    dossier: id,
                    rung: "dossierOverdue",
                    at: at,
                    plannedAt: at,
                    facts: Array("{}".utf8)
                )
            )
            let newest = WebhookCursor(
                text: try transaction.lastMessageNumber(),
                notice: try transaction.lastNoticeNumber()
            )
            try transaction.setWebhookCursor(of: "chat", to: newest)
            try transaction.queueDelivery(of: .notice(newest.notice), about: id, to: "chat")
        }
        let held = try site.run("archive", "--before", "2024-01-01")
        #expect(held.output.contains("1 dossier that ended before 2024-01-01 is moved."), "\(held.output)")

        try await site.change { transaction in
            let call = try #require(try transaction.dueDeliveries(of: "chat", at: at, limit: 1).first)
            try transaction.finishDelivery(call.number, .dead(reason: "HTTP 503"), at: at)
        }
        let moved = try site.run("archive", "--before", "2024-01-01")
        #expect(moved.output.contains("1 dossier that ended before 2024-01-01 is moved."), "\(moved.output)")
        let left = try await site.change { try $0.webhookCounts(of: "chat") }
        #expect(left == WebhookCounts(queued: 0, dead: 0, lastError: nil))
    }

    @Test("goes along where the future of the database is simulated")
    func simulated() async throws {
        let site = try await ArchiveSite.make()
        try site.moveOld()
        let lived = try site.run("simulate", "--days", "2", "--seeds", "1", "--officers", "CNVPDK=3")
        #expect(lived.code == 0, "\(lived.output)\(lived.errors)")
        #expect(try site.verdict().code == 0)
    }

    @Test("is not begun beside a running server, nor for a database that was never served")
    func stopped() async throws {
        let site = try await ArchiveSite.make()
        let server = try await RunningServer.start(database: site.database, arguments: ["--demo"])
        let beside = try site.run("archive", "--before", "2024-01-01")
        #expect(beside.code == 1 && beside.errors.contains("stop it first"), "\(beside.errors)")
        #expect(try site.run("archive", "--before", "2024-01-01", "--dry-run").code == 0)
        #expect(server.terminate() == 0)
        let folder = try TemporaryFolder()
        let options = ["--database", folder.database, "--config", Checkout.config]
        let store = try SQLiteDossierStore.open(path: folder.database)
        try store.migrate()
        try await store.close()
        let fresh = try Program.run(["archive", "--before", "2022-01-01"] + options)
        #expect(fresh.code == 1 && fresh.errors.contains("start the server once"), "\(fresh.errors)")
    }
}
