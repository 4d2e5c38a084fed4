public import DossierDomain
import WorkingCalendar

extension DossierRow {
    /// Derives what the store keeps of a dossier from its state; `verify` derives it again and compares.
    ///
    /// - Throws: ``StoreError`` if the dossier's version of its procedure cannot be read.
    init(of dossier: Dossier, id: StreamID, rules: Rules) throws(StoreError) {
        self.init(
            id: id,
            code: dossier.code,
            version: dossier.version,
            status: dossier.status,
            procedure: dossier.registration.procedure.code,
            receivedAt: dossier.receivedAt,
            dueAt: dossier.dueAt,
            frozenAt: dossier.frozenAt,
            nextTimerAt: dossier.timers.map(\.fireAt).min(),
            isLate: dossier.isOverdueRecorded && dossier.status.isRunning,
            state: DossierCodec.encode(dossier),
            publicStatus: try PublicStatus.body(of: dossier, rules: rules),
            agencies: Self.agencies(of: dossier, in: rules.organisation),
            activeSteps: Self.inboxSteps(of: dossier),
            finishedSteps: try Self.finishedSteps(of: dossier, rules: rules)
        )
    }

    /// Every agency with a part in the dossier, each once, in order.
    static func agencies(of dossier: Dossier, in organisation: Organisation) -> [String] {
        var names: [String] = []
        // So few that looking through them costs less than a set.
        for place in [dossier.receivingDesk] + dossier.steps.compactMap(\.place) {
            guard let name = organisation.agency(of: place)?.storedName, !names.contains(name) else { continue }
            names.append(name)
        }
        return names.sorted()
    }

    /// The steps that units have finished, with their standard hours; none of a procedure that is not known any more.
    private static func finishedSteps(of dossier: Dossier, rules: Rules) throws(StoreError) -> [FinishedStepRow] {
        let route = try rules.procedure(dossier.registration.procedure)?.route
        return dossier.steps.compactMap { step in
            guard step.state == .done, let place = step.workPlace, let finished = step.finishedAt,
                let started = dossier.workedSince(step, until: finished), let standard = route?[step.id]?.workingTime
            else { return nil }
            return FinishedStepRow(
                step: step.id,
                place: place,
                startedAt: started,
                finishedAt: finished,
                standard: standard
            )
        }
    }

    /// The steps shown in inboxes.
    ///
    /// Most urgent are those whose clock runs; last come those that wait for the citizen, to bring papers, to pay or to
    /// collect. A dossier filed online waits at the desk since its filing.
    private static func inboxSteps(of dossier: Dossier) -> [ActiveStepRow] {
        guard !dossier.status.isEnd else { return [] }
        if dossier.status == .submitted, let intake = dossier.steps.first, let filed = dossier.statusChanges.first {
            let place = dossier.receivingDesk
            return [ActiveStepRow(step: intake.id, place: place, urgency: filed.at.milliseconds)]
        }
        return dossier.activeSteps.compactMap { step in
            guard let place = step.place else { return nil }
            let due = dossier.status.isRunning ? step.dueAt : nil
            return ActiveStepRow(step: step.id, place: place, urgency: due?.milliseconds ?? ActiveStepRow.unhurried)
        }
    }
}

extension Dossier {
    /// The instant at which lateness is frozen; nil while the clock runs.
    var frozenAt: Instant? { finishedAt ?? stoppedAt ?? endedAt }
}

extension AgencyPlace {
    /// The written form in the store, for example `THUE` or `UBND-X@ha-lam`.
    public var storedName: String { commune.map { agency.rawValue + "@" + $0.rawValue } ?? agency.rawValue }
}
