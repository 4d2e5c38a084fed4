/// The days with open time over all known years, each with its last close.
struct WorkingDays: Sendable {
    private var dayNumbers: [Int64] = []
    private var closes: [Int64] = []

    /// Takes a day with open time and its last close, in seconds since 1970 UTC; days come in order.
    mutating func append(_ date: LocalDate, close: Int64) {
        dayNumbers.append(Int64(date.dayNumber))
        closes.append(close)
    }

    /// Returns the last close of the day, in seconds since 1970 UTC; nil if it has no open time.
    func close(of date: LocalDate) -> Int64? {
        let dayNumber = Int64(date.dayNumber)
        let index = dayNumbers.firstIndex(above: dayNumber - 1)
        return index < dayNumbers.count && dayNumbers[index] == dayNumber ? closes[index] : nil
    }

    /// Returns the last close of the n-th working day after the date; nil if the known years end before it.
    func close(ofDay ordinal: Int, after date: LocalDate) -> Int64? {
        let first = dayNumbers.firstIndex(above: Int64(date.dayNumber))
        guard ordinal >= 1, ordinal <= dayNumbers.count - first else { return nil }
        return closes[first + ordinal - 1]
    }
}
