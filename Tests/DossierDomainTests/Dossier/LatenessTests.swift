import DossierDomain
import Testing
import WorkingCalendar

@Suite struct LatenessTests {
    // Received Wed 05/01 08:00, due Mon 10/01 08:00 in every case but the online ones.
    @Test("a running dossier is late from the second after its due second")
    func running() throws {
        let story = try Story.inStatus(.processing)
        #expect(!story.dossier.isLate(at: try at("2022-01-10 08:00")))
        #expect(!story.dossier.isLate(at: try at("2022-01-10 08:00").adding(milliseconds: 999)))
        #expect(story.dossier.isLate(at: try at("2022-01-10 08:00:01")))
    }

    @Test(
        "lateness is frozen where the clock stands still or has ended",
        arguments: [Status.awaitingSupplement, .awaitingPayment, .stopped, .finished, .handedOver]
    )
    func frozen(status: Status) throws {
        let onTime = try Story.inStatus(status)
        #expect(!onTime.dossier.isLate(at: try at("2023-12-01 08:00")))
    }

    @Test("what was late when the clock stopped or the dossier ended stays so")
    func frozenLate() throws {
        let commands: [(any DossierCommand, Actor)] = [
            (RequestSupplement(request: paper(130)), Staff.clerk),
            (RequestPayment(amountInDong: 1, reason: paper(131)), Staff.clerk),
            (StopDossier(reason: paper(132)), Staff.leader),
            (WithdrawDossier(reason: paper(133)), Staff.clerk),
        ]
        for (command, actor) in commands {
            var story = try Story.inStatus(.processing)
            try story.act(command, by: actor, at: "2022-01-10 08:00:01")
            #expect(story.dossier.isLate(at: try at("2022-01-10 08:00:01")))
            #expect(story.dossier.isLate(at: try at("2023-12-01 08:00")))
        }
    }

    @Test("a dossier that was stopped while it waited is judged by the moment the waiting began")
    func endedWhileWaiting() throws {
        var story = try Story.inStatus(.awaitingSupplement)
        try story.act(WithdrawDossier(reason: paper(134)), by: Staff.clerk, at: "2022-02-15 08:00")
        #expect(!story.dossier.isLate(at: try at("2022-02-15 08:00")))
    }

    @Test("a filed dossier without a date is never late")
    func submitted() throws {
        #expect(!(try Story.inStatus(.submitted)).dossier.isLate(at: try at("2023-12-01 08:00")))
    }
}
