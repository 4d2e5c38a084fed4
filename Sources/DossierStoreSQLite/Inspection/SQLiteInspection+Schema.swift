import DossierEngine

/// Whether the tables are those of this program, and nothing acts by itself (kiểm tra lược đồ).
///
/// A trigger of somebody else could change rows at the next event or keep what is erased, and a missing index or
/// constraint let in what the program never writes; so names and statements are held against those that the program
/// makes, letter by letter, in the database and in its archive.
extension SQLiteInspection {
    /// The tables that others add and by which nothing acts: those of Litestream, and the statistics of ANALYZE.
    private static let tolerated: Set<String> = [
        "_litestream_lock", "_litestream_seq", "sqlite_stat1", "sqlite_stat2", "sqlite_stat3", "sqlite_stat4",
    ]

    func schemaDefects(limit: Int) throws -> [String] {
        let here = try schemaDefects(in: .main, expected: SchemaMigrations().parts(), limit: limit)
        guard hasArchive, here.count < limit else { return here }
        let there = try schemaDefects(in: .archive, expected: ArchiveFile.parts(), limit: limit - here.count)
        return here + there.map { "archive: " + $0 }
    }

    private func schemaDefects(in file: SchemaPart.File, expected: [SchemaPart], limit: Int) throws -> [String] {
        var rest = Dictionary(expected.map { ($0.name, $0) }) { first, _ in first }
        var defects: [String] = []
        // Whatever somebody added, no more of it is read than can be told.
        let most = expected.count + Self.tolerated.count + limit
        for part in try SchemaPart.all(statements, in: file, limit: most) {
            if let known = rest.removeValue(forKey: part.name) {
                if known != part { defects.append("\(part.label) is not as this program makes it") }
            } else if part.type != "table" || !Self.tolerated.contains(part.name) {
                defects.append("\(part.label) is not one of this program")
            }
        }
        defects += rest.values.map { "\($0.label) is missing" }.sorted()
        return Array(defects.prefix(limit))
    }
}

/// A table, index, view or trigger, as SQLite writes it down (thành phần lược đồ).
struct SchemaPart: Hashable, Sendable {
    /// The files of a connection whose parts are read.
    enum File {
        /// The database.
        case main
        /// Its archive, attached.
        case archive
    }

    /// What it is, in SQLite's word.
    let type: String
    /// Its name, which nothing else has.
    let name: String
    /// The table that it belongs to.
    let table: String
    /// The statement that made it; nil for an index that a table brought along.
    let statement: String?

    /// How it is named to people.
    var label: String { "\(type) \(name)" }

    /// Everything of a file, in the order of names; at most `limit`.
    static func all(_ statements: Statements, in file: File = .main, limit: Int) throws -> [SchemaPart] {
        let sql: StaticString =
            switch file {
            case .main: "SELECT type, name, tbl_name, sql FROM main.sqlite_schema ORDER BY name, type LIMIT ?"
            case .archive: "SELECT type, name, tbl_name, sql FROM archive.sqlite_schema ORDER BY name, type LIMIT ?"
            }
        return try statements.all(sql, .limit(limit)) {
            SchemaPart(type: $0.text(0), name: $0.text(1), table: $0.text(2), statement: $0.optionalText(3))
        }
    }
}
