import Testing
import WorkingCalendar

@Suite("WorkingTime")
struct WorkingTimeTests {
    @Test("a working day is eight working hours")
    func units() {
        #expect(WorkingTime.hours(8).seconds == 28_800)
        #expect(WorkingTime.days(3) == .hours(24))
        #expect(WorkingTime.zero.seconds == 0)
    }

    @Test("negative amounts do not exist")
    func negative() {
        #expect(WorkingTime(seconds: -1) == nil)
        #expect(WorkingTime.hours(-1) == .zero)
        #expect(WorkingTime.days(-1) == .zero)
        #expect(WorkingTime.hours(.min) == .zero)
        #expect(WorkingTime.days(.min) == .zero)
    }

    @Test("differences stop at zero and sums at the largest amount")
    func saturates() throws {
        let largest = try seconds(.max)

        #expect(WorkingTime.hours(2) - .hours(3) == .zero)
        #expect(WorkingTime.hours(3) - .hours(2) == .hours(1))
        #expect(WorkingTime.hours(3) + .hours(2) == .hours(5))
        #expect(largest + .hours(1) == largest)
        #expect(WorkingTime.days(.max) == largest)
        #expect(WorkingTime.hours(.max) == largest)
        #expect(WorkingTime.hours(1) < .hours(2))
    }
}
