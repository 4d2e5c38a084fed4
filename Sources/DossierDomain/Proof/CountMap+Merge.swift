/// Maps put together, each in one walk along the pieces of both.
extension CountMap {
    /// The map that takes each value further by another map; arguments whose value the other does not know fall away.
    func then(_ next: CountMap) -> CountMap {
        if let first = values.first, let known = next.starts.first {
            precondition(first >= known, "The next map begins at or before the values.")
        }
        var result = CountMap()
        var piece = 0
        for index in starts.indices {
            var argument = starts[index]
            var value = values[index]
            let pieceEnd = end(ofPiece: index)
            while argument < pieceEnd {
                guard value < next.end else {
                    result.close(at: argument)
                    return result
                }
                while next.end(ofPiece: piece) <= value { piece += 1 }
                let isRising = rises[index] && next.rises[piece]
                result.append(from: argument, value: next.value(at: value, inPiece: piece), rising: isRising)
                guard rises[index] else { break }
                let step = next.end(ofPiece: piece) - value
                argument += step
                value += step
            }
        }
        result.close(at: end)
        return result
    }

    /// The map to the larger of two values, for the arguments that both know.
    func maximum(_ other: CountMap) -> CountMap {
        var result = CountMap()
        forEachStretch(with: other) { stretch in
            guard stretch.isFirstRising != stretch.isSecondRising else {
                result.append(
                    from: stretch.start,
                    value: max(stretch.first, stretch.second),
                    rising: stretch.isFirstRising
                )
                return
            }
            let level = stretch.isFirstRising ? stretch.second : stretch.first
            let rising = stretch.isFirstRising ? stretch.first : stretch.second
            let meeting = max(stretch.start, stretch.start + (level - rising))
            if meeting > stretch.start { result.append(from: stretch.start, value: level, rising: false) }
            if meeting < stretch.end { result.append(from: meeting, value: max(level, rising), rising: true) }
        }
        result.close(at: min(end, other.end))
        return result
    }

    /// The least that is left of another map's value after this one's, and the first argument that has it.
    ///
    /// On a piece of both the difference is straight, so that the least lies at an end of one.
    ///
    /// - Parameters:
    ///   - bound: The end of the other map.
    ///   - limit: Arguments from there on are left out.
    /// - Returns: Nil if there is no argument that both know.
    func least(below bound: CountMap, before limit: Int64 = .max) -> (amount: Int64, argument: Int64)? {
        var least: (amount: Int64, argument: Int64)?
        forEachStretch(with: bound) { stretch in
            guard stretch.start < limit else { return }
            let last = min(stretch.end, limit) - 1
            let steps = last - stretch.start
            let before = stretch.second - stretch.first
            let after = before + (stretch.isSecondRising ? steps : 0) - (stretch.isFirstRising ? steps : 0)
            if least.map({ before < $0.amount }) ?? true { least = (before, stretch.start) }
            if least.map({ after < $0.amount }) ?? true { least = (after, last) }
        }
        return least
    }

    /// Arguments on which two maps are straight.
    private struct Stretch {
        let start: Int64
        let end: Int64
        let first: Int64
        let isFirstRising: Bool
        let second: Int64
        let isSecondRising: Bool
    }

    private func forEachStretch(with other: CountMap, _ body: (Stretch) -> Void) {
        guard var argument = starts.first, let otherStart = other.starts.first else { return }
        argument = max(argument, otherStart)
        let last = min(end, other.end)
        var (mine, its) = (0, 0)
        while argument < last {
            while end(ofPiece: mine) <= argument { mine += 1 }
            while other.end(ofPiece: its) <= argument { its += 1 }
            let stretchEnd = min(end(ofPiece: mine), other.end(ofPiece: its))
            body(
                Stretch(
                    start: argument,
                    end: stretchEnd,
                    first: value(at: argument, inPiece: mine),
                    isFirstRising: rises[mine],
                    second: other.value(at: argument, inPiece: its),
                    isSecondRising: other.rises[its]
                )
            )
            argument = stretchEnd
        }
    }
}
