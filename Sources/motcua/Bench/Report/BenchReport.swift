import DossierEngine

/// What a run found (kết quả đo), as a table for people and as JSON for programs.
struct BenchReport: Sendable {
    /// What was asked for.
    let settings: BenchSettings
    /// All figures by name, one value for each repetition.
    let figures: [String: [Double]]
    /// The lines of the report.
    let comparisons: [Comparison]

    /// Everything as JSON.
    var json: String {
        var writer = JSONWriter(capacity: 16_384)
        writer.object { writer in
            writer.member("dossiers", settings.dossiers)
            writer.member("repetitions", settings.repetitions)
            writer.key("secondsEach")
            writer.raw(Self.number(settings.seconds).utf8)
            writer.key("comparisons")
            writer.array(of: comparisons) { writer, line in write(line, to: &writer) }
            writer.key("figures")
            writer.object { writer in
                for name in figures.keys.sorted() {
                    writer.key(dynamic: name)
                    writer.array(of: figures[name] ?? []) { writer, value in writer.raw(Self.number(value).utf8) }
                }
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func write(_ line: Comparison, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("what", line.what)
            writer.member("against", line.against)
            writer.member("figure", line.figure)
            writer.member("base", line.base)
            writer.key("ratio")
            if let ratio = line.ratio(in: figures) { writer.raw(Self.number(ratio).utf8) } else { writer.null() }
            writer.member("goal", line.goal.description)
            writer.member("verdict", line.verdict(in: figures).rawValue)
        }
    }

    /// A number with at most three places, as people and JSON write it.
    static func number(_ value: Double) -> String {
        let thousandths = Int64((value * 1_000).rounded())
        let sign = thousandths < 0 ? "-" : ""
        let (whole, part) = thousandths.magnitude.quotientAndRemainder(dividingBy: 1_000)
        guard part > 0 else { return sign + String(whole) }
        var places = String(1_000 + part).dropFirst()
        while places.last == "0" { places = places.dropLast() }
        return sign + String(whole) + "." + places
    }
}
