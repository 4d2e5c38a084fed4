/// The open seconds of an office over all known years, as sorted stretches with running totals.
///
/// Times are in seconds since 1970 UTC. Each question costs one binary search or two.
struct OpenTimeline: Sendable {
    private let starts: [Int64]
    private let ends: [Int64]
    /// The open seconds up to the end of each stretch; strictly rising, as no stretch is empty.
    private let totals: [Int64]

    /// Makes a timeline from stretches in order and apart; those that touch, as over midnight, are joined.
    init(stretches: [Range<Int64>]) {
        var starts: [Int64] = []
        var ends: [Int64] = []
        for stretch in stretches {
            precondition(ends.last.map { $0 <= stretch.lowerBound } ?? true, "Stretches are in order and apart.")
            if ends.last == stretch.lowerBound {
                ends[ends.count - 1] = stretch.upperBound
            } else {
                starts.append(stretch.lowerBound)
                ends.append(stretch.upperBound)
            }
        }
        var total: Int64 = 0
        totals = zip(starts, ends).map { start, end in
            total += end - start
            return total
        }
        self.starts = starts
        self.ends = ends
    }

    /// Whether there is no open second at all.
    var isEmpty: Bool {
        starts.isEmpty
    }

    /// The open seconds of all stretches together.
    var total: Int64 {
        totals.last ?? 0
    }

    /// The stretches in order and apart.
    var stretches: [Range<Int64>] {
        zip(starts, ends).map { $0..<$1 }
    }

    /// The stretches within a span, cut at its ends.
    func stretches(within span: Range<Int64>) -> [Range<Int64>] {
        stretches.filter { $0.overlaps(span) }.map { $0.clamped(to: span) }
    }

    /// Tells whether the office is open during the second that begins then.
    func isOpen(at second: Int64) -> Bool {
        nextOpen(atOrAfter: second) == second
    }

    /// Tells whether a stretch ends then.
    func closes(at second: Int64) -> Bool {
        let index = ends.firstIndex(above: second)
        return index > 0 && ends[index - 1] == second
    }

    /// Returns the second itself if open, else the next opening; nil after the last close.
    func nextOpen(atOrAfter second: Int64) -> Int64? {
        let index = ends.firstIndex(above: second)
        return index < ends.count ? max(second, starts[index]) : nil
    }

    /// Returns how many seconds were open before the given one.
    func openSeconds(before second: Int64) -> Int64 {
        let index = ends.firstIndex(above: second)
        let total = index > 0 ? totals[index - 1] : 0
        return index < starts.count ? total + max(0, second - starts[index]) : total
    }

    /// Returns the last second before which exactly that many were open; nil if there are not more in all.
    func lastSecond(withOpenSecondsBefore count: Int64) -> Int64? {
        let index = totals.firstIndex(above: count)
        return index < totals.count ? ends[index] - (totals[index] - count) : nil
    }

    /// Returns the first second before which exactly that many, one or more, were open; nil if there are fewer in all.
    func firstSecond(withOpenSecondsBefore count: Int64) -> Int64? {
        let index = totals.firstIndex(above: count - 1)
        return index < totals.count ? ends[index] - (totals[index] - count) : nil
    }
}

extension [Int64] {
    /// Returns the first index of a sorted array whose element is above the value, or the count if there is none.
    func firstIndex(above value: Int64) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] > value {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return low
    }
}
