import DossierEngine
import HTTPTypes
import Testing

/// Holds what a service tells after a crash against what clerks were told before it.
struct CrashJudge: Sendable {
    let clerks: CrashClerks

    private var server: RunningServer { clerks.server }
    private var record: CrashRecord { clerks.record }

    /// Settles what was in doubt, and looks at everything that changed since the last time.
    ///
    /// A command whose answer did not come is wholly there or not at all, and there exactly once after it was sent
    /// again with its key.
    func judge() async throws {
        let (doubts, touched) = record.takeDoubts()
        for doubt in doubts {
            switch doubt.aim {
            case .intake(let identity): try await settle(doubt, of: identity)
            case .change(let code, let mark): try await settle(doubt, of: code, mark)
            }
        }
        for code in touched.union(record.takeDoubts().touched) { try await look(at: code) }
    }

    /// Looks at every dossier that anybody was promised.
    func judgeAll() async throws {
        for code in record.known.keys.sorted() { try await look(at: code) }
    }

    private func settle(_ doubt: CrashCommand, of identity: String) async throws {
        let before = try await codes(of: identity)
        record.compare(found: max(1, before.count), acknowledged: 1)
        #expect(before.count <= 1, "\(identity) was registered \(before.count) times")
        if let code = before.first { try await expectWhole(code, identity: identity) }
        let answer = try #require(await clerks.answer(to: doubt))
        try #require(answer.status == 201, "an intake in doubt is refused: \(answer.text)")
        let code = try #require(answer.string("code"))
        if let there = before.first { #expect(there == code, "\(identity) has a second code") }
        let replayed = try #require(HTTPField.Name("Idempotent-Replayed"))
        #expect((answer.headers[replayed] == "true") == !before.isEmpty)
        #expect(try await codes(of: identity) == [code])
        record.acknowledge(doubt, code: code)
    }

    private func settle(_ doubt: CrashCommand, of code: String, _ mark: String) async throws {
        let acknowledged = record.known[code]?.marks[mark] ?? 0
        let before = try await marks(of: code)[mark] ?? 0
        #expect(before == acknowledged || before == acknowledged + 1, "\(code): \(mark) \(before) times")
        let answer = try #require(await clerks.answer(to: doubt))
        switch answer.status {
        case 200: record.acknowledge(doubt, code: code)
        default:
            #expect(answer.status < 500, "a change in doubt fails: \(answer.text)")
            #expect(before == acknowledged, "\(code): \(mark) is there, and is refused: \(answer.text)")
            record.refuse(doubt, reason: answer.string("code") ?? "\(answer.status)")
        }
    }

    /// Whether a dossier says of itself exactly what was acknowledged, and was told no warning twice.
    private func look(at code: String) async throws {
        let known = try #require(record.known[code])
        let marks = try await marks(of: code)
        for (mark, count) in marks where !Self.isOfClerks(mark) {
            record.compare(found: count, acknowledged: 1)
            #expect(count == 1, "\(code): \(mark) came \(count) times")
        }
        let commanded = marks.filter { Self.isOfClerks($0.key) }
        for mark in Set(commanded.keys).union(known.marks.keys) {
            record.compare(found: commanded[mark] ?? 0, acknowledged: known.marks[mark] ?? 0)
        }
        #expect(commanded == known.marks, "\(code) says \(commanded), and \(known.marks) was acknowledged")
    }

    /// What timers do; all else is done by somebody.
    private static let ofTimers: Set<Substring> = ["warned", "becameOverdue", "stepBecameOverdue"]

    private static func isOfClerks(_ mark: String) -> Bool {
        !ofTimers.contains(mark.prefix { $0 != " " })
    }

    private func expectWhole(_ code: String, identity: String) async throws {
        let answer = try await get("/api/v1/dossiers/\(code)", by: "desk")
        #expect(answer.string("applicant.identityNumber") == identity)
        #expect(answer.at("documents")?.array?.count == 1)
        #expect(answer.string("dueAt") != nil)
        let texts = try await get("/api/v1/dossiers/\(code)/messages", by: "desk")
        let kinds = texts.at("items")?.array?.compactMap { $0["kind"]?.string } ?? []
        #expect(kinds.contains("received"), "\(code) has the texts \(kinds)")
    }

    private func codes(of identity: String) async throws -> [String] {
        let answer = try await get("/api/v1/dossiers?q=\(identity)", by: "desk")
        return try #require(answer.at("items")?.array).compactMap { $0["code"]?.string }
    }

    /// How often each thing happened to a dossier; a warning is another one for each rung, step and instant.
    private func marks(of code: String) async throws -> [String: Int] {
        let answer = try await get("/api/v1/dossiers/\(code)/history?limit=100", by: "leader")
        var marks: [String: Int] = [:]
        for event in try #require(answer.at("items")?.array) {
            let type = try #require(event["type"]?.string)
            var words = [type]
            if let step = event["details"]?["stepId"]?.string { words.append(step) }
            if Self.ofTimers.contains(type[...]) {
                words += [event["details"]?["rung"]?.string, event["plannedAt"]?.string].compactMap { $0 }
            }
            marks[words.joined(separator: " "), default: 0] += 1
        }
        return marks
    }

    private func get(_ path: String, by account: String) async throws -> Answer {
        let answer = try #require(await server.send("GET", path, token: clerks.tokens[account]), "no answer: \(path)")
        try #require(answer.status == 200, "\(path): \(answer.text)")
        return answer
    }
}
