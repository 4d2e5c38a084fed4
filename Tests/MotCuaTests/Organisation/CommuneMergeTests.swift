import DossierDomain
import DossierEngine
import DossierStoreSQLite
import Foundation
import GRDB
import Testing
import WorkingCalendar

@testable import motcua

/// Bình Nguyên is merged into Bình Minh while dossiers of it are open.
///
/// Received on Wednesday 05/01/2022 10:20; the registrar's 14 hours are half gone on Thursday 09:20 and end on Friday
/// 08:20.
struct CommuneMergeTests {
    /// Assigned to an officer, left to the whole unit, withdrawn.
    private let codes = (1...3).map { "000.13.15.H47-220105-000\($0)" }

    private func merge(
        _ arguments: [String],
        at site: CalendarSite
    ) throws -> (code: Int32, output: String, errors: String) {
        try Program.run(
            ["commune", "merge"] + arguments + ["--config", site.config, "--database", site.folder.database]
        )
    }

    /// Makes staff of three communes, a post for a time and a key.
    private func settle(_ service: OneStop) async throws {
        let seats: [(name: String, role: Role, unit: UnitID, commune: CommuneID)] = [
            ("desk.nguyen", .desk, "BPMC-X", "binh-nguyen"), ("officer.nguyen", .officer, "TPHT-X", "binh-nguyen"),
            ("head.nguyen", .head, "TPHT-X", "binh-nguyen"), ("officer.minh", .officer, "TPHT-X", "binh-minh"),
            ("head.minh", .head, "TPHT-X", "binh-minh"), ("head.an", .head, "TPHT-X", "binh-an"),
        ]
        for seat in seats {
            let made = try await service.server.accounts.create(
                username: seat.name,
                password: seat.name,
                role: seat.role,
                place: UnitPlace(unit: seat.unit, commune: seat.commune),
                isDemo: true
            )
            #expect(made != nil)
        }
        let admin = try await service.staff("admin")
        let place = #""unit":"LDXH-X","commune":"binh-nguyen""#
        let posting = #"{"kind":"actingHead",\#(place),"until":"2022-12-31"}"#
        #expect(try await admin.post("/users/officer.TP/postings", posting).status == 201)
        let key = #"{"name":"xa","scopes":["staff"],"role":"officer",\#(place)}"#
        #expect(try await admin.post("/keys", key).status == 201)
    }

    /// Works in Bình Nguyên up to Thursday 10:00.
    private func work(_ service: OneStop) async throws {
        try await settle(service)
        let desk = try await service.staff("desk.nguyen")
        for code in codes {
            let made = try await desk.register("1.004873")
            #expect(made.string("code") == code)
        }
        #expect(try await desk.act("withdraw", on: codes[2], #"{"reason":"Công dân rút"}"#).status == 200)
        for code in codes.prefix(2) { try await desk.complete("intake", of: code) }
        let assignment = #"{"stepId":"verify","assignee":"officer.nguyen"}"#
        #expect(try await service.staff("head.nguyen").act("assign", on: codes[0], assignment).status == 200)
        try await service.clock(to: "2022-01-06T10:00:00+07:00")
        #expect(try await inbox("officer.nguyen", at: service) == Array(codes.prefix(2)))
        #expect(try await inbox("officer.minh", at: service) == [])
        #expect(try await service.told("officer.minh") == [])
        #expect(try await service.staff("head.minh").get("/dossiers/\(codes[1])").status == 403)
        try await service.indexNames()
        #expect(try await service.found("an nguyen", by: "officer.minh") == [])
        #expect(try await service.found("an nguyen", by: "officer.nguyen") == ["0002", "0001"])
    }

    private func inbox(_ name: String, at service: OneStop) async throws -> [String] {
        let answer = try await service.staff(name).get("/inbox")
        let items = try #require(answer.json["items"]?.array, "\(answer.text)")
        return items.compactMap { $0["dossier"]?["code"]?.string }.sorted()
    }

    /// Looks at who may do what on Thursday 10:00, after the merger.
    private func checkRights(_ service: OneStop) async throws {
        for name in ["officer.nguyen", "officer.minh"] {
            #expect(try await inbox(name, at: service) == Array(codes.prefix(2)), "\(name)")
        }
        let stranger = try await service.staff("head.an").get("/dossiers/\(codes[1])")
        #expect(stranger.status == 403 && stranger.string("rule") == "agency-on-route-only")
        // What the whole unit was told before is told to the whole unit of Bình Minh.
        #expect(try await service.told("officer.minh") == ["stepWarning half 2022-01-06T09:20:00"])
        for name in ["officer.nguyen", "officer.minh"] {
            #expect(try await service.found("an nguyen", by: name) == ["0002", "0001"], "\(name)")
        }
        #expect(try await service.found("an nguyen", by: "desk.nguyen") == ["0003", "0002", "0001"])
        #expect(try await service.found("an nguyen", by: "head.an") == [])
    }

    /// Looks at what had ended before the merger: its applicant is served on, and its sheet is as it was.
    private func checkEnded(_ service: OneStop) async throws {
        let desk = try await service.staff("desk.nguyen")
        let ended = try await desk.get("/dossiers/\(codes[2])")
        #expect(ended.string("commune") == "binh-minh" && ended.string("applicant.name") == "Nguyễn Văn An")
        #expect(try await desk.get("/dossiers/\(codes[2])/readings").status == 200)
        #expect(try await desk.act("renew-pin", on: codes[2]).status == 200)
        #expect(try await service.staff("head.minh").get("/dossiers/\(codes[2])").status == 200)
        #expect(try await service.staff("head.an").get("/dossiers/\(codes[2])").status == 403)
        let ledger = try await desk.get("/dossiers/\(codes[2])/ledger")
        let holdings = try #require(ledger.json["holdings"]?.array, "\(ledger.text)")
        #expect(holdings.map { "\($0["commune"]?.string ?? "–") \($0["end"]?.string ?? "–")" } == ["binh-nguyen ended"])
    }

    /// Works on in Bình Minh up to Friday 09:00.
    private func workOn(_ service: OneStop) async throws {
        try await service.clock(to: "2022-01-07T09:00:00+07:00")
        for name in ["head.nguyen", "head.minh"] {
            let told = try await service.told(name).filter { $0 == "stepOverdue 2022-01-07T08:20:01" }
            #expect(told.count == 2, "\(name)")
        }
        #expect(try await service.told("head.an") == [])
        try await service.staff("officer.nguyen").complete("verify", of: codes[0])
        try await service.staff("officer.minh").complete("verify", of: codes[1])

        let leader = try await service.staff("leader")
        let dossier = try await leader.get("/dossiers/\(codes[1])")
        #expect(dossier.string("commune") == "binh-minh" && dossier.string("dueAt") == "2022-01-10T10:20:00+07:00")
        let communes = try #require(dossier.json["steps"]?.array).map { $0["commune"]?.string }
        #expect(communes == ["binh-nguyen", "binh-minh", "binh-minh", "binh-minh"])
        let events = try await service.history(of: codes[1]).filter { $0["type"]?.string == "transferred" }
        #expect(events.count == 1 && events.first?["by"]?["kind"]?.string == "program")
        #expect(events.first?["details"]?["fromCommune"]?.string == "binh-nguyen")
        #expect(events.first?["details"]?["toCommune"]?.string == "binh-minh")
        let ledger = try await leader.get("/dossiers/\(codes[1])/ledger")
        let holdings = try #require(ledger.json["holdings"]?.array, "\(ledger.text)")
        let held = holdings.map { "\($0["commune"]?.string ?? "–") \($0["end"]?.string ?? "–")" }
        #expect(held == ["binh-nguyen completed", "binh-nguyen transferred", "binh-minh completed", "binh-minh –"])
    }

    /// Looks at the accounts, the post and the key.
    private func checkStaff(_ service: OneStop) async throws {
        let accounts = service.server.accounts
        for (name, place) in [
            ("desk.nguyen", "BPMC-X@binh-minh"), ("head.nguyen", "TPHT-X@binh-minh"), ("head.an", "TPHT-X@binh-an"),
        ] {
            let account = try await accounts.account(named: name, for: .program)
            #expect(account.place?.description == place)
        }
        let posted = try await accounts.account(named: "officer.TP", for: .program)
        #expect(posted.postings.map(\.place.description) == ["LDXH-X@binh-minh"])
        let key = try await service.staff("admin").get("/keys/xa")
        #expect(key.string("commune") == "binh-minh" && key.string("unit") == "LDXH-X")
    }

    @Test("dossiers go to the other commune with its staff, once, and the organisation needs the former no more")
    func wholeMerger() async throws {
        let site = try CalendarSite()
        try await OneStop.open(in: site.folder, config: site.config) { try await work($0) }
        let sums = "2 open dossiers, 1 ended dossier, 3 accounts (BPMC-X 1, TPHT-X 2), 1 posting, 1 key."
        let heads = "Units with more than one head: TPHT-X@binh-minh 2; see `motcua user assign`.\n"
        let order = ["Bình Nguyên", "--into", "Bình Minh"]

        for _ in 1...2 {
            let preview = try merge(order + ["--dry-run"], at: site)
            #expect(preview.code == 0, "\(preview.errors)")
            #expect(preview.output == "From xã Bình Nguyên to xã Bình Minh would go: \(sums)\n\(heads)")
        }
        let made = try merge(order, at: site)
        #expect(made.code == 0, "\(made.errors)")
        #expect(made.output.hasPrefix("From xã Bình Nguyên to xã Bình Minh went: \(sums)\n\(heads)Now put an"))
        let again = try merge(order, at: site)
        let nothing = "xã Bình Nguyên has no dossiers, accounts, postings or keys to give: nothing goes.\n"
        #expect(again.output == nothing, "\(again.errors)")
        let verified = try Program.run(["verify", "--config", site.config, "--database", site.folder.database])
        #expect(verified.code == 0, "\(verified.output)")

        try site.reorganise(version: 2, [(CalendarSite.binhNguyen, "")])
        try await OneStop.open(in: site.folder, config: site.config) { service in
            try await checkRights(service)
            try await checkEnded(service)
            try await checkStaff(service)
            try await workOn(service)
            let report = try await service.verification()
            #expect(report.isClean, "\(report.defects)")
        }
    }

    @Test("a post that its holder has in the other commune too only ends, as one to his own unit; no day is lost")
    func doublePosts() async throws {
        let site = try CalendarSite()
        try await OneStop.open(in: site.folder, config: site.config) { service in
            try await settle(service)
            let admin = try await service.staff("admin")
            for (name, kind, seat, until) in [
                ("officer.TP", "actingHead", #""LDXH-X","commune":"binh-minh""#, "2022-12-31"),
                ("head.minh", "actingHead", #""TPHT-X","commune":"binh-nguyen""#, "2022-12-31"),
                ("officer.minh", "secondment", #""TPHT-X","commune":"binh-nguyen""#, "2022-12-31"),
                ("officer.nguyen", "secondment", #""TPHT-X","commune":"binh-minh""#, "2022-12-31"),
                ("head.nguyen", "secondment", #""TPHT-X","commune":"binh-minh""#, "2022-11-30"),
                ("officer.TNMT", "actingHead", #""LDXH-X","commune":"binh-nguyen""#, "2022-12-31"),
                ("officer.TNMT", "actingHead", #""LDXH-X","commune":"binh-minh""#, "2022-06-30"),
            ] {
                let posting = #"{"kind":"\#(kind)","unit":\#(seat),"until":"\#(until)"}"#
                let posted = try await admin.post("/users/\(name)/postings", posting)
                #expect(posted.status == 201, "\(posted.text)")
            }
        }
        let order = ["binh-nguyen", "--into", "binh-minh"]
        let post = "seconded to TPHT-X@binh-minh as officer until 2022-11-30"
        let preview = try merge(order + ["--dry-run"], at: site)
        #expect(preview.output.contains("head.nguyen is \(post), and would be head there at once.\n"))
        let made = try merge(order, at: site)
        let sums = "0 open dossiers, 3 accounts (BPMC-X 1, TPHT-X 2), 1 posting, 1 key.\n"
        #expect(made.output.contains(sums), "\(made.output)")
        #expect(made.output.contains("5 postings ended, as the holder has that post there anyhow.\n"))
        #expect(made.output.contains("\nhead.nguyen was \(post), and is head there now.\n"), "\(made.output)")
        try await OneStop.open(in: site.folder, config: site.config) { service in
            let posted = try await service.server.accounts.account(named: "officer.TNMT", for: .program)
            let held = posted.postings.map { "\($0.place) \($0.until.iso8601)" }
            #expect(held == ["LDXH-X@binh-minh 2022-12-31"])
            let home = try await service.server.accounts.account(named: "officer.nguyen", for: .program)
            #expect(home.postings.isEmpty && home.place?.description == "TPHT-X@binh-minh")
        }
        let report = try await site.verification()
        #expect(report.isClean, "\(report.defects)")
    }

    @Test("each dossier goes once, however many pages they fill and however many agencies of the commune have a part")
    func pages() async throws {
        let site = try CalendarSite()
        try site.reorganise(version: 2, CalendarSite.chairmenApart)
        try await OneStop.open(in: site.folder, config: site.config) { service in
            let made = try await service.server.accounts.create(
                username: "desk.nguyen",
                password: "desk.nguyen",
                role: .desk,
                place: UnitPlace(unit: "BPMC-X", commune: "binh-nguyen"),
                isDemo: true
            )
            #expect(made != nil)
            let desk = try await service.staff("desk.nguyen")
            // One page has 200.
            for _ in 1...203 { _ = try await desk.register("1.004873") }
        }
        let order = ["binh-nguyen", "--into", "binh-minh"]
        let sums = "203 open dossiers, 1 account (BPMC-X 1).\n"
        let preview = try merge(order + ["--dry-run"], at: site)
        #expect(preview.output.hasSuffix("would go: \(sums)"), "\(preview.output)\(preview.errors)")
        let made = try merge(order, at: site)
        #expect(made.output.contains("went: \(sums)"), "\(made.output)\(made.errors)")
        let again = try merge(order, at: site)
        #expect(again.output.hasSuffix("nothing goes.\n"), "\(again.output)\(again.errors)")

        try await OneStop.open(in: site.folder, config: site.config) { service in
            let listed = try await service.listed([:], by: "desk.nguyen", limit: 100)
            #expect(Set(listed).count == 203 && listed.count == 203)
            let report = try await service.verification()
            #expect(report.isClean, "\(report.defects)")
        }
    }

    /// Takes a dossier in Bình Nguyên, which is withdrawn.
    private func takeWithdrawn(at site: CalendarSite) async throws {
        try await OneStop.open(in: site.folder, config: site.config) { service in
            try await settle(service)
            let desk = try await service.staff("desk.nguyen")
            let made = try await desk.register("1.004873")
            #expect(made.string("code") == codes[0])
            #expect(try await desk.act("withdraw", on: codes[0], #"{"reason":"Công dân rút"}"#).status == 200)
            _ = try await service.texts()
            try await service.indexNames()
        }
    }

    /// Puts what ended before 2024 into the archive.
    private func archive(at site: CalendarSite) async throws {
        try await site.setClock("2024-02-01T08:00:00+07:00")
        let files = ["--config", site.config, "--database", site.folder.database]
        let moved = try Program.run(["archive", "--before", "2024-01-01"] + files)
        #expect(moved.code == 0, "\(moved.output)\(moved.errors)")
    }

    /// Lets the only dossier name another version of its procedure, in the table of a database that has its state.
    private func changeVersion(_ version: Int, to other: Int, of table: String, in path: String) async throws {
        let member = #""procedureVersion":"#
        let queue = try DatabaseQueue(path: path)
        let changed = try await queue.write { database in
            try database.execute(
                sql: "UPDATE \(table) SET state = CAST(replace(CAST(state AS TEXT), ?, ?) AS BLOB)",
                arguments: ["\(member)\(version),", "\(member)\(other),"]
            )
            return try Int.fetchOne(
                database,
                sql: "SELECT COUNT(*) FROM \(table) WHERE instr(CAST(state AS TEXT), ?) > 0",
                arguments: ["\(member)\(other),"]
            )
        }
        #expect(changed == 1)
        try queue.close()
    }

    @Test("a dossier whose procedure is not known stops the merger and is named, unless it lies in the archive")
    func damaged() async throws {
        let site = try CalendarSite()
        try await takeWithdrawn(at: site)
        let database = site.folder.database
        try await changeVersion(1, to: 9, of: "dossierState", in: database)
        let order = ["binh-nguyen", "--into", "binh-minh"]
        for more in [[], ["--dry-run"]] {
            let refused = try merge(order + more, at: site)
            let reason = "dossier \(codes[0]): procedure 1.004873 version 9 is missing"
            #expect(refused.code == 1 && refused.errors.contains(reason), "\(refused.output)\(refused.errors)")
        }

        try await changeVersion(9, to: 1, of: "dossierState", in: database)
        try await archive(at: site)
        try await changeVersion(1, to: 9, of: "dossier", in: SQLiteDossierStore.archivePath(of: database))
        for more in [["--dry-run"], []] {
            let made = try merge(order + more, at: site)
            #expect(made.code == 0 && made.output.contains("\n1 dossier of the archive "), "\(made.errors)")
        }
    }

    @Test("what lies in the archive stays as it is, and is told")
    func archived() async throws {
        let site = try CalendarSite()
        try await takeWithdrawn(at: site)
        try await archive(at: site)
        let files = ["--config", site.config, "--database", site.folder.database]

        let made = try merge(["binh-nguyen", "--into", "binh-minh"], at: site)
        let sums = "0 open dossiers, 3 accounts (BPMC-X 1, TPHT-X 2), 1 key.\n1 dossier of the archive stayed.\n"
        #expect(made.output.contains(sums), "\(made.output)\(made.errors)")
        let again = try merge(["binh-nguyen", "--into", "binh-minh"], at: site)
        #expect(again.output.hasSuffix("nothing goes.\n1 dossier of the archive stayed.\n"), "\(again.output)")
        let verified = try Program.run(["verify"] + files)
        #expect(verified.code == 0, "\(verified.output)")
    }

    @Test("what was due before the merger happened before it, and is told to whoever has the dossier then")
    func dueBefore() async throws {
        let site = try CalendarSite()
        try await OneStop.open(in: site.folder, config: site.config) { service in
            try await settle(service)
            let desk = try await service.staff("desk.nguyen")
            let made = try await desk.register("1.004873")
            #expect(made.string("code") == codes[0])
            try await desk.complete("intake", of: codes[0])
        }
        try await site.setClock("2022-01-06T10:00:00+07:00")
        let made = try merge(["binh-nguyen", "--into", "binh-minh"], at: site)
        #expect(made.code == 0, "\(made.errors)")

        try await OneStop.open(in: site.folder, config: site.config) { service in
            let types = try await service.history(of: codes[0]).compactMap { $0["type"]?.string }
            #expect(types == ["registered", "stepCompleted", "warned", "transferred"])
            #expect(try await service.told("officer.minh") == ["stepWarning half 2022-01-06T10:00:00"])
            #expect(try await service.verification().isClean)
        }
    }

    @Test("what cannot be merged is refused in both languages, and nothing is changed")
    func refusals() async throws {
        let site = try CalendarSite()
        let nowhere = try merge(["binh-nguyen", "--into", "binh-minh"], at: site)
        #expect(nowhere.code == 1 && nowhere.errors.contains("There is no database"))
        try await site.take("1.001612")
        let tanLap = CalendarSite.binhNguyen.replacing("binh-nguyen", with: "tan-lap")
            .replacing("Bình Nguyên", with: "Tân Lập").replacing("000.13.", with: "000.99.")
        try site.reorganise(version: 2, [(CalendarSite.binhNguyen, CalendarSite.binhNguyen + tanLap)])

        for (old, new, english, vietnamese) in [
            ("Bình Minh", "binh-minh", "cannot be merged into itself", "vào chính nó"),
            ("Hà Lam", "Bình Minh", "is the organisation's default commune", "là xã mặc định"),
            ("Bình Xa", "Bình Minh", "There is no commune Bình Xa", "Không có xã Bình Xa"),
            ("Bình Nguyên", "Tân Lập", "is not in force yet", "chưa được áp dụng"),
        ] {
            for more in [[], ["--dry-run"]] {
                let refused = try merge([old, "--into", new] + more, at: site)
                #expect(refused.code == 1 && refused.errors.contains(english), "\(refused.errors)")
                #expect(refused.errors.contains(vietnamese), "\(refused.errors)")
            }
        }
    }

    @Test("beside a running server one may look, but not merge")
    func besideServer() async throws {
        let site = try CalendarSite()
        let server = try await RunningServer.start(database: site.folder.database, config: site.config)
        let desk = try await server.token("desk")
        let form = Forms.intake("1.000894").replacing(#""commune":null"#, with: #""commune":"binh-nguyen""#)
        #expect(await server.send("POST", "/api/v1/dossiers", json: form, token: desk)?.status == 201)

        let order = ["binh-nguyen", "--into", "binh-minh"]
        let preview = try merge(order + ["--dry-run"], at: site)
        #expect(preview.output == "From xã Bình Nguyên to xã Bình Minh would go: 1 open dossier, 0 accounts.\n")
        let busy = try merge(order, at: site)
        #expect(busy.code == 1 && busy.errors.contains("stop it first"), "\(busy.errors)")
        #expect(server.terminate() == 0)
    }
}
