/// The gaps of serials that restorations stated (khoảng trống số hồ sơ đã khai báo), as the history says.
///
/// A restoration passes over as many serials of a day as its event tells, once for each agency's day; which agencies
/// and which further days these are it does not tell. So a gap that no restoration made is known by its length, or
/// because there are more of that length than restorations.
struct StatedGaps {
    private var restorations: [Int: Int] = [:]

    /// Takes an event of the stream of restorations.
    mutating func take(_ bytes: [UInt8]) {
        // One that cannot be read is named by the check of its chain.
        guard let event = try? JSONParser.parse(bytes), event["type"]?.string == SystemEvent.restored,
            let length = event["serialGap"]?.string.flatMap({ Int($0) })
        else { return }
        restorations[length, default: 0] += 1
    }

    /// Those gaps of an agency's day that no restoration can have made.
    func invented(among gaps: [ClosedRange<Int>]) -> [ClosedRange<Int>] {
        var rest = restorations
        return gaps.filter { gap in
            guard let left = rest[gap.count], left > 0 else { return true }
            rest[gap.count] = left - 1
            return false
        }
    }
}
