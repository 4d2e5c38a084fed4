import DossierDomain
import DossierEngine
import WorkingCalendar

/// What must hold when a rung fires, and when none does.
extension Auditor {
    /// Judges a rung that fired.
    func checkFiring(_ rung: Rung, _ event: DossierEvent, of watched: WatchedDossier) throws(BrokenInvariant) {
        let name = "\(watched.code): \(rung.storedName)"
        guard let plannedAt = event.plannedAt else { throw broken(.historyHolds, name + " has no planned instant") }
        guard let timer = watched.timers.first(where: { $0.rung == rung }) else {
            throw broken(isSpent(rung, of: watched) ? .firedOnce : .causeLives, "\(name) fired without cause")
        }
        guard event.at <= wall, plannedAt <= event.at else {
            throw broken(.neverEarly, "\(name) fired at \(event.at.iso8601), planned \(plannedAt.iso8601)")
        }
        guard event.at == wall else { throw broken(.historyHolds, name + " is dated \(event.at.iso8601)") }
        guard timer.fireAt == plannedAt else {
            throw broken(.instantsAgree, "\(name) was planned for \(plannedAt.iso8601), not \(timer.fireAt.iso8601)")
        }
        if let earlier = watched.timers.filter({ $0.fireAt < plannedAt }).min(by: { $0.fireAt < $1.fireAt }) {
            throw broken(.inOrder, "\(name) fired before \(earlier.rung.storedName)")
        }
    }

    /// Whether the rung has fired already on a clock that still runs.
    private func isSpent(_ rung: Rung, of watched: WatchedDossier) -> Bool {
        // It is taken for one of a filing only while that waits.
        if case .filingWarning = rung { return true }
        guard watched.dossier.status.isRunning else { return false }
        switch rung {
        case .filingWarning, .dossierWarning, .dossierOverdue: return watched.clock != nil
        case .stepWarning(_, let step), .stepOverdue(let step): return watched.stepClocks[step] != nil
        }
    }

    /// Judges that nothing due was left out when all timers were fired, and nothing put off by a clock that was ahead.
    func checkNothingMissed() throws(BrokenInvariant) {
        if let digestAt, isDigestPutOff {
            throw broken(.digestComes, "the digest of \(digestAt.iso8601) was not brought forward")
        }
        guard let next = nextTimer, next <= wall else { return }
        if let digestAt, digestAt <= wall {
            throw broken(.digestComes, "the digest of \(digestAt.iso8601) did not come")
        }
        let missed = dossiers.values.flatMap { watched in watched.timers.map { (watched.code, $0) } }
            .filter { $0.1.fireAt <= wall }
            .min { ($0.1.fireAt, $0.0) < ($1.1.fireAt, $1.0) }
        guard let (code, timer) = missed else { return }
        throw broken(.neverMissed, "\(code): \(timer.rung.storedName) of \(timer.fireAt.iso8601) did not fire")
    }

    /// Judges that a clock which stands still is left alone.
    func checkStandstill(from before: Dossier, to after: Dossier) throws(BrokenInvariant) {
        let paused: [Status] = [.awaitingSupplement, .awaitingPayment]
        guard paused.contains(before.status), paused.contains(after.status) else { return }
        let isSame =
            before.dueAt == after.dueAt && before.remaining == after.remaining && before.stoppedAt == after.stoppedAt
            && before.warnings == after.warnings
            && before.steps.map { [$0.dueAt?.milliseconds, $0.remaining?.seconds] }
                == after.steps.map { [$0.dueAt?.milliseconds, $0.remaining?.seconds] }
        guard isSame else { throw broken(.pausedStands, "\(after.code): its clocks moved while they stood still") }
    }

    /// Judges that somebody has the dossier.
    func checkHolder(of dossier: Dossier) throws(BrokenInvariant) {
        let hasUnit = dossier.activeSteps.contains { $0.place != nil }
        switch dossier.status {
        case .received, .processing, .finished:
            guard hasUnit else { throw broken(.somebodyHolds, "\(dossier.code): no unit has a step under way") }
        case .awaitingSupplement:
            guard dossier.request != nil, hasUnit || dossier.receivedAt == nil else {
                throw broken(.somebodyHolds, "\(dossier.code): it waits, and nothing was asked for")
            }
        case .awaitingPayment:
            guard !dossier.activeSteps.isEmpty else {
                throw broken(.somebodyHolds, "\(dossier.code): it waits for a payment that no step leads on from")
            }
        case .submitted, .refused, .withdrawn, .stopped, .handedOver: return
        }
    }
}
