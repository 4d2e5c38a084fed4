import DossierDomain
import Testing
import WorkingCalendar

/// The national index's view of a dossier (domain.md R22, R23, R47).
@Suite("The national index counts a dossier in its own way")
struct IndexViewTests {
    private func asked(_ mode: SupplementMode = .pause) throws -> Story {
        var story = try Story(Procedures.business(mode: mode), at: "2022-01-05 10:20")
        try story.act(RequestSupplement(request: paper(31)), by: Staff.clerk, at: "2022-01-06 10:20")
        return story
    }

    private func text(_ index: IndexView) -> String {
        "\(index.ground.rawValue) \(index.isOnTime.map(String.init) ?? "–") due \(local(index.dueAt)) "
            + "counted \(local(index.countedUntil)) less \(hours(index.supplementTime))"
    }

    @Test("while papers are awaited the moment of the request counts as the end")
    func waiting() throws {
        // Half a year later it still counts as on time: it was asked for with two of three days left.
        let index = try asked().ledger(at: "2022-07-06 10:20").index
        #expect(index.ground == .awaitingSupplement)
        #expect(index.isOnTime == true)
        #expect(local(index.countedUntil) == "2022-01-06 10:20")
    }

    @Test("supplement time is subtracted where the procedure pauses")
    func pausing() throws {
        var story = try asked()
        try story.act(ReceiveSupplement(documents: paper(32)), by: Staff.clerk, at: "2022-01-10 10:20")
        // Two days after Monday 10:20; 16 h passed on Thursday, Friday and Monday.
        #expect(
            try text(story.ledger(at: "2022-01-12 10:20").index)
                == "underWay true due 2022-01-12 10:20 counted 2022-01-12 10:20 less 16:00"
        )
        #expect(try story.ledger(at: "2022-01-12 10:20:01").index.isOnTime == false)
    }

    @Test("a term begun anew is no gift to the index, which goes on with what was left")
    func restarting() throws {
        var story = try asked(.restart)
        try story.act(ReceiveSupplement(documents: paper(32)), by: Staff.clerk, at: "2022-01-10 10:20")
        let ledger = try story.ledger(at: "2022-01-13 08:00")

        // The dossier has three new days; the index has the two that were left.
        #expect(try local(#require(ledger.clock).dueAt) == "2022-01-13 10:20")
        #expect(try #require(ledger.clock).verdict == .running)
        #expect(text(ledger.index) == "underWay false due 2022-01-12 10:20 counted 2022-01-13 08:00 less 16:00")
        // 8 h before the pause and 24 h anew are allowed.
        #expect(try hours(#require(ledger.clock).reading.allowed) == "32:00")
    }

    @Test("a second supplement request counts as overdue, however early the result")
    func second() throws {
        var story = try asked()
        try story.act(ReceiveSupplement(documents: paper(32)), by: Staff.clerk, at: "2022-01-06 10:30")
        #expect(try story.ledger(at: "2022-01-06 10:40").index.isOnTime == true)
        try story.act(RequestSupplement(request: paper(33)), by: Staff.deskHead, at: "2022-01-06 10:40")
        try story.act(ReceiveSupplement(documents: paper(34)), by: Staff.clerk, at: "2022-01-06 10:50")
        for step: StepID in ["intake", "appraise", "tax-code", "sign"] {
            try story.complete(step, at: "2022-01-06 11:00")
        }

        let ledger = try story.ledger(at: "2022-01-06 11:00")

        #expect(try #require(ledger.clock).verdict == .early)
        #expect(ledger.index.ground == .secondSupplement)
        #expect(ledger.index.isOnTime == false)
        #expect(ledger.index.supplementRequests == 2)
        #expect(hours(ledger.index.supplementTime) == "0:20")
    }

    @Test("an apology moves the date the index compares with, and is marked when it came too late")
    func apology() throws {
        var story = try Story(Procedures.business(), at: "2022-01-05 10:20")
        try story.act(
            Apologise(reason: paper(18), newDueAt: at("2022-01-14 10:00")),
            by: Staff.leader,
            at: "2022-01-10 09:00"
        )
        let ledger = try story.ledger(at: "2022-01-13 09:00")

        let clock = try #require(ledger.clock)
        #expect(clock.apology?.isTooLate == true)
        #expect(clock.apology?.by == Staff.leader.account)
        #expect(
            clock.moves.map { "\($0.cause) \(local($0.old)) \(local($0.new))" } == [
                "apology 2022-01-10 10:20 2022-01-14 10:00"
            ]
        )
        // Used up to Monday 09:00: 5:10 + 8 + 8 + 1:30; to Friday 10:00 6:30 + 24 + 2:30.
        #expect(hours(clock.reading.allowed) == "55:40")
        #expect(ledger.index.isOnTime == true)
        #expect(local(ledger.index.dueAt) == "2022-01-14 10:00")
    }

    @Test("a dossier that ends while papers are awaited ended when they were asked for")
    func withdrawnWhileWaiting() throws {
        var story = try asked()
        try story.act(WithdrawDossier(reason: paper(35)), by: Staff.clerk, at: "2022-03-01 10:00")
        let ledger = try story.ledger(at: "2022-04-01 10:00")

        #expect(ledger.index.ground == .ended)
        #expect(ledger.index.isOnTime == true)
        #expect(try #require(ledger.clock).verdict == .early)
        #expect(ledger.holdings.map(\.end) == [.ended])
        #expect(local(ledger.waits[0].until) == "2022-03-01 10:00")
    }
}
