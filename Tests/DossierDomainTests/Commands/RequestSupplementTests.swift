import DossierDomain
import Testing

@Suite struct RequestSupplementTests {
    private let second = RequestSupplement(request: paper(101))

    private func supplemented(_ status: Status) throws -> Story {
        var story = try Story.inStatus(status)
        try story.act(RequestSupplement(request: paper(100)), by: Staff.clerk, at: "2022-01-05 09:00")
        try story.act(ReceiveSupplement(documents: paper(102)), by: Staff.clerk, at: "2022-01-05 09:30")
        return story
    }

    @Test("a second request is for a head alone, of the desk or of a unit with an active step")
    func secondByHead() throws {
        let story = try supplemented(.processing)
        let time = "2022-01-05 10:00"

        #expect(try story.refusal(of: second, by: Staff.clerk, at: time) == .supplementNeedsHead)
        #expect(try story.refusal(of: second, by: Staff.officer("TCKH"), at: time) == .supplementNeedsHead)
        #expect(try story.refusal(of: second, by: Staff.deskHead, at: time) == nil)
        #expect(try story.refusal(of: second, by: Staff.head("TCKH"), at: time) == nil)
        #expect(try story.refusal(of: second, by: Staff.head("THUE"), at: time)?.rule == .deskOrActiveUnit)
        #expect(try story.refusal(of: second, by: Staff.leader, at: time)?.rule == .deskOrActiveUnit)
    }

    @Test("requests are counted over the dossier's whole life, those before its receipt included")
    func counted() throws {
        var story = try supplemented(.submitted)
        try story.act(AcceptDossier(), by: Staff.clerk, at: "2022-01-05 10:00")
        #expect(try story.refusal(of: second, by: Staff.clerk, at: "2022-01-05 10:10") == .supplementNeedsHead)
        try story.act(second, by: Staff.deskHead, at: "2022-01-05 10:10")
        try story.act(ReceiveSupplement(documents: paper(102)), by: Staff.clerk, at: "2022-01-05 11:00")
        #expect(story.dossier.supplementRequests == 2)
        #expect(try story.refusal(of: second, by: Staff.clerk, at: "2022-01-05 11:10") == .supplementNeedsHead)
    }

    @Test("a supplement that restarts the terms makes nothing good that was late when it was asked for")
    func restartAfterTheEnd() throws {
        var story = try Story(Procedures.business(mode: .restart), at: "2022-01-05 10:20")
        let due = try #require(story.dossier.dueAt)
        try story.act(RequestSupplement(request: paper(81)), by: Staff.clerk, at: "2022-01-10 10:20:01")
        try story.act(ReceiveSupplement(documents: paper(82)), by: Staff.clerk, at: "2022-01-12 08:00")

        #expect(story.dossier.dueAt == due)
        #expect(story.dossier.isLate(at: try at("2022-01-12 08:00")))

        // Asked for in the very second of the appointment it was in time: three days from Wednesday 08:00.
        var intime = try Story(Procedures.business(mode: .restart), at: "2022-01-05 10:20")
        try intime.act(RequestSupplement(request: paper(81)), by: Staff.clerk, at: "2022-01-10 10:20:00")
        try intime.act(ReceiveSupplement(documents: paper(82)), by: Staff.clerk, at: "2022-01-12 08:00")
        #expect(intime.dossier.dueAt == (try at("2022-01-17 08:00")))
    }

    @Test("a supplement that restarts the terms ends them no earlier than an apology did")
    func restartAfterAnApology() throws {
        var story = try Story(Procedures.business(mode: .restart), at: "2022-01-05 10:20")
        let given = try at("2022-01-26 10:00")
        try story.act(Apologise(reason: paper(83), newDueAt: given), by: Staff.leader, at: "2022-01-06 08:00")
        try story.act(RequestSupplement(request: paper(81)), by: Staff.clerk, at: "2022-01-06 09:00")
        try story.act(ReceiveSupplement(documents: paper(82)), by: Staff.clerk, at: "2022-01-06 10:00")
        #expect(story.dossier.dueAt == given)

        // The second one comes back so late that the law's three days end after it: Monday 24/01 to Thursday 27/01.
        try story.act(RequestSupplement(request: paper(81)), by: Staff.head("BPMC-H"), at: "2022-01-07 09:00")
        try story.act(ReceiveSupplement(documents: paper(82)), by: Staff.clerk, at: "2022-01-24 10:00")
        #expect(story.dossier.dueAt == (try at("2022-01-27 10:00")))
    }

    @Test("a payment is no supplement")
    func payment() throws {
        var story = try Story.inStatus(.processing)
        let payment = RequestPayment(amountInDong: 75_000, reason: paper(103))
        try story.act(payment, by: Staff.clerk, at: "2022-01-05 09:00")
        try story.act(ConfirmPayment(reference: paper(104)), by: Staff.clerk, at: "2022-01-05 09:30")
        #expect(try story.refusal(of: payment, by: Staff.clerk, at: "2022-01-05 10:00") == nil)
        #expect(try story.refusal(of: second, by: Staff.clerk, at: "2022-01-05 10:00") == nil)
    }
}
