import DossierDomain
import Testing
import WorkingCalendar

@testable import DossierEngine

/// Who is told of which rung (design.md §3).
@Suite struct NoticeMakingTests {
    private static let id = StreamID(number: 7)

    private static let ladder = Ladder(
        stepWarnings: [
            LadderRung(
                id: "half",
                threshold: .used(perCent: 50),
                wording: RungWording(recipients: [.officer], text: "{step}")
            )
        ],
        stepOverdue: RungWording(recipients: [.head, .assignee], text: "{step}"),
        dossierWarnings: [
            LadderRung(
                id: "apology",
                threshold: .left(.hours(8)),
                wording: RungWording(recipients: [.activeHeads, .desk], text: "{code}"),
                apologyDraft: "{holders}"
            )
        ],
        dossierOverdue: RungWording(recipients: [.leaders, .activeHeads, .applicant], text: "{code}"),
        filingWarnings: [
            FilingRung(
                id: "waiting",
                waited: .hours(4),
                wording: RungWording(recipients: [.desk], text: "{unit}")
            ),
            FilingRung(
                id: "unanswered",
                waited: .hours(8),
                wording: RungWording(recipients: [.head, .leaders], text: "{unit}")
            ),
        ]
    )

    /// The notices of a rung as it stands after a story.
    private static func made(_ rung: Rung, _ story: Story, at time: String) throws -> [Notice] {
        let now = try at(time)
        let district = try District.shared()
        let context = DecisionContext(
            now: now,
            actor: .timer,
            procedure: story.procedure,
            organisation: district.organisation,
            calendars: district.calendars,
            ladder: ladder
        )
        return NoticeMaking(rules: try TestRules.make())
            .notices(of: PlannedTimer(rung: rung, fireAt: now), at: now, dossier: story.dossier, id: id, in: context)
    }

    @Test("a warning on a step goes to the officer named for it, else to the unit's staff")
    func officer() throws {
        var story = try Story(Procedures.business(), at: "2022-01-05 10:20")
        let half = Rung.stepWarning("half", "intake")
        #expect(try Self.made(half, story, at: "2022-01-05 11:20").map(\.recipient) == ["staff:BPMC-H"])

        let assign = AssignStep(step: "intake", assignee: AccountID(number: 12), assignees: [Staff.clerk])
        try story.act(assign, by: Staff.head("BPMC-H"), at: "2022-01-05 10:25")
        #expect(try Self.made(half, story, at: "2022-01-05 11:20").map(\.recipient) == ["account:12"])
        let overdue = try Self.made(.stepOverdue("intake"), story, at: "2022-01-05 13:50:01")
        #expect(overdue.map(\.recipient) == ["heads:BPMC-H", "account:12"])
    }

    @Test("an overdue dossier is told to the leaders and to the heads of all units that have it, each once")
    func dossierOverdue() throws {
        var story = try Story(Procedures.birth(), at: "2022-01-05 10:20", commune: "binh-nguyen")
        try story.complete("intake", at: "2022-01-05 10:30")

        let made = try Self.made(.dossierOverdue, story, at: "2022-01-10 10:20:01")
        #expect(made.map(\.recipient) == ["leaders", "heads:TPHT-X@binh-nguyen", "heads:CA"])
        #expect(Set(made.map(\.rung)) == ["dossierOverdue"])
    }

    @Test("the demanded apology goes to heads and desk, with who holds the dossier since when and a date to propose")
    func apology() throws {
        var story = try Story(Procedures.business(), at: "2022-01-05 10:20")
        try story.complete("intake", at: "2022-01-05 10:30")

        let made = try Self.made(.dossierWarning("apology"), story, at: "2022-01-07 10:20")
        #expect(made.map(\.recipient) == ["heads:TCKH", "staff:BPMC-H"])
        let facts = try NoticeFacts(stored: try #require(made.first).facts)
        #expect(facts.dueAt == (try at("2022-01-10 10:20")))
        let since = try at("2022-01-05 10:30")
        let finance = UnitPlace(unit: "TCKH", commune: nil)
        #expect(facts.holders == [NoticeFacts.Holder(place: finance, step: "appraise", since: since)])
        // The appraisal that was due on Thursday takes its 8 hours again, to Monday 10:20; tax 6 to Tuesday 08:20, the
        // signature 6 to 15:50: later than a working day after the old appointment.
        #expect(facts.proposedDueAt == (try at("2022-01-11 15:50")))
    }

    @Test("a filing that waits is told to the desk that has it and to its head, with since when; it is due at no time")
    func filing() throws {
        let story = try Story(Procedures.business(), at: "2022-01-05 10:20", channel: .online)

        let waiting = try Self.made(.filingWarning("waiting"), story, at: "2022-01-05 15:50")
        #expect(waiting.map(\.recipient) == ["staff:BPMC-H"])
        let unanswered = try Self.made(.filingWarning("unanswered"), story, at: "2022-01-06 10:20")
        #expect(unanswered.map(\.recipient) == ["heads:BPMC-H", "leaders"])
        #expect(Set(unanswered.map(\.rung)) == ["filingWarning:unanswered"])
        let facts = try NoticeFacts(stored: try #require(unanswered.first).facts)
        #expect(facts.dueAt == nil && facts.proposedDueAt == nil)
        let since = try at("2022-01-05 10:20")
        let desk = UnitPlace(unit: "BPMC-H", commune: nil)
        #expect(facts.holders == [NoticeFacts.Holder(place: desk, step: "intake", since: since)])
        #expect(try Self.made(.filingWarning("gone"), story, at: "2022-01-06 10:20").isEmpty)
    }

    @Test("facts come back as they were stored, and hold no more than they say")
    func facts() throws {
        var facts = NoticeFacts()
        #expect(try NoticeFacts(stored: facts.stored) == facts)
        facts.count = 60
        facts.codes = ["000.00.15.H47-220105-0001"]
        facts.dueAt = try at("2022-01-10 10:20")
        let police = UnitPlace(unit: "CA", commune: "ha-lam")
        facts.holders = [
            NoticeFacts.Holder(place: police, step: "a", since: nil),
            NoticeFacts.Holder(place: police, step: "b", since: facts.dueAt, assignee: AccountID(number: 12)),
        ]
        #expect(try NoticeFacts(stored: facts.stored) == facts)
        // As older programs stored it, and no other way.
        #expect(try NoticeFacts(stored: Array(#"{"holders":[["CA","a",null]]}"#.utf8)).holders.count == 1)
        for damaged in [#"["CA","a"]"#, #"["CA","a",null,null]"#, #"["CA","a",null,1,2]"#] {
            let stored = Array("{\"holders\":[\(damaged)]}".utf8)
            #expect(throws: StoredFormDefect.self, "\(damaged)") { try NoticeFacts(stored: stored) }
        }
        #expect(throws: StoredFormDefect.self) { try NoticeFacts(stored: Array(#"{"codes":[1]}"#.utf8)) }
    }

    @Test("a rung that the ladder no longer has tells nobody")
    func unknown() throws {
        let story = try Story(Procedures.business(), at: "2022-01-05 10:20")
        #expect(try Self.made(.dossierWarning("gone"), story, at: "2022-01-06 10:20").isEmpty)
    }
}
