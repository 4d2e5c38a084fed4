import DossierDomain
import DossierEngine
import WorkingCalendar

/// How an appointment was reached (cách tính ngày hẹn trả kết quả) in JSON.
struct DeadlineText {
    private let sheet: DeadlineSheet
    private let lines: [String]

    init(_ sheet: DeadlineSheet, lines: [String]) {
        self.sheet = sheet
        self.lines = lines
    }

    /// Writes the explanation.
    func write(to writer: inout JSONWriter) {
        let account = sheet.account
        writer.object { writer in
            writer.member("code", sheet.dossier.code.text)
            writer.key("procedure")
            writer.object { writer in
                writer.member("code", sheet.procedure.code.rawValue)
                writer.member("name", sheet.procedure.name)
            }
            writer.key("limit")
            ProcedureText.write(sheet.procedure.limit, to: &writer)
            writer.member("receivedAt", account?.receivedAt.iso8601)
            writer.member("dueAt", account?.dueAt.iso8601)
            writer.member("originalDueAt", account?.originalDueAt.iso8601)
            writer.key("phases")
            writer.array(of: account?.phases ?? []) { write($1, to: &$0) }
            writer.key("pause")
            if let pause = account?.pause { write(pause, to: &writer) } else { writer.null() }
            writer.key("text")
            writer.array(of: lines) { $0.value($1) }
        }
    }

    private func write(_ phase: DeadlinePhase, to writer: inout JSONWriter) {
        writer.object { writer in
            writeCause(of: phase, to: &writer)
            writer.member("at", phase.at.iso8601)
            writer.key("outsideHours")
            if let closed = phase.closedMoment { write(closed, to: &writer) } else { writer.null() }
            writer.member("countedFrom", phase.countedFrom.iso8601)
            writer.member("countedUntil", phase.countedUntil.iso8601)
            writer.member("dueAt", phase.dueAt.iso8601)
            if let end = phase.byPresentHours { writer.member("byPresentHours", end.iso8601) }
            writer.member("termSeconds", phase.term.seconds)
            writer.member("countedSeconds", phase.counted.workingTime.seconds)
            writer.key("days")
            writer.array(of: phase.counted.days) { write($1, number: phase.termDays?[$1.date], to: &$0) }
            writer.member("allDays", phase.counted.isWhole)
            writer.key("pause")
            if case .pause(let pause) = phase.end { write(pause, to: &writer) } else { writer.null() }
        }
    }

    private func writeCause(of phase: DeadlinePhase, to writer: inout JSONWriter) {
        switch phase.cause {
        case .receipt: writer.member("cause", "receipt")
        case .resumption(let cause): writer.member("cause", cause.rawValue)
        case .restart: writer.member("cause", "restart")
        case .apology(let isTooLate):
            writer.member("cause", "apology")
            writer.member("tooLate", isTooLate)
        case .reschedule(let ground):
            writer.member("cause", "calendar")
            RescheduleText.write(ground, to: &writer)
        }
    }

    private func write(_ closed: ClosedMoment, to writer: inout JSONWriter) {
        writer.object { writer in
            switch closed {
            case .beforeOpening: writer.member("kind", "beforeOpening")
            case .betweenSessions: writer.member("kind", "betweenSessions")
            case .afterClose: writer.member("kind", "afterClose")
            case .dayOff(let reason): writeMembers(of: reason, to: &writer)
            }
        }
    }

    private func write(_ day: CountedDay, number: Int?, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("date", day.date.iso8601)
            writer.member("weekday", day.date.weekday.rawValue)
            switch day.kind {
            case .usual: writer.member("kind", "usual")
            case .makeUp: writer.member("kind", "makeUp")
            case .shortened: writer.member("kind", "shortened")
            case .off(let reason): writeMembers(of: reason, to: &writer)
            }
            if let number { writer.member("termDay", number) }
            writer.member("seconds", day.workingTime.seconds)
            writer.key("stretches")
            writer.array(of: day.stretches) { writer, stretch in
                writer.object { writer in
                    writer.member("from", stretch.lowerBound.iso8601)
                    writer.member("to", stretch.upperBound.iso8601)
                    writer.member("seconds", stretch.upperBound.wholeSeconds - stretch.lowerBound.wholeSeconds)
                }
            }
        }
    }

    private func writeMembers(of reason: DayOff, to writer: inout JSONWriter) {
        switch reason {
        case .weekly: writer.member("kind", "weeklyRest")
        case .closure(let name):
            writer.member("kind", "closure")
            writer.member("closure", name)
        case .shortenedToNothing: writer.member("kind", "shortenedToNothing")
        }
    }

    private func write(_ pause: DeadlinePause, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("cause", pause.cause.rawValue)
            writer.member("since", pause.since.iso8601)
            writer.member("leftSeconds", pause.left.seconds)
            writer.member("overdue", pause.isOverdue)
        }
    }
}
