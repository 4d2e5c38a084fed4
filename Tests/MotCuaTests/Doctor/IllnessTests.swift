import DossierEngine
import Foundation
import Testing
import WorkingCalendar

@testable import motcua

@Suite("motcua doctor on sick installations")
struct IllnessTests {
    @Test(
        "free room is judged by what reception and a copy need",
        arguments: [
            (100, 10, Finding.Grade.error), (300, 10, .warning), (1_024 + 9, 10, .warning), (1_024 + 10, 10, .ok),
            (5_000, 4_500, .warning),
        ]
    )
    func room(free: Int64, database: Int64, grade: Finding.Grade) {
        let finding = Examination.disk(free << 20, in: "/data", needed: database << 20)
        #expect(finding.grade == grade && finding.text.english.contains("\(free) MiB are free in /data"))
        #expect((finding.remedy == nil) == (grade == .ok))
    }

    @Test(
        "free room for copies is judged by what the next one needs",
        arguments: [(9, 10, Finding.Grade.error), (500, 10, .warning), (1_024 + 10, 10, .ok)]
    )
    func roomForCopies(free: Int64, database: Int64, grade: Finding.Grade) {
        let finding = Examination.diskOfCopies(free << 20, in: "/copies", needed: database << 20)
        #expect(finding.grade == grade && finding.text.english.contains("\(free) MiB are free in /copies"))
        #expect((finding.remedy == nil) == (grade == .ok))
    }

    @Test("names that wait for their index are a warning from the number on that rings the alarm")
    func names() {
        #expect(Examination.names(behind: 1_000, isRunning: true).grade == .ok)
        for (behind, isRunning, words) in [(1_001, true, "1001 entries"), (5_000, false, "5000+ entries")] {
            let finding = Examination.names(behind: behind, isRunning: isRunning)
            #expect(finding.grade == .warning && finding.text.english.contains(words))
            #expect(finding.remedy?.english.contains("start the server") == !isRunning)
        }
    }

    @Test("a log that did not get shorter is a warning")
    func log() async throws {
        let patient = try await Patient()
        let log = patient.folder.database + "-wal"
        try Data().write(to: URL(filePath: log))
        #expect(truncate(log, 300 << 20) == 0)
        let found = try patient.examine()
        #expect(found.findings["log"]?.hasPrefix("warning: 300 MiB wait in the log") == true, "\(found.output)")
    }

    @Test("a certificate that ends soon, that has ended, and that cannot be read, are told apart")
    func certificate() async throws {
        let patient = try await Patient()
        let certificates = try TestCertificates()
        try certificates.make("desk")
        let entries = [
            (#"certificate: """#, "certificate: \"\(certificates.certificate("desk"))\""),
            (#"privateKey: """#, "privateKey: \"\(certificates.key("desk"))\""),
        ]
        for (old, new) in entries { try patient.config.replace(old, with: new, in: "motcua.yaml") }
        let soon = try patient.examine()
        #expect(soon.findings["certificate"]?.hasPrefix("warning: ends in ") == true, "\(soon.output)")
        let configuration = try TestServer.configuration(in: patient.folder, config: patient.config.file)
        let later = try #require(Instant(iso8601: "2099-01-05T10:20:00+07:00"))
        let findings = await Examination(of: configuration, now: later).findings()
        let ended = try #require(findings.first { $0.subject == "certificate" })
        #expect(
            ended.grade == .error && ended.text.english == "has ended"
                && ended.remedy?.english.contains("SIGHUP") == true
        )
        try certificates.spoil("desk")
        let spoilt = try patient.examine()
        #expect(spoilt.code == 2)
        #expect(spoilt.findings["certificate"]?.contains("server.certificate") == true, "\(spoilt.output)")
    }

    @Test("a gateway without its secret is an error that names it")
    func gateway() async throws {
        let patient = try await Patient()
        try patient.config.replace("gateway: console", with: "gateway: speedsms", in: "motcua.yaml")
        let found = try patient.examine()
        #expect(found.code == 2)
        #expect(found.findings["texts"]?.hasPrefix("error: ") == true, "\(found.output)")
        #expect(found.findings["texts"]?.contains("SPEEDSMS_BASIC") == true, "\(found.output)")
    }

    @Test("a database of an older program is sent to its upgrade, not to a restoration")
    func olderSchema() async throws {
        let patient = try await Patient()
        let keys = try patient.folder.keys()
        try await EarlierForm.replace(patient.folder.database, schema: "0001-dossiers", keys: keys)
        let found = try patient.examine()
        #expect(found.code == 2)
        let database = found.findings["database"] ?? ""
        #expect(database.contains("of an older program") && database.contains("upgrade"), "\(found.output)")
        #expect(!database.contains("restore"))
    }

    @Test("texts that could have gone are a warning after a quarter of an hour, as the alarm is, with a gateway's word")
    func waitingTexts() {
        for (minutes, able, said, isRunning, words) in [
            (15, 15, "generic: HTTP status 401", true, nil),
            // Kept back over night, and let go just now.
            (600, 5, nil, true, nil),
            (16, 16, "generic: HTTP status 401", true, "for 16 minutes; generic: HTTP status 401"),
            (180, 180, nil, false, "for 3 hours"), (721, 1, nil, true, "for 12 hours"),
        ] as [(Int64, Int64, String?, Bool, String?)] {
            let finding = Examination.outbox(
                waiting: 2,
                minutes: minutes,
                ableMinutes: able,
                said: said,
                isRunning: isRunning
            )
            #expect(finding.grade == (words == nil ? .ok : .warning), "\(finding)")
            #expect(finding.text.english.hasPrefix("2 texts queued"))
            guard let words else { continue }
            #expect(finding.text.english.hasSuffix(words), "\(finding)")
            #expect(finding.remedy?.english.contains("GET /api/v1/gateways") == true)
            #expect(finding.remedy?.english.hasPrefix("start the server") == !isRunning)
        }
    }

    @Test("calls to another system that fail, that were given up, and that it wants no more, are told apart")
    func calls() async throws {
        for (counts, grade, words) in [
            (WebhookCounts(queued: 2, dead: 0, lastError: nil), .ok, "2 wait for chat"),
            (WebhookCounts(queued: 2, dead: 0, lastError: "HTTP status 500"), .warning, "chat (HTTP status 500)"),
            (WebhookCounts(queued: 1, dead: 3, lastError: "HTTP status 500"), .warning, "not told of 3"),
            (WebhookCounts(queued: 0, dead: 1, lastError: "gone", isGone: true), .warning, "wants no more"),
        ] as [(WebhookCounts, Finding.Grade, String)] {
            let finding = Examination.webhook("chat", counts)
            #expect(finding.grade == grade && finding.text.english.contains(words), "\(finding)")
        }
        let patient = try await Patient()
        #expect(try patient.examine().findings["webhooks"] == nil)
        try patient.config.replace("enabled: false", with: "enabled: true", in: "webhooks/example.yaml")
        let found = try patient.examine()
        #expect(found.findings["webhooks"] == "ok: 0 wait for example", "\(found.output)")
    }

    @Test("texts that wait for half a day are a warning, with where to look")
    func texts() async throws {
        let patient = try await Patient()
        let server = try await patient.start()
        let token = try await server.token("desk")
        _ = await server.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: token)
        _ = await server.send("GET", "/api/v1/demo/messages", token: token)
        #expect(server.terminate() == 0)
        try patient.change(
            "UPDATE outboxMessage SET state = 'queued', createdAt = createdAt - 13 * 3600000, gateway = 'generic', "
                + "reason = 'HTTP status 401'"
        )
        let found = try patient.examine()
        let outbox = found.findings["outbox"] ?? ""
        let words = "warning: 1 text queued, the oldest for 13 hours; generic: HTTP status 401"
        #expect(outbox.hasPrefix(words), "\(found.output)")
        #expect(outbox.contains("GET /api/v1/gateways"))
        #expect(found.findings["lost texts"] == nil)
    }

    @Test("texts that were given up, or perhaps never went out, are a warning until somebody sends them again")
    func lostTexts() async throws {
        let patient = try await Patient()
        let server = try await patient.start()
        let token = try await server.token("desk")
        _ = await server.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: token)
        _ = await server.send("GET", "/api/v1/demo/messages", token: token)
        #expect(server.terminate() == 0)
        for (change, words) in [
            ("state = 'unknown'", "0 failed, 1 unknown"), ("state = 'failed', reason = 'x'", "1 failed, 0 unknown"),
            ("reason = 'opted-out'", nil), ("reason = 'not-wanted'", nil),
            ("reason = 'x', createdAt = createdAt - 8 * 86400000", nil),
        ] as [(String, String?)] {
            try patient.change("UPDATE outboxMessage SET \(change)")
            let found = try patient.examine()
            let lost = found.findings["lost texts"]
            if let words {
                #expect(lost?.contains(words) == true && lost?.hasPrefix("warning") == true, "\(found.output)")
            } else {
                #expect(lost == nil, "\(change): \(found.output)")
            }
        }
    }

    @Test("a database that was cut off is an error, and so is one with something behind its end")
    func length() async throws {
        let patient = try await Patient()
        let database = patient.folder.database
        let whole = try Data(contentsOf: URL(filePath: database))
        #expect(try patient.examine().findings["pages"]?.hasPrefix("ok: ") == true)
        for changed in [whole.dropLast(100), whole + Data("x".utf8)] {
            try changed.write(to: URL(filePath: database))
            let found = try patient.examine()
            let pages = found.findings["pages"] ?? ""
            #expect(found.code == 2 && pages.contains("has \(changed.count) bytes"), "\(found.output)")
            #expect(pages.contains("motcua restore"))
        }
        try whole.write(to: URL(filePath: database))
        #expect(try patient.examine().findings["pages"]?.hasPrefix("ok: ") == true)
    }

    @Test("the length of a page is the header's, and of what is no database there is none")
    func pageLength() {
        func header(_ high: UInt8, _ low: UInt8) -> [UInt8] { Array("SQLite format 3\0".utf8) + [high, low] }
        #expect(Examination.pageBytes(header: header(16, 0)) == 4_096)
        #expect(Examination.pageBytes(header: header(0, 1)) == 65_536)
        for none in [header(0, 0), header(16, 1), Array(header(16, 0).dropLast()), [UInt8](repeating: 7, count: 18)] {
            #expect(Examination.pageBytes(header: none) == nil)
        }
    }

    @Test("a file of checkpoints that was changed anywhere is an error, and one as it was written is not")
    func checkpoints() async throws {
        let patient = try await Patient()
        for _ in 1...2 {
            let server = try await patient.start()
            let token = try await server.token("desk")
            _ = await server.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: token)
            #expect(server.terminate() == 0)
        }
        let file = URL(filePath: patient.folder.checkpoints)
        let text = try String(contentsOf: file, encoding: .utf8)
        let lines = text.split(separator: "\n").map(String.init)
        let (origin, size) = (lines[0], lines[1])
        #expect(try patient.examine().findings["checkpoints"]?.hasPrefix("ok: ") == true)
        let signature = try #require(text.firstRange(of: "\u{2014} "))
        let place = text.index(signature.upperBound, offsetBy: 60)
        var forged = text
        forged.replaceSubrange(place...place, with: text[place] == "A" ? "B" : "A")
        let resized = text.replacing("\n\(size)\n", with: "\n\(size)0\n", maxReplacements: 1)
        let next = "\n\n\(origin)\n"
        let filled = text.replacing(next, with: "\n\nnot one\nof ours" + next, maxReplacements: 1)
        for (changed, words) in [
            (forged, "is not as it was signed"), (resized, "is not as it was signed"), (text + text, "cannot follow"),
            (filled, "is no checkpoint"),
        ] {
            try Data(changed.utf8).write(to: file)
            let found = try patient.examine()
            let checkpoints = found.findings["checkpoints"] ?? ""
            #expect(checkpoints.hasPrefix("error: ") && checkpoints.contains(words), "\(found.output)")
            #expect(found.code == 2 && checkpoints.contains("motcua verify"))
        }
    }
}
