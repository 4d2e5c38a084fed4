import DossierEngine
import GRDBSQLite

/// Values bound to the places of one statement (gắn tham số).
///
/// Texts and blobs are bound where they lie: each is held while those behind it are bound and the statement runs. To
/// have SQLite copy them took a twentieth of the writer's time.
struct SQLBinding {
    /// How many texts and blobs are held at a time, each some frames deep on the stack; those behind them are copied.
    static let mostHeld = 16
    /// Tells SQLite to copy what is bound, as `SQLITE_TRANSIENT` does in C; nil is its `SQLITE_STATIC`, which does not.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    /// The statement, which nobody else uses meanwhile.
    let statement: OpaquePointer
    /// Its connection.
    let connection: OpaquePointer

    /// Binds values and runs what steps through the statement; afterwards nothing is bound any more, whatever happened.
    ///
    /// - Parameters:
    ///   - values: One value for each place, in order; places behind the last are NULL.
    ///   - body: Steps through the statement.
    /// - Returns: What `body` gives.
    /// - Throws: ``StoreError`` if SQLite does not take a value; what `body` throws.
    func running<Value>(with values: [SQLValue], _ body: () throws -> Value) throws -> Value {
        try binding(values, from: 0, held: 0) {
            // Before what is bound goes away.
            defer { release() }
            return try body()
        }
    }

    private func binding<Value>(
        _ values: [SQLValue],
        from first: Int,
        held: Int,
        _ body: () throws -> Value
    ) throws -> Value {
        let isCopied = held == Self.mostHeld
        for index in first..<values.count {
            let place = Int32(index + 1)
            // Nil where the loop goes on, because nothing has to be held.
            var result: Value?
            switch values[index] {
            case .null:
                try check(sqlite3_bind_null(statement, place))
            case .integer(let number):
                try check(sqlite3_bind_int64(statement, place, number))
            case .text(var text):
                result = try text.withUTF8 { bytes in
                    try check(bind(bytes, at: place, copying: isCopied))
                    return isCopied ? nil : try binding(values, from: index + 1, held: held + 1, body)
                }
            case .blob(let bytes):
                result = try bytes.withUnsafeBytes { bytes in
                    try check(bind(bytes, at: place, copying: isCopied))
                    return isCopied ? nil : try binding(values, from: index + 1, held: held + 1, body)
                }
            }
            if let result { return result }
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
        defer { release() }
        throw StoreError(connection: connection)
    }

    /// Ends the statement's run and forgets what is bound.
    private func release() {
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
    }
}
