import DossierEngine

/// Everything that can be asked of a connection; each area of the schema adds its own queries.
protocol SQLiteReading: StoreSnapshot {
    /// The connection's statements.
    var statements: Statements { get }
}

/// A connection inside a transaction that only reads.
struct SQLiteSnapshot: SQLiteReading {
    let statements: Statements
    let vaultKeys: VaultKeyRing
}

/// The writer's connection inside a transaction; each area of the schema adds its own changes.
struct SQLiteTransaction: SQLiteReading, StoreTransaction {
    let statements: Statements
    let vaultKeys: VaultKeyRing
}

/// A connection that looks the store over.
struct SQLiteInspection: SQLiteReading, StoreInspection {
    let statements: Statements
    /// Whoever looks a store over brings its keys himself, if he has them.
    let vaultKeys = VaultKeyRing.locked
}
