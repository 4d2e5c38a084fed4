import DossierEngine
import WorkingCalendar

/// Other days off that the administrator is taking into use.
struct PendingCalendar: Sendable {
    let calendar: DeclaredCalendar
    /// The power failure that strikes meanwhile; nil once it has, or for none.
    var crash: SimulatedCrash?
}

/// How the administrator takes other days off into use: the program stops, the change is looked at and made, and the
/// program starts with it.
extension SimulatedWorld {
    /// Days off are declared.
    mutating func declare(_ declaration: SimulatedDeclaration, crash: SimulatedCrash?) async throws {
        guard pendingCalendar == nil,
            let next = calendar.declaring(declaration, on: LocalDateTime(now).date)
        else { return }
        note(declaration.description)
        pendingCalendar = PendingCalendar(calendar: next, crash: crash)
        program = nil
        try await machine.stop()
        try await start()
    }

    /// Makes the change that is pending; nothing happens if it was made already and nobody heard of it.
    ///
    /// - Returns: Whether it is done; not if the power failed.
    mutating func changeCalendar(_ pending: PendingCalendar, in store: any DossierStore) async throws -> Bool {
        let next = pending.calendar
        let change = TimetableChange(to: next.stored, rules: next.rules, oldCalendars: calendar.rules.calendars)
        let now = wall
        let isDone = auditor.isInForce(next)
        // A change that is made once more may move nothing.
        auditor.declared = isDone ? nil : next
        defer { auditor.declared = nil }
        do {
            let foreseen = isDone ? [] : try await Self.moves(of: change, in: store, at: now)
            armForChange(pending.crash)
            let made = try await store.transact { transaction in
                var moves: [PromiseMove] = []
                _ = try change.apply(in: transaction, at: now) { moves.append($0) }
                return moves
            }
            try judge()
            guard made == foreseen else {
                throw broken(
                    .promiseStands,
                    "\(made.count) promises moved, the preview said \(foreseen.count) or others"
                )
            }
        } catch is PowerFailure {
            pendingCalendar?.crash = nil
            try await losePower()
            return false
        } catch let refusal as TimetableChangeRefusal {
            throw broken(.serviceAnswers, "\(refusal)")
        } catch let error as StoreError {
            throw broken(.serviceAnswers, "\(error)")
        }
        guard auditor.isInForce(next) else {
            throw broken(.promiseStands, "the calendar is not in force")
        }
        calendar = next
        pendingCalendar = nil
        return true
    }

    private static func moves(
        of change: TimetableChange,
        in store: any DossierStore,
        at now: Instant
    ) async throws -> [PromiseMove] {
        try await store.read { snapshot in
            var moves: [PromiseMove] = []
            _ = try change.preview(in: snapshot, at: now) { moves.append($0) }
            return moves
        }
    }

    private func armForChange(_ crash: SimulatedCrash?) {
        switch crash {
        case .beforeCommit: power.arm(afterChanges: 0, .beforeCommit)
        case .afterCommit: power.arm(afterChanges: 0, .afterCommit)
        case .afterText, nil: return
        }
    }
}
