import DossierDomain
import Testing
import WorkingCalendar

@Suite struct RegisterDossierTests {
    @Test("an intake fixes what it was registered under and begins version 1", arguments: [Channel.desk, .post])
    func registration(channel: Channel) throws {
        let story = try Story(Procedures.business(), at: "2022-01-05 10:20", channel: channel)
        let dossier = story.dossier

        #expect(dossier.version == 1)
        #expect(dossier.status == .received)
        #expect(dossier.registration.channel == channel)
        #expect(dossier.registration.procedure == ProcedureVersion(code: "1.001612", version: 1))
        #expect(dossier.registration.regime == RegimeVersion(id: "2018", version: 1))
        #expect(dossier.code.text == "000.00.15.H47-220105-0001")
        #expect(dossier.receivingDesk == UnitPlace(unit: "BPMC-H", commune: nil))
        #expect(dossier.applicant == paper(1))
        #expect(dossier.pin == paper(2))
        #expect(story.states == "awwww")
        #expect(dossier.statusChanges == [StatusChange(at: try at("2022-01-05 10:20"), status: .received)])
    }

    @Test(
        "only staff of a desk register, each for their own",
        arguments: [
            Staff.officer("TCKH"), Staff.head("TP"), Staff.leader, Staff.admin, .timer,
        ]
    )
    func notTheDesk(actor: Actor) throws {
        #expect(throws: DossierRejection.forbidden(Denial(.registeringDesk))) {
            try Story(Procedures.business(), at: "2022-01-05 10:20", by: actor)
        }
    }

    @Test("a clerk does not register in the name of another desk")
    func otherDesk() throws {
        let organisation = try District.shared().organisation
        let command = RegisterDossier(
            channel: .desk,
            desk: UnitPlace(unit: "BPMC-X", commune: "binh-nguyen"),
            commune: "binh-nguyen",
            notifiesBySMS: false,
            applicant: paper(1),
            pin: paper(2),
            regime: RegimeVersion(id: "2018", version: 1)
        )

        #expect(throws: DossierRejection.forbidden(Denial(.registeringDesk))) {
            try command.checkMayRegister(Staff.communeClerk, in: organisation)
        }
        #expect(throws: Never.self) {
            try command.checkMayRegister(Staff.member(.desk, of: "BPMC-X", commune: "binh-nguyen"), in: organisation)
        }
        #expect(throws: Never.self) { try command.checkMayRegister(.importer, in: organisation) }
    }

    @Test("the district desk registers every procedure, a commune's desk those that begin at such a desk")
    func procedures() throws {
        #expect(throws: Never.self) { try Story(Procedures.birth(), at: "2022-01-05 10:20", by: Staff.deskHead) }
        #expect(throws: Never.self) { try Story(Procedures.birth(), at: "2022-01-05 10:20", by: Staff.communeClerk) }
        #expect(throws: DossierRejection.forbidden(Denial(.procedureDesk, unit: Staff.clerk.place))) {
            try Story(Procedures.business(), at: "2022-01-05 10:20", by: Staff.communeClerk)
        }
    }

    @Test("a commune's intake is completed by the desk that received it or by the commune's, not by another's")
    func desksOfOneDossier() throws {
        let story = try Story(Procedures.birth(), at: "2022-01-05 10:20", commune: "ha-lam")
        let stranger = Staff.member(.desk, of: "BPMC-X", commune: "binh-nguyen")
        let time = "2022-01-05 10:30"

        #expect(try story.refusal(of: completing("intake"), by: Staff.clerk, at: time) == nil)
        #expect(try story.refusal(of: completing("intake"), by: Staff.communeClerk, at: time) == nil)
        #expect(try story.refusal(of: completing("intake"), by: stranger, at: time)?.rule == .stepUnit)
        let correction = CorrectDossier(fields: ["name"], applicant: paper(3), reason: paper(4))
        #expect(try story.refusal(of: correction, by: Staff.clerk, at: time) == nil)
        #expect(try story.refusal(of: correction, by: Staff.communeClerk, at: time)?.rule == .receivingDeskOrHead)
    }

    @Test("an imported dossier keeps its old receipt, whatever its channel", arguments: Channel.allCases)
    func imported(channel: Channel) throws {
        let receipt = try at("2022-01-05 10:20")

        let story = try Story(
            Procedures.business(),
            at: "2022-01-06 08:00",
            channel: channel,
            by: .importer,
            importedReceiptAt: receipt
        )

        #expect(story.dossier.status == .received)
        #expect(story.dossier.receivedAt == receipt)
        #expect(story.due == "2022-01-10 10:20")
        #expect(story.dossier.registration.importedAt == (try at("2022-01-06 08:00")))
        // The intake's two hours were over on Wed 13:50, so its rung is recorded as skipped; the dossier's still
        // stands.
        #expect(story.dossier.registration.skippedRungs == [.stepOverdue("intake")])
        #expect(story.dossier.timers.map(\.rung) == [.dossierOverdue])
    }

    @Test("rungs of the past do not fire after an import")
    func importedLate() throws {
        var story = try Story(
            Procedures.business(),
            at: "2022-03-01 08:00",
            by: .importer,
            importedReceiptAt: at("2022-01-05 10:20")
        )

        #expect(story.dossier.timers == [])
        #expect(story.dossier.isLate(at: try at("2022-03-01 08:00")))
        #expect(
            try story.act(FireRung(rung: .dossierOverdue), by: .timer, atInstant: at("2022-03-01 08:00")) == nil
        )
        try story.complete("intake", at: "2022-03-01 09:00")
        #expect(story.due("appraise") == "2022-03-02 09:00")
    }
}
