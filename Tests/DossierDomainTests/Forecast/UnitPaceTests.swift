import DossierDomain
import Testing
import WorkingCalendar

@Suite struct UnitPaceTests {
    /// Wednesday 2 March 2022, 17:00.
    private static func pace(
        _ hours: Int,
        _ spans: [(String, String)],
        openSince: String? = nil,
        presence: StaffPresence = StaffPresence(now: 1),
        now: String = "2022-03-02 17:00"
    ) throws -> UnitPace {
        UnitPace(
            finished: .hours(hours),
            spans: try spans.map { (start: try at($0.0), end: try at($0.1)) },
            openSince: try openSince.map { try at($0) },
            presence: presence,
            now: try at(now),
            calendar: try District.shared().calendar()
        )
    }

    @Test("twenty working days are looked back, over holidays")
    func window() throws {
        let calendar = try District.shared().calendar()

        // 20 days of 8 h back from Wed 2 March 17:00: 2 and 1 March, then 18 days of February from the 28th back: the
        // weeks of 21, 14 and 7 February have 15, with the 28th 16; Tết ends on the 6th, so 28 and 27 January.
        let start = UnitPace.start(before: try at("2022-03-02 17:00"), by: calendar)
        #expect(local(start) == "2022-01-27 07:30")
        // The data begin in 2022, and nobody looks back further.
        #expect(local(UnitPace.start(before: try at("2022-01-05 10:20"), by: calendar)) == "2022-01-01 00:00")
        // They end with 2023: in a year without data the four weeks up to then count, from Monday 4 December on.
        #expect(local(UnitPace.start(before: try at("2024-03-01 09:00"), by: calendar)) == "2023-12-04 07:30")
    }

    @Test("time with a step under way counts once, idle time never")
    func busy() throws {
        // Mon 28 February 07:30 to 11:30 twice, overlapping to 15:00: 6 h; Tuesday idle; Wednesday 2 h.
        let spans = [
            ("2022-02-28 07:30", "2022-02-28 11:30"), ("2022-02-28 08:00", "2022-02-28 15:00"),
            ("2022-03-02 08:00", "2022-03-02 10:00"),
        ]

        #expect(try Self.pace(8, spans).busy == .hours(8))
        // Open since Tuesday 15:00: 2 h more, and 8 h of Wednesday instead of 2 h.
        #expect(try Self.pace(8, spans, openSince: "2022-03-01 15:00").busy == .hours(16))
        // What began before the twenty days counts from their beginning: Thu 27 January to Tue 8 February 17:00,
        // 27, 28 January, 7, 8 February.
        #expect(try Self.pace(8, [("2022-01-10 08:00", "2022-02-08 17:00")]).busy == .hours(32))
    }

    @Test(
        "below five days with work the officers count, from there on the pace",
        arguments: [
            // Four days and 7 h: not known. Five days: 20 h in 40 h are half a second each.
            (20, "2022-02-25 08:30", "2022-03-02 17:00", nil), (20, "2022-02-24 07:30", "2022-03-02 17:00", 14_400),
            (60, "2022-02-24 07:30", "2022-03-02 17:00", 43_200), (0, "2022-02-24 07:30", "2022-03-02 17:00", nil),
        ] as [(Int, String, String, Int64?)]
    )
    func known(hours: Int, start: String, end: String, perDay: Int64?) throws {
        let pace = try Self.pace(hours, [(start, end)], presence: StaffPresence(now: 2))

        #expect(pace.perDay?.seconds == perDay)
        let eight = pace.capacity.duration(of: .hours(8))
        // Two officers do 8 h in 4 h; at a known pace so many hours a day.
        let expected = perDay.map { 28_800 * 28_800 / $0 } ?? 14_400
        #expect(eight.seconds == expected)
    }

    @Test("a capacity is exact, rounds up to the second and is never nothing")
    func capacity() throws {
        let third = try #require(UnitCapacity(standardSeconds: 3, workingSeconds: 7))
        #expect(third.duration(of: try #require(WorkingTime(seconds: 10))).seconds == 24)
        #expect(third.duration(of: .zero) == .zero)
        #expect(UnitCapacity(officers: 0) == UnitCapacity(officers: 1))
        #expect(UnitCapacity(standardSeconds: 0, workingSeconds: 1) == nil)
        #expect(UnitCapacity(standardSeconds: 1, workingSeconds: 0) == nil)
        let huge = try #require(UnitCapacity(standardSeconds: .max, workingSeconds: .max))
        #expect(huge.duration(of: .hours(8)) == .hours(8))
    }
}
