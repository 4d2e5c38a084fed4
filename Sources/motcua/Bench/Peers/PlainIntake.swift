import DossierEngine

/// A plain loop over SQLite's C functions that writes what intakes wrote (vòng ghi SQLite thuần).
///
/// It reads a few real dossiers, every row of them in every table, and writes rows of the same shape and size again and
/// again under new numbers and codes, in groups. No domain, no HTTP, no threads: what SQLite can do at most.
struct PlainIntake {
    /// How many dossiers one commit holds.
    static let group = 64

    /// One dossier's rows by table.
    private typealias Template = [(table: Int, values: [PlainValue])]

    private let shapes: [TableShape]
    private let templates: [Template]

    /// Reads the newest dossiers of a database.
    ///
    /// - Parameters:
    ///   - count: How many are read, 1 or more.
    ///   - path: A database in which dossiers were registered.
    /// - Throws: `StoreError`.
    init(readingNewest count: Int, of path: String) throws {
        let connection = try PlainConnection(path: path)
        shapes = try TableShape.all(in: connection)
        let last = try connection.integer("SELECT MAX(id) FROM dossier") ?? 0
        let first = last - Int64(count) + 1
        var templates: [Int64: Template] = [:]
        for (table, shape) in shapes.enumerated() {
            let column = shape.columns[shape.dossierColumn]
            let sql = "SELECT * FROM \(shape.name) WHERE \(column) BETWEEN ? AND ? ORDER BY \(column)"
            for row in try connection.rows(sql, .integer(first), .integer(last)) {
                guard let id = row[shape.dossierColumn].number else { continue }
                templates[id, default: []].append((table, row))
            }
        }
        self.templates = templates.keys.sorted().compactMap { templates[$0] }
        guard !self.templates.isEmpty else { throw StoreError(.unsuitable, "there is no dossier to copy") }
    }

    /// How many rows one dossier has.
    var rowsPerDossier: Double {
        Double(templates.map(\.count).reduce(0, +)) / Double(templates.count)
    }

    /// Writes dossiers for a time.
    ///
    /// - Parameters:
    ///   - path: The database.
    ///   - warmUp: For how long they do not count yet.
    ///   - duration: For how long they count.
    /// - Returns: Dossiers a second.
    /// - Throws: `StoreError`.
    func rate(into path: String, warmUp: Duration, duration: Duration) throws -> Double {
        let connection = try PlainConnection(path: path)
        var next = try (connection.integer("SELECT MAX(id) FROM stream") ?? 0) + 1
        let begin = ContinuousClock.now
        var counted = 0
        var countedFrom: ContinuousClock.Instant?
        while ContinuousClock.now < begin + warmUp + duration {
            if countedFrom == nil, ContinuousClock.now >= begin + warmUp { countedFrom = .now }
            try connection.run("BEGIN IMMEDIATE")
            for _ in 0..<Self.group {
                try write(templates[Int(next) % templates.count], as: next, into: connection)
                next += 1
            }
            try connection.run("COMMIT")
            if countedFrom != nil { counted += Self.group }
        }
        guard let countedFrom else { return 0 }
        return Double(counted) / ((ContinuousClock.now - countedFrom) / .seconds(1))
    }

    private func write(_ template: Template, as id: Int64, into connection: PlainConnection) throws {
        let serial = String(id + 1_000_000)
        for (table, values) in template {
            let shape = shapes[table]
            let statement = try connection.statement(shape.insertion)
            var bound: [PlainValue] = []
            for (column, value) in values.enumerated() {
                let new = value.renewed(in: shape, at: column, id: id, serial: serial)
                statement.bind(new, at: column)
                bound.append(new)
            }
            try withExtendedLifetime(bound) { try statement.run() }
        }
        try connection.statement(
            """
            INSERT INTO codeSerial (agency, day, last) VALUES ('H47.PLAIN', 19000, 1)
            ON CONFLICT (agency, day) DO UPDATE SET last = last + 1
            """
        ).run()
    }
}

extension PlainValue {
    /// Above all entries of the vault that a measured database has, and no longer as a varint than theirs by much.
    private static let highestEntry: Int64 = 100_000_000

    /// The value as it stands in a copy of its row under another number: what must be unique is made so, at the same
    /// length.
    fileprivate func renewed(in shape: TableShape, at column: Int, id: Int64, serial: String) -> PlainValue {
        if column == shape.dossierColumn { return .integer(id) }
        if column == shape.automaticColumn { return .null }
        // Names an entry of the vault, whose numbers rise as those of dossiers do.
        if shape.name == "vaultTerm", shape.columns[column] == "entry" { return .integer(id + Self.highestEntry) }
        let isUnique =
            shape.name == "dossier" && shape.columns[column] == "code"
            || shape.name == "idempotency" && shape.columns[column] == "key"
        guard isUnique, let text = string else { return self }
        return .text(String(text.dropLast(serial.count)) + serial)
    }
}
