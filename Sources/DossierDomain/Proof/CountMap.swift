/// A map from counts of open seconds to counts of open seconds that never falls, in straight pieces.
///
/// It says of every start at once what comes of it: the argument is the count of the start in the calendar of the
/// receiving agency, the value the count of some later instant in some agency's calendar. On each piece it stays level
/// or rises by one a second, because a calendar has finitely many openings and closes and time passes alike between
/// them.
struct CountMap: Sendable {
    /// The first argument of each piece, rising.
    private(set) var starts: [Int64] = []
    /// The value at the first argument of each piece.
    private(set) var values: [Int64] = []
    /// Whether the piece rises.
    private(set) var rises: [Bool] = []
    /// The end of the last piece, no argument itself.
    private(set) var end: Int64

    /// Makes a map without arguments, for appending.
    init() {
        end = 0
    }

    /// Makes the map of each argument to itself.
    init(identityOn arguments: Range<Int64>) {
        self.init()
        guard !arguments.isEmpty else { return }
        append(from: arguments.lowerBound, value: arguments.lowerBound, rising: true)
        close(at: arguments.upperBound)
    }

    /// Appends a piece; one that goes on as the last one did joins it.
    mutating func append(from start: Int64, value: Int64, rising: Bool) {
        let last = starts.count - 1
        if last >= 0, rises[last] == rising {
            let reached = rising ? values[last] + (start - starts[last]) : values[last]
            if reached == value { return }
        }
        starts.append(start)
        values.append(value)
        rises.append(rising)
    }

    /// Sets where the last piece ends; a map that ends before it begins has no arguments.
    mutating func close(at end: Int64) {
        while let last = starts.last, last >= end {
            starts.removeLast()
            values.removeLast()
            rises.removeLast()
        }
        self.end = starts.isEmpty ? 0 : end
    }

    /// The end of a piece.
    func end(ofPiece index: Int) -> Int64 {
        index + 1 < starts.count ? starts[index + 1] : end
    }

    /// The value of an argument that lies in a piece.
    func value(at argument: Int64, inPiece index: Int) -> Int64 {
        rises[index] ? values[index] + (argument - starts[index]) : values[index]
    }

    /// The value of an argument; nil if there is none.
    func value(at argument: Int64) -> Int64? {
        guard argument < end else { return nil }
        var low = 0
        var high = starts.count
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] > argument { high = middle } else { low = middle + 1 }
        }
        return low > 0 ? value(at: argument, inPiece: low - 1) : nil
    }

    /// The map with an amount added to each value, without the arguments whose value then lies above a bound.
    func adding(_ amount: Int64, upTo bound: Int64) -> CountMap {
        var sum = self
        sum.values = values.map { $0 + amount }
        while let last = sum.values.last, last > bound { sum.close(at: sum.starts[sum.starts.count - 1]) }
        guard let start = sum.starts.last, let value = sum.values.last, sum.rises.last == true else { return sum }
        sum.close(at: min(sum.end, start + (bound - value) + 1))
        return sum
    }
}
