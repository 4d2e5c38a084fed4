import DossierDomain
import Testing
import WorkingCalendar

/// One kind of life that a dossier may have, and what the reports of January and February 2022 count of it.
struct ReportedLife: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let january: String
    let february: String
    let story: @Sendable () throws -> Story

    init(_ name: String, _ january: String, _ february: String, _ story: @escaping @Sendable () throws -> Story) {
        testDescription = name
        self.january = january
        self.february = february
        self.story = story
    }

    /// A household business received on Wednesday 5 January at 10:20, due on Monday at that time.
    static func begun() throws -> Story { try Story(Procedures.business(), at: "2022-01-05 10:20") }

    /// The same with its result ready at a time.
    static func finished(at time: String) throws -> Story {
        var story = try begun()
        for step: StepID in ["intake", "appraise", "tax-code"] { try story.complete(step, at: "2022-01-06 09:00") }
        let isLate = try story.dossier.isLate(at: at(time))
        if isLate {
            try story.act(completing("sign", overrideReason: paper(61)), by: Staff.leader, at: time)
        } else {
            try story.complete("sign", at: time)
        }
        return story
    }

    /// The same after an act by the desk or a leader.
    static func ended(_ command: any DossierCommand, by actor: Actor, at time: String) throws -> Story {
        var story = try begun()
        try story.act(command, by: actor, at: time)
        return story
    }

    static let all: [ReportedLife] = [
        ReportedLife("ready the day before", "direct early", "–") { try finished(at: "2022-01-09 23:59:59") },
        ReportedLife("ready on the day", "direct onTime", "–") { try finished(at: "2022-01-10 00:00") },
        ReportedLife("ready in the due second", "direct onTime", "–") { try finished(at: "2022-01-10 10:20") },
        ReportedLife("ready a second later", "direct late", "–") { try finished(at: "2022-01-10 10:20:01") },
        ReportedLife("ready and not collected", "direct early", "–") { try finished(at: "2022-01-07 09:00") },
        ReportedLife("ready, collected later", "direct early", "–") {
            var story = try finished(at: "2022-01-07 09:00")
            try story.act(HandOverDossier(receivedBy: paper(19)), by: Staff.clerk, at: "2022-02-10 09:00")
            return story
        },
        ReportedLife("late and open", "direct overdue", "carriedOver overdue") { try begun() },
        ReportedLife("late, ready in the next period", "direct overdue", "carriedOver late") {
            try finished(at: "2022-02-08 09:00")
        },
        ReportedLife("open, due in the next period", "direct withinTime", "carriedOver overdue") {
            try Story(Procedures.business(), at: "2022-01-28 16:40")
        },
        ReportedLife("by post", "direct overdue", "carriedOver overdue") {
            try Story(Procedures.business(), at: "2022-01-05 10:20", channel: .post)
        },
        ReportedLife("waits since before it was due", "direct withinTime", "carriedOver withinTime") {
            try ended(RequestSupplement(request: paper(31)), by: Staff.clerk, at: "2022-01-10 10:20")
        },
        ReportedLife("waits since it was late", "direct overdue", "carriedOver overdue") {
            try ended(RequestSupplement(request: paper(31)), by: Staff.clerk, at: "2022-01-10 10:20:01")
        },
        ReportedLife("waits for a payment", "direct withinTime", "carriedOver withinTime") {
            try ended(RequestPayment(amountInDong: 1, reason: paper(14)), by: Staff.clerk, at: "2022-01-06 09:00")
        },
        ReportedLife("withdrawn days before", "direct onTime", "–") {
            try ended(WithdrawDossier(reason: paper(35)), by: Staff.clerk, at: "2022-01-06 09:00")
        },
        ReportedLife("withdrawn late", "direct late", "–") {
            try ended(WithdrawDossier(reason: paper(35)), by: Staff.clerk, at: "2022-01-12 09:00")
        },
        ReportedLife("waits, withdrawn in the next period", "direct withinTime", "carriedOver onTime") {
            var story = try ended(RequestSupplement(request: paper(31)), by: Staff.clerk, at: "2022-01-06 09:00")
            try story.act(WithdrawDossier(reason: paper(35)), by: Staff.clerk, at: "2022-02-10 09:00")
            return story
        },
        ReportedLife("stopped in time", "direct onTime", "–") {
            try ended(StopDossier(reason: paper(17)), by: Staff.leader, at: "2022-01-06 09:00")
        },
        ReportedLife("ready before its new appointment", "direct early", "–") {
            let apology = Apologise(reason: paper(18), newDueAt: try at("2022-01-14 10:00"))
            var story = try ended(apology, by: Staff.leader, at: "2022-01-10 09:00")
            for step: StepID in ["intake", "appraise", "tax-code", "sign"] {
                try story.complete(step, at: "2022-01-13 09:00")
            }
            return story
        },
        ReportedLife("a mistake", "–", "–") {
            try ended(VoidDossier(reason: paper(22)), by: Staff.clerk, at: "2022-01-05 10:30")
        },
        ReportedLife("filed online", "–", "–") { try filed() },
        ReportedLife("filed online and refused", "–", "–") {
            var story = try filed()
            try story.act(RefuseDossier(reason: paper(10)), by: Staff.clerk, at: "2022-01-06 09:00")
            return story
        },
        ReportedLife("filed online, accepted in the next period", "–", "online withinTime") {
            var story = try filed()
            try story.act(AcceptDossier(), by: Staff.clerk, at: "2022-02-28 16:00")
            return story
        },
    ]

    private static func filed() throws -> Story {
        try Story(Procedures.business(), at: "2022-01-05 10:20", channel: .online)
    }
}

/// Every kind of dossier against the columns of the periodic report (domain.md §1.9).
@Suite("A periodic report counts every dossier in its columns")
struct SettlementFactsTests {
    @Test("by how it came and where it stood at the end of the period", arguments: ReportedLife.all)
    func lives(_ life: ReportedLife) throws {
        let story = try life.story()

        #expect(try story.counted("2022-01-01", "2022-01-31") == life.january)
        #expect(try story.counted("2022-02-01", "2022-02-28") == life.february)
        // Before it was received, and once more for all that has an end, nothing is left.
        #expect(try story.counted("2021-10-01", "2021-12-31") == "–")
    }

    @Test("a period begins at the first second of its first day and ends with the last one of its last day")
    func edges() throws {
        let last = try Story(Procedures.business(), at: "2022-01-31 23:59:59")
        #expect(try last.counted("2022-01-01", "2022-01-31") == "direct withinTime")
        #expect(try last.counted("2022-02-01", "2022-02-28") == "carriedOver overdue")
        let first = try Story(Procedures.business(), at: "2022-02-01 00:00")
        #expect(try first.counted("2022-01-01", "2022-01-31") == "–")
        #expect(try first.counted("2022-02-01", "2022-02-28") == "direct overdue")

        var ready = try Story(Procedures.business(), at: "2022-01-28 16:40")
        for step: StepID in ["intake", "appraise", "tax-code"] { try ready.complete(step, at: "2022-01-28 16:50") }
        var later = ready
        try ready.complete("sign", at: "2022-01-31 23:59:59")
        #expect(try ready.counted("2022-01-01", "2022-01-31") == "direct early")
        #expect(try ready.counted("2022-02-01", "2022-02-28") == "–")
        try later.complete("sign", at: "2022-02-01 00:00")
        #expect(try later.counted("2022-01-01", "2022-01-31") == "direct withinTime")
        #expect(try later.counted("2022-02-01", "2022-02-28") == "carriedOver early")
        #expect(try later.counted("2022-02-01", "2022-02-01") == "carriedOver early")
        #expect(try later.counted("2022-02-02", "2022-02-28") == "–")
    }

    @Test("a period that lasts is told as of now, one that is over as of its end whatever came later")
    func asOf() throws {
        let story = try ReportedLife.begun()
        #expect(try story.counted("2022-01-01", "2022-01-31", at: "2022-01-10 10:20") == "direct withinTime")
        #expect(try story.counted("2022-01-01", "2022-01-31", at: "2022-01-10 10:20:01") == "direct overdue")
        #expect(try story.counted("2022-01-01", "2022-01-31", at: "2022-01-05 10:19:59") == "–")

        let later = try ReportedLife.finished(at: "2022-02-08 09:00")
        let early = try later.facts("2022-01-01", "2022-01-31", at: "2022-02-01 00:00")
        #expect(try later.facts("2022-01-01", "2022-01-31", at: "2022-11-30 00:00") == early)
    }

    @Test("where a clock that was ahead was set back, a dossier is received and settled in one period all the same")
    func setBack() throws {
        // Received by a clock that was a day ahead, and ready after it was put right.
        var ahead = try Story(Procedures.business(), at: "2022-01-12 10:20")
        for step: StepID in ["intake", "appraise", "tax-code", "sign"] {
            try ahead.complete(step, at: "2022-01-11 15:00")
        }
        #expect(try ahead.counted("2022-01-01", "2022-01-11") == "–")
        #expect(try ahead.counted("2022-01-12", "2022-01-12") == "direct early")
        #expect(try ahead.counted("2022-01-13", "2022-01-31") == "–")

        // Worked on by such a clock in between.
        var between = try Story(Procedures.business(), at: "2022-01-10 10:20")
        try between.complete("intake", at: "2022-01-13 09:00")
        for step: StepID in ["appraise", "tax-code", "sign"] { try between.complete(step, at: "2022-01-12 09:00") }
        #expect(try between.counted("2022-01-01", "2022-01-11") == "direct withinTime")
        #expect(try between.counted("2022-01-12", "2022-01-12") == "carriedOver early")
        #expect(try between.counted("2022-01-13", "2022-01-31") == "–")
    }

    @Test("a row of an older register belongs to the period of its receipt, not to that of its import")
    func imported() throws {
        let story = try Story(
            Procedures.business(),
            at: "2022-02-10 08:00",
            by: .importer,
            importedReceiptAt: try at("2022-01-05 10:20")
        )
        #expect(try story.counted("2022-01-01", "2022-01-31") == "direct overdue")
        #expect(try story.counted("2022-02-01", "2022-02-28") == "carriedOver overdue")
    }

    @Test("a second supplement request is late for the index alone")
    func second() throws {
        var story = try ReportedLife.ended(
            RequestSupplement(request: paper(31)),
            by: Staff.clerk,
            at: "2022-01-05 10:30"
        )
        try story.act(ReceiveSupplement(documents: paper(32)), by: Staff.clerk, at: "2022-01-05 10:40")
        try story.act(RequestSupplement(request: paper(33)), by: Staff.deskHead, at: "2022-01-05 10:50")
        try story.act(ReceiveSupplement(documents: paper(34)), by: Staff.clerk, at: "2022-01-05 11:00")
        for step: StepID in ["intake", "appraise", "tax-code", "sign"] {
            try story.complete(step, at: "2022-01-06 08:30")
        }
        let facts = try #require(try story.facts("2022-01-01", "2022-01-31"))

        #expect(facts.standing == .early)
        #expect(facts.isOnTimeByIndex == false)
        // 10 minutes twice, 30 minutes to noon, 4 hours after it and 1 hour of the next morning.
        let taken = try #require(facts.processingTime)
        #expect(hours(taken) == "5:50")
    }

    @Test("the processing time is told of what was received in the period and has its result")
    func processingTime() throws {
        let story = try ReportedLife.finished(at: "2022-01-07 09:00")
        // 5:10 on Wednesday, 8 h on Thursday, 1:30 on Friday.
        let taken = try #require(try story.facts("2022-01-01", "2022-01-31")?.processingTime)
        #expect(hours(taken) == "14:40")
        #expect(try story.facts("2022-01-06", "2022-01-31")?.processingTime == nil)
        #expect(try ReportedLife.begun().facts("2022-01-01", "2022-01-31")?.processingTime == nil)
        let withdrawn = try ReportedLife.ended(
            WithdrawDossier(reason: paper(35)),
            by: Staff.clerk,
            at: "2022-01-06 09:00"
        )
        #expect(try withdrawn.facts("2022-01-01", "2022-01-31")?.processingTime == nil)
    }
}
