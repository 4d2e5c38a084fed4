public import DossierDomain
import WorkingCalendar

/// The course of a dossier in words (diễn giải), for the clerk who keeps the procedures.
extension RouteRun {
    /// Where it is received, ready and due, and how much working time is left over, in English.
    ///
    /// For example `received Friday 28/01/2022 16:40 at BPMC-H, ready Monday 07/02/2022 09:10, promised …`.
    public var summary: String {
        "received \(ClerkClock.english(receipt)) at \(desk), ready \(ClerkClock.english(readyAt)), "
            + "promised \(ClerkClock.english(dueAt))"
    }

    /// An amount of working time as `1 h 30`, with seconds only where there are some; the sign is left out.
    public static func hours(_ seconds: Int64) -> String {
        ClerkClock.english(seconds)
    }

    /// The course of a late dossier, step by step.
    var sentence: ConfigurationDefect.Sentence {
        .init(
            "A dossier can be late though each unit keeps its hours: received \(ClerkClock.english(receipt)) at \(desk)"
                + legs.map(\.english).joined()
                + ", promised \(ClerkClock.english(dueAt)), late by \(englishLateness).",
            "Hồ sơ có thể trễ hẹn dù mọi đơn vị làm đúng giờ: nhận \(ClerkClock.vietnamese(receipt)) tại \(desk)"
                + legs.map(\.vietnamese).joined()
                + ", hẹn trả \(ClerkClock.vietnamese(dueAt)), trễ \(vietnameseLateness)."
        )
    }

    private var englishLateness: String {
        guard readyAt != nil else { return "at least \(ClerkClock.english(-slackSeconds)) of working time" }
        guard slackSeconds < 0 else { return "time in which \(desk) is closed" }
        return "\(ClerkClock.english(-slackSeconds)) of working time"
    }

    private var vietnameseLateness: String {
        guard readyAt != nil else { return "ít nhất \(ClerkClock.vietnamese(-slackSeconds)) làm việc" }
        guard slackSeconds < 0 else { return "ngoài giờ làm việc của \(desk)" }
        return "\(ClerkClock.vietnamese(-slackSeconds)) làm việc"
    }
}

extension RouteLeg {
    fileprivate var english: String {
        " → " + (unit.map { "\($0) finishes" } ?? "paid") + " \(ClerkClock.english(finishAt))"
    }

    fileprivate var vietnamese: String {
        " → " + (unit.map { "\($0) xong" } ?? "nộp tiền xong") + " \(ClerkClock.vietnamese(finishAt))"
    }
}

/// Instants and amounts of working time as a clerk writes them.
private enum ClerkClock {
    static func english(_ instant: Instant?) -> String {
        guard let instant else { return "after the calendar's last year" }
        return name(LocalDateTime(instant).date.weekday).english + " " + written(instant)
    }

    static func vietnamese(_ instant: Instant?) -> String {
        guard let instant else { return "sau năm cuối của lịch" }
        return name(LocalDateTime(instant).date.weekday).vietnamese + " " + written(instant)
    }

    static func english(_ seconds: Int64) -> String {
        let (hours, minutes, rest) = parts(seconds)
        return "\(hours) h \(twoDigits(minutes))" + (rest == 0 ? "" : ":\(twoDigits(rest))")
    }

    static func vietnamese(_ seconds: Int64) -> String {
        let (hours, minutes, rest) = parts(seconds)
        return "\(hours) giờ \(twoDigits(minutes)) phút" + (rest == 0 ? "" : " \(twoDigits(rest)) giây")
    }

    private static func written(_ instant: Instant) -> String {
        let local = LocalDateTime(instant)
        return "\(twoDigits(Int64(local.date.day)))/\(twoDigits(Int64(local.date.month)))/\(local.date.year) "
            + local.time.text
    }

    private static func parts(_ seconds: Int64) -> (hours: Int64, minutes: Int64, seconds: Int64) {
        (seconds / 3600, seconds / 60 % 60, seconds % 60)
    }

    private static func twoDigits(_ number: Int64) -> String { (number < 10 ? "0" : "") + "\(number)" }

    private static func name(_ weekday: Weekday) -> (english: String, vietnamese: String) {
        switch weekday {
        case .monday: ("Monday", "thứ Hai")
        case .tuesday: ("Tuesday", "thứ Ba")
        case .wednesday: ("Wednesday", "thứ Tư")
        case .thursday: ("Thursday", "thứ Năm")
        case .friday: ("Friday", "thứ Sáu")
        case .saturday: ("Saturday", "thứ Bảy")
        case .sunday: ("Sunday", "Chủ nhật")
        }
    }
}
