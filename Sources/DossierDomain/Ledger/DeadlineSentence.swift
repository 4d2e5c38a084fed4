/// The sentences and words in which an appointment is explained (câu giải thích ngày hẹn).
///
/// Their texts are configuration.
/// The raw values are the keys of `Config/messages/deadline.yaml`, which has a text for each and no other.
public enum DeadlineSentence: String, CaseIterable, Sendable {
    /// When the dossier was received.
    case received = "received"
    /// It was not received yet, so there is no appointment.
    case notReceived = "not-received"
    /// From when time counts, where that is not the moment itself.
    case countedFrom = "counted-from"
    /// Reason: the office had not opened.
    case beforeOpening = "before-opening"
    /// Reason: it was between two sessions.
    case betweenSessions = "between-sessions"
    /// Reason: the office had closed.
    case afterClose = "after-close"
    /// Reason: the day was off.
    case dayOff = "day-off"
    /// Why a day is off: the office never works on that day of the week.
    case weekly = "weekly"
    /// Why a day is off: nothing of its hours is left.
    case shortenedToNothing = "shortened-to-nothing"
    /// The term in working hours.
    case limitWorkingHours = "limit-working-hours"
    /// The term in working days of 8 hours.
    case limitWorkingDays = "limit-working-days"
    /// The term in whole working days.
    case limitWholeDays = "limit-whole-days"
    /// The term in days of the calendar.
    case limitCalendarDays = "limit-calendar-days"
    /// The term that ends on the day of receipt.
    case limitSameDay = "limit-same-day"
    /// What was counted on one day.
    case countedDay = "counted-day"
    /// What was counted on several whole days in a row.
    case countedRun = "counted-run"
    /// What was counted on a make-up day.
    case countedMakeUpDay = "counted-make-up-day"
    /// What was counted on a shortened day.
    case countedShortenedDay = "counted-shortened-day"
    /// The day on which a term in days begins, which is not counted.
    case firstDay = "first-day"
    /// A day of a term in days.
    case termDay = "term-day"
    /// Several days in a row of a term in days.
    case termRun = "term-run"
    /// A make-up day of a term in working days.
    case termMakeUpDay = "term-make-up-day"
    /// The last day of a term in days of the calendar is off, so the appointment moves on.
    case movedOffDay = "moved-off-day"
    /// A day that was skipped.
    case skippedDay = "skipped-day"
    /// Several days in a row that were skipped.
    case skippedRun = "skipped-run"
    /// The list was cut, and the counting goes on in the same way.
    case furtherDays = "further-days"
    /// What one phase counted in all.
    case phaseSum = "phase-sum"
    /// The clock stopped for papers.
    case pausedForSupplement = "paused-for-supplement"
    /// The clock stopped for a payment.
    case pausedForPayment = "paused-for-payment"
    /// The term was over when the clock stopped.
    case pausedOverdue = "paused-overdue"
    /// The papers came.
    case supplementCame = "supplement-came"
    /// The payment came.
    case paymentCame = "payment-came"
    /// What is left is counted on.
    case leftCounts = "left-counts"
    /// Nothing is left, so the appointment stays.
    case nothingLeft = "nothing-left"
    /// The term begins anew.
    case restarted = "restarted"
    /// An apology gave a new appointment.
    case apologised = "apologised"
    /// The same, later than the law asks for.
    case apologisedTooLate = "apologised-too-late"
    /// Days off or make-up days were declared.
    case calendarChanged = "calendar-changed"
    /// The office hours changed.
    case officeHoursChanged = "office-hours-changed"
    /// The calendar or the hours changed since, and the date that was told was kept.
    case kept = "kept"
    /// The term ends at a close, so the appointment is the next opening.
    case movedToOpening = "moved-to-opening"
    /// The present appointment.
    case due = "due"
    /// The appointment while the clock stands still.
    case dueWhilePaused = "due-while-paused"
    /// A moment in words.
    case moment = "moment"
    /// A day in words.
    case day = "day"
    /// Hours in words.
    case hours = "hours"
    /// Minutes in words.
    case minutes = "minutes"
    /// Seconds in words.
    case seconds = "seconds"
    /// The name of the day (thứ Hai).
    case monday = "monday"
    /// The name of the day (thứ Ba).
    case tuesday = "tuesday"
    /// The name of the day (thứ Tư).
    case wednesday = "wednesday"
    /// The name of the day (thứ Năm).
    case thursday = "thursday"
    /// The name of the day (thứ Sáu).
    case friday = "friday"
    /// The name of the day (thứ Bảy).
    case saturday = "saturday"
    /// The name of the day (Chủ nhật).
    case sunday = "sunday"

    /// The words in braces that are filled in; a text has to use each of them.
    public var placeholders: Set<String> {
        switch self {
        case .received, .supplementCame, .paymentCame, .due, .dueWhilePaused, .movedToOpening, .kept: ["moment"]
        case .apologised, .apologisedTooLate, .calendarChanged, .officeHoursChanged: ["moment", "due"]
        case .countedFrom: ["reason", "moment"]
        case .dayOff: ["reason"]
        case .limitWorkingHours, .leftCounts, .phaseSum: ["amount"]
        case .limitWorkingDays, .limitWholeDays, .limitCalendarDays: ["count"]
        case .limitSameDay: ["time"]
        case .countedDay, .countedMakeUpDay, .countedShortenedDay: ["day", "amount", "stretches"]
        case .countedRun: ["first", "last", "count", "amount"]
        case .firstDay: ["day"]
        case .termDay, .termMakeUpDay: ["day", "count"]
        case .termRun: ["first", "last", "from", "to"]
        case .movedOffDay: ["count", "day", "reason", "moment"]
        case .skippedDay: ["day", "reason"]
        case .skippedRun: ["first", "last", "count", "reason"]
        case .pausedForSupplement, .pausedForPayment: ["moment", "amount"]
        case .pausedOverdue: ["moment"]
        case .moment: ["time", "weekday", "date"]
        case .day: ["weekday", "date"]
        case .hours, .minutes, .seconds: ["count"]
        case .notReceived, .beforeOpening, .betweenSessions, .afterClose, .weekly, .shortenedToNothing, .furtherDays,
            .nothingLeft, .restarted, .monday, .tuesday, .wednesday, .thursday, .friday, .saturday, .sunday:
            []
        }
    }
}
