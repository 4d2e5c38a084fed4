/// Rows of texts in columns of one width each (bảng chữ).
struct BenchTable {
    private var rows: [[String]] = []

    /// Creates a table with its heading.
    init(_ heading: [String]) { rows = [heading] }

    /// Adds a row.
    mutating func add(_ row: [String]) { rows.append(row) }

    /// The table as lines; the first column to the left, numbers too, since most cells are words.
    var text: String {
        let widths = (rows.first ?? []).indices.map { column in
            rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: max(0, width - cell.count))
            }.joined(separator: "  ").trimmingBlanks
        }.joined(separator: "\n")
    }
}

extension String {
    /// The text without blanks at its end.
    fileprivate var trimmingBlanks: String {
        var text = self[...]
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}

extension BenchReport {
    /// The comparisons and, below them, the figures they come from.
    var text: String {
        var lines = BenchTable(["what", "against", "ratio", "goal", "verdict"])
        for line in comparisons {
            lines.add([
                line.what, line.against, line.ratio(in: figures).map(Self.number) ?? "", line.goal.description,
                line.verdict(in: figures).rawValue,
            ])
        }
        var raw = BenchTable(["figure", "median", "least", "most", "repetitions"])
        for name in figures.keys.sorted() {
            let values = figures[name] ?? []
            guard let spread = Spread(values) else { continue }
            raw.add([
                name, Self.number(spread.median), Self.number(spread.least), Self.number(spread.most),
                String(values.count),
            ])
        }
        return lines.text + "\n\n" + raw.text
    }
}
