import DossierDomain
import WorkingCalendar

extension DossierService {
    /// The loads of the units on the route of an intake (tải trên quy trình).
    func loads(for intake: Intake, receivedAt desk: UnitPlace) async -> [UnitPlace: UnitLoad] {
        let commune = commune(of: intake, receivedBy: desk)
        var places: Set<UnitPlace> = []
        for step in intake.procedure.route.steps {
            guard case .unit(let unit) = step.performer else { continue }
            places.insert(rules.organisation.place(of: unit, commune: commune))
        }
        return await monitor.loads(of: places)
    }

    /// The loads of the units on the route of a dossier filed online that is to be received; nil for any other action,
    /// because by those no first appointment is given.
    func loads(for action: DossierAction, on code: DossierCode) async -> [UnitPlace: UnitLoad]? {
        guard case .accept = action else { return nil }
        // What cannot be read the action itself is refused for.
        let dossier = try? await store.read { try $0.dossier(code)?.dossier() }
        guard let dossier else { return [:] }
        return await loads(for: dossier)
    }

    /// The loads of the units on the route of a dossier.
    func loads(for dossier: Dossier) async -> [UnitPlace: UnitLoad] {
        await monitor.loads(of: Set(dossier.steps.compactMap(\.place)))
    }

    /// The answer to an intake with its outlook; one that waits to be received has no promise that could be broken.
    func withOutlook(_ reply: CommandReply, _ loads: [UnitPlace: UnitLoad]) -> CommandReply {
        let dossier = reply.file.dossier
        let way = rules.legibleProcedure(dossier.registration.procedure)
            .flatMap { ForecastDossier(dossier, number: 0, procedure: $0) }
        let outlook = IntakeOutlook(loads: loads, now: clock.now)
        return CommandReply(
            file: reply.file,
            pin: reply.pin,
            asOf: reply.asOf,
            isReplay: reply.isReplay,
            isAtRisk: way.map(outlook.isAtRisk) ?? false
        )
    }
}
