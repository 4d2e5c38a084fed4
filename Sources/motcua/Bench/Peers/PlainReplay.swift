import DossierEngine

/// What the timers of some dossiers changed (các dòng đã thay đổi), found by comparing two databases, ready to be
/// written again by a plain loop over SQLite's C functions.
struct PlainReplay {
    /// How many dossiers one commit holds, as many as the timer service takes.
    static let group = 64

    /// One statement with its values.
    private struct Write {
        let sql: String
        let values: [PlainValue]
    }

    private var writes: [[Write]] = []

    /// Compares the rows of dossiers before and after.
    ///
    /// - Parameters:
    ///   - dossiers: The dossiers in the order in which they were changed.
    ///   - before: A database without the changes.
    ///   - after: The same database with them.
    /// - Throws: `StoreError`.
    init(of dossiers: [Int64], before: PlainConnection, after: PlainConnection) throws {
        let shapes = try TableShape.all(in: before)
        var added: [Int64: [Write]] = [:]
        for shape in shapes where !shape.isFoundByDossier {
            guard let column = shape.automaticColumn else { continue }
            let number = shape.columns[column]
            let last = try before.integer("SELECT MAX(\(number)) FROM \(shape.name)") ?? 0
            let sql = "SELECT * FROM \(shape.name) WHERE \(number) > ? ORDER BY \(number)"
            for row in try after.rows(sql, .integer(last)) {
                guard let owner = row[shape.dossierColumn].number else { continue }
                added[owner, default: []].append(Write(sql: shape.insertion, values: row))
            }
        }
        for dossier in dossiers {
            var changes: [Write] = []
            for shape in shapes where shape.isFoundByDossier {
                let sql = "SELECT * FROM \(shape.name) WHERE \(shape.columns[shape.dossierColumn]) = ?"
                changes += Self.changes(
                    of: shape,
                    from: try before.rows(sql, .integer(dossier)),
                    to: try after.rows(sql, .integer(dossier))
                )
            }
            writes.append(changes + (added[dossier] ?? []))
        }
    }

    /// How many rows one dossier's change writes.
    var rowsPerDossier: Double {
        writes.isEmpty ? 0 : Double(writes.map(\.count).reduce(0, +)) / Double(writes.count)
    }

    /// Writes all changes.
    ///
    /// - Returns: Dossiers a second.
    /// - Throws: `StoreError`.
    func rate(into connection: PlainConnection) throws -> Double {
        let begin = ContinuousClock.now
        for start in stride(from: 0, to: writes.count, by: Self.group) {
            try connection.run("BEGIN IMMEDIATE")
            for write in writes[start..<min(start + Self.group, writes.count)].joined() {
                let statement = try connection.statement(write.sql)
                for (column, value) in write.values.enumerated() { statement.bind(value, at: column) }
                try statement.run()
            }
            try connection.run("COMMIT")
        }
        return Double(writes.count) / ((ContinuousClock.now - begin) / .seconds(1))
    }

    private static func changes(of shape: TableShape, from old: [[PlainValue]], to new: [[PlainValue]]) -> [Write] {
        func key(_ row: [PlainValue]) -> [PlainValue] { shape.primaryKey.map { row[$0] } }
        var changes: [Write] = []
        for row in old where !new.contains(where: { key($0) == key(row) }) {
            changes.append(Write(sql: shape.deletion, values: key(row)))
        }
        for row in new {
            guard let previous = old.first(where: { key($0) == key(row) }) else {
                changes.append(Write(sql: shape.insertion, values: row))
                continue
            }
            let changed = row.indices.filter { row[$0] != previous[$0] }
            guard !changed.isEmpty else { continue }
            changes.append(Write(sql: shape.update(of: changed), values: changed.map { row[$0] } + key(row)))
        }
        return changes
    }
}
