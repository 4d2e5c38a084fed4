import Testing
import WorkingCalendar

/// Days between two instants: what was counted, what was skipped and why.
@Suite("The days of a term are listed with what was counted on each")
struct CountedDaysTests {
    private func text(_ days: CountedDays) -> [String] {
        days.days.map { day in
            let kind =
                switch day.kind {
                case .usual: "usual"
                case .makeUp: "make-up"
                case .shortened: "shortened"
                case .off(.weekly): "weekly"
                case .off(.closure(let name)): name
                case .off(.shortenedToNothing): "nothing left"
                }
            return "\(day.date.iso8601) \(kind) \(day.workingTime.seconds)"
        }
    }

    @Test("a swap shows its closed weekday and its make-up Saturday")
    func swap() throws {
        // 29 April 2024 is off, with 27 April to 1 May; Saturday 4 May is worked instead.
        let days = try DistrictOffice.calendar().countedDays(
            from: at("2024-04-26 15:00"),
            to: at("2024-05-06 07:30")
        )
        #expect(
            text(days) == [
                "2024-04-26 usual 7200", "2024-04-27 30/4 và 1/5 0", "2024-04-28 30/4 và 1/5 0",
                "2024-04-29 30/4 và 1/5 0", "2024-04-30 30/4 và 1/5 0", "2024-05-01 30/4 và 1/5 0",
                "2024-05-02 usual 28800", "2024-05-03 usual 28800", "2024-05-04 make-up 28800", "2024-05-05 weekly 0",
            ]
        )
        #expect(days.workingTime.seconds == 7_200 + 3 * 28_800)
    }

    @Test("a shortened day is named, also where nothing of its hours is left")
    func shortened() throws {
        let windows = try [("2022-01-27", "00:00-12:00"), ("2022-01-28", "18:00-19:00")].map { day, window in
            HalfDay(date: try date(day), open: try DistrictOffice.interval(window))
        }
        let days = try DistrictOffice.calendar(halfDays: windows).countedDays(
            from: at("2022-01-27 08:00:15"),
            to: at("2022-01-29 00:00")
        )
        // 08:00:15 to 11:30.
        #expect(text(days) == ["2022-01-27 shortened 12585", "2022-01-28 nothing left 0"])
    }

    @Test("working days of which nothing counts are left out, and an empty span has no day")
    func edges() throws {
        let calendar = try DistrictOffice.calendar()
        let overnight = try calendar.countedDays(from: at("2022-01-05 17:00"), to: at("2022-01-06 07:30"))
        #expect(overnight.days.isEmpty && overnight.workingTime == .zero && overnight.isWhole)
        let backwards = try calendar.countedDays(from: at("2022-01-06 10:00"), to: at("2022-01-05 10:00"))
        #expect(backwards.days.isEmpty && backwards.workingTime == .zero && backwards.isWhole)
    }

    @Test("a list that would be too long is cut, and says so, while its sum is whole")
    func bound() throws {
        let calendar = try DistrictOffice.calendar()
        let (start, end) = (try at("2022-01-04 07:30"), try at("2024-06-28 17:00"))
        let days = try calendar.countedDays(from: start, to: end)
        #expect(!days.isWhole)
        #expect(days.days.count == WorkingCalendar.maximumCountedDays)
        #expect(try days.workingTime == calendar.workingTime(from: start, to: end))
    }

    @Test("years without data are refused")
    func unknownYear() throws {
        let calendar = try DistrictOffice.calendar()
        #expect(throws: WorkingCalendarError.unknownYear(2027)) {
            try calendar.countedDays(from: at("2026-12-01 08:00"), to: at("2027-01-05 08:00"))
        }
    }

    @Test("in every office the listed stretches are open, in order, and add up to the working time", arguments: 1...40)
    func laws(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let calendar = try RandomOffice(grain: 1, using: &generator).calendar()
        for _ in 0..<8 {
            let start = calendar.coverage.lowerBound.adding(
                milliseconds: .random(in: 0...300 * 86_400_000, using: &generator)
            )
            let end = start.adding(milliseconds: .random(in: 0...50 * 86_400_000, using: &generator))
            let days = try calendar.countedDays(from: start, to: end)
            let note: Comment = "seed \(seed), from \(start.milliseconds) ms"

            let sum = days.days.reduce(Int64(0)) { $0 + $1.workingTime.seconds }
            #expect(try sum == calendar.workingTime(from: start, to: end).seconds, note)
            let stretches = days.days.flatMap(\.stretches)
            #expect(zip(stretches, stretches.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound }, note)
            #expect(stretches.allSatisfy { calendar.isOpen(at: $0.lowerBound) }, note)
            #expect(stretches.allSatisfy { calendar.isOpen(at: $0.upperBound.adding(seconds: -1)) }, note)
            #expect((calendar.closedMoment(at: start) == nil) == calendar.isOpen(at: start), note)
        }
    }
}
