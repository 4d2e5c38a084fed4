import WorkingCalendar

/// One unit at work (đơn vị đang làm việc): its officers, each at one step, and the steps that wait.
struct UnitServer {
    /// An officer's seat.
    private struct Seat {
        /// The parts that he does in a second.
        let rate: Int64
        var step: OpenStep?
        var since = Instant(milliseconds: 0)
        var epoch = 0
    }

    let unit: ForecastUnit
    private var waiting = MinimumHeap<OpenStep>()
    /// The seats, the quickest first; of different pace is the last at most.
    private var seats: [Seat]

    init(_ unit: ForecastUnit) {
        self.unit = unit
        seats = unit.capacity.partsPerSecond.map { Seat(rate: $0) }
    }

    /// Takes a step in; it waits until ``begin(at:)``.
    mutating func take(_ step: OpenStep) { waiting.insert(step) }

    /// Seats the most urgent steps; what is less urgent than one that waits is laid aside.
    ///
    /// - Returns: The seats that have turned to a step, and when each will be done; none for a step that never will.
    mutating func begin(at instant: Instant) -> [(seat: Int, epoch: Int, end: Instant)] {
        var begun: [(seat: Int, epoch: Int, end: Instant)] = []
        while let seat = seats.firstIndex(where: { $0.step == nil }) ?? clearSeat(at: instant) {
            guard let step = quicken(for: seat, at: instant) ?? waiting.popLeast() else { break }
            seats[seat].step = step
            seats[seat].since = instant
            seats[seat].epoch += 1
            if let end = end(of: step, at: seats[seat].rate, from: instant) {
                begun.append((seat, seats[seat].epoch, end))
            }
        }
        return begun
    }

    /// Takes the finished step from a seat; nil if its officer has turned to another meanwhile.
    mutating func finish(seat: Int, epoch: Int) -> OpenStep? {
        guard seats[seat].epoch == epoch, let done = seats[seat].step else { return nil }
        seats[seat].step = nil
        return done
    }

    /// Lays the least urgent step aside if a more urgent one waits; nil if none does.
    private mutating func clearSeat(at instant: Instant) -> Int? {
        let worst = seats.indices.max { left, right in
            guard let first = seats[left].step, let second = seats[right].step else { return false }
            return first < second
        }
        guard let next = waiting.least, let worst, let present = seats[worst].step, next < present,
            let rest = layAside(worst, at: instant)
        else { return nil }
        waiting.insert(rest)
        return worst
    }

    /// The step of the slowest officer, who is the last, for a quicker one with nothing to do.
    private mutating func quicken(for seat: Int, at instant: Instant) -> OpenStep? {
        let last = seats.count - 1
        guard seat < last, seats[last].rate < seats[seat].rate, let step = seats[last].step,
            waiting.least.map({ step < $0 }) ?? true
        else { return nil }
        return layAside(last, at: instant)
    }

    /// Takes an unfinished step from a seat; nil for one that ends at this very instant.
    private mutating func layAside(_ seat: Int, at instant: Instant) -> OpenStep? {
        guard var step = seats[seat].step else { return nil }
        let time = unit.calendar.knownTime(from: seats[seat].since, to: instant)
        let (done, overflow) = time.seconds.multipliedReportingOverflow(by: seats[seat].rate)
        step.parts -= overflow ? step.parts : done
        guard step.parts > 0 || seats[seat].since == instant else { return nil }
        seats[seat].step = nil
        seats[seat].epoch += 1
        return step
    }

    private func end(of step: OpenStep, at rate: Int64, from instant: Instant) -> Instant? {
        let parts = max(step.parts, 0)
        let seconds = parts / rate + (parts % rate > 0 ? 1 : 0)
        return unit.end(from: instant, adding: WorkingTime(seconds: seconds) ?? .zero)
    }
}
