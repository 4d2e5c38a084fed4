import DossierDomain
import Testing
import WorkingCalendar

/// One dossier led through its route by the rules of the desk, second by second known, for comparing with the proof.
///
/// It knows nothing of counts and maps: units take all their hours, a join waits while anything under way or waiting
/// can lead to it, a payment stops all clocks and adds back what was left when it is confirmed.
struct SlowRun {
    let route: Route
    let district: TinyDistrict
    let desk: UnitID
    /// The branch taken at each decision.
    let choices: [StepID: Int]

    /// When a dossier is ready and when it is due then; nil if the years with data do not tell its appointment.
    ///
    /// A dossier that is ready after the years with data, or asked to pay after its appointment, is ready never.
    struct End {
        let readyAt: Instant?
        let dueAt: Instant
    }

    private struct State {
        var now: Instant
        var due: Instant
        var active: [StepID: Instant] = [:]
        var pending: [StepID]
    }

    /// Leads a dossier from its receipt, paying at an instant as soon as it is asked to and that instant has come.
    func end(receivedAt receipt: Instant, limit: Limit, paidAt: Instant? = nil) throws -> End? {
        // Promised to nobody.
        guard let due = try? district.calendar(of: desk).deadline(for: limit, receivedAt: receipt) else { return nil }
        var state = State(now: receipt, due: due, pending: [route.intake.id])
        while true {
            guard try begin(&state) else { return End(readyAt: nil, dueAt: state.due) }
            if state.pending.isEmpty, state.active.isEmpty { return End(readyAt: state.now, dueAt: state.due) }
            let payments = state.active.keys.filter { route[$0]?.performer == .citizen }.sorted()
            guard payments.isEmpty else {
                guard state.now <= state.due else { return End(readyAt: nil, dueAt: state.due) }
                guard let paidAt, paidAt >= state.now, try resume(&state, at: paidAt) else { return nil }
                for payment in payments { try finish(payment, &state) }
                continue
            }
            state.now = try #require(state.active.values.min())
            for (step, finish) in state.active where finish == state.now { try self.finish(step, &state) }
        }
    }

    /// Begins what nothing under way or waiting can lead to; false if a step's end lies outside the years with data.
    private func begin(_ state: inout State) throws -> Bool {
        func isReady(_ id: StepID) -> Bool {
            !state.active.keys.contains { route.leads(from: $0, to: id) }
                && !state.pending.contains { $0 != id && route.leads(from: $0, to: id) }
        }
        while let id = state.pending.first(where: isReady) {
            state.pending.removeAll { $0 == id }
            let step = try #require(route[id])
            if id == route.handOver.id { return true }
            guard case .unit(let unit) = step.performer else {
                state.active[id] = state.now
                continue
            }
            let calendar = try district.calendar(of: unit)
            guard let due = try? calendar.due(from: state.now, adding: step.workingTime, ending: .atClose) else {
                return false
            }
            state.active[id] = due
        }
        return true
    }

    private func finish(_ id: StepID, _ state: inout State) throws {
        state.active[id] = nil
        let step = try #require(route[id])
        var next = step.next.targets
        if case .byOutcome(let branches) = step.next { next = branches[choices[id] ?? 0].steps }
        for target in next where !state.pending.contains(target) { state.pending.append(target) }
    }

    /// Adds back what was left; false if the new instants lie outside the years with data.
    private func resume(_ state: inout State, at instant: Instant) throws -> Bool {
        let calendar = try district.calendar(of: desk)
        // After the last opening nothing is promised any more, not even nothing.
        guard (try? calendar.nextOpenInstant(atOrAfter: instant)) != nil else { return false }
        let left = try calendar.workingTime(from: state.now, to: state.due)
        let ending: TermEnd = calendar.isClose(state.due) ? .atClose : .atNextOpening
        guard let due = try? calendar.due(from: instant, adding: left, ending: ending) else { return false }
        state.due = due
        for (id, finish) in state.active {
            guard case .unit(let unit)? = route[id]?.performer else { continue }
            let calendar = try district.calendar(of: unit)
            let left = try calendar.workingTime(from: state.now, to: finish)
            state.active[id] = (try? calendar.due(from: instant, adding: left, ending: .atClose)) ?? Self.never
        }
        state.now = instant
        return true
    }

    private static let never = Instant(seconds: 1 << 40)
}

extension SlowRun {
    /// Every combination of outcomes.
    static func choices(of route: Route) -> [[StepID: Int]] {
        var all: [[StepID: Int]] = [[:]]
        for step in route.steps {
            guard case .byOutcome(let branches) = step.next else { continue }
            all = all.flatMap { choice in branches.indices.map { choice.merging([step.id: $0]) { _, new in new } } }
        }
        return all
    }
}

/// What trying everything found.
struct SlowVerdict {
    /// Whether some dossier is late.
    var isLate = false
    /// The least working time left over; nil if nothing is ever promised.
    var slack: Int64?

    /// Takes a dossier's end into account.
    mutating func note(_ end: SlowRun.End, calendar: WorkingCalendar) throws {
        guard let ready = end.readyAt, ready <= end.dueAt else {
            isLate = true
            return
        }
        let left = try calendar.workingTime(from: ready, to: end.dueAt).seconds
        slack = min(slack ?? left, left)
    }
}
