import DossierDomain
import DossierEngine

/// What became of a register's rows (kết quả nhập sổ).
struct ImportReport: Sendable {
    /// How many rows are dossiers now that were none.
    private(set) var added = 0
    /// How many had been taken over before.
    private(set) var known = 0
    /// How many are the same as an earlier row of this file.
    private(set) var repeated = 0
    /// The rows that were not taken over, in the file's order.
    private(set) var rejected: [RejectedRow] = []
    private var seen: Set<Digest> = []

    /// How many rows were read.
    var rows: Int { added + known + repeated + rejected.count }

    /// Counts what the engine made of a row.
    mutating func add(_ outcome: ImportOutcome, of row: RegisterFile.Row, fingerprint: ImportFingerprint) {
        let isFirst = seen.insert(fingerprint.digest).inserted
        switch outcome {
        case .added: added += 1
        case .known where isFirst: known += 1
        case .known: repeated += 1
        case .knownElsewhere(let commune): reject(row, because: RowDefects(.knownElsewhere(commune)))
        case .refused(let rejection): reject(row, because: RowDefects(.refused(rejection)))
        }
    }

    /// Notes a row that was not taken over.
    mutating func reject(_ row: RegisterFile.Row, because defects: RowDefects) {
        func value(of defect: RowDefect) -> String {
            guard let column = defect.column, case .success(let cells) = row.cells else { return row.excerpt }
            return cells[column]
        }
        rejected.append(
            RejectedRow(
                line: row.line,
                defect: defects.first,
                value: value(of: defects.first),
                others: defects.others.map { RejectedRow.Other(defect: $0, value: value(of: $0)) }
            )
        )
    }

    /// The summary, in lines; without the last one where there is no file of the rejected rows.
    func summary(rejectedFile: String?) -> [String] {
        var parts = [counted(rows, "row") + " read", "\(added) added", "\(known) known before"]
        if repeated > 0 { parts.append("\(repeated) repeated in the file") }
        parts.append("\(rejected.count) rejected")
        guard !rejected.isEmpty else { return [parts.joined(separator: ", ") + "."] }
        let counts = Dictionary(grouping: rejected, by: \.defect.field).mapValues(\.count)
        let fields = RegisterColumn.allCases.map(\.field) + ["row"]
        let lines = fields.compactMap { field in counts[field].map { "  \(field): \($0)" } }
        let place = rejectedFile.map { ["Rejected rows and their remedies: \($0)"] } ?? []
        return [parts.joined(separator: ", ") + ":"] + lines + place
    }
}
