import DossierDomain
import Testing
import WorkingCalendar

@Suite struct EndDossierTests {
    @Test(
        "a withdrawn dossier passes through 7 to 8 in one event",
        arguments: [Status.submitted, .received, .processing, .awaitingSupplement, .awaitingPayment]
    )
    func withdraw(from status: Status) throws {
        var story = try Story.inStatus(status)
        let before = story.dossier.statusChanges.map(\.status)

        let event = try story.act(WithdrawDossier(reason: paper(110)), by: Staff.clerk, at: "2022-01-05 09:00")

        #expect(event.fact == .withdrawn(reason: paper(110)))
        #expect(story.dossier.statusChanges.map(\.status) == before + [.withdrawn, .stopped])
        #expect(story.dossier.activeSteps == [])
        #expect(story.dossier.request == nil)
        #expect(story.dossier.amountInDong == nil)
        #expect(local(story.dossier.endedAt) == "2022-01-05 09:00")
    }

    @Test("an ended dossier has no step under way and none waiting at a join")
    func noStepLeft() throws {
        var story = try Story(Procedures.birth(), at: "2022-01-05 10:20")
        try story.complete("intake", at: "2022-01-05 10:40")
        try story.complete("register", at: "2022-01-05 11:00")
        try story.complete("insurance", at: "2022-01-05 14:00")

        try story.act(StopDossier(reason: paper(111)), by: Staff.head("CA"), at: "2022-01-05 15:00")

        #expect(story.states == "ddsds")
        #expect(story.dossier.pendingSteps == [])
        #expect(story.dossier.status == .stopped)
        #expect(story.dossier.status.isEnd)
    }

    @Test(
        "a dossier is voided on its own local day alone",
        arguments: [
            ("2022-01-05 08:00:01", nil),
            ("2022-01-05 23:59:59", nil),
            ("2022-01-06 00:00", "void-only-same-day"),
            ("2022-01-12 08:00", "void-only-same-day"),
        ] as [(String, String?)]
    )
    func void(time: String, code: String?) throws {
        for status in [Status.submitted, .received] {
            let story = try Story.inStatus(status)
            #expect(try story.refusal(of: VoidDossier(reason: paper(112)), by: Staff.clerk, at: time)?.code == code)
        }
    }

    @Test("a voided dossier keeps its code and stands at 8")
    func voided() throws {
        var story = try Story.inStatus(.received)
        let code = story.dossier.code
        try story.act(VoidDossier(reason: paper(112)), by: Staff.clerk, at: "2022-01-05 09:00")
        #expect(story.dossier.code == code)
        #expect(story.dossier.statusChanges.map(\.status) == [.received, .stopped])
        #expect(story.states == "sssss")
    }

    @Test("the hand-over ends the last step, and collecting late makes nobody late")
    func handOver() throws {
        var story = try Story.inStatus(.finished)
        try story.act(HandOverDossier(receivedBy: paper(113)), by: Staff.clerk, at: "2022-03-01 09:00")

        #expect(story.states == "ddddd")
        #expect(story.dossier.status == .handedOver)
        #expect(local(story.dossier.finishedAt) == "2022-01-05 08:40")
        #expect(local(story.dossier.handedOverAt) == "2022-03-01 09:00")
        #expect(!story.dossier.isLate(at: try at("2022-03-02 09:00")))
    }

    @Test("a refused online dossier never had a date")
    func refused() throws {
        let story = try Story.inStatus(.refused)
        #expect(story.dossier.dueAt == nil)
        #expect(story.states == "sssss")
        #expect(!story.dossier.isLate(at: try at("2023-01-05 08:00")))
    }
}
