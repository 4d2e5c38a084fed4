import DossierDomain
import DossierEngine
import WorkingCalendar

/// What people do because of what has happened: citizens, desks, heads and the leader.
extension SimulatedWorld {
    /// Reacts to an event.
    mutating func react(to event: DossierEvent, of id: StreamID) {
        guard let dossier = auditor.dossiers[id]?.dossier else { return }
        var chance = SeededGenerator(seed: plan.seed, 11, UInt64(id.number), UInt64(dossier.version))
        offer(id)
        switch event.fact {
        case .registered where dossier.status == .submitted:
            plan(.accept, on: id, workingSeconds: chance.number(in: 300...40_000))
        case .supplementRequested where chance.chance(perMille: 920):
            let away = awaySeconds[id] ?? Int64(chance.number(in: 3_600...600_000))
            comeBack(.receiveSupplement, on: id, after: away)
        case .warned(let rung, step: nil)
        where auditor.ladder(of: dossier).dossierWarnings.contains { $0.id == rung && $0.demandsApology }:
            guard chance.chance(perMille: 350) else { return }
            plan(.apologise(tries: 0), on: id, workingSeconds: chance.number(in: 300...30_000))
        case .becameOverdue where !dossier.hasApology && chance.chance(perMille: 500):
            plan(.apologise(tries: 0), on: id, workingSeconds: chance.number(in: 300...60_000))
        case .handedOver: auditor.figures.handedOver += 1
        default: break
        }
        if event.effects.contains(.status(.awaitingPayment)) {
            comeBack(.confirmPayment, on: id, after: Int64(chance.number(in: 1_800...400_000)))
        }
        if event.effects.contains(.status(.finished)) {
            comeBack(.collect, on: id, after: Int64(chance.number(in: 1_800...300_000)))
        }
        for case .stepStarted(let step, _?) in event.effects where chance.chance(perMille: 100) {
            plan(.assign(step), on: id, workingSeconds: chance.number(in: 120...7_200))
        }
    }

    /// Lets people go on with a dossier that was there before.
    mutating func resume(_ id: StreamID) {
        guard let dossier = auditor.dossiers[id]?.dossier else { return }
        var chance = SeededGenerator(seed: plan.seed, 14, UInt64(id.number))
        offer(id)
        switch dossier.status {
        case .submitted: plan(.accept, on: id, workingSeconds: chance.number(in: 300...40_000))
        case .awaitingSupplement: comeBack(.receiveSupplement, on: id, after: Int64(chance.number(in: 3_600...600_000)))
        case .awaitingPayment: comeBack(.confirmPayment, on: id, after: Int64(chance.number(in: 1_800...400_000)))
        case .finished: comeBack(.collect, on: id, after: Int64(chance.number(in: 1_800...300_000)))
        case .received, .processing, .refused, .withdrawn, .stopped, .handedOver: return
        }
    }

    /// A citizen comes back in the desk's hours after some true time.
    private mutating func comeBack(_ decision: SimulatedDecision, on id: StreamID, after seconds: Int64) {
        guard let desk = auditor.dossiers[id]?.dossier.receivingDesk,
            let second = calendars[desk]?.opening(atOrAfter: now.adding(seconds: seconds).wholeSeconds)
        else { return }
        agenda.add(.decide(id, decision), at: Instant(seconds: second).adding(milliseconds: Int64(id.number % 1_000)))
    }

    /// Carries out what somebody has decided, if it still makes sense.
    mutating func carryOut(_ decision: SimulatedDecision, on id: StreamID) async throws {
        guard let dossier = auditor.dossiers[id]?.dossier else { return }
        let clerk = staff.units[dossier.receivingDesk]?.workers.first
        switch (decision, dossier.status) {
        case (.accept, .submitted):
            var chance = SeededGenerator(seed: plan.seed, 12, UInt64(id.number))
            let isRefused = chance.chance(perMille: 60)
            try await perform(isRefused ? .refuse(reason: "Sai thẩm quyền") : .accept, on: id, by: clerk)
        case (.receiveSupplement, .awaitingSupplement):
            let paper = SubmittedDocument(name: "Bản sao CCCD", form: .photocopy, quantity: 1)
            try await perform(.receiveSupplement(documents: [paper]), on: id, by: clerk)
        case (.confirmPayment, .awaitingPayment):
            try await perform(.confirmPayment(reference: "BL-\(id.number)"), on: id, by: clerk)
        case (.collect, .finished):
            let desk = dossier.activeSteps.first?.place ?? dossier.receivingDesk
            let giver = staff.units[desk]?.workers.first ?? clerk
            try await perform(.handOver(receivedBy: "Nguyễn Văn An"), on: id, by: giver)
        case (.apologise(let tries), .received), (.apologise(let tries), .processing):
            try await apologise(for: dossier, id: id, tries: tries)
        case (.override(let step), .received), (.override(let step), .processing):
            try await override(step, of: dossier, id: id)
        case (.assign(let step), .received), (.assign(let step), .processing):
            try await assign(step, of: dossier, id: id)
        default: return
        }
    }

    private mutating func apologise(for dossier: Dossier, id: StreamID, tries: Int) async throws {
        guard !dossier.hasApology, let due = dossier.dueAt, let place = dossier.activeSteps.compactMap(\.place).first,
            let calendar = calendars[dossier.receivingDesk]
        else { return }
        var chance = SeededGenerator(seed: plan.seed, 13, UInt64(id.number), UInt64(tries))
        let later = Int64(chance.number(in: 1...5)) * 28_800
        let from = max(due, wall).wholeSeconds
        guard let second = calendar.end(from: from, adding: later, staysAtClose: true) else { return }
        let head = staff.units[place]?.head ?? staff.leader
        let action = DossierAction.apologise(reason: "Hồ sơ phức tạp", newDueAt: Instant(seconds: second))
        guard case .refused(.newDueDateTooEarly(let earliest)) = try await perform(action, on: id, by: head),
            tries == 0,
            let possible = calendar.end(from: earliest.wholeSeconds, adding: 14_400, staysAtClose: true)
        else { return }
        let second2 = DossierAction.apologise(reason: "Hồ sơ phức tạp", newDueAt: Instant(seconds: possible))
        try await perform(second2, on: id, by: head)
    }

    private mutating func override(_ step: StepID, of dossier: Dossier, id: StreamID) async throws {
        guard dossier[step]?.state == .active else { return }
        let completion = completion(of: Job(dossier: id, step: step), overrideReason: "Lãnh đạo quyết định")
        let outcome = try await perform(.completeStep(completion), on: id, by: staff.leader)
        if case .refused = outcome { offer(id) }
    }

    private mutating func assign(_ step: StepID, of dossier: Dossier, id: StreamID) async throws {
        guard let progress = dossier[step], progress.state == .active, let place = progress.place,
            let unit = staff.units[place], let officer = unit.workers.last
        else { return }
        try await perform(.assign(step: step, username: officer.username), on: id, by: unit.head)
    }

    /// Lets a mishap happen to a dossier, if its state allows it.
    mutating func befall(_ mishap: SimulatedMishap, arrival number: Int) async throws {
        guard let id = streams[number], let dossier = auditor.dossiers[id]?.dossier else { return }
        let desk = staff.units[dossier.receivingDesk]
        let clerk = desk?.workers.first
        let isOpen = dossier.status.isRunning || dossier.status == .submitted
        switch mishap {
        case .supplement(let away) where isOpen:
            awaySeconds[id] = away
            let asker = dossier.supplementRequests > 0 ? desk?.head : clerk
            let action = DossierAction.requestSupplement(items: ["Bản sao CCCD"], reason: "Thiếu giấy tờ")
            try await perform(action, on: id, by: asker)
        case .payment where dossier.status.isRunning:
            try await perform(.requestPayment(amountInDong: 100_000, reason: "Lệ phí"), on: id, by: clerk)
        case .withdrawal where isOpen || dossier.status == .awaitingSupplement || dossier.status == .awaitingPayment:
            try await perform(.withdraw(reason: "Không còn nhu cầu"), on: id, by: clerk)
        case .stop where dossier.status.isRunning || dossier.status == .awaitingSupplement:
            try await perform(.stop(reason: "Có tranh chấp"), on: id, by: desk?.head)
        case .void where dossier.status == .submitted || dossier.status == .received:
            try await perform(.void(reason: "Nhập trùng"), on: id, by: clerk)
        case .correction where !dossier.status.isEnd:
            var person = PersonDraft()
            person.phone = "09061" + String(10_000 + number % 90_000)
            let correction = ApplicantCorrection(person: person, subject: nil)
            try await perform(.correct(correction, reason: "Gõ nhầm"), on: id, by: clerk)
        case .returned where dossier.status == .processing: try await giveBack(dossier, id: id)
        case .newPIN: try await perform(.renewPIN, on: id, by: clerk)
        case .wish where !dossier.status.isEnd:
            let correction = ApplicantCorrection(
                person: PersonDraft(),
                subject: nil,
                notifiesBySMS: !dossier.notifiesBySMS
            )
            try await perform(.correct(correction, reason: "Theo ý người dân"), on: id, by: clerk)
        case .supplement, .payment, .withdrawal, .stop, .void, .correction, .returned, .wish: return
        }
    }

    /// A head returns the work of his unit to the step before.
    private mutating func giveBack(_ dossier: Dossier, id: StreamID) async throws {
        guard let route = rules.legibleProcedure(dossier.registration.procedure)?.route,
            let step = dossier.activeSteps.first(where: { $0.place != nil }), let place = step.place,
            let target = dossier.steps.last(where: { earlier in
                earlier.state == .done && earlier.place != nil && route.leads(from: earlier.id, to: step.id)
            })
        else { return }
        let action = DossierAction.returnStep(step: step.id, target: target.id, reason: "Thiếu nội dung")
        try await perform(action, on: id, by: staff.units[place]?.head)
    }
}
