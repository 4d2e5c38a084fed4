/// One line of the report (dòng so sánh): a figure, what it is held against, and the goal.
struct Comparison: Sendable {
    /// What must be reached.
    enum Goal: Sendable {
        /// The ratio is to be at least this.
        case atLeast(Double)
        /// The ratio is to be at most this.
        case atMost(Double)
        /// Nothing; the ratio is only told.
        case none
    }

    /// How a line came out.
    enum Verdict: String, Sendable {
        /// The goal is reached.
        case met
        /// It is not.
        case missed
        /// There is no goal.
        case told = "-"
        /// Something that is needed was not measured.
        case unmeasured = "not measured"
    }

    /// What was measured, in words.
    let what: String
    /// Against what, in words.
    let against: String
    /// The figure above the line.
    let figure: String
    /// The figure below the line; nil takes the figure as it is.
    let base: String?
    /// What must be reached.
    let goal: Goal

    /// The ratio of the medians; nil if something was not measured.
    func ratio(in figures: [String: [Double]]) -> Double? {
        guard let above = Spread(figures[figure] ?? [])?.median else { return nil }
        guard let base else { return above }
        guard let below = Spread(figures[base] ?? [])?.median, below > 0 else { return nil }
        return above / below
    }

    /// How the line came out.
    func verdict(in figures: [String: [Double]]) -> Verdict {
        guard let ratio = ratio(in: figures) else { return .unmeasured }
        switch goal {
        case .atLeast(let least): return ratio >= least ? .met : .missed
        case .atMost(let most): return ratio <= most ? .met : .missed
        case .none: return .told
        }
    }
}

extension Comparison.Goal: CustomStringConvertible {
    var description: String {
        switch self {
        case .atLeast(let least): "≥ \(least)"
        case .atMost(let most): "≤ \(most)"
        case .none: "-"
        }
    }
}
