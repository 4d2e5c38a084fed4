import DossierDomain
import DossierEngine
import DossierStoreSQLite
import GRDB
import Synchronization
import Testing
import WorkingCalendar

@testable import motcua

/// The periodic report II.06a as staff see it over HTTP.
struct ReportScenarioTests {
    private static let january = "/reports/settlement?from=2022-01-01&until=2022-01-31"
    private static let february = "/reports/settlement?from=2022-02-01&until=2022-02-28"
    /// How many dossiers ``month(_:)`` makes, two of which are in no column.
    private static let made = 7

    @Test("a month passes: its dossiers stand in their columns, and the same report asked for later is the same")
    func month() async throws {
        try await OneStop.open(at: "2022-01-05T08:00+07:00") { service in
            let late = try await Self.month(service)
            try await service.clock(to: "2022-02-01T00:00:00+07:00")
            let leader = try await service.staff("leader")
            let first = try await leader.get(Self.january)
            #expect(first.status == 200, "\(first.text)")

            // Ready at once; withdrawn; waiting; late at the desk; late and accepted online.
            #expect(try Self.columns(first) == [5, 1, 4, 0, 2, 1, 1, 0, 3, 1, 2])
            #expect(first.string("asOf") == "2022-01-31T23:59:59+07:00")
            #expect(first.at("total.indicators.onTimeRate") == .number("60.00"))
            #expect(first.at("total.indicators.meanProcessingHours") == .number("0.00"))
            #expect(first.at("total.indicators.onlineServiceRate") == .number("100.00"))
            #expect(first.at("total.indicators.channels.online.rate") == .number("20.00"))
            #expect(first.at("total.indicators.channels.post.count") == .integer(1))
            let field = try await leader.get("/procedures/1.001612").string("field")
            let rows = try #require(first.at("fields")?.array)
            #expect(rows.map { $0["field"]?.string } == [field])
            #expect(rows.first?["received"] == first.at("total.received"))
            #expect(first.at("unreadable") == .integer(0))
            #expect(first.at("sources")?.array?.count == ReportSource.allCases.count)

            try await service.clock(to: "2022-02-10T09:00:00+07:00")
            let desk = try await service.staff("desk")
            let ended = try await desk.act("withdraw", on: late, #"{"reason":"đổi ý"}"#)
            #expect(ended.status == 200, "\(ended.text)")

            #expect(try await leader.get(Self.january).text == first.text)
            let next = try await leader.get(Self.february)
            #expect(try Self.columns(next) == [3, 0, 0, 3, 1, 0, 0, 1, 2, 1, 1])
            #expect(next.string("asOf") == "2022-02-10T09:00:00+07:00")
            #expect(next.at("total.indicators.meanProcessingHours") == .null)
            #expect(next.at("total.indicators.channels.online.rate") == .null)
            for word in ["Nguyễn", "0905123456", "049085001234", "tạp hóa"] { #expect(!first.text.contains(word)) }
        }
    }

    @Test("a leader sees all, others their desk's or what has a step at their unit; it can be narrowed")
    func scopes() async throws {
        try await OneStop.open(at: "2022-01-05T08:00+07:00") { service in
            for _ in 1...2 { _ = try await service.staff("desk").register("1.001612") }
            _ = try await service.staff("desk.xa").register("1.001193")
            let scopes: [(user: String, more: String, count: Int64)] = [
                ("leader", "", 3), ("leader", "&unit=BPMC-H", 2), ("leader", "&unit=BPMC-X&commune=ha-lam", 1),
                ("leader", "&unit=BPMC-X&commune=binh-an", 0), ("leader", "&procedure=1.001612", 2),
                ("leader", "&unit=THUE", 2), ("desk", "", 2), ("desk", "&unit=THUE", 2), ("desk", "&unit=BPMC-X", 0),
                ("head.BPMC-H", "", 2), ("desk.xa", "", 1), ("head.BPMC-X", "", 1), ("head.THUE", "", 2),
                ("head.THUE", "&procedure=1.001193", 0), ("head.CA", "", 0),
            ]
            for scope in scopes {
                let answer = try await service.staff(scope.user).get(Self.january + scope.more)
                #expect(answer.at("total.received.total") == .integer(scope.count), "\(scope): \(answer.text)")
            }
            for user in ["officer.TCKH", "admin"] {
                let refused = try await service.staff(user).get(Self.january)
                #expect(refused.status == 403 && refused.string("rule") == "desk-head-or-leader-only", "\(user)")
            }
        }
    }

    @Test("days that are no period, or not yet begun, are refused by the name of their parameter")
    func wrongDays() async throws {
        try await OneStop.open(at: "2022-01-05T08:00+07:00") { service in
            let leader = try await service.staff("leader")
            let cases = [
                ("", "from required, until required"), ("from=2022-01-01", "until required"),
                ("from=2022-01-32&until=2022-02-01", "from invalid-date"),
                ("from=2022-01-02&until=2022-01-01", "until before-from"),
                ("from=2022-01-06&until=2022-03-31", "from date-future"),
                ("from=2022-01-01&until=2022-03-31&unit=NOWHERE", "unit unknown-unit"),
                ("from=2022-01-01&until=2022-03-31&procedure=9.999999", "procedure unknown-procedure"),
                ("from=2022-01-01&until=2022-03-31&commune=ha-lam", "unit required"),
                ("from=2022-01-01&until=2022-03-31&quarter=1", "quarter unknown-field"),
            ]
            for (query, expected) in cases {
                let answer = try await leader.get("/reports/settlement?" + query)
                let errors = try #require(answer.json["errors"]?.array, "\(query): \(answer.text)")
                let told = errors.compactMap { error in
                    error["field"]?.string.flatMap { field in error["code"]?.string.map { field + " " + $0 } }
                }
                #expect(answer.status == 422 && told.sorted().joined(separator: ", ") == expected, "\(answer.text)")
            }
        }
    }

    @Test("a dossier whose history cannot be read is told of as one that is in no row")
    func unreadable() async throws {
        try await OneStop.open(at: "2022-01-05T08:00+07:00") { service in
            for _ in 1...3 { _ = try await service.staff("desk").register("1.001612") }
            try await DatabaseQueue(path: service.folder.database).write { database in
                try database.execute(sql: "DROP TRIGGER event_never_updated")
                try database.execute(
                    sql: """
                        UPDATE event SET body = x'7B7D'
                        WHERE stream = (SELECT id FROM dossier WHERE code LIKE '%-0002') AND position = 1
                        """
                )
            }
            let answer = try await service.staff("leader").get(Self.january)
            #expect(answer.at("total.received.total") == .integer(2), "\(answer.text)")
            #expect(answer.at("unreadable") == .integer(1))
        }
    }

    @Test("archived dossiers, and those whose personal data were erased, count like any other")
    func archivedAndErased() async throws {
        let site = try await ArchiveSite.make()
        let before = try await Self.report(of: site)
        #expect(before.contains(#""received":{"total":3,"online":0,"direct":3,"carriedOver":0}"#), "\(before)")
        #expect(before.contains(#""settled":{"total":2,"early":1,"onTime":1,"late":0}"#), "\(before)")
        try site.moveOld()
        #expect(try await Self.report(of: site) == before)
        let erased = try site.run("erase", ArchiveSite.collected, ArchiveSite.stopped)
        #expect(erased.code == 0, "\(erased.output)\(erased.errors)")
        #expect(try await Self.report(of: site) == before)
    }

    @Test("a register taken over later stands in the months of its receipts, however many pages it takes")
    func imported() async throws {
        let site = try await RegisterSite.open()
        try await site.take(try JanuaryRegister.file())
        let receipts = try await site.files().compactMap(\.dossier.receivedAt)
        try #require(receipts.count > 2 * SettlementReporter.pageRows)
        let days = try #require(Self.period("2022-01-10", "2022-01-20"))
        let work = site.workplace
        let queries = ReportQueries(store: work.store, rules: work.rules, clock: work.clock)
        let found = try await queries.settlement(in: days, unit: nil, procedure: nil, for: Self.leader())

        let total = found.report.total
        let (earlier, within) = (receipts.filter { $0 < days.start }, receipts.filter { $0 >= days.start })
        #expect(total.receivedOnline + total.receivedDirect == within.count(where: { $0 < days.end }))
        #expect(total.carriedOver == earlier.count)
        #expect(total.inProgress == total.received)
        try found.report.check()
        try await site.workplace.store.close()
    }

    @Test("of more dossiers than one answer may tell of the command line is named")
    func tooMany() async throws {
        let site = try await RegisterSite.open()
        try await site.take(try Registers.file(Registers.row(), Registers.row([.applicantName: "Trần Thị Bình"])))
        let days = try #require(Self.period("2022-01-01", "2022-01-31"))
        for (maximum, isTold) in [(2, true), (1, false)] {
            let queries = ReportQueries(
                store: site.workplace.store,
                rules: site.workplace.rules,
                clock: site.workplace.clock,
                maximumDossiers: maximum
            )
            do {
                _ = try await queries.settlement(in: days, unit: nil, procedure: nil, for: Self.leader())
                #expect(isTold)
            } catch RequestRefusal.reportTooLarge {
                #expect(!isTold)
            }
        }
        try await site.workplace.store.close()
    }

    @Test("whoever asks for one report after the other keeps nobody else from his", .timeLimit(.minutes(60)))
    func impatient() async throws {
        let site = try await RegisterSite.open()
        let days = try #require(Self.period("2022-01-01", "2022-01-31"))
        let (refusals, refused) = AsyncStream.makeStream(of: Void.self)
        // The report that comes first is under way until one is refused.
        let store = HeldStore(site.workplace.store) { for await _ in refusals { break } }
        let queries = ReportQueries(store: store, rules: site.workplace.rules, clock: site.workplace.clock)
        let served = try await withThrowingTaskGroup(of: (number: Int64, isServed: Bool).self) { group in
            for number in [1, 1, 1, 2] as [Int64] {
                group.addTask {
                    let isServed = try await Self.isServed(Self.leader(number), by: queries, in: days)
                    if !isServed { refused.yield() }
                    return (number, isServed)
                }
            }
            return try await group.reduce(into: [Int64]()) { if $1.isServed { $0.append($1.number) } }
        }
        #expect(served.sorted() == [1, 1, 2])
        let isServedAgain = try await Self.isServed(Self.leader(1), by: queries, in: days)
        #expect(isServedAgain, "what was reckoned counts no more")
        try await site.workplace.store.close()
    }
}

extension ReportScenarioTests {
    /// Whether an account is given a report; it is not if too many are asked for.
    private static func isServed(
        _ account: Account,
        by queries: ReportQueries,
        in days: ReportPeriod
    ) async throws -> Bool {
        do {
            _ = try await queries.settlement(in: days, unit: nil, procedure: nil, for: account)
            return true
        } catch let error as StoreError where error.code == .busy {
            return false
        }
    }

    /// Makes the dossiers of a month; gives back one that gets late at the desk.
    private static func month(_ service: OneStop) async throws -> String {
        let desk = try await service.staff("desk")
        var codes: [String] = []
        for channel in ["desk", "desk", "desk", "post", "online", "online", "desk"] {
            let answer = try await desk.post("/dossiers", Forms.intake("1.001612", channel: channel))
            codes.append(try #require(answer.string("code"), "\(answer.text)"))
        }
        try #require(codes.count == made)
        try await desk.complete("intake", of: codes[0])
        let officer = try await service.staff("officer.TCKH")
        try await officer.complete("appraise", of: codes[0])
        try await service.staff("officer.THUE").complete("issue-tax-code", of: codes[0])
        try await officer.complete("sign", of: codes[0])
        let acts = [
            (1, "withdraw", #"{"reason":"đổi ý"}"#), (2, "request-supplement", #"{"items":["CCCD"],"reason":"thiếu"}"#),
            (4, "accept", "{}"), (6, "void", #"{"reason":"trùng"}"#),
        ]
        for (index, action, body) in acts {
            let answer = try await desk.act(action, on: codes[index], body)
            try #require(answer.status == 200, "\(action): \(answer.text)")
        }
        return codes[3]
    }

    /// The columns 3 to 13 of the row of all.
    private static func columns(_ answer: Answer) throws -> [Int64] {
        let names = [
            "received": ["total", "online", "direct", "carriedOver"], "settled": ["total", "early", "onTime", "late"],
            "inProgress": ["total", "withinTime", "overdue"],
        ]
        return try ["received", "settled", "inProgress"].flatMap { group in
            try (names[group] ?? []).map { name in
                try #require(answer.at("total.\(group).\(name)")?.integer, "\(answer.text)")
            }
        }
    }

    private static func report(of site: ArchiveSite) async throws -> String {
        let told = try site.run("report", "--from", "2022-01-01", "--until", "2022-01-31", "--csv", "-")
        try #require(told.code == 0, "\(told.output)\(told.errors)")
        let texts = Mutex("")
        try await OneStop.open(in: site.folder) { service in
            let answer = try await service.staff("leader").get(january)
            texts.withLock { $0 = answer.text }
        }
        return texts.withLock { $0 } + told.output
    }

    private static func period(_ from: String, _ until: String) -> ReportPeriod? {
        guard let from = LocalDate(iso8601: from), let until = LocalDate(iso8601: until) else { return nil }
        return ReportPeriod(from: from, until: until)
    }

    private static func leader(_ number: Int64 = 1) -> Account {
        Account(
            id: AccountID(number: number),
            username: "leader",
            role: .leader,
            place: nil,
            passwordHash: "",
            isActive: true
        )
    }
}
