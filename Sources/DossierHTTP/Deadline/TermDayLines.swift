import DossierDomain
import WorkingCalendar

/// The days of a term that is counted in days, in words (các ngày của thời hạn tính bằng ngày).
///
/// They are numbered, and no working time is told: none was counted to reach the date.
struct TermDayLines {
    private let words: DeadlineWords

    init(words: DeadlineWords) { self.words = words }

    /// The lines of a phase, in the order of its days, and where the appointment moved off a day off.
    func lines(of phase: DeadlinePhase, numbered term: TermDays) -> [String] {
        let runs = TermDayRun.runs(of: phase.counted.days, numbered: term)
        return runs.map(line) + [movedLine(of: phase, numbered: term)].compactMap { $0 }
    }

    private func line(of run: TermDayRun) -> String {
        let (first, last) = (words.day(run.first), words.day(run.last))
        let count = run.last.dayNumber - run.first.dayNumber + 1
        switch run.role {
        case .start: return words.sentence(.firstDay, ["day": first])
        case .makeUp(let number): return words.sentence(.termMakeUpDay, ["day": first, "count": String(number)])
        case .counted(let number):
            if count == 1 { return words.sentence(.termDay, ["day": first, "count": String(number)]) }
            let values = ["first": first, "last": last, "from": String(number), "to": String(number + count - 1)]
            return words.sentence(.termRun, values)
        case .skipped(let dayOff):
            let reason = words.reason(dayOff)
            if count == 1 { return words.sentence(.skippedDay, ["day": first, "reason": reason]) }
            let values = ["first": first, "last": last, "count": String(count), "reason": reason]
            return words.sentence(.skippedRun, values)
        }
    }

    /// Where a term in days of the calendar ended on a day off; nil where it did not, or its date was kept.
    private func movedLine(of phase: DeadlinePhase, numbered term: TermDays) -> String? {
        guard term.countsDaysOff, phase.end == nil, phase.byPresentHours == nil,
            let last = phase.counted.days.first(where: { term[$0.date] == term.count }),
            case .off(let reason) = last.kind
        else { return nil }
        let values = [
            "count": String(term.count), "day": words.day(last.date), "reason": words.reason(reason),
            "moment": words.moment(phase.dueAt),
        ]
        return words.sentence(.movedOffDay, values)
    }
}

/// Days in a row of which the same is said of a term in days (chuỗi ngày của thời hạn).
struct TermDayRun: Equatable {
    /// What days are to a term.
    enum Role: Equatable {
        /// The term begins on it, and it is not counted.
        case start
        /// It is counted, as the day of this number or from that on.
        case counted(from: Int)
        /// It is counted, and worked in exchange for a day off.
        case makeUp(Int)
        /// It is off and not counted.
        case skipped(DayOff)
    }

    /// What they are.
    let role: Role
    /// The first day.
    let first: LocalDate
    /// The last day, the first itself for a single day.
    private(set) var last: LocalDate

    /// Puts neighbouring days together; working days that are not of the term any more are left out.
    static func runs(of days: [CountedDay], numbered term: TermDays) -> [TermDayRun] {
        var runs: [TermDayRun] = []
        for day in days {
            guard let role = role(of: day, numbered: term) else { continue }
            if let run = runs.last, run.goesOn(to: day.date, as: role) {
                runs[runs.count - 1].last = day.date
            } else {
                runs.append(TermDayRun(role: role, first: day.date, last: day.date))
            }
        }
        return runs
    }

    private static func role(of day: CountedDay, numbered term: TermDays) -> Role? {
        if day.date == term.start { return .start }
        if let number = term[day.date] {
            return !term.countsDaysOff && day.kind == .makeUp ? .makeUp(number) : .counted(from: number)
        }
        return if case .off(let reason) = day.kind { .skipped(reason) } else { nil }
    }

    private func goesOn(to date: LocalDate, as role: Role) -> Bool {
        guard date == last.adding(days: 1) else { return false }
        switch (self.role, role) {
        case (.counted, .counted): return true
        case (.skipped(let reason), .skipped(let other)): return reason == other
        default: return false
        }
    }
}
