import Testing

@testable import motcua

@Suite("Lines of the report")
struct ComparisonTests {
    private let figures = ["ours": [90.0, 110, 100], "peer": [200.0, 190, 210], "none": []]

    // Medians 100 and 200: 0.5.
    @Test(
        "a ratio is judged by its goal",
        arguments: [
            (Comparison.Goal.atLeast(0.5), Comparison.Verdict.met), (.atLeast(0.51), .missed), (.atMost(0.5), .met),
            (.atMost(0.49), .missed), (.none, .told),
        ]
    )
    func verdict(goal: Comparison.Goal, verdict: Comparison.Verdict) throws {
        let line = Comparison(what: "a", against: "b", figure: "ours", base: "peer", goal: goal)

        #expect(try #require(line.ratio(in: figures)) == 0.5)
        #expect(line.verdict(in: figures) == verdict)
    }

    @Test(
        "what was not measured has no ratio and no verdict",
        arguments: [("none", "peer"), ("ours", "none"), ("x", "y")]
    )
    func unmeasured(figure: String, base: String) {
        let line = Comparison(what: "a", against: "b", figure: figure, base: base, goal: .atLeast(0))

        #expect(line.ratio(in: figures) == nil)
        #expect(line.verdict(in: figures) == .unmeasured)
    }

    @Test("a figure without a base is judged by itself")
    func figureOnly() {
        let line = Comparison(what: "a", against: "-", figure: "ours", base: nil, goal: .atMost(100))

        #expect(line.ratio(in: figures) == 100)
        #expect(line.verdict(in: figures) == .met)
    }

    @Test("every line of the goals names a figure that some measurement gives, each once")
    func goals() {
        let lines = Goals.all(isLarger: true, hasGo: true)

        #expect(Set(lines.map { "\($0.figure)/\($0.base ?? "")" }).count == lines.count)
        #expect(lines.contains { $0.figure == "actions.complete-step.rate" })
        #expect(lines.contains { $0.base == "lookup-64-go.rate" })
        #expect(!Goals.all(isLarger: true, hasGo: false).contains { $0.base?.contains("-go.") == true })
    }

    @Test(
        "numbers have at most three places",
        arguments: [(0.0, "0"), (1.5, "1.5"), (0.0404, "0.04"), (-2.25, "-2.25"), (12_345.678_9, "12345.679")]
    )
    func number(value: Double, text: String) {
        #expect(BenchReport.number(value) == text)
    }
}
