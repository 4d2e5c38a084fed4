import WorkingCalendar

/// The exact proof for one receiving desk (chứng minh theo nơi tiếp nhận): for every start, from step to step.
///
/// A payment cuts the proof. It may be confirmed at any later instant, with what was left of the dossier's working time
/// when it was asked for; so the least that any start leaves has to cover the rest from every such instant. Without
/// branches beside a payment that is exact, but for a promise that rests on the rounds of ``maximumRounds``. Of a
/// branch beside it, the most that any start leaves undone is taken, and of terms that end at a close of office and are
/// stopped twice, that they go on ending at a close: both refuse rather too much than too little.
struct RouteProver {
    private let procedure: Procedure
    private let organisation: Organisation
    private let replay: RouteReplay
    private let deskCalendar: Int
    private var calendars: CountCalendars
    private var stageCount = 0
    /// The course with the least working time left over; nil before ``prove()``, or if nothing is ever promised.
    private(set) var tightest: RouteRun?
    /// The most working time that the limit grants to any start.
    private(set) var mostGranted: WorkingTime = .zero

    /// The most stretches between payments that are looked at; more is a mistake in the file.
    static let maximumStages = 1024

    /// How often the least that a start leaves at a payment is sought again among earlier starts.
    ///
    /// What the least start leaves meets every resumption after its own stop. Resumptions before that are met by what
    /// earlier starts leave, which is more. After so many rounds the least of the starts left is taken for all earlier
    /// resumptions.
    static let maximumRounds = 4

    /// Prepares the proof for dossiers received at a desk.
    ///
    /// - Parameters:
    ///   - procedure: The procedure; each of its units exists and has a calendar.
    ///   - organisation: The agencies and units.
    ///   - agencies: The calendars of the agencies.
    ///   - calendars: The same, the equal ones taken together.
    ///   - desk: The desk.
    /// - Throws: ``ProcedureDefect/noCalendar(_:)`` if the desk has none.
    init(
        of procedure: Procedure,
        in organisation: Organisation,
        agencies: [AgencyID: WorkingCalendar],
        calendars: CountCalendars,
        desk: UnitID
    ) throws(ProcedureDefect) {
        guard let agency = organisation.units[desk]?.agency, let position = calendars.position(of: agency) else {
            throw .noCalendar(desk)
        }
        self.procedure = procedure
        self.organisation = organisation
        self.calendars = calendars
        deskCalendar = position
        replay = RouteReplay(
            organisation: organisation,
            calendars: agencies,
            desk: desk,
            deskCalendar: calendars.calendars[position]
        )
    }

    /// Proves every way of the route.
    ///
    /// - Throws: ``ProcedureDefect``.
    mutating func prove() throws(ProcedureDefect) {
        let promise = CountPromise(limit: procedure.limit, position: deskCalendar, calendars: calendars)
        let starts = CountMap(identityOn: promise.starts)
        guard let least = promise.due.counts.least(below: starts) else { throw .limitNeverGranted }
        mostGranted = WorkingTime(seconds: -least.amount) ?? .zero
        for way in try RouteWay.all(of: procedure.route) {
            try prove(ProofStage(part: RoutePart(whole: way), promise: promise, stops: []))
        }
    }
}

/// A stretch of the proof between payments.
private struct ProofStage {
    let part: RoutePart
    let promise: CountPromise
    let stops: [ProofStop]

    /// The starts: receipts, or resumptions after a payment.
    var start: CountSpot {
        CountSpot(
            calendar: promise.due.calendar,
            ending: .atNextOpening,
            counts: CountMap(identityOn: promise.starts)
        )
    }
}

/// How far the units come before the next payments.
private struct ProofProgress {
    var finishes: [StepID: CountSpot] = [:]
    var payments: [StepID] = []
}

extension RouteProver {
    private mutating func prove(_ stage: ProofStage) throws(ProcedureDefect) {
        stageCount += 1
        guard stageCount <= Self.maximumStages else { throw .tooManyWays }
        let progress = progress(of: stage)
        if progress.payments.isEmpty {
            let handOver = procedure.route.handOver.id
            let spots = spots(before: handOver, stage, progress)
            let ready = calendars.latest(of: spots, in: deskCalendar)
            try checkInTime(spots, latest: ready, stage: stage, target: handOver)
            note(ready.least(below: stage.promise.due.counts), stage: stage)
        }
        for payment in progress.payments { try proveStop(at: payment, stage: stage, progress: progress) }
    }

    private mutating func progress(of stage: ProofStage) -> ProofProgress {
        var progress = ProofProgress()
        let handOver = procedure.route.handOver.id
        for step in stage.part.steps where step.id != handOver {
            guard stage.part.awaited(by: step.id).allSatisfy({ progress.finishes[$0] != nil }) else { continue }
            guard case .unit(let unit) = step.performer, let time = stage.part.left[step.id] else {
                progress.payments.append(step.id)
                continue
            }
            let calendar = calendar(of: unit)
            let begins = calendars.latest(of: spots(before: step.id, stage, progress), in: calendar)
            progress.finishes[step.id] = CountSpot(
                calendar: calendar,
                ending: .atClose,
                counts: begins.adding(time.seconds, upTo: calendars.total(calendar))
            )
        }
        return progress
    }

    private func calendar(of unit: UnitID) -> Int {
        guard let agency = organisation.units[unit]?.agency, let position = calendars.position(of: agency) else {
            preconditionFailure("The units of the steps have calendars.")
        }
        return position
    }

    /// The instants of which the latest is the one at which a step begins.
    private func spots(before step: StepID, _ stage: ProofStage, _ progress: ProofProgress) -> [CountSpot] {
        let spots = stage.part.awaited(by: step).compactMap { progress.finishes[$0] }
        return spots.isEmpty ? [stage.start] : spots
    }

    /// Refuses if for some start one of the spots lies after the appointment.
    ///
    /// Working time of the receiving agency alone does not tell: another agency may work on after that one's close. A
    /// step ends at the first instant with its count, which is not after another instant just if its count is not more.
    private mutating func checkInTime(
        _ spots: [CountSpot],
        latest: CountMap,
        stage: ProofStage,
        target: StepID
    ) throws(ProcedureDefect) {
        let due = stage.promise.due
        if let least = latest.least(below: due.counts), least.amount < 0 {
            throw late(at: least.argument, stage: stage, target: target)
        }
        for spot in spots where spot.calendar != deskCalendar {
            let promised = calendars.counts(of: due, in: spot.calendar)
            guard let least = spot.counts.least(below: promised), least.amount < 0 else { continue }
            throw late(at: least.argument, stage: stage, target: target)
        }
        // Promised, yet not ready within the years with data, of which the appointment is part.
        guard let first = due.counts.starts.first, latest.end < due.counts.end else { return }
        throw late(at: max(first, latest.end), stage: stage, target: target)
    }

    private func late(at start: Int64, stage: ProofStage, target: StepID) -> ProcedureDefect {
        run(from: start, stage: stage, target: target).map(ProcedureDefect.late) ?? .limitNeverGranted
    }

    private func run(from start: Int64, stage: ProofStage, target: StepID) -> RouteRun? {
        let due = stage.promise.due
        guard
            let count = due.counts.value(at: start),
            let instant = replay.deskCalendar.instant(withOpenSecondsBefore: count, ending: due.ending)
        else { return nil }
        return replay.run(stops: stage.stops, part: stage.part, start: start, target: target, due: instant)
    }

    private mutating func note(_ least: (amount: Int64, argument: Int64)?, stage: ProofStage) {
        guard let least, tightest.map({ least.amount < $0.slackSeconds }) ?? true else { return }
        tightest = run(from: least.argument, stage: stage, target: procedure.route.handOver.id)
    }
}

/// The stop of the clock at a payment.
extension RouteProver {
    private mutating func proveStop(
        at payment: StepID,
        stage: ProofStage,
        progress: ProofProgress
    ) throws(ProcedureDefect) {
        let spots = spots(before: payment, stage, progress)
        let stopped = calendars.latest(of: spots, in: deskCalendar)
        try checkInTime(spots, latest: stopped, stage: stage, target: payment)
        let rest = rest(of: stage, after: payment, spots: spots, progress: progress)
        var (startsEnd, resumptionsEnd) = (Int64.max, calendars.total(deskCalendar))
        for round in 1...Self.maximumRounds {
            guard
                let least = stopped.least(below: stage.promise.due.counts, before: startsEnd),
                let left = WorkingTime(seconds: least.amount),
                let stoppedAt = stopped.value(at: least.argument)
            else { return }
            let firstResumption = round < Self.maximumRounds ? stoppedAt : 0
            let promise = CountPromise(
                left: left,
                ending: stage.promise.due.ending,
                starts: min(firstResumption, resumptionsEnd)..<resumptionsEnd,
                position: deskCalendar,
                calendars: calendars
            )
            let stop = ProofStop(part: stage.part, payment: payment, start: least.argument)
            try prove(ProofStage(part: rest, promise: promise, stops: stage.stops + [stop]))
            (startsEnd, resumptionsEnd) = (least.argument, min(stoppedAt, resumptionsEnd))
        }
    }

    /// What is left to do when a payment has been asked for: of a step beside it, the most that any start leaves.
    ///
    /// A step that ends in the very second of the stop is taken as done.
    private mutating func rest(
        of stage: ProofStage,
        after payment: StepID,
        spots: [CountSpot],
        progress: ProofProgress
    ) -> RoutePart {
        let part = stage.part
        let before = part.stepsBefore(payment)
        var left = part.left
        for (id, whole) in part.left where progress.finishes[id] != nil || id == payment {
            guard id != payment, !before.contains(id), let finish = progress.finishes[id] else {
                left[id] = nil
                continue
            }
            let stopped = calendars.latest(of: spots, in: finish.calendar)
            let end = min(stopped.end, stage.promise.due.counts.end)
            // Where the years with data do not tell, all of it is taken as left.
            guard finish.counts.end >= end, let least = finish.counts.least(below: stopped, before: end) else {
                continue
            }
            left[id] = least.amount < 0 ? min(whole, WorkingTime(seconds: -least.amount) ?? whole) : nil
        }
        return RoutePart(way: part.way, left: left)
    }
}
