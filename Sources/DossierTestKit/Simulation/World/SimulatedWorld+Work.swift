import DossierDomain
import DossierEngine
import WorkingCalendar

/// How officers do their steps: the most urgent first, each at his pace, in office hours.
extension SimulatedWorld {
    /// How much of a step's hours an officer needs for it, per mille.
    static let effortPerMille = 150...900

    /// Offers the steps of a dossier that can be worked on.
    mutating func offer(_ id: StreamID) {
        guard let dossier = auditor.dossiers[id]?.dossier, dossier.status.isRunning else { return }
        for step in dossier.activeSteps {
            guard let place = step.place else { continue }
            let job = Job(dossier: id, step: step.id)
            guard staff.units[place]?.waiting.insert(job).inserted == true else { continue }
            agenda.add(.look(place), at: now)
        }
    }

    /// The step of a job if it can be worked on now.
    private func step(of job: Job) -> StepProgress? {
        guard let dossier = auditor.dossiers[job.dossier]?.dossier, dossier.status.isRunning,
            let step = dossier[job.step], step.state == .active
        else { return nil }
        return step
    }

    /// Lets every free officer of a unit take the most urgent step that he may do.
    mutating func look(at place: UnitPlace) {
        guard var unit = staff.units[place] else { return }
        let jobs = unit.waiting.compactMap { job in step(of: job).map { (job: job, step: $0) } }
            .sorted { left, right in
                (left.step.dueAt ?? now, left.job.dossier, left.job.step)
                    < (right.step.dueAt ?? now, right.job.dossier, right.job.step)
            }
        unit.waiting = Set(jobs.map(\.job))
        for officer in unit.workers.indices where !unit.isBusy[officer] && unit.awayUntil[officer] <= now {
            let worker = unit.workers[officer].id
            let mine = jobs.first { unit.waiting.contains($0.job) && ($0.step.assignee ?? worker) == worker }
            guard let job = mine?.job, let end = end(of: job, at: place) else { continue }
            unit.waiting.remove(job)
            unit.isBusy[officer] = true
            agenda.add(.finish(place, officer: officer, job), at: end)
        }
        staff.units[place] = unit
    }

    /// When an officer is done with a step that he begins now; nil past the years with data.
    private func end(of job: Job, at place: UnitPlace) -> Instant? {
        guard let watched = auditor.dossiers[job.dossier],
            let step = rules.legibleProcedure(watched.dossier.registration.procedure)?.route[job.step]
        else { return nil }
        var chance = SeededGenerator(
            seed: plan.seed,
            8,
            UInt64(numbers[job.dossier] ?? Int(job.dossier.number)),
            job.step.fingerprint,
            UInt64(watched.dossier.version)
        )
        let effort = chance.hump(in: Self.effortPerMille)
        // Now and then something lies: three to eight times as long.
        let factor = chance.chance(perMille: 70) ? Int64(chance.number(in: 3...8)) : 1
        let seconds = max(60, step.workingTime.seconds * Int64(effort) / 1_000 * factor)
        let end = calendars[place]?.end(from: now.wholeSeconds, adding: seconds, staysAtClose: true)
        return end.map { Instant(seconds: $0).adding(milliseconds: Int64(chance.number(in: 0...999))) }
    }

    /// An officer is done with a step.
    mutating func finish(_ job: Job, at place: UnitPlace, officer: Int) async throws {
        staff.units[place]?.isBusy[officer] = false
        agenda.add(.look(place), at: now)
        guard let step = step(of: job), let worker = staff.units[place]?.workers[officer] else { return }
        let action = DossierAction.completeStep(completion(of: job))
        switch try await perform(action, on: job.dossier, by: worker) {
        case .done, .unanswered: return
        case .refused(.apologyRequired): decideOnLateness(job, step: step)
        case .refused: offer(job.dossier)
        }
    }

    /// How a step is completed: an outcome where it decides, a result before the hand-over.
    func completion(of job: Job, overrideReason: String? = nil) -> StepCompletionRequest {
        var chance = SeededGenerator(seed: plan.seed, 9, UInt64(job.dossier.number), job.step.fingerprint)
        let version = auditor.dossiers[job.dossier]?.dossier.registration.procedure
        let route = version.flatMap { rules.legibleProcedure($0)?.route }
        var outcome: String?
        if case .byOutcome(let branches)? = route?[job.step]?.next { outcome = chance.pick(branches)?.outcome }
        let decides = route.map { $0[job.step]?.next.targets.contains($0.handOver.id) == true } ?? false
        let isDenied = decides && chance.chance(perMille: 80)
        return StepCompletionRequest(
            step: job.step,
            outcome: outcome,
            result: isDenied ? .denied : nil,
            resultReason: isDenied ? "Không đủ điều kiện" : nil,
            overrideReason: overrideReason
        )
    }

    /// Nobody may finish without the apology: a head makes it, or the leader takes it upon himself.
    private mutating func decideOnLateness(_ job: Job, step: StepProgress) {
        var chance = SeededGenerator(seed: plan.seed, 10, UInt64(job.dossier.number), job.step.fingerprint)
        let apologises = chance.chance(perMille: 600)
        let decision = apologises ? SimulatedDecision.apologise(tries: 0) : .override(job.step)
        plan(decision, on: job.dossier, workingSeconds: chance.number(in: 600...20_000))
    }

    /// Puts a decision on the agenda, after working time of the receiving desk.
    mutating func plan(_ decision: SimulatedDecision, on id: StreamID, workingSeconds: Int) {
        guard let desk = auditor.dossiers[id]?.dossier.receivingDesk,
            let second = calendars[desk]?.end(from: now.wholeSeconds, adding: Int64(workingSeconds), staysAtClose: true)
        else { return }
        agenda.add(.decide(id, decision), at: max(now, Instant(seconds: second).adding(milliseconds: 250)))
    }
}

extension StepID {
    /// A number of the name, the same in every run (FNV-1a).
    var fingerprint: UInt64 {
        rawValue.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}
