import WorkingCalendar

/// A whole year of an invented office written out minute by minute, shared by many questions.
///
/// It is filled by walking along every minute of the year once, and answers by looking up what was written then: no
/// stretches, no searching, no calendar of the code under test.
struct MinuteTable {
    static let minutesPerDay = 1440
    static let minuteCount = RandomOffice.dayCount * minutesPerDay
    /// The number of open minutes before each minute, and before the end of the year.
    private var openBefore: [Int] = []
    /// The open minutes in order.
    private var openMinutes: [Int] = []
    /// For each day the minute at which it closes for the last time; nil for a day without open minutes.
    private var closeOfDay: [Int?] = []

    init(_ office: RandomOffice) {
        openBefore.reserveCapacity(Self.minuteCount + 1)
        var count = 0
        for day in 0..<RandomOffice.dayCount {
            var isOpen = [Bool](repeating: false, count: Self.minutesPerDay)
            for hours in office.open(onDay: day) {
                for minute in hours.lowerBound / 60..<hours.upperBound / 60 { isOpen[minute] = true }
            }
            var close: Int?
            var minute = 0
            while minute < Self.minutesPerDay {
                openBefore.append(count)
                if isOpen[minute] {
                    openMinutes.append(day * Self.minutesPerDay + minute)
                    count += 1
                    close = day * Self.minutesPerDay + minute + 1
                }
                minute += 1
            }
            closeOfDay.append(close)
        }
        openBefore.append(count)
    }

    func instant(_ minute: Int) -> Instant {
        Instant(seconds: RandomOffice.firstSecond + Int64(minute * 60))
    }

    /// The open minutes between two minutes.
    func open(from start: Int, to end: Int) -> Int { openBefore[end] - openBefore[start] }

    /// When so many minutes, none or more, were open and the next one is; nil after the year.
    func endAtOpening(from start: Int, minutes: Int) -> Int? {
        let index = openBefore[start] + minutes
        return index < openMinutes.count ? openMinutes[index] : nil
    }

    /// When so many minutes, one or more, were open; nil after the year.
    func endAtClose(from start: Int, minutes: Int) -> Int? {
        let index = openBefore[start] + minutes - 1
        return index < openMinutes.count ? openMinutes[index] + 1 : nil
    }

    /// The last minute from which so many, one or more, are open until the end; nil before the year.
    func startBefore(_ end: Int, minutes: Int) -> Int? {
        let index = openBefore[end] - minutes
        return index >= 0 ? openMinutes[index] : nil
    }

    /// When a dossier received at a minute is due; nil after the year.
    func deadline(for limit: Limit, receivedAt receipt: Int) -> Int? {
        guard let start = endAtOpening(from: receipt, minutes: 0) else { return nil }
        let day = start / Self.minutesPerDay
        switch limit {
        case .workingHours(let time): return endAtOpening(from: start, minutes: Int(time.seconds / 60))
        case .workingDays(let days): return endAtOpening(from: start, minutes: days * 480)
        case .wholeDays(let days): return close(ofWorkingDay: days, from: day + 1)
        case .calendarDays(let days): return close(ofWorkingDay: 1, from: day + days)
        case .sameDay(let cutoff):
            let isInTime = start % Self.minutesPerDay * 60 < cutoff.secondsSinceMidnight
            return close(ofWorkingDay: 1, from: isInTime ? day : day + 1)
        }
    }

    /// The last close of the n-th day with open time, from a day on; nil after the year.
    private func close(ofWorkingDay ordinal: Int, from first: Int) -> Int? {
        var left = ordinal
        var day = first
        while day < closeOfDay.count {
            if closeOfDay[day] != nil { left -= 1 }
            if left == 0 { return closeOfDay[day] }
            day += 1
        }
        return nil
    }
}
