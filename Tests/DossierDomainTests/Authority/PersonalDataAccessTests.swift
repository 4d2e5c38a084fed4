import DossierDomain
import Testing

/// Who is shown the personal data of a dossier of TCKH, whose later steps are THUE's, TCKH's and the desk's.
@Suite("Personal data are shown to those whose step needs them")
struct PersonalDataAccessTests {
    /// What everyone is shown in a list and in the dossier itself: `w`hole or `m`asked.
    private static let expected: [(status: Status, list: String, file: String)] = [
        // In the order of ``Party``: clerk, deskHead, otherDesk, officer, head, laterOfficer, laterHead, stranger, …
        (.submitted, "wwmmmmmmmmmmm", "wwmwwwwmmmmmm"),
        (.refused, "wwmmmmmmmmmmm", "wwmmmmmmmmmmm"),
        (.processing, "wwmwwmmmmmmmm", "wwmwwwwmmmmmm"),
        (.awaitingSupplement, "wwmwwmmmmmmmm", "wwmwwwwmmmmmm"),
        (.awaitingPayment, "wwmwwmmmmmmmm", "wwmwwwwmmmmmm"),
        (.finished, "wwmmmmmmmmmmm", "wwmwwwwmmmmmm"),
        (.handedOver, "wwmmmmmmmmmmm", "wwmwwwwmmmmmm"),
    ]

    @Test("each sees what the table says", arguments: expected)
    func table(status: Status, list: String, file: String) throws {
        let story = try Story.inStatus(status)
        func row(_ place: PersonalDataPlace) -> String {
            Party.allCases.map { party in
                let view = PersonalDataAccess.view(
                    of: story.dossier,
                    for: party.actor,
                    in: story.district.organisation,
                    at: place
                )
                return String(view.rawValue.prefix(1))
            }.joined()
        }

        #expect(row(.list) == list)
        #expect(row(.file) == file)
    }

    @Test("whoever is shown a dossier whole in a list has it within his reach", arguments: expected)
    func reaches(status: Status, list: String, file: String) throws {
        let story = try Story.inStatus(status)
        let organisation = story.district.organisation
        for (party, shown) in zip(Party.allCases, list) where shown == "w" {
            let isWithin =
                switch PersonalDataAccess.reach(of: party.actor, in: organisation) {
                case .none: false
                case .activeAt(let place): story.dossier.activeSteps.contains { $0.place == place }
                case .desk: true
                }
            #expect(isWithin, "\(party) \(status)")
        }
        #expect(PersonalDataAccess.reach(of: Staff.member(.admin, of: "TPHT-X"), in: organisation) == .none)
        #expect(PersonalDataAccess.reach(of: .timer, in: organisation) == .none)
        let own = Staff.officer("TCKH")
        #expect(PersonalDataAccess.reach(of: own, in: organisation) == own.place.map(PersonalDataReach.activeAt))
    }

    @Test("a unit whose step the route went past needs nothing, and neither does the same unit of another commune")
    func others() throws {
        let organisation = try District.shared().organisation
        let birth = try Story(Procedures.birth(), at: "2022-01-05 10:20", by: Staff.communeClerk).dossier
        func view(_ actor: Actor) -> PersonalDataView {
            PersonalDataAccess.view(of: birth, for: actor, in: organisation, at: .file)
        }

        #expect(view(Staff.officer("TPHT-X")) == .whole)
        #expect(view(Staff.member(.officer, of: "TPHT-X", commune: "binh-nguyen")) == .masked)
        #expect(view(Staff.officer("LDXH-X")) == .masked)
        #expect(view(Staff.member(.admin, of: "TPHT-X")) == .masked)
    }
}
