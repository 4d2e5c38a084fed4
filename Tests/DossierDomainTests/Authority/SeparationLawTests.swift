import DossierDomain
import Testing
import WorkingCalendar

/// Separated duties on random routes under random acts; a failure prints its seed.
@Suite struct SeparationLawTests {
    /// A random procedure whose steps are kept apart from some of those before them.
    private func procedure(using generator: inout SplitMix64) throws -> Procedure {
        let plain = try RandomProcedure.make(using: &generator)
        let steps = plain.route.steps.map { step -> Step in
            let earlier = plain.route.steps.filter {
                $0.performer != .citizen && plain.route.leads(from: $0.id, to: step.id)
            }
            let from = earlier.map(\.id).filter { _ in generator.chance(40) }
            guard step.performer != .citizen, !from.isEmpty else { return step }
            return Step(
                id: step.id,
                name: step.name,
                performer: step.performer,
                workingTime: step.workingTime,
                next: step.next,
                separation: Separation(from: from)
            )
        }
        return try Procedures.make(plain.code, plain.limit, plain.supplementMode, steps)
    }

    @Test("nobody ever completes a step that is kept apart from one he completed, and the fold knows it")
    func laws() throws {
        var refusals = 0
        var completions = 0
        for seed in UInt64(0)..<150 {
            var generator = SplitMix64(seed: seed)
            let procedure = try procedure(using: &generator)
            var now = try at("2022-01-04 09:00")
            var story = try Story(procedure, atInstant: now)
            // Who completed which step, told from the events alone.
            var done: [StepID: Set<Initiator>] = [:]
            for _ in 0..<60 where !story.dossier.status.isEnd {
                now = now.adding(milliseconds: .random(in: 0...3_600_000, using: &generator))
                let act = RandomAct.next(on: story.dossier, of: procedure, now: now, using: &generator)
                do {
                    guard let event = try story.act(act.command, by: act.actor, atInstant: now) else { continue }
                    guard let step = completed(by: event, of: procedure) else { continue }
                    completions += 1
                    for earlier in procedure.route[step]?.separation?.from ?? [] {
                        #expect(done[earlier]?.contains(event.by) != true, "seed \(seed): \(step) after \(earlier)")
                    }
                    done[step, default: []].insert(event.by)
                } catch let error as DossierRejection {
                    if error.rule == .separationOfDuties { refusals += 1 }
                }
            }
            #expect(Dossier(folding: story.events) == story.dossier, "seed \(seed)")
        }
        // So that the law does not hold merely because nobody tried.
        #expect(refusals > 20 && completions > 200, "\(refusals) \(completions)")
    }

    private func completed(by event: DossierEvent, of procedure: Procedure) -> StepID? {
        switch event.fact {
        case .stepCompleted(let completion): completion.step
        case .handedOver: procedure.route.handOver.id
        default: nil
        }
    }
}
