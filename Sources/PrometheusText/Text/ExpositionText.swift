/// The exposition while it is written, family by family.
struct ExpositionText {
    /// All lines written so far.
    private(set) var rendered = ""

    /// Appends the `HELP` and `TYPE` lines of a family and its series in the order of their labels.
    mutating func append(_ family: MetricFamily) {
        guard !family.series.isEmpty else { return }
        if let help = family.help {
            rendered += "# HELP \(family.name) \(Escaping.help(help))\n"
        }
        rendered += "# TYPE \(family.name) \(family.kind.word)\n"
        for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) {
            append(series.reading(), name: family.name, labels: labels.text)
        }
    }

    private mutating func append(_ reading: SeriesReading, name: String, labels: String) {
        switch reading {
        case .number(let number):
            line(name, labels, Self.text(number))
        case .histogram(let bounds, let cumulative, let sum, let count):
            let prefix = labels.isEmpty ? "" : labels + ","
            for (bound, observed) in zip(bounds, cumulative) {
                line(name + "_bucket", "\(prefix)le=\"\(Self.text(.real(bound)))\"", String(observed))
            }
            line(name + "_bucket", "\(prefix)le=\"+Inf\"", String(count))
            line(name + "_sum", labels, Self.text(.real(sum)))
            line(name + "_count", labels, String(count))
        }
    }

    private mutating func line(_ name: String, _ labels: String, _ value: String) {
        rendered += name
        if !labels.isEmpty { rendered += "{\(labels)}" }
        rendered += " \(value)\n"
    }

    /// Returns a number as Prometheus writes it: whole ones without a point, `NaN`, `+Inf` and `-Inf` by name.
    static func text(_ number: SampleNumber) -> String {
        switch number {
        case .whole(let value): String(value)
        case .real(let value) where value.isNaN: "NaN"
        case .real(let value) where value.isInfinite: value > 0 ? "+Inf" : "-Inf"
        case .real(let value): Int64(exactly: value).map(String.init) ?? String(value)
        }
    }
}
