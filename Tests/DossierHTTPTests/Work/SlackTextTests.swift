import DossierDomain
import Testing
import WorkingCalendar

@testable import DossierHTTP

@Suite("Slack in words")
struct SlackTextTests {
    private func words(_ seconds: Int64, isOverdue: Bool, _ language: Language) throws -> String {
        let time = try #require(WorkingTime(seconds: seconds))
        let left = TimeLeft(
            ofStep: isOverdue ? .zero : time,
            overStep: isOverdue ? time : .zero,
            term: .hours(8),
            ofDossier: .hours(8),
            isStepOverdue: isOverdue,
            isDossierOverdue: false
        )
        return SlackText(in: language).words(left)
    }

    @Test(
        "days of 8 working hours, hours and minutes, the two largest, rounded down",
        arguments: [
            // 1 day and 3 h are 11 h; 59 minutes more are not told.
            (39_600, "1 ngày 3 giờ", "1 working day 3 hours"), (43_140, "1 ngày 3 giờ", "1 working day 3 hours"),
            (57_600, "2 ngày", "2 working days"), (57_660, "2 ngày", "2 working days"),
            (7_200, "2 giờ", "2 working hours"), (3_660, "1 giờ 1 phút", "1 working hour 1 minute"),
            (2_700, "45 phút", "45 working minutes"), (60, "1 phút", "1 working minute"),
            (59, "dưới 1 phút", "less than 1 working minute"), (0, "dưới 1 phút", "less than 1 working minute"),
        ] as [(Int64, String, String)]
    )
    func amounts(seconds: Int64, vietnamese: String, english: String) throws {
        #expect(try words(seconds, isOverdue: false, .vietnamese) == "còn " + vietnamese + " làm việc")
        #expect(try words(seconds, isOverdue: true, .vietnamese) == "quá hạn " + vietnamese + " làm việc")
        #expect(try words(seconds, isOverdue: false, .english) == english + " left")
        #expect(try words(seconds, isOverdue: true, .english) == english + " overdue")
    }
}
