import DossierDomain
import DossierEngine
import WorkingCalendar

/// What must hold when other days off are taken into use: the promise rule.
extension Auditor {
    /// Whether that calendar is in force already.
    func isInForce(_ calendar: DeclaredCalendar) -> Bool { self.calendar.version == calendar.version }

    /// Judges a dossier's new due moments, and carries its clocks over to the calendar that is being taken into use.
    func reschedule(_ watched: WatchedDossier, by event: DossierEvent) throws(BrokenInvariant) -> WatchedDossier {
        guard let declared, case .rescheduled(let ground) = event.fact, ground == declared.ground else {
            throw broken(.promiseStands, "\(watched.code): its due moments moved, and nothing was declared")
        }
        let moved = try underNewCalendar(watched, declared)
        guard moved.clock != watched.clock || moved.stepClocks != watched.stepClocks || moved.filing != watched.filing
        else {
            throw broken(.promiseStands, "\(watched.code): its due moments moved, and none had to")
        }
        for effect in event.effects {
            switch effect {
            case .dueDate(let old, let new, let cause):
                guard old == watched.clock?.due, new == moved.clock?.due, cause == .calendar else {
                    throw broken(
                        .instantsAgree,
                        "\(watched.code): the appointment moved to \(new.iso8601), counted slowly it is "
                            + (moved.clock?.due.iso8601 ?? "none")
                    )
                }
            case .stepDueDate(let id, _, let new):
                guard new == moved.stepClocks[id]?.due else {
                    throw broken(.instantsAgree, "\(watched.code): the end of step \(id) moved to \(new.iso8601)")
                }
            case .warningsPlanned, .stepWarningsPlanned: continue
            default: throw broken(.promiseStands, "\(watched.code): more than due moments changed with the calendar")
            }
        }
        return moved
    }

    /// Judges that nothing was left out, and reckons by the new calendar from now on.
    mutating func adopt(_ settingValue: String) throws(BrokenInvariant) {
        guard let declared else { return }
        guard settingValue == declared.settingValue else {
            throw broken(.promiseStands, "the calendar \(settingValue) was taken into use, which nobody declared")
        }
        for watched in dossiers.values.sorted(by: { $0.id < $1.id })
        where (watched.dossier.status.isRunning || !watched.filing.isEmpty) && !rescheduled.contains(watched.id) {
            let moved = try underNewCalendar(watched, declared)
            guard moved.clock == watched.clock, moved.stepClocks == watched.stepClocks, moved.filing == watched.filing
            else {
                throw broken(.promiseStands, "\(watched.code): the calendar changed and its due moments did not")
            }
        }
        figures.calendarChanges += 1
        figures.rescheduled += rescheduled.count
        changeOver(to: declared)
    }

    /// Judges the digest's new instant while the calendar changes: no later than it was, nor than tomorrow.
    func checkDigest(movedTo fireAt: Instant?, from planned: Instant) throws(BrokenInvariant) {
        let tomorrow = LocalDateTime(wall).date.adding(days: 1)
        let day = min(LocalDateTime(planned).date, tomorrow)
        let desk = UnitPlace(unit: rules.organisation.districtDesk, commune: nil)
        let opening = declared?.slow[desk]?.opening(atOrAfter: day.startOfDay.wholeSeconds)
        guard fireAt == opening.map(Instant.init(seconds:)) else {
            throw broken(
                .digestComes,
                "with the calendar the digest of \(planned.iso8601) moved to \(fireAt?.iso8601 ?? "never")"
            )
        }
    }

    private func underNewCalendar(
        _ watched: WatchedDossier,
        _ declared: DeclaredCalendar
    ) throws(BrokenInvariant) -> WatchedDossier {
        let dossier = watched.dossier
        guard let procedure = rules.legibleProcedure(dossier.registration.procedure) else {
            throw broken(.historyHolds, "\(watched.code): its procedure is unknown")
        }
        func reckoning(_ clock: ExpectedClock, at place: UnitPlace?) throws(BrokenInvariant) -> ClockUnderDeclaration {
            guard let place, let old = calendars[place], let new = declared.slow[place] else {
                throw broken(.instantsAgree, "\(watched.code): a clock has no calendar")
            }
            return ClockUnderDeclaration(clock: clock, old: old, new: new, now: wall)
        }
        var moved = watched
        for (rung, fireAt) in watched.filing {
            moved.filing[rung] = try wait(of: dossier, until: fireAt, for: rung, declared)
        }
        if let clock = watched.clock {
            moved.clock = try reckoning(clock, at: dossier.receivingDesk)
                .appointment(procedure.limit, isChosen: dossier.hasApology)
        }
        for (id, clock) in watched.stepClocks {
            moved.stepClocks[id] = try reckoning(clock, at: dossier[id]?.place)
                .step(hours: procedure.route[id]?.workingTime.seconds ?? 0)
        }
        return moved
    }

    /// When a warning fires on a wait for the desk's answer, counted anew from its beginning: not before now.
    private func wait(
        of dossier: Dossier,
        until fireAt: Instant,
        for rung: RungID,
        _ declared: DeclaredCalendar
    ) throws(BrokenInvariant) -> Instant {
        guard let began = dossier.statusChanges.last?.at.wholeSeconds, let new = declared.slow[dossier.receivingDesk],
            let waited = ladder(of: dossier).filingWarnings.first(where: { $0.id == rung })?.waited.seconds
        else { throw broken(.instantsAgree, "\(dossier.code): the warning \(rung) of its filing has no ground") }
        let second = new.end(from: began, adding: waited, staysAtClose: true) ?? fireAt.wholeSeconds
        return Instant(seconds: max(second, min(fireAt.wholeSeconds, wall.wholeSeconds)))
    }
}
