import DossierDomain
import Testing
import WorkingCalendar

/// How a pace is carried over to those who are there now, worked out by hand.
@Suite struct StaffPresenceTests {
    /// A unit that was busy for five days, 40 h, from Thursday 24 February to Wednesday 2 March 2022 at 17:00, which is
    /// now.
    struct Story: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// The standard hours that it finished.
        let finished: Int
        /// How many are there now.
        let now: Int
        /// Who came and left before.
        let changes: [(String, Int)]
        /// In how many seconds it does 8 h.
        let seconds: Int64

        init(_ name: String, finished: Int, now: Int, changes: [(String, Int)] = [], seconds: Int64) {
            testDescription = name
            self.finished = finished
            self.now = now
            self.changes = changes
            self.seconds = seconds
        }

        static let all = [
            Story("two all along, each 40 h in 40 h", finished: 80, now: 2, seconds: 14_400),
            Story(
                "one of two has left just now",
                finished: 80,
                now: 1,
                changes: [("2022-03-02 17:00", -1)],
                seconds: 28_800
            ),
            Story(
                "a second one has come just now",
                finished: 40,
                now: 2,
                changes: [("2022-03-02 17:00", 1)],
                seconds: 14_400
            ),
            // Two for 16 h and one for 24 h are 56 h; of 56 h done each does all, of 28 h a half.
            Story("left after two days", finished: 56, now: 1, changes: [("2022-02-28 07:30", -1)], seconds: 28_800),
            Story(
                "left after two days, slow",
                finished: 28,
                now: 1,
                changes: [("2022-02-28 07:30", -1)],
                seconds: 57_600
            ),
            // One for 16 h and two for 24 h are 64 h; 32 h are half of it, by two the whole.
            Story("came after two days", finished: 32, now: 2, changes: [("2022-02-28 07:30", 1)], seconds: 28_800),
            // In the noon break as at 11:30: two for 20 h, one for 20 h.
            Story("left in a break", finished: 60, now: 1, changes: [("2022-02-28 12:00", -1)], seconds: 28_800),
            // Three for 8 h, two for 8 h, four for 24 h: 136 h, and 34 h are a quarter, of four people one.
            Story(
                "one left and two came",
                finished: 34,
                now: 4,
                changes: [("2022-02-28 07:30", 2), ("2022-02-25 07:30", -1)],
                seconds: 28_800
            ),
            Story(
                "one came as another left",
                finished: 40,
                now: 1,
                changes: [("2022-02-28 09:00", 1), ("2022-02-28 09:00", -1)],
                seconds: 28_800
            ),
            Story("came before all of it", finished: 40, now: 2, changes: [("2022-02-23 17:00", 1)], seconds: 28_800),
            // Whoever worked before anybody is known of is taken for those who are there now.
            Story(
                "nobody is known to have been there",
                finished: 40,
                now: 2,
                changes: [("2022-03-02 17:00", 2)],
                seconds: 28_800
            ),
            Story(
                "more came than are there",
                finished: 40,
                now: 2,
                changes: [("2022-03-02 17:00", 5)],
                seconds: 28_800
            ),
            // Two for 16 h, and 24 h without anybody are 56 h; 28 h are half of it, by one to come.
            Story("nobody is left", finished: 28, now: 0, changes: [("2022-02-28 07:30", -2)], seconds: 57_600),
            Story("there was never anybody", finished: 40, now: 0, seconds: 28_800),
        ]
    }

    @Test("each who is there now does what each did who was there", arguments: Story.all)
    func carriedOver(_ story: Story) throws {
        let changes = try story.changes.map { StaffChange(at: try at($0.0), by: $0.1) }
        let pace = UnitPace(
            finished: .hours(story.finished),
            spans: [(start: try at("2022-02-24 07:30"), end: try at("2022-03-02 17:00"))],
            openSince: nil,
            presence: StaffPresence(now: story.now, changes: changes),
            now: try at("2022-03-02 17:00"),
            calendar: try District.shared().calendar()
        )

        #expect(pace.capacity.duration(of: .hours(8)).seconds == story.seconds)
        // What is told as its pace is what was done, by however many.
        #expect(pace.perDay?.seconds == Int64(story.finished) * 3600 / 5)
    }

    @Test("who was there while there was no work does not matter")
    func idle() throws {
        // Busy from Monday 21 to Friday 25 February, 40 h; the second one came on Monday, when nothing was to do.
        let pace = UnitPace(
            finished: .hours(40),
            spans: [(start: try at("2022-02-21 07:30"), end: try at("2022-02-25 17:00"))],
            openSince: nil,
            presence: StaffPresence(now: 2, changes: [StaffChange(at: try at("2022-02-28 07:30"), by: 1)]),
            now: try at("2022-03-02 17:00"),
            calendar: try District.shared().calendar()
        )

        #expect(pace.capacity.duration(of: .hours(8)) == .hours(4))
    }

    @Test("while no pace is known those who are there now keep the hours, one if nobody is", arguments: [0, 1, 2, 4])
    func unknown(now: Int) throws {
        let pace = UnitPace(
            finished: .hours(1),
            spans: [(start: try at("2022-03-01 07:30"), end: try at("2022-03-02 17:00"))],
            openSince: nil,
            presence: StaffPresence(now: now, changes: [StaffChange(at: try at("2022-03-01 09:00"), by: -3)]),
            now: try at("2022-03-02 17:00"),
            calendar: try District.shared().calendar()
        )

        #expect(pace.perDay == nil)
        #expect(pace.capacity == UnitCapacity(officers: max(now, 1)))
    }
}
