import DossierDomain
import Testing
import WorkingCalendar

@Suite("The rows of a periodic report add up")
struct SettlementReportTests {
    /// The report of January 2022 on every life of the table.
    private func january() throws -> SettlementReport {
        var report = SettlementReport(on: try period("2022-01-01", "2022-01-31"))
        for life in ReportedLife.all {
            if let facts = try life.story().facts("2022-01-01", "2022-01-31") { report.add(facts) }
        }
        return report
    }

    @Test("every column has its dossiers, a field has its row, and the identities hold")
    func columns() throws {
        let report = try january()
        try report.check()

        let arrivals = ReportedLife.all.map(\.january)
        let count = { (word: String) in arrivals.count(where: { $0.hasSuffix(" " + word) }) }
        let received = arrivals.count(where: { $0 != "–" })
        let early = count("early")
        let onTime = count("onTime")
        let late = count("late")
        let within = count("withinTime")
        let overdue = count("overdue")
        #expect(report.rows.map(\.field) == ["Hộ kinh doanh"])
        #expect(report.rows.map(\.row) == [report.total])
        #expect(
            report.total.columns == [
                received, 0, received, 0, early + onTime + late, early, onTime, late, within + overdue, within, overdue,
            ]
        )
        #expect([early, onTime, late, within, overdue].allSatisfy { $0 > 0 })
        #expect(report.total.brokenIdentity == nil)
        #expect(report.unreadable == 0)
    }

    @Test("the index's figures are of the period's own dossiers, with two decimals")
    func indicators() throws {
        var report = SettlementReport(on: try period("2022-01-01", "2022-01-31"))
        let stories = [
            try ReportedLife.finished(at: "2022-01-07 09:00"), try ReportedLife.finished(at: "2022-01-10 11:20"),
            try Story(Procedures.business(), at: "2022-01-28 16:40", channel: .post),
            try Story(Procedures.birth(), at: "2022-01-28 16:40", by: Staff.communeClerk),
        ]
        for story in stories {
            let facts = try #require(try story.facts("2022-01-01", "2022-01-31"))
            report.add(facts)
        }
        let filed = try Story(Procedures.business(), at: "2022-01-28 16:40", channel: .online)
        #expect(try filed.facts("2022-01-01", "2022-01-31") == nil)
        var accepted = filed
        try accepted.act(AcceptDossier(), by: Staff.clerk, at: "2022-01-28 16:50")
        let online = try #require(try accepted.facts("2022-01-01", "2022-01-31"))
        report.add(online)
        let row = report.total

        // One of five was late.
        #expect(row.onTimeRate?.text == "80.00")
        // 14:40 of the first; 5:10 of Wednesday, 16 h and 3:50 of Monday of the second.
        #expect(row.meanProcessingHours?.text == "19.83")
        #expect(row.channels == [.desk: 3, .post: 1, .online: 1])
        #expect(Channel.allCases.map { row.share(of: $0)?.text } == ["60.00", "20.00", "20.00"])
        #expect(row.services.count == 2)
        #expect(row.onlineServices == ["1.001612"])
        #expect(row.onlineServiceRate?.text == "50.00")
    }

    @Test("where there is nothing to divide by there is no figure")
    func nothing() throws {
        let report = SettlementReport(on: try period("2022-01-01", "2022-03-31"))
        try report.check()
        #expect(report.rows.isEmpty)
        #expect(report.total.columns == Array(repeating: 0, count: 11))
        #expect(report.total.onTimeRate == nil)
        #expect(report.total.meanProcessingHours == nil)
        #expect(report.total.onlineServiceRate == nil)
        #expect(report.total.share(of: .online) == nil)
    }

    @Test(
        "figures have two decimals, halves rounded up",
        arguments: [
            (1, 3, "0.33"), (2, 3, "0.67"), (1, 200, "0.01"), (1, 201, "0.00"), (0, 7, "0.00"), (7, 7, "1.00"),
            (12_345, 100, "123.45"), (21, 2, "10.50"),
        ] as [(Int64, Int64, String)]
    )
    func decimals(dividend: Int64, divisor: Int64, text: String) {
        #expect(Hundredths(dividend, of: divisor)?.text == text)
        #expect(Hundredths(dividend, of: 0) == nil)
    }

    @Test("a period does not end before it begins, and is told as of its last millisecond at the latest")
    func periods() throws {
        #expect(ReportPeriod(from: try date("2022-02-01"), until: try date("2022-01-31")) == nil)
        let day = try period("2022-02-01", "2022-02-01")
        #expect(local(day.start) == "2022-02-01 00:00")
        #expect(local(day.end) == "2022-02-02 00:00")
        #expect(try day.asOf(at("2022-03-01 00:00")) == day.end.adding(milliseconds: -1))
        #expect(try day.asOf(at("2022-02-01 10:00")) == at("2022-02-01 10:00"))
        #expect(try day.asOf(at("2022-01-01 10:00")) == day.start)
    }
}
