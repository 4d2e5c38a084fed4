import DossierDomain
import WorkingCalendar

/// The working time that is left or overrun, in words (thời gian còn lại bằng chữ).
///
/// Days are of 8 working hours. The two largest units are told, rounded down: `còn 1 ngày 3 giờ làm việc`,
/// `2 working hours 5 minutes overdue`.
struct SlackText: Sendable {
    private let language: Language

    /// Creates the text in a language.
    init(in language: Language) { self.language = language }

    /// What is left of a step's time.
    func words(_ left: TimeLeft) -> String {
        let amount = amount(left.isStepOverdue ? left.overStep : left.ofStep)
        switch language {
        case .vietnamese: return (left.isStepOverdue ? "quá hạn " : "còn ") + amount + " làm việc"
        case .english: return amount + (left.isStepOverdue ? " overdue" : " left")
        }
    }

    private func amount(_ time: WorkingTime) -> String {
        let minutes = time.seconds / 60
        let parts = [(minutes / 480, Name.day), (minutes % 480 / 60, Name.hour), (minutes % 60, Name.minute)]
        guard let first = parts.firstIndex(where: { $0.0 > 0 }) else {
            return language == .english ? "less than 1 working minute" : "dưới 1 phút"
        }
        let told = parts[first...].prefix(2).filter { $0.0 > 0 }
        return told.enumerated().map { index, part in
            // English says once that the units are of work.
            String(part.0) + " " + (index == 0 ? firstWord : "") + word(part.1, count: part.0)
        }.joined(separator: " ")
    }

    private enum Name { case day, hour, minute }

    private var firstWord: String { language == .english ? "working " : "" }

    private func word(_ name: Name, count: Int64) -> String {
        switch (language, name) {
        case (.vietnamese, .day): "ngày"
        case (.vietnamese, .hour): "giờ"
        case (.vietnamese, .minute): "phút"
        case (.english, .day): count == 1 ? "day" : "days"
        case (.english, .hour): count == 1 ? "hour" : "hours"
        case (.english, .minute): count == 1 ? "minute" : "minutes"
        }
    }
}
