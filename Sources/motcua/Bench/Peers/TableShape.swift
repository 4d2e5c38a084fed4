/// One table that holds rows of dossiers (bảng dữ liệu của hồ sơ), as the schema itself describes it.
///
/// Found by foreign keys, so that a later migration's tables are written by the peers as well.
struct TableShape {
    /// The name.
    let name: String
    /// The columns.
    let columns: [String]
    /// Which columns are the primary key.
    let primaryKey: [Int]
    /// Which column names the dossier.
    let dossierColumn: Int
    /// Which column SQLite numbers by itself; nil if none.
    let automaticColumn: Int?
    /// Whether the rows of one dossier are found by an index.
    let isFoundByDossier: Bool

    /// The tables of a database, each after those it refers to.
    ///
    /// - Throws: `StoreError`.
    static func all(in connection: PlainConnection) throws -> [TableShape] {
        let names = try connection.rows(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
        ).compactMap { $0.first?.string }
        let order = ["stream", "dossier"]
        let sorted = order + names.filter { !order.contains($0) }
        return try sorted.compactMap { try shape(of: $0, in: connection) }
    }

    private static func shape(of table: String, in connection: PlainConnection) throws -> TableShape? {
        let described = try connection.rows(
            "SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid",
            .text(table)
        )
        let columns = described.compactMap { $0[0].string }
        let owners = try connection.rows(
            """
            SELECT "from" FROM pragma_foreign_key_list(?) WHERE "table" IN ('stream', 'dossier')
            """,
            .text(table)
        )
        let owner = table == "stream" ? "id" : owners.first?.first?.string
        guard let owner, let dossierColumn = columns.firstIndex(of: owner) else { return nil }
        let primaryKey = described.indices.filter { (described[$0][2].number ?? 0) > 0 }
        let isNumbered = primaryKey.count == 1 && described[primaryKey[0]][1].string == "INTEGER"
        let plan = try connection.rows("EXPLAIN QUERY PLAN SELECT * FROM \(table) WHERE \(owner) = 1")
        return TableShape(
            name: table,
            columns: columns,
            primaryKey: primaryKey,
            dossierColumn: dossierColumn,
            automaticColumn: isNumbered && primaryKey[0] != dossierColumn ? primaryKey[0] : nil,
            isFoundByDossier: !plan.contains { $0.last?.string?.hasPrefix("SCAN") ?? false }
        )
    }

    /// The statement that adds a row with all its columns.
    var insertion: String {
        let places = columns.map { _ in "?" }.joined(separator: ", ")
        return "INSERT INTO \(name) (\(columns.joined(separator: ", "))) VALUES (\(places))"
    }

    /// The statement that changes some columns of a row, the key's values last.
    func update(of changed: [Int]) -> String {
        "UPDATE \(name) SET \(list(changed, separator: ", ")) WHERE \(list(primaryKey, separator: " AND "))"
    }

    /// The statement that takes a row away.
    var deletion: String { "DELETE FROM \(name) WHERE \(list(primaryKey, separator: " AND "))" }

    private func list(_ chosen: [Int], separator: String) -> String {
        chosen.map { columns[$0] + " = ?" }.joined(separator: separator)
    }
}
