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
        #expect(try story.refusal(of: second, by: Staff.head("THUE"), at: time) == .forbidden)
        #expect(try story.refusal(of: second, by: Staff.leader, at: time) == .forbidden)
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
