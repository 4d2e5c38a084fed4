public import WorkingCalendar

/// The course of one dossier (diễn biến của một hồ sơ) whose units use all their hours and no more.
public struct RouteRun: Hashable, Sendable {
    /// The desk that receives it.
    public let desk: UnitID
    /// When it is received.
    public let receipt: Instant
    /// The steps that decide when it is ready, from the intake on: each begins when the one before it ends.
    public let legs: [RouteLeg]
    /// When the result is ready, or, in a course that breaks off at a payment, when the citizen is asked to pay; nil if
    /// that lies after the years with data.
    public let readyAt: Instant?
    /// The appointment that holds then, moved by the payments before.
    public let dueAt: Instant
    /// The working time of the receiving agency from ready to due, in seconds; negative if the dossier is late.
    ///
    /// It is 0 also where the dossier is late by time in which that agency is closed: see ``isLate``. If it is ready
    /// after the years with data it is late by at least as much.
    public let slackSeconds: Int64

    /// Whether the result is ready after the appointment.
    public var isLate: Bool { readyAt.map { $0 > dueAt } ?? true }
}

/// One step of a course (một chặng).
public struct RouteLeg: Hashable, Sendable {
    /// The step.
    public let step: StepID
    /// The unit that does it; nil for a citizen's payment.
    public let unit: UnitID?
    /// When it ends, a payment when it is confirmed; nil if that lies after the years with data.
    public let finishAt: Instant?
}

/// A stop of the clock on the course of a dossier.
struct ProofStop {
    /// What was to be done when the clock ran on before it.
    let part: RoutePart
    /// The payment that stops it.
    let payment: StepID
    /// When the clock ran on before it, by its count.
    let start: Int64
}

/// The walk of a single dossier by the calendars themselves, for showing what a proof found.
struct RouteReplay {
    let organisation: Organisation
    let calendars: [AgencyID: WorkingCalendar]
    let desk: UnitID
    let deskCalendar: WorkingCalendar

    /// The course of a dossier.
    ///
    /// - Parameters:
    ///   - stops: The stops of the clock, in order.
    ///   - part: What is to be done after the last.
    ///   - start: When the clock begins after the last stop, by its count.
    ///   - target: Up to which step it is shown.
    ///   - due: The appointment that holds then.
    /// - Returns: Nil if a count is none of the calendar's.
    func run(stops: [ProofStop], part: RoutePart, start: Int64, target: StepID, due: Instant) -> RouteRun? {
        guard let receipt = instant(stops.first?.start ?? start) else { return nil }
        var legs: [RouteLeg] = []
        var now = receipt
        for (index, stop) in stops.enumerated() {
            guard let resumption = instant(index + 1 < stops.count ? stops[index + 1].start : start) else { return nil }
            legs += path(of: stop.part, to: stop.payment, from: now)
            legs.append(RouteLeg(step: stop.payment, unit: nil, finishAt: resumption))
            now = resumption
        }
        legs += path(of: part, to: target, from: now)
        let readyAt = legs.last.map(\.finishAt) ?? now
        let readyCount = readyAt.map(deskCalendar.openSeconds(before:)) ?? deskCalendar.openSecondsInAll + 1
        return RouteRun(
            desk: desk,
            receipt: receipt,
            legs: legs,
            readyAt: readyAt,
            dueAt: due,
            slackSeconds: deskCalendar.openSeconds(before: due) - readyCount
        )
    }

    private func instant(_ count: Int64) -> Instant? {
        deskCalendar.instant(withOpenSecondsBefore: count, ending: .atNextOpening)
    }

    /// The steps that decide when a step begins.
    private func path(of part: RoutePart, to target: StepID, from start: Instant) -> [RouteLeg] {
        var legs: [StepID: RouteLeg] = [:]
        var previous: [StepID: StepID] = [:]
        for step in part.steps {
            let last = part.awaited(by: step.id).compactMap { legs[$0] }.reduce(nil as RouteLeg?, later)
            previous[step.id] = last?.step
            guard step.id != target else { break }
            guard case .unit(let unit) = step.performer, let time = part.left[step.id] else { continue }
            let begin = last.map(\.finishAt) ?? start
            legs[step.id] = RouteLeg(step: step.id, unit: unit, finishAt: finish(of: unit, from: begin, adding: time))
        }
        var path: [RouteLeg] = []
        var cursor = previous[target]
        // Each step comes after the one before it, so this ends.
        while let step = cursor, let leg = legs[step] {
            path.append(leg)
            cursor = previous[step]
        }
        return path.reversed()
    }

    private func later(_ first: RouteLeg?, _ second: RouteLeg) -> RouteLeg {
        guard let first, let finish = first.finishAt else { return first ?? second }
        return second.finishAt.map { $0 > finish } ?? true ? second : first
    }

    private func finish(of unit: UnitID, from begin: Instant?, adding time: WorkingTime) -> Instant? {
        guard let begin, let agency = organisation.units[unit]?.agency, let calendar = calendars[agency] else {
            return nil
        }
        // A step that ends after the years with data has no instant that could be shown.
        return try? calendar.due(from: begin, adding: time, ending: .atClose)
    }
}
