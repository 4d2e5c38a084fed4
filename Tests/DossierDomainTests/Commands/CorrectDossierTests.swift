import DossierDomain
import Testing

@Suite struct CorrectDossierTests {
    @Test("a correction points at the mended data, and the first stay in the history")
    func correct() throws {
        var story = try Story.inStatus(.processing)
        let command = CorrectDossier(fields: ["name", "phone"], applicant: paper(120), reason: paper(121))

        let event = try story.act(command, by: Staff.clerk, at: "2022-01-05 09:00")

        #expect(story.dossier.applicant == paper(120))
        #expect(story.dossier.registration.applicant == paper(1))
        #expect(event.fact == .corrected(fields: ["name", "phone"], applicant: paper(120), reason: paper(121)))
        #expect(event.effects == [])
    }

    @Test("texts are switched off and on by an effect; to say once more what is so already changes nothing")
    func texts() throws {
        var story = try Story.inStatus(.processing)
        func say(_ wanted: Bool, at time: String) throws -> [DossierEffect] {
            let command = CorrectDossier(
                fields: ["notifyBySMS"],
                applicant: paper(1),
                notifiesBySMS: wanted,
                reason: paper(121)
            )
            return try story.act(command, by: Staff.clerk, at: time).effects
        }

        let asBefore = try say(true, at: "2022-01-05 09:00")
        let off = try say(false, at: "2022-01-05 09:01")
        #expect(asBefore == [] && off == [.textsWanted(false)])
        #expect(!story.dossier.notifiesBySMS && story.dossier.registration.notifiesBySMS)
        let offAgain = try say(false, at: "2022-01-05 09:02")
        #expect(offAgain == [])
        try story.act(
            CorrectDossier(fields: ["name"], applicant: paper(122), reason: paper(123)),
            by: Staff.clerk,
            at: "2022-01-05 09:03"
        )
        #expect(!story.dossier.notifiesBySMS)
        let on = try say(true, at: "2022-01-05 09:04")
        #expect(on == [.textsWanted(true)])
        #expect(story.dossier.notifiesBySMS)
    }

    @Test("a renewed PIN replaces the old one, also after the end")
    func renewPIN() throws {
        var story = try Story.inStatus(.handedOver)
        try story.act(RenewPIN(pin: paper(122)), by: Staff.clerk, at: "2022-02-07 09:00")
        #expect(story.dossier.pin == paper(122))
        try story.act(RenewPIN(pin: paper(123)), by: Staff.clerk, at: "2022-02-07 09:01")
        #expect(story.dossier.pin == paper(123))
        #expect(story.dossier.registration.pin == paper(2))
        #expect(story.dossier.status == .handedOver)
    }
}
