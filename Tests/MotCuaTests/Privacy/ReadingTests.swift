import DossierDomain
import DossierEngine
import DossierStoreSQLite
import Foundation
import GRDB
import HTTPTypes
import Testing

@testable import motcua

/// Every reading of a dossier by staff is on record, and those who may know it are told.
@Suite("Readings of a dossier")
struct ReadingTests {
    /// A dossier at TCKH with its PIN.
    private static func dossier(in service: OneStop) async throws -> (code: String, pin: String) {
        let desk = try await service.staff("desk")
        let answer = try await desk.register("1.001612")
        let code = try #require(answer.string("code"))
        try await desk.complete("intake", of: code)
        return (code, try #require(answer.string("lookupPIN")))
    }

    /// The readings as the desk sees them, newest first, as `username part capacity masked`.
    private static func readings(of code: String, in service: OneStop) async throws -> [String] {
        let answer = try await service.staff("desk").get("/dossiers/\(code)/readings")
        try #require(answer.status == 200, "\(answer.text)")
        return try #require(answer.json["items"]?.array).map { item in
            let words = [item["by"]?["username"]?.string, item["part"]?.string, item["capacity"]?.string]
            return words.compactMap { $0 }.joined(separator: " ") + (item["masked"] == .bool(true) ? " masked" : "")
        }
    }

    /// Opens a dossier for a reason.
    private static func open(
        _ code: String,
        _ reason: String,
        _ username: String,
        in service: OneStop
    ) async throws -> Answer {
        let field = try #require(HTTPField.Name("Reading-Reason"))
        let typed = try #require(reason.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed))
        let token = try await service.staff(username).token
        return try await service.send(.get, "/api/v1/dossiers/\(code)", token: token, headers: [field: typed])
    }

    @Test("say who, when, in what capacity and how much; lists, ledgers and refusals are none")
    func recorded() async throws {
        try await OneStop.open { service in
            let (code, _) = try await Self.dossier(in: service)
            for username in ["officer.TCKH", "leader", "officer.TNMT", "admin"] {
                let officer = try await service.staff(username)
                _ = try await officer.get("/dossiers/\(code)")
                _ = try await officer.get("/dossiers")
                _ = try await officer.get("/dossiers/\(code)/ledger")
            }
            _ = try await service.staff("officer.TCKH").get("/dossiers/\(code)/history?limit=1")
            let expected = ["officer.TCKH history officer", "leader file leader masked", "officer.TCKH file officer"]
            #expect(try await Self.readings(of: code, in: service) == expected)

            let answer = try await service.staff("head.TCKH").get("/dossiers/\(code)/readings?limit=2")
            let first = try #require(answer.json["items"]?.array?.first)
            #expect(first["at"]?.string == "2022-01-05T10:20:00+07:00")
            #expect(first["unitName"]?.string == "Phòng Tài chính - Kế hoạch")
            let next = try #require(answer.string("next"))
            let rest = try await service.staff("head.TCKH").get("/dossiers/\(code)/readings?limit=2&cursor=\(next)")
            #expect(rest.json["items"]?.array?.count == 1 && rest.json["next"] == .null)
            let version = try await service.staff("desk").get("/dossiers/\(code)").at("version")
            #expect(version == .integer(2), "a reading raises no version")
            #expect(try await service.verification().isClean)
        }
    }

    @Test("by one account within ten minutes count as one, and after that as another")
    func gathered() async throws {
        try await OneStop.open { service in
            let (code, _) = try await Self.dossier(in: service)
            let officer = try await service.staff("officer.TCKH")
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 1...20 { group.addTask { try await officer.get("/dossiers/\(code)").status } }
                for try await status in group { #expect(status == 200) }
            }
            _ = try await officer.get("/dossiers/\(code)/history")
            #expect(try await Self.readings(of: code, in: service).count == 2)
            try await service.clock(to: "2022-01-05T10:29:59+07:00")
            _ = try await officer.get("/dossiers/\(code)")
            #expect(try await Self.readings(of: code, in: service).count == 2)
            try await service.clock(to: "2022-01-05T10:30:00+07:00")
            _ = try await officer.get("/dossiers/\(code)")
            #expect(try await Self.readings(of: code, in: service).count == 3)
        }
    }

    @Test("in another capacity than the one before count for themselves")
    func capacities() async throws {
        try await OneStop.open { service in
            let (code, _) = try await Self.dossier(in: service)
            _ = try await service.staff("officer.TCKH").get("/dossiers/\(code)")
            let seat = #"{"role":"head","unit":"TCKH"}"#
            let moved = try await service.staff("admin").post("/users/officer.TCKH/assign", seat)
            try #require(moved.status == 200, "\(moved.text)")
            let head = try await service.newSession("officer.TCKH")
            for _ in 1...2 { #expect(try await head.get("/dossiers/\(code)").status == 200) }
            let expected = ["officer.TCKH file head", "officer.TCKH file officer"]
            #expect(try await Self.readings(of: code, in: service) == expected)
        }
    }

    @Test("at the same time count as one also where the later of them is the first on record")
    func overtaken() async throws {
        try await OneStop.open { service in
            let (text, _) = try await Self.dossier(in: service)
            let code = try #require(DossierCode(text))
            let workplace = service.server.workplace
            let clock = SetClock()
            let found = try await workplace.store.read { try $0.account(named: "officer.TCKH") }
            let officer = try #require(found)
            @Sendable func log(on store: any DossierStore) -> ReadingLog {
                ReadingLog(
                    store: store,
                    queries: DossierQueries(store: store, rules: workplace.rules, clock: clock),
                    clock: clock,
                    entropy: SystemEntropy(),
                    gatheringMinutes: 10
                )
            }
            let store = InterruptedStore(
                workplace.store,
                meanwhile: { turn in
                    guard turn == 0 else { return }
                    clock.milliseconds += 1
                    _ = try await log(on: workplace.store).file(code, for: officer, reason: nil)
                }
            )

            _ = try await log(on: store).file(code, for: officer, reason: nil)

            #expect(try await Self.readings(of: text, in: service) == ["officer.TCKH file officer"])
        }
    }

    @Test("keep their reason in the vault, once for the same words, and no other field takes it")
    func reasons() async throws {
        try await OneStop.open { service in
            let (code, _) = try await Self.dossier(in: service)
            for _ in 1...3 {
                let answer = try await Self.open(code, "Nguyễn Văn An khiếu nại", "leader", in: service)
                #expect(answer.status == 200, "\(answer.text)")
            }
            _ = try await service.staff("leader").get("/dossiers/\(code)")
            _ = try await Self.open(code, "Đối chiếu giấy tờ", "leader", in: service)
            let list = try await service.staff("desk").get("/dossiers/\(code)/readings")
            let reasons = try #require(list.json["items"]?.array).map { $0["reason"]?.string }
            #expect(reasons == ["Đối chiếu giấy tờ", "Nguyễn Văn An khiếu nại"])
            let masked = try await service.staff("leader").get("/dossiers/\(code)/readings")
            #expect(masked.text.contains("N. V. An khiếu nại") && !masked.text.contains("Nguyễn Văn An"))
            let database = try await DatabaseText(path: service.folder.database)
            for table in database.tables.keys { #expect(!database.text(table).contains("khiếu nại"), "\(table)") }
            for (typed, defect) in [
                (" ", "blank"), (String(repeating: "a", count: 501), "too-long"), ("a\u{7}", "control-character"),
            ] {
                let refused = try await Self.open(code, typed, "leader", in: service)
                #expect(refused.status == 422 && refused.text.contains(defect), "\(refused.text)")
                #expect(refused.text.contains("Reading-Reason"))
            }
            #expect(try await service.verification().isClean)
        }
    }

    @Test("are told to the applicant by PIN, with unit and capacity and without a name")
    func applicant() async throws {
        try await OneStop.open { service in
            let (code, pin) = try await Self.dossier(in: service)
            _ = try await Self.open(code, "Kiểm tra nội bộ", "officer.TCKH", in: service)
            let path = "/api/v1/status/\(code)/readings?pin="
            let mine = try await service.send(.get, path + pin)
            let items = try #require(mine.json["items"]?.array, "\(mine.text)")
            #expect(items.count == 1 && items[0]["capacity"]?.string == "officer")
            #expect(items[0]["unitName"]?.string == "Phòng Tài chính - Kế hoạch")
            #expect(!mine.text.contains("officer.TCKH") && !mine.text.contains("nội bộ"))
            let wrong = try await service.send(.get, path + "AAAA")
            let unknown = try await service.send(.get, "/api/v1/status/000.00.15.H47-220105-0999/readings?pin=AAAA")
            #expect(wrong.status == 404 && wrong.string("code") == "status-not-found")
            #expect(unknown.status == 404 && unknown.string("code") == wrong.string("code"))
            #expect(try await service.send(.get, "/api/v1/status/\(code)/readings").status == 422)
        }
    }

    @Test("of another system say so")
    func keys() async throws {
        try await OneStop.open { service in
            let (code, pin) = try await Self.dossier(in: service)
            let body = #"{"name":"bao-cao","scopes":["read"],"role":"head","unit":"TCKH"}"#
            let key = try await service.staff("admin").post("/keys", body)
            let secret = try #require(key.string("key"), "\(key.text)")
            #expect(try await service.send(.get, "/api/v1/dossiers/\(code)", token: secret).status == 200)
            #expect(try await service.send(.get, "/api/v1/dossiers/\(code)/readings", token: secret).status == 403)
            let list = try await service.staff("desk").get("/dossiers/\(code)/readings")
            let by = try #require(list.json["items"]?.array?.first?["by"])
            #expect(by["kind"]?.string == "key" && by["username"] == .null)
            let mine = try await service.send(.get, "/api/v1/status/\(code)/readings?pin=\(pin)")
            #expect(mine.json["items"]?.array?.first?["capacity"]?.string == "system")
        }
    }
}

/// What `verify` and `erase` know of readings.
@Suite("Readings in the database")
struct StoredReadingTests {
    private static let code = "000.00.15.H47-220105-0001"

    /// An ended dossier, read twice, once for a reason.
    private static func database(in folder: TemporaryFolder) async throws {
        try await OneStop.open(in: folder) { service in
            _ = try await service.staff("desk").register("1.001612")
            let field = try #require(HTTPField.Name("Reading-Reason"))
            let path = "/api/v1/dossiers/\(code)"
            let leader = try await service.staff("leader")
            let read = try await service.send(.get, path, token: leader.token, headers: [field: "Nguyen Van An"])
            #expect(read.status == 200)
            _ = try await service.staff("officer.TCKH").get("/dossiers/\(code)")
            #expect(try await leader.act("stop", on: code, #"{"reason":"trùng"}"#).status == 200)
        }
    }

    private static func verify(_ folder: TemporaryFolder) throws -> (code: Int32, output: String) {
        let result = try Program.run(["verify", "--database", folder.database, "--config", Checkout.config])
        return (result.code, result.output)
    }

    @Test("a row that is changed, removed or added, and a reason of another dossier, are differences")
    func tampering() async throws {
        let changes = [
            ("UPDATE reading SET reader = 'account:1' WHERE part = 'file'", "differs from its event"),
            ("UPDATE reading SET at = at + 1", "differs from its event"),
            ("DELETE FROM reading WHERE event = (SELECT max(event) FROM reading)", "is missing"),
            ("INSERT INTO reading SELECT 1, dossier, reader, part, at FROM reading LIMIT 1", "belong to events"),
            ("DELETE FROM vault WHERE number = 3", "vault entry 3 is missing"),
        ]
        for (sql, words) in changes {
            let folder = try TemporaryFolder()
            try await Self.database(in: folder)
            #expect(try Self.verify(folder).code == 0)
            let queue = try DatabaseQueue(path: folder.database)
            try await queue.write { try $0.execute(sql: sql) }
            try queue.close()
            let verdict = try Self.verify(folder)
            #expect(verdict.code == 1 && verdict.output.contains(words), "\(sql): \(verdict.output)")
        }
    }

    @Test("an erasure takes their reasons with it, and leaves who read when")
    func erasure() async throws {
        let folder = try TemporaryFolder()
        try await Self.database(in: folder)
        let arguments = ["erase", Self.code, "--database", folder.database, "--config", Checkout.config]
        let result = try Program.run(arguments)
        // Sheet, PIN, the reason of the end and that of the reading.
        #expect(result.output.contains("4 entries erased"), "\(result.output)\(result.errors)")
        #expect(try Self.verify(folder).code == 0)
        try await OneStop.open(in: folder) { service in
            let list = try await service.staff("desk").get("/dossiers/\(Self.code)/readings")
            let items = try #require(list.json["items"]?.array)
            #expect(items.count == 2 && items.allSatisfy { $0["reason"] == .null }, "\(list.text)")
        }
    }
}
