import Foundation
import GRDB
import Testing

/// A part of an older register that is taken over while the server is down, and that the machine goes down over too.
struct CrashRegister: Sendable {
    /// How many lines of the register: all of them received before the district's clock begins.
    private static let lines = 61

    /// How many of its rows can be taken.
    let good: Int
    private let path: String
    private let database: String
    private let config: String

    /// Writes the part beside a database.
    ///
    /// - Parameters:
    ///   - database: The database.
    ///   - config: The settings' file.
    /// - Throws: If it cannot be written.
    init(beside database: String, config: String) throws {
        self.database = database
        self.config = config
        path = URL(filePath: database).deletingLastPathComponent().path + "/register.csv"
        let whole = try JanuaryRegister.bytes().split(separator: 0x0A, omittingEmptySubsequences: false)
        try Data(whole.prefix(Self.lines).joined(separator: [0x0A])).write(to: URL(filePath: path))
        good = try JanuaryRegister.key().count { $0.line <= Self.lines && $0.isGood }
    }

    /// The command that takes it over.
    var command: [String] { ["import", path, "--database", database, "--config", config] }

    /// Takes over whatever is missing, and looks whether each good row is there once and nothing else came with it.
    ///
    /// - Parameter others: How many dossiers there are beside.
    /// - Throws: If the import fails.
    func finish(beside others: Int) throws {
        let outcome = try Program.run(command)
        try #require(outcome.code == 0, "\(outcome.output)\(outcome.errors)")
        let counts = outcome.output.split(separator: ", ").compactMap { Int($0.prefix { $0.isNumber }) }
        try #require(counts.count == 4, "\(outcome.output)")
        #expect(counts[1] + counts[2] == good, "\(outcome.output)")
        let queue = try DatabaseQueue(path: database)
        let (dossiers, rows, taken) = try queue.read { database in
            (
                try Int.fetchOne(database, sql: "SELECT count(*) FROM dossier"),
                try Int.fetchOne(database, sql: "SELECT count(*) FROM importedRow"),
                try Int.fetchOne(database, sql: "SELECT count(DISTINCT dossier) FROM importedRow")
            )
        }
        try queue.close()
        #expect(rows == good && taken == good)
        #expect(dossiers == others + good, "\(others) dossiers were acknowledged")
    }
}
