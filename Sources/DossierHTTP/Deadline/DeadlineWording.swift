public import DossierDomain
import WorkingCalendar

/// The words in which an appointment is explained (câu chữ giải thích ngày hẹn), from configuration.
public struct DeadlineWording: Sendable {
    private let sentences: [DeadlineSentence: ProblemWording.Sentence]

    /// Creates the wording; a sentence without a text is told by its name.
    public init(_ sentences: [DeadlineSentence: ProblemWording.Sentence]) { self.sentences = sentences }

    /// The words of one language.
    func words(in language: Language) -> DeadlineWords { DeadlineWords(sentences: sentences, language: language) }
}

/// The words of one language, and what is put into them.
struct DeadlineWords: Sendable {
    private let sentences: [DeadlineSentence: ProblemWording.Sentence]
    private let language: Language

    init(sentences: [DeadlineSentence: ProblemWording.Sentence], language: Language) {
        self.sentences = sentences
        self.language = language
    }

    /// A sentence with its values.
    func sentence(_ sentence: DeadlineSentence, _ values: [String: String] = [:]) -> String {
        sentences[sentence]?.filled(values, in: language) ?? sentence.rawValue
    }

    /// A moment on the clocks of Vietnam.
    func moment(_ instant: Instant) -> String {
        let local = LocalDateTime(instant)
        return sentence(
            .moment,
            ["time": local.time.text, "weekday": weekday(local.date), "date": Self.date(local.date)]
        )
    }

    /// A day with its weekday.
    func day(_ date: LocalDate) -> String {
        sentence(.day, ["weekday": weekday(date), "date": Self.date(date)])
    }

    /// An amount of working time in hours, minutes and seconds, each where there are some.
    func amount(_ time: WorkingTime) -> String {
        let parts: [(DeadlineSentence, Int64)] = [
            (.hours, time.seconds / 3600), (.minutes, time.seconds / 60 % 60), (.seconds, time.seconds % 60),
        ]
        let told = parts.filter { $0.1 > 0 }
        return (told.isEmpty ? [(.hours, 0)] : told).map { sentence($0.0, ["count": String($0.1)]) }
            .joined(separator: " ")
    }

    /// Why a day is off.
    func reason(_ dayOff: DayOff) -> String {
        switch dayOff {
        case .weekly: sentence(.weekly)
        case .closure(let name): name
        case .shortenedToNothing: sentence(.shortenedToNothing)
        }
    }

    /// Why the office was closed at a moment.
    func reason(_ moment: ClosedMoment) -> String {
        switch moment {
        case .beforeOpening: sentence(.beforeOpening)
        case .betweenSessions: sentence(.betweenSessions)
        case .afterClose: sentence(.afterClose)
        case .dayOff(let reason): sentence(.dayOff, ["reason": self.reason(reason)])
        }
    }

    private func weekday(_ date: LocalDate) -> String {
        let names: [DeadlineSentence] = [.monday, .tuesday, .wednesday, .thursday, .friday, .saturday, .sunday]
        return sentence(names[date.weekday.rawValue - 1])
    }

    /// A date as it is written in Vietnam, `05/01/2022`.
    private static func date(_ date: LocalDate) -> String {
        [date.day, date.month].map { ($0 < 10 ? "0" : "") + String($0) + "/" }.joined() + String(date.year)
    }
}
