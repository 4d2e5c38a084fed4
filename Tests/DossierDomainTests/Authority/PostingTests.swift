import DossierDomain
import Testing
import WorkingCalendar

/// Posts held for a time: when they hold, and what their holder is meanwhile.
@Suite struct PostingTests {
    private static let finance = UnitPlace(unit: "TCKH", commune: nil)
    private static let land = UnitPlace(unit: "TNMT", commune: nil)

    private static func posting(
        _ kind: Posting.Kind,
        _ place: UnitPlace = finance,
        id: Int64 = 1,
        from: String = "2022-01-05",
        until: String = "2022-01-07",
        endedAt: Instant? = nil
    ) throws -> Posting {
        Posting(
            id: PostingID(number: id),
            kind: kind,
            place: place,
            from: try date(from),
            until: try date(until),
            endedAt: endedAt
        )
    }

    @Test(
        "it holds from the first second of its first day to the last of its last, by the clocks of Vietnam",
        arguments: [
            ("2022-01-04 23:59:59", Posting.State.coming), ("2022-01-05 00:00", .inForce),
            ("2022-01-07 23:59:59", .inForce), ("2022-01-08 00:00", .over),
        ]
    )
    func days(time: String, state: Posting.State) throws {
        let now = try at(time)
        #expect(try Self.posting(.secondment).state(at: now) == state)
        let oneDay = try Self.posting(.actingHead, from: "2022-01-05", until: "2022-01-05")
        #expect(oneDay.state(at: try at("2022-01-05 12:00")) == .inForce)
    }

    @Test("ended before its time it holds no more from that very instant")
    func ended() throws {
        let end = try at("2022-01-06 10:00")
        let posting = try Self.posting(.secondment, endedAt: end)
        #expect(posting.state(at: end.adding(milliseconds: -1)) == .inForce)
        #expect(posting.state(at: end) == .ended)
        #expect(posting.state(at: try at("2022-02-01 10:00")) == .ended)
    }

    @Test("who is seconded is an officer there and nothing at home; an acting head leads beside his own post")
    func posts() throws {
        let now = try at("2022-01-06 10:00")
        let own = Staff.officer("TNMT")
        let seconded = StaffMember(own, postings: [try Self.posting(.secondment)], at: now)
        #expect(seconded.actors.map(\.role) == [.officer] && seconded.places == [Self.finance])
        #expect(seconded.actors.map(\.capacity) == [Capacity(kind: .secondment, place: Self.finance)])

        let acting = StaffMember(own, postings: [try Self.posting(.actingHead)], at: now)
        #expect(acting.actors.map(\.role) == [.officer, .head] && acting.places == [Self.land, Self.finance])
        #expect(acting.actors.map(\.capacity) == [nil, Capacity(kind: .actingHead, place: Self.finance)])

        let both = [try Self.posting(.actingHead, id: 2), try Self.posting(.secondment, id: 1)]
        #expect(StaffMember(own, postings: both, at: now).actors.map(\.role) == [.officer, .head])
        for time in ["2022-01-04 10:00", "2022-01-08 00:00"] {
            #expect(StaffMember(own, postings: both, at: try at(time)).actors == [own])
        }
    }

    @Test("an administrator is posted nowhere, a leader not seconded")
    func exceptions() throws {
        let now = try at("2022-01-06 10:00")
        let both = [try Self.posting(.secondment), try Self.posting(.actingHead, id: 2)]
        #expect(StaffMember(Staff.admin, postings: both, at: now).actors == [Staff.admin])
        #expect(StaffMember(Staff.leader, postings: both, at: now).actors.map(\.role) == [.leader, .head])
    }

    @Test("nobody is seconded twice on one day, nor made acting head of one unit twice")
    func clashes() throws {
        let first = try Self.posting(.secondment)
        let later = ("2022-01-08", "2022-01-09")
        #expect(first.clashes(with: try Self.posting(.secondment, Self.land, from: "2022-01-07", until: "2022-01-09")))
        #expect(!first.clashes(with: try Self.posting(.secondment, Self.land, from: later.0, until: later.1)))
        #expect(!first.clashes(with: try Self.posting(.actingHead)))
        let acting = try Self.posting(.actingHead)
        #expect(acting.clashes(with: try Self.posting(.actingHead)))
        #expect(!acting.clashes(with: try Self.posting(.actingHead, Self.land)))
    }
}

/// What somebody with several posts does, and in which.
@Suite struct StaffMemberTests {
    private let time = "2022-01-05 10:00"
    private let finance = UnitPlace(unit: "TCKH", commune: nil)

    private func member(_ own: Actor, _ kind: Posting.Kind, at time: String) throws -> StaffMember {
        let posting = Posting(
            id: PostingID(number: 1),
            kind: kind,
            place: finance,
            from: try date("2022-01-05"),
            until: try date("2022-01-05")
        )
        return StaffMember(own, postings: [posting], at: try at(time))
    }

    private func decide(
        _ command: any DossierCommand,
        by member: StaffMember,
        of story: Story,
        absent: Set<AccountID> = []
    ) throws -> Result<DossierEvent?, DossierRejection> {
        let context = DecisionContext(
            now: try at(time),
            actor: Staff.clerk,
            procedure: story.procedure,
            organisation: story.district.organisation,
            calendars: story.district.calendars,
            ladder: story.ladder,
            absent: absent
        )
        do throws(DossierRejection) {
            return .success(try member.decide(command, on: story.dossier, in: context))
        } catch {
            return .failure(error)
        }
    }

    @Test("what his own post permits he does in it; else in the one he is posted to, and the event says so")
    func capacity() throws {
        let story = try Story.inStatus(.processing)
        let acting = try member(Staff.officer("TCKH"), .actingHead, at: time)
        let completed = try decide(completing("appraise"), by: acting, of: story).get()
        #expect(completed?.capacity == nil && completed?.by == Staff.officer("TCKH").initiator)
        let stop = StopDossier(reason: paper(17))
        let stopped = try decide(stop, by: acting, of: story).get()
        #expect(stopped?.capacity == Capacity(kind: .actingHead, place: finance))
        #expect(stopped?.by == Staff.officer("TCKH").initiator)
        let tomorrow = try member(Staff.officer("TCKH"), .actingHead, at: "2022-01-06 00:00")
        #expect(
            try decide(stop, by: tomorrow, of: story)
                == .failure(.forbidden(Denial(.headOrLeader, unit: Staff.clerk.place)))
        )
    }

    @Test("who is seconded away may nothing at home, and what an officer may there")
    func secondment() throws {
        let story = try Story.inStatus(.processing)
        let clerk = try member(Staff.clerk, .secondment, at: time)
        guard case .failure(let refusal) = try decide(RenewPIN(pin: paper(3)), by: clerk, of: story) else {
            Issue.record("a clerk who is seconded away renewed a PIN")
            return
        }
        #expect(refusal.rule == .desk)
        let event = try decide(completing("appraise"), by: clerk, of: story).get()
        #expect(event?.capacity == Capacity(kind: .secondment, place: finance))
        let organisation = story.district.organisation
        let stranger = try member(Staff.officer("CA"), .secondment, at: time)
        #expect(stranger.actor(permitted: .see, on: story.dossier, in: organisation)?.place == finance)
        let back = try member(Staff.officer("CA"), .secondment, at: "2022-01-06 00:00")
        #expect(back.actor(permitted: .see, on: story.dossier, in: organisation) == nil)
    }

    @Test("of two refusals that of the post which came nearer is told")
    func nearest() throws {
        let story = try Story.inStatus(.finished)
        let acting = try member(Staff.officer("TP"), .actingHead, at: time)
        #expect(try decide(completing("sign"), by: acting, of: story) == .failure(.wrongStatus(.finished)))
        let officer = try member(Staff.officer("TP"), .secondment, at: time)
        guard case .failure(let refusal) = try decide(Action.stop.command(), by: officer, of: story) else {
            Issue.record("an officer who is seconded away stopped a dossier")
            return
        }
        #expect(refusal.rule == .headOrLeader)
    }

    @Test("separated duties bind the person, whatever his post")
    func separation() throws {
        let procedure = try Procedures.make(
            "1.001612",
            .workingDays(3),
            .pause,
            [
                Procedures.step("intake", "BPMC-H", 2, .all(["appraise"])),
                Procedures.step("appraise", "TCKH", 8, .all(["sign"])),
                Procedures.step("sign", "TCKH", 6, .all(["hand-over"]), apart: ["appraise"]),
                Procedures.step("hand-over", "BPMC-H", 2, .end),
            ]
        )
        var story = try Story(procedure, at: "2022-01-05 08:00")
        try story.complete("intake", at: "2022-01-05 08:10")
        try story.complete("appraise", at: "2022-01-05 08:20")
        let acting = try member(Staff.officer("TCKH"), .actingHead, at: time)
        guard case .failure(let refusal) = try decide(completing("sign"), by: acting, of: story) else {
            Issue.record("the acting head signed what he appraised")
            return
        }
        #expect(refusal.rule == .separationOfDuties)
    }

    @Test("a step whose officer is not there any more is anybody's of the unit")
    func absence() throws {
        var story = try Story.inStatus(.processing)
        let named = Staff.officer("TCKH")
        let assignment = AssignStep(step: "appraise", assignee: named.account, assignees: [named])
        try story.act(assignment, by: Staff.head("TCKH"), at: "2022-01-05 09:00")
        let colleague = StaffMember(Staff.colleague("TCKH"), postings: [], at: try at(time))
        let command = completing("appraise")
        #expect(try decide(command, by: colleague, of: story) == .failure(.assignedToOther("appraise")))
        #expect(try decide(command, by: colleague, of: story, absent: [named.account]).get() != nil)
    }
}
