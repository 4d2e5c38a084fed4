/// What the registry holds under its lock: families by exposed name, their help texts and the sample names in use.
struct FamilyTable: Sendable {
    /// Help texts by sanitised name.
    var help: [String: String] = [:]

    private var families: [String: MetricFamily] = [:]
    /// Every sample name that some family writes, so that `x_count` cannot be both a counter and part of histogram `x`.
    private var sampleNames: Set<String> = []

    /// Outcome of looking a series up.
    enum Lookup<S: Series>: Sendable {
        /// The series of exactly the labels asked for.
        case known(S)
        /// The series shared by all label sets beyond the limit.
        case overflow(S)
        /// The name is taken by a metric of another kind.
        case conflict
    }

    /// Returns the series of that name and those labels, making it if there is room.
    mutating func series<S: Series>(
        _ name: String,
        base: String,
        kind: MetricKind,
        labels: LabelSet,
        limit: Int,
        make: () -> S
    ) -> Lookup<S> {
        guard claim(name, base: base, kind: kind) else { return .conflict }
        if let known = families[name]?.series[labels] {
            guard let series = known as? S else { return .conflict }
            return .known(series)
        }
        guard families[name]?.hasRoom(limit: limit) == true || labels == .overflow else {
            return overflowSeries(name, make: make)
        }
        let series = make()
        families[name]?.series[labels] = series
        return .known(series)
    }

    /// Puts a series without labels under a name that is not taken yet.
    mutating func install(_ counter: CounterSeries, as name: String) {
        guard claim(name, base: name, kind: .counter) else { return }
        families[name]?.series[LabelSet([])] = counter
    }

    /// Sets the reader of a sampled gauge; returns false, and changes nothing, if the name is another metric's.
    mutating func setSampledGauge(_ name: String, read: @escaping @Sendable () -> Double) -> Bool {
        guard claim(name, base: name, kind: .sampledGauge) else { return false }
        families[name]?.series[LabelSet([])] = SampledGauge(read: read)
        return true
    }

    /// Returns all families in the order of their names, each with its help text.
    func sortedFamilies() -> [MetricFamily] {
        families.values.sorted { $0.name < $1.name }.map { family in
            var family = family
            family.help = help[family.name] ?? help[family.base]
            return family
        }
    }

    private mutating func overflowSeries<S: Series>(_ name: String, make: () -> S) -> Lookup<S> {
        if let shared = families[name]?.series[.overflow] {
            guard let series = shared as? S else { return .conflict }
            return .overflow(series)
        }
        let series = make()
        families[name]?.series[.overflow] = series
        return .overflow(series)
    }

    /// Makes sure that the name is a family of that kind; returns false if it, or a sample name of it, is taken.
    private mutating func claim(_ name: String, base: String, kind: MetricKind) -> Bool {
        if let family = families[name] { return family.kind == kind }
        let names = kind.sampleNames(of: name)
        guard sampleNames.isDisjoint(with: names) else { return false }
        sampleNames.formUnion(names)
        families[name] = MetricFamily(name: name, base: base, kind: kind)
        return true
    }
}
