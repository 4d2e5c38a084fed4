import DossierDomain
import WorkingCalendar

extension DossierService {
    /// The loads of the units on the route of an intake (tải trên quy trình).
    func loads(for intake: Intake, receivedAt desk: UnitPlace) async -> [UnitPlace: UnitLoad] {
        let commune = intake.commune ?? desk.commune ?? rules.organisation.defaultCommune
        var places: Set<UnitPlace> = []
        for step in intake.procedure.route.steps {
            guard case .unit(let unit) = step.performer else { continue }
            places.insert(rules.organisation.place(of: unit, commune: commune))
        }
        return await monitor.loads(of: places)
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
