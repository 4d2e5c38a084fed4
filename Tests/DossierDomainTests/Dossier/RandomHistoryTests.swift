import DossierDomain
import Testing
import WorkingCalendar

/// Laws that hold for every history, tried on random acts over random routes; a failure prints its seed.
@Suite struct RandomHistoryTests {
    @Test("whatever is done in whatever order, the laws of a dossier hold", arguments: [UInt64(0), 100, 200, 300])
    func laws(firstSeed: UInt64) throws {
        var facts: Set<String> = []
        for seed in firstSeed..<firstSeed + 100 {
            var generator = SplitMix64(seed: seed)
            let procedure = try RandomProcedure.make(using: &generator)
            var now = try at("2022-01-04 09:00").adding(seconds: .random(in: 0..<100 * 86_400, using: &generator))
            var story = try Story(procedure, atInstant: now, channel: generator.chance(30) ? .online : .desk)
            for _ in 0..<60 where !story.dossier.status.isEnd {
                now = now.adding(milliseconds: .random(in: 0...12 * 3_600_000, using: &generator))
                let act = RandomAct.next(on: story.dossier, of: procedure, now: now, using: &generator)
                let before = story.dossier
                // A refusal must leave everything as it was; which one it is, the tables say.
                guard let event = try? story.act(act.command, by: act.actor, atInstant: now) else {
                    #expect(story.dossier == before, "seed \(seed)")
                    continue
                }
                facts.insert(String("\(event.fact)".prefix { $0 != "(" }))
                checkHistory(story, before: before, event: event, seed: seed)
                checkShape(story.dossier, of: procedure, seed: seed)
                checkFreeze(story.dossier, now: now, seed: seed)
                try checkSameInstant(story, now: now, seed: seed)
                try checkWayOut(story, now: now, seed: seed)
            }
        }
        // So that no law holds merely because nothing ever happened.
        #expect(
            facts == [
                "accepted", "refused", "stepCompleted", "stepReturned", "assigned", "supplementRequested",
                "supplementReceived", "paymentRequested", "paymentConfirmed", "withdrawn", "stopped", "apologised",
                "handedOver", "corrected", "voided", "pinRenewed", "becameOverdue", "stepBecameOverdue",
            ]
        )
    }

    private func checkHistory(_ story: Story, before: Dossier, event: DossierEvent, seed: UInt64) {
        let dossier = story.dossier
        #expect(Dossier(folding: story.events) == dossier, "seed \(seed)")
        #expect(dossier.version == story.events.count, "seed \(seed)")
        var due = before.dueAt
        for effect in event.effects {
            guard case .dueDate(let old, let new, _) = effect else { continue }
            #expect(old == due, "seed \(seed)")
            #expect(new != due, "seed \(seed)")
            due = new
        }
        #expect(dossier.dueAt == due, "seed \(seed): the appointment moves by a due date's effect alone")
        if let first = before.originalDueAt { #expect(dossier.originalDueAt == first, "seed \(seed)") }
        for (old, new) in zip(dossier.statusChanges, dossier.statusChanges.dropFirst()) {
            #expect(Self.moves[old.status]?.contains(new.status) == true, "seed \(seed): \(old) to \(new)")
        }
    }

    /// The moves that the table of actions makes; 5 and 6 go back to where they came from.
    private static let moves: [Status: Set<Status>] = [
        .submitted: [.received, .refused, .awaitingSupplement, .withdrawn, .stopped],
        .received: [.processing, .awaitingSupplement, .awaitingPayment, .withdrawn, .stopped, .finished],
        .processing: [.awaitingSupplement, .awaitingPayment, .withdrawn, .stopped, .finished],
        .awaitingSupplement: [.submitted, .received, .processing, .withdrawn, .stopped],
        .awaitingPayment: [.received, .processing, .withdrawn, .stopped],
        .withdrawn: [.stopped],
        .finished: [.handedOver],
    ]

    private func checkShape(_ dossier: Dossier, of procedure: Procedure, seed: UInt64) {
        let active = dossier.activeSteps
        switch dossier.status {
        case .submitted, .refused, .stopped, .handedOver:
            #expect(
                active.isEmpty && dossier.pendingSteps.isEmpty,
                "seed \(seed): a step under way in \(dossier.status)"
            )
        case .received, .processing:
            #expect(!active.isEmpty, "seed \(seed): nobody has the dossier")
            #expect(active.allSatisfy { $0.dueAt != nil && $0.place != nil && $0.remaining == nil }, "seed \(seed)")
            #expect(dossier.stoppedAt == nil && dossier.remaining == nil, "seed \(seed)")
        case .finished:
            #expect(active.map(\.id) == [procedure.route.handOver.id], "seed \(seed)")
            #expect(dossier.steps.allSatisfy { $0.state != .waiting }, "seed \(seed)")
        case .awaitingSupplement, .awaitingPayment:
            #expect((dossier.stoppedAt == nil) == (dossier.dueAt == nil), "seed \(seed)")
            let hasClock = active.filter { $0.dueAt != nil }
            #expect(hasClock.allSatisfy { $0.remaining != nil }, "seed \(seed): a step's clock runs on")
        case .withdrawn: Issue.record("seed \(seed): a withdrawal rests at 7")
        }
        // A step under way or at a join stands after nothing else under way that could still lead to it.
        for id in active.map(\.id) {
            #expect(!active.contains { procedure.route.leads(from: $0.id, to: id) }, "seed \(seed)")
        }
    }

    private func checkFreeze(_ dossier: Dossier, now: Instant, seed: UInt64) {
        guard !dossier.status.isRunning else { return }
        #expect(dossier.isLate(at: now) == dossier.isLate(at: now.adding(seconds: 90 * 86_400)), "seed \(seed)")
        #expect(dossier.timers == [], "seed \(seed)")
    }

    /// Stopping and going on at one instant is as if nothing had happened.
    private func checkSameInstant(_ story: Story, now: Instant, seed: UInt64) throws {
        guard story.dossier.status.isRunning else { return }
        var copy = story
        try copy.act(RequestPayment(amountInDong: 1, reason: paper(220)), by: Staff.clerk, atInstant: now)
        try copy.act(ConfirmPayment(reference: paper(221)), by: Staff.clerk, atInstant: now)
        #expect(copy.dossier.status == story.dossier.status, "seed \(seed)")
        #expect(copy.dossier.dueAt == story.dossier.dueAt, "seed \(seed)")
        #expect(copy.dossier.steps == story.dossier.steps, "seed \(seed)")
        #expect(copy.dossier.isOverdueRecorded == story.dossier.isOverdueRecorded, "seed \(seed)")
    }

    /// From every state short of an end there is a way on to the hand-over.
    private func checkWayOut(_ story: Story, now: Instant, seed: UInt64) throws {
        guard !story.dossier.status.isEnd else { return }
        var copy = story
        for _ in 0..<40 where copy.dossier.status != .handedOver {
            switch copy.dossier.status {
            case .submitted: try copy.act(AcceptDossier(), by: Staff.clerk, atInstant: now)
            case .awaitingSupplement:
                try copy.act(ReceiveSupplement(documents: paper(222)), by: Staff.clerk, atInstant: now)
            case .awaitingPayment: try copy.act(ConfirmPayment(reference: paper(223)), by: Staff.clerk, atInstant: now)
            case .finished: try copy.act(HandOverDossier(receivedBy: paper(224)), by: Staff.clerk, atInstant: now)
            default: try completeOne(&copy, now: now)
            }
        }
        #expect(copy.dossier.status == .handedOver, "seed \(seed): no way on from \(story.dossier)")
    }

    private func completeOne(_ story: inout Story, now: Instant) throws {
        let step = try #require(story.dossier.activeSteps.first)
        let place = try #require(step.place)
        var outcome: String?
        if case .byOutcome(let branches) = story.procedure.route[step.id]?.next { outcome = branches.last?.outcome }
        if story.dossier.isLate(at: now), !story.dossier.hasApology {
            try story.act(
                Apologise(reason: paper(225), newDueAt: possibleDue(after: now, story)),
                by: Staff.leader,
                atInstant: now
            )
        }
        let head = Staff.member(.head, of: place.unit, commune: place.commune ?? "ha-lam")
        try story.act(completing(step.id, outcome), by: head, atInstant: now)
    }

    private func possibleDue(after now: Instant, _ story: Story) throws -> Instant {
        let context = Story.context(story.procedure, story.district, now: now, actor: Staff.leader)
        let tomorrow = try story.district.calendar().nextOpenInstant(atOrAfter: now.adding(seconds: 86_400))
        return max(try context.proposedDueDate(for: story.dossier), tomorrow)
    }
}
