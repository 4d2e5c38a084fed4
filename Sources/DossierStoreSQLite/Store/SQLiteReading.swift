import DossierEngine

/// Everything that can be asked of a connection; each area of the schema adds its own queries.
protocol SQLiteReading: StoreSnapshot {
    /// The connection's statements.
    var statements: Statements { get }
    /// What can be done with the archive on the connection.
    var archive: ArchiveAccess { get }
}

extension SQLiteReading {
    /// Whether an archive is attached.
    var hasArchive: Bool { archive != .none }
}

/// What a connection can do with the archive (quyền trên kho lưu trữ).
enum ArchiveAccess: Sendable {
    /// Nothing: there is none, or it is of no concern.
    case none
    /// It is attached and only read.
    case readOnly
    /// It is attached and may be changed.
    case writable
}

/// A connection inside a transaction that only reads.
struct SQLiteSnapshot: SQLiteReading {
    let statements: Statements
    let vaultKeys: VaultKeyRing
    var archive = ArchiveAccess.none
}

/// The writer's connection inside a transaction; each area of the schema adds its own changes.
struct SQLiteTransaction: SQLiteReading, StoreTransaction {
    let statements: Statements
    let vaultKeys: VaultKeyRing
    var archive = ArchiveAccess.none
}

/// A connection that looks the store over.
struct SQLiteInspection: SQLiteReading, StoreInspection {
    let statements: Statements
    /// Whoever looks a store over brings its keys himself, if he has them.
    let vaultKeys = VaultKeyRing.locked
    var archive = ArchiveAccess.none
}
