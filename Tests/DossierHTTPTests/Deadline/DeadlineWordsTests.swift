import DossierDomain
import Testing
import WorkingCalendar

@testable import DossierHTTP

/// The words of an explanation: amounts, moments and runs of days.
@Suite("An appointment is explained in words of the language asked for")
struct DeadlineWordsTests {
    private let wording = DeadlineWording([
        .hours: .init(vietnamese: "{count} giờ", english: "{count} h"),
        .minutes: .init(vietnamese: "{count} phút", english: "{count} min"),
        .seconds: .init(vietnamese: "{count} giây", english: "{count} s"),
        .moment: .init(vietnamese: "{time} {weekday}, {date}", english: "{time} on {weekday} {date}"),
        .day: .init(vietnamese: "{weekday}, {date}", english: "{weekday} {date}"),
        .wednesday: .init(vietnamese: "thứ Tư", english: "Wednesday"),
        .dayOff: .init(vietnamese: "ngày nghỉ ({reason})", english: "off ({reason})"),
    ])

    private func instant(_ text: String) throws -> Instant { try #require(Instant(iso8601: text)) }

    @Test(
        "an amount names hours, minutes and seconds where there are some",
        arguments: [
            (28_800, "8 giờ", "8 h"), (12_600, "3 giờ 30 phút", "3 h 30 min"), (45, "45 giây", "45 s"),
            (3_661, "1 giờ 1 phút 1 giây", "1 h 1 min 1 s"), (0, "0 giờ", "0 h"),
        ]
    )
    func amounts(seconds: Int64, vietnamese: String, english: String) throws {
        let time = try #require(WorkingTime(seconds: seconds))
        #expect(wording.words(in: .vietnamese).amount(time) == vietnamese)
        #expect(wording.words(in: .english).amount(time) == english)
    }

    @Test("a moment is told by the clocks of Vietnam")
    func moments() throws {
        // 19:20 UTC of Tuesday is 02:20 of Wednesday in Vietnam.
        let moment = try instant("2022-01-04T19:20:00Z")
        #expect(wording.words(in: .vietnamese).moment(moment) == "02:20 thứ Tư, 05/01/2022")
        #expect(wording.words(in: .english).moment(moment) == "02:20 on Wednesday 05/01/2022")
    }

    @Test("a closure is told by its name, whatever braces stand in it")
    func closures() {
        let reason = wording.words(in: .english).reason(ClosedMoment.dayOff(.closure("Tết {reason}")))
        #expect(reason == "off (Tết {reason})")
    }

    @Test("a sentence without a text is told by its name, and a dossier without a date says so")
    func missing() {
        #expect(DeadlineNarrative(words: wording.words(in: .english)).lines(of: nil) == ["not-received"])
    }

    @Test("neighbouring days with the same hours or the same reason are told together, others alone")
    func runs() throws {
        let (opens, closes) = (TimeOfDay(text: "08:00"), TimeOfDay(text: "16:00"))
        let interval = try OfficeInterval(opens: #require(opens), closes: #require(closes))
        let hours = try #require(interval)
        let week: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]
        let holiday = try #require(LocalDate(iso8601: "2022-01-18"))
        let closure = try #require(Closure(name: "Hội", first: holiday, last: holiday))
        let calendar = try WorkingCalendar(
            publicCalendar: PublicCalendar(
                years: 2022...2022,
                closures: [closure]
            ),
            officeHours: OfficeHours(weekly: Dictionary(uniqueKeysWithValues: week.map { ($0, [hours]) }))
        )
        // Wednesday 12 January 10:00 to Thursday the 20th 09:00.
        let counted = try calendar.countedDays(
            from: instant("2022-01-12T10:00:00+07:00"),
            to: instant("2022-01-20T09:00:00+07:00")
        )

        let runs = DeadlineRun.runs(of: counted.days).map { run in
            "\(run.first.date.day)-\(run.last.date.day) ×\(run.count)"
        }

        // A part of Wednesday; Thursday and Friday; the weekend; Monday; the holiday; Wednesday; a part of Thursday.
        #expect(runs == ["12-12 ×1", "13-14 ×2", "15-16 ×2", "17-17 ×1", "18-18 ×1", "19-19 ×1", "20-20 ×1"])
    }
}
