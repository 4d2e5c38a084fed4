/// Labels of one series, written as they are exposed: `command="accept",outcome="accepted"`.
///
/// Names are sorted, so that the order in which a caller gives its dimensions does not matter. Of two dimensions that
/// get the same name the first counts.
struct LabelSet: Sendable, Hashable, Comparable {
    /// The labels of the series that takes what exceeds the limit.
    static let overflow = LabelSet([("overflow", "true")])

    /// The labels between the braces; empty if there are none.
    let text: String

    init(_ dimensions: [(String, String)]) {
        guard !dimensions.isEmpty else {
            text = ""
            return
        }
        let named = dimensions.map { (name: PrometheusName.label($0.0), value: $0.1) }
        let values = Dictionary(named.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        text =
            values
            .sorted { $0.key < $1.key }
            .map { "\($0.key)=\"\(Escaping.labelValue($0.value))\"" }
            .joined(separator: ",")
    }

    static func < (left: LabelSet, right: LabelSet) -> Bool {
        left.text < right.text
    }
}
