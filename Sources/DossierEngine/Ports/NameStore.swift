/// An entry of the vault with its number and the dossier or other stream it belongs to.
public struct OwnedVaultEntry: Hashable, Sendable {
    /// The number.
    public let number: Int64
    /// Whose it is.
    public let stream: StreamID
    /// The entry.
    public let entry: VaultEntry

    /// Creates an owned entry.
    public init(number: Int64, stream: StreamID, entry: VaultEntry) {
        self.number = number
        self.stream = stream
        self.entry = entry
    }
}

/// A dossier under one token of a name, ordered as the index is written: by token, then by dossier.
public struct NameTokenRow: Hashable, Comparable, Sendable {
    /// The token, 0 or more.
    public let token: Int64
    /// The dossier.
    public let dossier: StreamID

    /// Creates a row.
    public init(token: Int64, dossier: StreamID) {
        self.token = token
        self.dossier = dossier
    }

    /// Orders rows as the index has them.
    public static func < (left: NameTokenRow, right: NameTokenRow) -> Bool {
        (left.token, left.dossier) < (right.token, right.dossier)
    }
}

/// What can be asked about the index of names, all as of one moment.
///
/// Every method throws ``StoreError`` if the store cannot be read.
public protocol NameSnapshot {
    /// Entries of the vault after a number, in order; at most `limit`.
    func vaultEntries(after number: Int64, limit: Int) throws -> [OwnedVaultEntry]
    /// How many entries of the vault there are after a number; `limit` if there are as many or more.
    func vaultEntryCount(after number: Int64, limit: Int) throws -> Int
    /// The tokens under which a dossier stands, in order.
    func nameTokens(of dossier: StreamID) throws -> [Int64]
}

/// What can be changed about the index of names, all or nothing.
///
/// Every method throws ``StoreError`` if the store cannot be written.
public protocol NameTransaction {
    /// Puts dossiers under tokens, in the order given; one that is there stays, one of no dossier is left out.
    func putNameTokens(_ rows: [NameTokenRow]) throws
    /// Takes a dossier out of the index; may be called twice.
    func eraseNameTokens(of dossier: StreamID) throws
}
