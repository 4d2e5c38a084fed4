import DossierDomain
import WorkingCalendar

/// How an appointment was reached, in words that a citizen accepts (lời giải thích ngày hẹn), one sentence a line.
struct DeadlineNarrative {
    private let words: DeadlineWords

    init(words: DeadlineWords) { self.words = words }

    /// The lines; a dossier never received has one that says so.
    func lines(of account: DeadlineAccount?) -> [String] {
        guard let account else { return [words.sentence(.notReceived)] }
        var lines: [String] = []
        for phase in account.phases { lines += self.lines(of: phase, limit: account.limit) }
        lines.append(sentence(account.pause == nil ? .due : .dueWhilePaused, account.dueAt))
        // Weekdays are written small in Vietnamese but for the beginning of a line.
        return lines.map { $0.prefix(1).uppercased() + $0.dropFirst() }
    }

    private func lines(of phase: DeadlinePhase, limit: Limit) -> [String] {
        var lines = opening(of: phase, limit: limit)
        if let term = phase.termDays {
            lines += TermDayLines(words: words).lines(of: phase, numbered: term)
            if !phase.counted.isWhole { lines.append(words.sentence(.furtherDays)) }
        } else if !phase.counted.days.isEmpty {
            lines += DeadlineRun.runs(of: phase.counted.days).map(line)
            if !phase.counted.isWhole { lines.append(words.sentence(.furtherDays)) }
            lines.append(words.sentence(.phaseSum, ["amount": words.amount(phase.counted.workingTime)]))
        }
        switch phase.end {
        case .pause(let pause): lines.append(line(of: pause))
        case .moved: break
        case nil:
            if let end = phase.byPresentHours {
                lines.append(sentence(.kept, end))
            } else if phase.endsAtOpening {
                lines.append(sentence(.movedToOpening, phase.dueAt))
            }
        }
        return lines
    }

    private func opening(of phase: DeadlinePhase, limit: Limit) -> [String] {
        var lines: [String]
        switch phase.cause {
        case .receipt: lines = [sentence(.received, phase.at)]
        case .resumption(.supplement), .restart: lines = [sentence(.supplementCame, phase.at)]
        case .resumption(.payment): lines = [sentence(.paymentCame, phase.at)]
        case .apology(let isTooLate): lines = [moved(isTooLate ? .apologisedTooLate : .apologised, phase)]
        case .reschedule(let ground):
            let isHours = if case .officeHours = ground { true } else { false }
            lines = [moved(isHours ? .officeHoursChanged : .calendarChanged, phase)]
        }
        if case .resumption = phase.cause {
            let isOver = phase.dueAt < phase.at
            lines.append(isOver ? words.sentence(.nothingLeft) : leftCounts(phase.term))
            if isOver { return lines }
        }
        if let closed = phase.closedMoment, phase.at < phase.dueAt {
            let values = ["reason": words.reason(closed), "moment": words.moment(phase.countedFrom)]
            lines.append(words.sentence(.countedFrom, values))
        }
        switch phase.cause {
        case .receipt: lines.append(line(of: limit))
        case .restart: lines += [words.sentence(.restarted), line(of: limit)]
        case .resumption, .apology, .reschedule: break
        }
        return lines
    }

    private func moved(_ sentence: DeadlineSentence, _ phase: DeadlinePhase) -> String {
        words.sentence(sentence, ["moment": words.moment(phase.at), "due": words.moment(phase.dueAt)])
    }

    private func leftCounts(_ left: WorkingTime) -> String {
        words.sentence(.leftCounts, ["amount": words.amount(left)])
    }

    private func sentence(_ sentence: DeadlineSentence, _ moment: Instant) -> String {
        words.sentence(sentence, ["moment": words.moment(moment)])
    }

    private func line(of limit: Limit) -> String {
        switch limit {
        case .workingHours(let time): words.sentence(.limitWorkingHours, ["amount": words.amount(time)])
        case .workingDays(let count): words.sentence(.limitWorkingDays, ["count": String(count)])
        case .wholeDays(let count): words.sentence(.limitWholeDays, ["count": String(count)])
        case .calendarDays(let count): words.sentence(.limitCalendarDays, ["count": String(count)])
        case .sameDay(let cutoff): words.sentence(.limitSameDay, ["time": cutoff.text])
        }
    }

    private func line(of pause: DeadlinePause) -> String {
        if pause.isOverdue { return sentence(.pausedOverdue, pause.since) }
        let values = ["moment": words.moment(pause.since), "amount": words.amount(pause.left)]
        return words.sentence(pause.cause == .supplement ? .pausedForSupplement : .pausedForPayment, values)
    }

    private func line(of run: DeadlineRun) -> String {
        var values = ["first": words.day(run.first.date), "last": words.day(run.last.date), "count": String(run.count)]
        values["day"] = values["first"]
        if case .off(let reason) = run.first.kind {
            values["reason"] = words.reason(reason)
            return words.sentence(run.count == 1 ? .skippedDay : .skippedRun, values)
        }
        values["amount"] = words.amount(run.first.workingTime)
        values["stretches"] = run.first.clockStretches.map(\.text).joined(separator: ", ")
        switch run.first.kind {
        case .makeUp: return words.sentence(.countedMakeUpDay, values)
        case .shortened: return words.sentence(.countedShortenedDay, values)
        case .usual, .off: return words.sentence(run.count == 1 ? .countedDay : .countedRun, values)
        }
    }
}

/// Days in a row of which the same is said (chuỗi ngày giống nhau).
struct DeadlineRun {
    /// The first day.
    let first: CountedDay
    /// The last day, the first itself for a single day.
    private(set) var last: CountedDay
    /// How many days.
    private(set) var count = 1

    private init(_ day: CountedDay) {
        first = day
        last = day
    }

    /// Puts neighbouring days together that have the same hours, or are off for the same reason.
    static func runs(of days: [CountedDay]) -> [DeadlineRun] {
        var runs: [DeadlineRun] = []
        for day in days {
            if let run = runs.last, run.goesOn(with: day) {
                runs[runs.count - 1].last = day
                runs[runs.count - 1].count += 1
            } else {
                runs.append(DeadlineRun(day))
            }
        }
        return runs
    }

    private func goesOn(with day: CountedDay) -> Bool {
        guard day.date == last.date.adding(days: 1), day.kind == first.kind else { return false }
        switch day.kind {
        case .off: return true
        case .usual: return day.clockStretches == first.clockStretches
        case .makeUp, .shortened: return false
        }
    }
}

/// A stretch of a day by the clock (khoảng giờ).
struct ClockStretch: Equatable {
    let opens: TimeOfDay
    let closes: TimeOfDay

    /// The stretch as `07:30-11:30`.
    var text: String { opens.text + "-" + closes.text }
}

extension CountedDay {
    /// The counted stretches by the clock.
    var clockStretches: [ClockStretch] {
        stretches.map {
            ClockStretch(opens: LocalDateTime($0.lowerBound).time, closes: LocalDateTime($0.upperBound).time)
        }
    }
}

extension DeadlinePhase {
    /// Whether the term is used up at a close, so that the appointment is the opening after it.
    var endsAtOpening: Bool {
        guard let close = counted.days.last(where: { !$0.stretches.isEmpty })?.stretches.last?.upperBound else {
            return false
        }
        return end == nil && counted.isWhole && close < dueAt
    }
}
