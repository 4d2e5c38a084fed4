public import DossierDomain
public import WorkingCalendar

/// A dossier that may be moved into the archive (hồ sơ đủ điều kiện lưu trữ), with what is its own.
public struct ArchivableDossier: Hashable, Sendable {
    /// Its stream.
    public let id: StreamID
    /// Its code.
    public let code: DossierCode
    /// The entries of the vault that it has.
    public let entries: [Int64]

    /// Creates a description.
    public init(id: StreamID, code: DossierCode, entries: [Int64]) {
        self.id = id
        self.code = code
        self.entries = entries
    }
}

/// What can be asked about the archive of old years (kho lưu trữ), all as of one moment.
///
/// Dossiers that lie there answer every question about a single dossier as before: state, events, entries of the vault,
/// texts, public status. Every method throws ``StoreError`` if the store cannot be read.
public protocol ArchiveSnapshot {
    /// Whether a dossier lies in the archive; false for what is none.
    func isArchived(_ dossier: StreamID) throws -> Bool
    /// Dossiers that have come to their end and do not lie in the archive, oldest first, after one; at most `limit`.
    func endedDossiers(after dossier: StreamID?, limit: Int) throws -> [StoredDossier]
    /// Whether something of a dossier is still under way: a text, a report of one, a call to a subscriber, a timer, a
    /// step; also the word of a subscriber that it wants no more, until somebody has it tried again.
    func isAwaited(_ dossier: StreamID) throws -> Bool
}

/// How dossiers are moved into the archive, in two transactions: the first one is on disk before the second one begins.
///
/// Every method throws ``StoreError``, of code unsuitable if no archive is open for writing.
public protocol ArchiveTransaction {
    /// Copies dossiers into the archive; until they are left to it nothing else changes.
    func copyToArchive(_ dossiers: [ArchivableDossier]) throws
    /// Takes away here what was copied, once it is found to lie in the archive byte for byte.
    func leaveToArchive(_ dossiers: [ArchivableDossier], at now: Instant) throws
    /// Notes in the archive that no move is under way, and here how often the archive was changed at least.
    func settleArchive() throws
}
