import WorkingCalendar

/// The proof of a procedure's own warnings (chứng minh thang cảnh báo riêng).
///
/// That a warning which is kept fires after its clock's start and not after its due moment holds for every start by
/// counting. A clock starts at a count `s` and is due at a count `d`. Warned when less than `d - s` is left, it fires
/// at the last instant with a count above `s` and below `d`, or, after a share of `d - s`, at the first with a count
/// above `s` and not above `d`: after every instant with the count `s`, and not after one with the count `d`. All
/// others are left out by ``LadderPlan``. What remains to be proved is that a warning is not left out for every start
/// there is. A regime's ladder is shared by all procedures, the shortest included, and may well have warnings that some
/// never keep.
struct LadderProof {
    private let ladder: LadderOverride
    private let route: Route
    private let mostGranted: WorkingTime

    /// Describes a procedure's own warnings.
    ///
    /// - Parameters:
    ///   - ladder: The warnings.
    ///   - route: The procedure's route.
    ///   - mostGranted: The most working time that the procedure's limit grants to any start.
    init(of ladder: LadderOverride, route: Route, mostGranted: WorkingTime) {
        self.ladder = ladder
        self.route = route
        self.mostGranted = mostGranted
    }

    /// Refuses a warning that is left out for every start.
    ///
    /// - Throws: ``ProcedureDefect/rungNeverKept(_:_:mostGranted:)``.
    func check() throws(ProcedureDefect) {
        try check(ladder.dossierWarnings ?? [], of: .dossier, mostGranted: mostGranted)
        // The hand-over waits for the citizen and is not watched.
        let longestStep = route.steps.dropLast().map(\.workingTime).max() ?? .zero
        try check(ladder.stepWarnings ?? [], of: .step, mostGranted: longestStep)
    }

    private func check(
        _ warnings: [LadderRung],
        of clock: LadderClock,
        mostGranted: WorkingTime
    ) throws(ProcedureDefect) {
        for warning in warnings where !warning.threshold.isMet(within: mostGranted) {
            throw .rungNeverKept(warning.id, clock, mostGranted: mostGranted)
        }
    }
}

extension RungThreshold {
    /// Whether a clock with so much working time meets the threshold after its start and before its due moment.
    fileprivate func isMet(within whole: WorkingTime) -> Bool {
        switch self {
        case .left(let time): time < whole
        case .used(let perCent): whole.share(perCent: perCent) > .zero
        }
    }
}
