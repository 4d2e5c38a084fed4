import DossierEngine

/// Everything that can be asked of a connection; each area of the schema adds its own queries.
protocol SQLiteReading: StoreSnapshot {
    /// The connection's statements.
    var statements: Statements { get }
}

/// A connection inside a transaction that only reads.
struct SQLiteSnapshot: SQLiteReading {
    let statements: Statements
}

/// The writer's connection inside a transaction; each area of the schema adds its own changes.
struct SQLiteTransaction: SQLiteReading, StoreTransaction {
    let statements: Statements
}

/// A connection that looks the store over.
struct SQLiteInspection: SQLiteReading, StoreInspection {
    let statements: Statements
}
