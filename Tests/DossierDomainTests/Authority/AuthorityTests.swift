import DossierDomain
import Testing

@Suite struct AuthorityTests {
    @Test("a dossier is read by the agencies on its route and by leaders, not by others nor by administrators")
    func maySee() throws {
        let organisation = try District.shared().organisation
        let dossier = try Story(Procedures.birth(), at: "2022-01-05 10:20", by: Staff.communeClerk).dossier
        func sees(_ actor: Actor) -> Bool { Authority(of: actor, in: organisation).permits(.see, on: dossier) }

        // The commune's own staff, also of a unit without a step; the agencies of both branches; the leader.
        let readers = [
            Staff.communeClerk, Staff.officer("TPHT-X"), Staff.head("LDXH-X"), Staff.officer("CA"),
            Staff.head("BHXH"), Staff.leader,
        ]
        for actor in readers { #expect(sees(actor), "\(actor)") }
        let strangers = [
            Staff.clerk, Staff.officer("TP"), Staff.head("THUE"), Staff.admin, .timer, .importer,
            Staff.member(.desk, of: "BPMC-X", commune: "binh-nguyen"),
            Staff.member(.officer, of: "TPHT-X", commune: "binh-nguyen"),
        ]
        for actor in strangers { #expect(!sees(actor), "\(actor)") }
    }

    @Test("desk staff are those whose unit is a desk, whatever their role but leader or administrator")
    func deskStaff() throws {
        let organisation = try District.shared().organisation
        func isDeskStaff(_ actor: Actor) -> Bool { Authority(of: actor, in: organisation).isDeskStaff }

        for role in [Role.desk, .officer, .head] { #expect(isDeskStaff(Staff.member(role, of: "BPMC-H"))) }
        for role in [Role.leader, .admin] { #expect(!isDeskStaff(Staff.member(role, of: "BPMC-H"))) }
        #expect(!isDeskStaff(Staff.member(.desk, of: "TP")))
        #expect(!isDeskStaff(.importer))
    }

    @Test("the citizen's own step is nobody's work, not even the receiving desk's")
    func citizensStep() throws {
        let story = try Story(Procedures.landWithSurvey(), at: "2022-01-05 08:00")
        let pay = try #require(story.dossier["pay"])
        for actor in [Staff.clerk, Staff.deskHead, Staff.officer("THUE")] {
            let authority = Authority(of: actor, in: story.district.organisation)
            for deed in [DossierDeed.completeStep, .returnStep, .assignStep] {
                #expect(!authority.permits(deed, on: story.dossier, step: pay), "\(deed) by \(actor)")
            }
        }
    }

    @Test("an administrator placed in a unit may do nothing of its work")
    func admin() throws {
        let story = try Story.inStatus(.processing)
        let admin = Staff.member(.admin, of: "TCKH")
        for command in [completing("appraise"), RequestSupplement(request: paper(140))] as [any DossierCommand] {
            #expect(try story.refusal(of: command, by: admin, at: "2022-01-05 09:00")?.code == "forbidden")
        }
    }
}
