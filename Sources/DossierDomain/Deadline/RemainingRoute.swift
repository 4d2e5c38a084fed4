public import WorkingCalendar

/// The way that a dossier has still to go (phần quy trình còn lại), for what can be promised from now on.
struct RemainingRoute {
    private let dossier: Dossier
    private let context: DecisionContext
    private let countsOverdueAnew: Bool

    /// Describes the way of a dossier as it stands.
    ///
    /// - Parameters:
    ///   - dossier: The dossier.
    ///   - context: When, and by which calendars.
    ///   - countsOverdueAnew: Whether a step that is overdue takes all its hours from now on, as a careful head would
    ///     count; else it is taken as done now, because nobody but its officer knows how far it is.
    init(of dossier: Dossier, in context: DecisionContext, countsOverdueAnew: Bool = false) {
        self.dossier = dossier
        self.context = context
        self.countsOverdueAnew = countsOverdueAnew
    }

    /// The instant by which the result is ready if every unit uses all its hours and no more.
    ///
    /// A step under way takes until its due moment, and of several outcomes the longest way counts. Paying takes the
    /// citizen no time, because the clock stands still meanwhile.
    ///
    /// - Throws: ``DossierRejection/calendarUnknown(year:)`` if that lies past the years with data.
    func earliestFinish() throws(DossierRejection) -> Instant {
        let route = context.procedure.route
        let now = context.now.roundedDownToSecond
        var readyAt: [StepID: Instant] = [:]
        for step in route.stepsInOrder {
            guard let progress = dossier[step.id] else { continue }
            let start = max(readyAt[step.id] ?? now, now)
            if step.id == route.handOver.id { return start }
            let isReached = readyAt[step.id] != nil
            guard let finish = try finish(of: step, progress: progress, from: start, isReached: isReached) else {
                continue
            }
            for target in step.next.targets { readyAt[target] = max(readyAt[target] ?? finish, finish) }
        }
        return now
    }

    /// When a step is done; nil for one that will not be done any more.
    private func finish(
        of step: Step,
        progress: StepProgress,
        from start: Instant,
        isReached: Bool
    ) throws(DossierRejection) -> Instant? {
        switch progress.state {
        // A payment made before the work was returned stays made: the way goes on through it.
        case .done: return isReached ? start : nil
        case .skipped: return nil
        case .active:
            guard let due = progress.dueAt, due >= start || !countsOverdueAnew else { break }
            return max(due, start)
        case .waiting: break
        }
        guard let place = progress.place else { return start }
        return try context.due(at: place, from: start, adding: step.workingTime, ending: .atClose)
    }
}

extension DecisionContext {
    /// A new appointment that could be given with an apology now (ngày hẹn lại đề xuất).
    ///
    /// The remaining route can keep it, even where a step that is overdue needs all its hours from now on, and it lies
    /// at least a working day after the present one, in office hours of the receiving desk.
    ///
    /// - Throws: ``DossierRejection/calendarUnknown(year:)`` if it lies past the years with data;
    ///   ``DossierRejection/wrongStatus(_:)`` for a dossier without an appointment.
    public func proposedDueDate(for dossier: Dossier) throws(DossierRejection) -> Instant {
        guard let due = dossier.dueAt else { throw .wrongStatus(dossier.status) }
        let earliest = try RemainingRoute(of: dossier, in: self, countsOverdueAnew: true).earliestFinish()
        let desk = dossier.receivingDesk
        let later = try self.due(at: desk, from: due, adding: .days(1), ending: .atNextOpening)
        return try self.due(at: desk, from: max(earliest, later), adding: .zero, ending: .atClose)
    }
}
