import DossierEngine
import GRDBSQLite

/// Values bound to the places of one statement (gắn tham số).
///
/// Texts and blobs are bound where they lie: each is held while those behind it are bound and the statement runs. To
/// have SQLite copy them took a twentieth of the writer's time.
struct SQLBinding {
    /// How many texts and blobs are held at a time, each some frames deep on the stack; those behind them are copied.
    private static let mostHeld = 16
    /// Tells SQLite to copy what is bound, as `SQLITE_TRANSIENT` does in C.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    /// The statement, reset and with nothing bound.
    let statement: OpaquePointer
    /// Its connection.
    let connection: OpaquePointer

    /// Binds values and runs what reads them.
    ///
    /// - Parameters:
    ///   - values: One value for each place, in order.
    ///   - body: Runs the statement; when it returns nothing may be bound any more.
    /// - Returns: What `body` gives.
    /// - Throws: ``StoreError`` if SQLite does not take a value, with nothing bound; what `body` throws.
    func binding<Value>(_ values: [SQLValue], _ body: () throws -> Value) throws -> Value {
        try binding(values, from: 0, held: 0, body)
    }

    private func binding<Value>(
        _ values: [SQLValue],
        from first: Int,
        held: Int,
        _ body: () throws -> Value
    ) throws -> Value {
        for index in first..<values.count {
            let place = Int32(index + 1)
            switch values[index] {
            case .null:
                try check(sqlite3_bind_null(statement, place))
            case .integer(let number):
                try check(sqlite3_bind_int64(statement, place, number))
            case .text(var text):
                let isLast = held == Self.mostHeld
                let value: Value? = try text.withUTF8 { bytes in
                    try check(bind(bytes, at: place, copying: isLast))
                    return isLast ? nil : try binding(values, from: index + 1, held: held + 1, body)
                }
                if let value { return value }
            case .blob(let bytes):
                let isLast = held == Self.mostHeld
                let value: Value? = try bytes.withUnsafeBytes { bytes in
                    try check(bind(bytes, at: place, copying: isLast))
                    return isLast ? nil : try binding(values, from: index + 1, held: held + 1, body)
                }
                if let value { return value }
            }
        }
        return try body()
    }

    /// Binds a text; an empty one has no address of its own, which SQLite would take for NULL.
    private func bind(_ text: UnsafeBufferPointer<UInt8>, at place: Int32, copying: Bool) -> Int32 {
        guard let start = text.baseAddress, !text.isEmpty else {
            return sqlite3_bind_text(statement, place, "", 0, Self.copied)
        }
        return start.withMemoryRebound(to: CChar.self, capacity: text.count) { characters in
            sqlite3_bind_text(statement, place, characters, Int32(text.count), copying ? Self.copied : nil)
        }
    }

    /// Binds a blob.
    private func bind(_ blob: UnsafeRawBufferPointer, at place: Int32, copying: Bool) -> Int32 {
        blob.isEmpty
            ? sqlite3_bind_zeroblob(statement, place, 0)
            : sqlite3_bind_blob(statement, place, blob.baseAddress, Int32(blob.count), copying ? Self.copied : nil)
    }

    private func check(_ result: Int32) throws {
        guard result != SQLITE_OK else { return }
        let error = StoreError(connection: connection)
        // Whatever is bound already would be gone when the statement is used again.
        sqlite3_clear_bindings(statement)
        throw error
    }
}
