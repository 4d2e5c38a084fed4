import DossierDomain
import Testing

/// The policy written out for a dossier at TCKH's step `appraise`: for each deed who may, and the rule others are told.
///
/// A party not named may not. Its statuses stand in the table of ``ActionTableTests``.
private let dossierTable: [DossierDeed: ([Party], AccessRule)] = [
    .see: (
        [.clerk, .deskHead, .officer, .head, .laterOfficer, .laterHead, .stranger, .strangerHead, .leader],
        .agencyOnRoute
    ),
    .accept: ([.clerk, .deskHead], .desk),
    .refuse: ([.clerk, .deskHead], .desk),
    .completeStep: ([.officer, .head], .stepUnit),
    .completePayment: ([.clerk, .deskHead, .officer, .head, .laterOfficer, .laterHead], .desk),
    .listReadings: ([.clerk, .deskHead, .head, .laterHead, .leader], .receivingDeskHeadOrLeader),
    .returnStep: ([.officer, .head], .stepUnit),
    .assignStep: ([.head], .stepHead),
    .requestSupplement: ([.clerk, .deskHead, .officer, .head], .deskOrActiveUnit),
    .requestSupplementAgain: ([.deskHead, .head, .laterHead, .strangerHead], .secondSupplement),
    .receiveSupplement: ([.clerk, .deskHead], .desk),
    .requestPayment: ([.clerk, .deskHead, .officer, .head], .deskOrActiveUnit),
    .confirmPayment: ([.clerk, .deskHead], .desk),
    .withdraw: ([.clerk, .deskHead], .desk),
    .stop: ([.deskHead, .head, .laterHead, .leader], .headOrLeader),
    .void: ([.clerk, .deskHead], .desk),
    .apologise: ([.head, .leader], .activeHeadOrLeader),
    .finishLate: ([.leader], .stepUnit),
    .handOver: ([.clerk, .deskHead], .desk),
    .correct: ([.clerk, .deskHead, .head, .laterHead], .receivingDeskOrHead),
    .renewPIN: ([.clerk, .deskHead], .desk),
    .fireRung: ([.timer], .program),
    .reschedule: ([], .program),
    .transfer: ([], .program),
]

/// The same for what concerns no single dossier.
private let serviceTable: [ServiceDeed: ([Party], AccessRule)] = [
    .listDossiers: (staffOfUnits + [.leader], .unitStaff),
    .readInbox: (staffOfUnits, .unitStaff),
    .readForecast: (
        [.clerk, .deskHead, .otherDesk, .head, .laterHead, .strangerHead, .leader], .deskHeadOrLeader
    ),
    .readReports: (
        [.clerk, .deskHead, .otherDesk, .head, .laterHead, .strangerHead, .leader], .deskHeadOrLeader
    ),
    .watchTexts: ([.leader, .admin], .administratorOrLeader),
    .resendAnyText: ([.admin], .administrator),
    .watchWebhooks: ([.leader, .admin], .administratorOrLeader),
    .retryWebhooks: ([.admin], .administrator),
    .keepAccounts: ([.admin], .administrator),
]

private let staffOfUnits: [Party] = [
    .clerk, .deskHead, .otherDesk, .officer, .head, .laterOfficer, .laterHead, .stranger, .strangerHead,
]

@Suite struct PolicyTests {
    @Test(
        "a deed on a dossier is permitted to whom the table says; others are told its rule",
        arguments: DossierDeed.allCases
    )
    func dossierDeeds(deed: DossierDeed) throws {
        let (allowed, rule) = try #require(dossierTable[deed])
        let story = try Story.inStatus(.processing)
        let step = try #require(story.dossier["appraise"])
        for party in Party.allCases {
            let authority = Authority(of: party.actor, in: story.district.organisation)
            var told: AccessRule?
            do throws(DossierRejection) {
                try authority.check(deed, on: story.dossier, step: step)
            } catch {
                told = error.rule
            }
            #expect(told == (allowed.contains(party) ? nil : rule), "\(deed) by \(party)")
        }
    }

    @Test(
        "a deed without a dossier is permitted to whom the table says; others are told its rule",
        arguments: ServiceDeed.allCases
    )
    func serviceDeeds(deed: ServiceDeed) throws {
        let (allowed, rule) = try #require(serviceTable[deed])
        for party in Party.allCases {
            var told: AccessRule?
            do throws(DossierRejection) {
                try party.actor.check(deed)
            } catch {
                told = error.rule
            }
            #expect(told == (allowed.contains(party) ? nil : rule), "\(deed) by \(party)")
        }
    }

    @Test("a refusal names the unit that may, but to strangers no unit at all")
    func units() throws {
        let story = try Story.inStatus(.processing)
        func denial(_ deed: DossierDeed, by actor: Actor) throws -> Denial? {
            do throws(DossierRejection) {
                let authority = Authority(of: actor, in: story.district.organisation)
                try authority.check(deed, on: story.dossier, step: deed == .see ? nil : story.dossier["appraise"])
                return nil
            } catch {
                if case .forbidden(let denial) = error { return denial }
                return nil
            }
        }
        #expect(try denial(.completeStep, by: Staff.officer("THUE"))?.unit == Staff.officer("TCKH").place)
        #expect(try denial(.assignStep, by: Staff.officer("TCKH"))?.unit == Staff.head("TCKH").place)
        #expect(try denial(.see, by: Staff.communeClerk) == Denial(.agencyOnRoute))
        let handOver = HandOverDossier(receivedBy: paper(1))
        let refusal = try story.refusal(of: handOver, by: Staff.officer("TCKH"), at: "2022-01-05 09:00")
        #expect(refusal == .forbidden(Denial(.desk, unit: Staff.clerk.place)))
    }

    @Test("the rules' names are stable, each of its own")
    func names() {
        let names = AccessRule.allCases.map(\.rawValue)
        #expect(Set(names).count == names.count)
        let odd = names.filter { $0.wholeMatch(of: /[a-z]+(-[a-z]+)*/) == nil }
        #expect(odd == [])
    }
}
