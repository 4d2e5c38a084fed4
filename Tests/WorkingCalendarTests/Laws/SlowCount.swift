import WorkingCalendar

/// Working time counted tick by tick on a strip of open and closed ticks, with no searching and no running totals.
struct SlowCount {
    /// The seconds since 1970 at which the strip begins.
    let origin: Int64
    /// The seconds of a tick: all openings, closes, starts and terms are multiples of it.
    let tick: Int
    /// 1 where the office is open during the tick.
    private let strip: [UInt8]

    /// Lays out some days of an office.
    init(_ office: RandomOffice, days: Range<Int>, tick: Int) {
        origin = RandomOffice.firstSecond + Int64(days.lowerBound * 86_400)
        self.tick = tick
        let ticksPerDay = 86_400 / tick
        var strip = [UInt8](repeating: 0, count: days.count * ticksPerDay)
        for day in days {
            for hours in office.open(onDay: day) {
                let midnight = (day - days.lowerBound) * ticksPerDay
                for index in midnight + hours.lowerBound / tick..<midnight + hours.upperBound / tick {
                    strip[index] = 1
                }
            }
        }
        self.strip = strip
    }

    var tickCount: Int {
        strip.count
    }

    func instant(_ index: Int) -> Instant {
        Instant(seconds: origin + Int64(index * tick))
    }

    func isOpen(_ index: Int) -> Bool {
        strip[index] == 1
    }

    /// Counts the open ticks from one index up to another.
    func openTicks(from start: Int, to end: Int) -> Int {
        var index = start
        var count = 0
        while index < end {
            if strip[index] == 1 { count += 1 }
            index += 1
        }
        return count
    }

    /// Walks forward until so many ticks were open and the next one is; nil if the strip ends first.
    func endAtOpening(from start: Int, ticks: Int) -> Int? {
        var index = start
        var left = ticks
        while index < strip.count {
            if strip[index] == 1 {
                if left == 0 { return index }
                left -= 1
            }
            index += 1
        }
        return nil
    }

    /// Walks forward until so many ticks, one or more, were open; nil if the strip ends first.
    func endAtClose(from start: Int, ticks: Int) -> Int? {
        var index = start
        var left = ticks
        while index < strip.count {
            if strip[index] == 1 { left -= 1 }
            index += 1
            if left == 0 { return index }
        }
        return nil
    }

    /// Walks back until so many ticks were open; nil if the strip begins first.
    func startBefore(_ end: Int, ticks: Int) -> Int? {
        var index = end
        var left = ticks
        while left > 0 {
            guard index > 0 else { return nil }
            index -= 1
            if strip[index] == 1 { left -= 1 }
        }
        return index
    }
}
