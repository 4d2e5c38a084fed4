import DossierEngine
import GRDBSQLite
import Testing

@testable import DossierStoreSQLite

/// What is bound to a statement, without copies of texts and blobs.
struct SQLBindingTests {
    /// A statement that gives back what is bound to its places.
    private final class Echo {
        let connection: OpaquePointer
        let statement: OpaquePointer
        private let places: Int

        init(places: Int) throws {
            self.places = places
            var opened: OpaquePointer?
            try #require(sqlite3_open_v2(":memory:", &opened, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK)
            connection = try #require(opened)
            let sql = "SELECT " + (1...places).map { "?\($0)" }.joined(separator: ", ")
            var prepared: OpaquePointer?
            try #require(sqlite3_prepare_v2(connection, sql, -1, &prepared, nil) == SQLITE_OK)
            statement = try #require(prepared)
        }

        deinit {
            sqlite3_finalize(statement)
            sqlite3_close(connection)
        }

        /// Binds values, and gives back what the statement makes of them.
        func run(_ values: [SQLValue]) throws -> [SQLValue] {
            try SQLBinding(statement: statement, connection: connection).running(with: values) {
                try #require(sqlite3_step(statement) == SQLITE_ROW)
                return (0..<Int32(places)).map(column)
            }
        }

        private func column(_ index: Int32) -> SQLValue {
            let row = SQLRow(statement)
            switch sqlite3_column_type(statement, index) {
            case SQLITE_INTEGER: return .integer(row.integer(index))
            case SQLITE_TEXT: return .text(row.text(index))
            case SQLITE_BLOB: return .blob(row.blob(index))
            default: return .null
            }
        }
    }

    private struct Stop: Error {}

    /// So many texts, short and long, and blobs in turn, with numbers and NULL between them.
    private static func values(holding count: Int) -> [SQLValue] {
        (0..<count).flatMap { index -> [SQLValue] in
            let long = String(repeating: "Nguyễn Thị Ánh \(index) ", count: 20)
            switch index % 4 {
            case 0: return [.text("số \(index)"), .integer(Int64(index))]
            case 1: return [.blob(Array(long.utf8))]
            case 2: return [.null, .text(long)]
            default: return [.blob([UInt8(index)])]
            }
        }
    }

    private static func isSame(_ one: [SQLValue], _ other: [SQLValue]) -> Bool {
        one.map { "\($0)" } == other.map { "\($0)" }
    }

    @Test(
        "what is bound is what the statement reads, however many texts and blobs there are",
        arguments: [1, 2, SQLBinding.mostHeld, SQLBinding.mostHeld + 1, SQLBinding.mostHeld + 2, 200]
    )
    func echoes(count: Int) throws {
        let values = Self.values(holding: count)
        let echo = try Echo(places: values.count)
        #expect(Self.isSame(try echo.run(values), values))
        let others = Array(values.reversed())
        #expect(Self.isSame(try echo.run(others), others))
    }

    @Test("empty texts and blobs are empty and not NULL")
    func empties() throws {
        let values: [SQLValue] = [.text(""), .blob([]), .null, .text("a")]
        #expect(Self.isSame(try Echo(places: 4).run(values), values))
    }

    @Test(
        "a nil that the body gives is given back and not taken for a place that is left",
        arguments: [1, SQLBinding.mostHeld + 1]
    )
    func optionals(count: Int) throws {
        let values = Self.values(holding: count)
        let echo = try Echo(places: values.count)
        var runs = 0
        let found: Int? = try SQLBinding(statement: echo.statement, connection: echo.connection)
            .running(with: values) {
                runs += 1
                return nil
            }
        #expect(found == nil)
        #expect(runs == 1)
    }

    @Test("nothing stays bound, neither when the body throws nor when a value has no place")
    func released() throws {
        let values = Self.values(holding: 3)
        let echo = try Echo(places: values.count)
        let binding = SQLBinding(statement: echo.statement, connection: echo.connection)
        let none = [SQLValue](repeating: .null, count: values.count)
        #expect(throws: Stop.self) {
            try binding.running(with: values) {
                try #require(sqlite3_step(echo.statement) == SQLITE_ROW)
                throw Stop()
            }
        }
        #expect(Self.isSame(try echo.run([]), none))
        #expect(throws: StoreError.self) { try binding.running(with: values + [.text("too many")]) {} }
        #expect(Self.isSame(try echo.run([]), none))
        #expect(Self.isSame(try echo.run([.integer(7)]), [.integer(7)] + none.dropFirst()))
    }
}
