import DossierEngine
import GRDBSQLite
import WorkingCalendar

/// The row that a statement stands on; valid only inside the closure it is handed to.
struct SQLRow {
    private let statement: OpaquePointer

    init(_ statement: OpaquePointer) { self.statement = statement }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    func count(_ column: Int32) -> Int { Int(integer(column)) }

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

    func optionalInteger(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }

    func instant(_ column: Int32) -> Instant { Instant(milliseconds: integer(column)) }

    func optionalInstant(_ column: Int32) -> Instant? { isNull(column) ? nil : instant(column) }

    /// The last day that is read, in days since 1970: the end of the year 9999.
    private static let lastDay = 2_932_896

    /// The day that is read for a number of days since 1970: a number that no calendar has is damage, which verify
    /// names, and ends nothing before.
    static func nearestDay(_ number: Int64) -> Int { Int(min(max(number, 0), Int64(lastDay))) }

    /// A local date, kept in days since 1970.
    ///
    /// - Throws: ``StoreError`` if no calendar has that day.
    func date(_ column: Int32) throws -> LocalDate {
        guard (0...Self.lastDay).contains(count(column)) else {
            throw StoreError(.damaged, "\(count(column)) in the store is no day")
        }
        return LocalDate(dayNumber: count(column))
    }

    func text(_ column: Int32) -> String {
        guard let bytes = sqlite3_column_text(statement, column) else { return "" }
        let length = Int(sqlite3_column_bytes(statement, column))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: length), as: UTF8.self)
    }

    func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    func blob(_ column: Int32) -> [UInt8] {
        // The pointer is asked for first: asking for the length may not move it, the reverse may.
        guard let start = sqlite3_column_blob(statement, column) else { return [] }
        let length = Int(sqlite3_column_bytes(statement, column))
        return [UInt8](UnsafeRawBufferPointer(start: start, count: length))
    }

    /// A hash.
    ///
    /// - Throws: ``StoreError`` if the column holds anything but 32 bytes.
    func digest(_ column: Int32) throws -> Digest {
        guard let digest = Digest(bytes: blob(column)) else {
            throw StoreError(.damaged, "a hash in the store has not 32 bytes")
        }
        return digest
    }

    /// A value of one of our enumerations, kept by its name or code.
    ///
    /// - Throws: ``StoreError`` if the column names none.
    func named<Value: RawRepresentable<String>>(_ column: Int32, _ type: Value.Type) throws -> Value {
        guard let value = Value(rawValue: text(column)) else {
            throw StoreError(.damaged, "'\(text(column))' in the store is no \(type)")
        }
        return value
    }
}
