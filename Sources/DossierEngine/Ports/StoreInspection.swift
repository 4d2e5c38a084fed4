public import DossierDomain
public import WorkingCalendar

/// What `verify` looks at: the store as it is, without trusting it.
///
/// Every method throws ``StoreError`` if the store cannot be read.
public protocol StoreInspection: StoreSnapshot {
    /// Streams in order, after a stream; at most `limit`.
    func streams(after stream: StreamID?, limit: Int) throws -> [InspectedStream]
    /// The stored columns of a dossier; nil if the stream is none.
    func inspectedRow(_ id: StreamID) throws -> DossierRow?
    /// The last serials given, by agency and day, in order, after one; at most `limit`.
    func serials(after serial: IssuedSerial?, limit: Int) throws -> [IssuedSerial]
    /// The serials written in the codes of one agency's day, in order.
    ///
    /// - Parameters:
    ///   - agencyIdentifier: The identifier the codes begin with.
    ///   - date: The local date of receipt.
    ///   - limit: How many at most.
    /// - Returns: The codes, by serial.
    /// - Throws: ``StoreError`` if the store cannot be read.
    func codes(agencyIdentifier: String, date: LocalDate, limit: Int) throws -> [DossierCode]
    /// The serials of an agency's day that were passed over, in order; at most `limit` runs of them.
    func serialGaps(agencyIdentifier: String, date: LocalDate, limit: Int) throws -> [ClosedRange<Int>]
    /// What the database itself finds wrong with its pages, indexes and constraints; none if it is sound.
    func storageDefects(limit: Int) throws -> [String]
    /// Rows that point at nothing, in words; none if all is well.
    func danglingReferences(limit: Int) throws -> [String]
    /// Tables, indexes, views and triggers that are not those of this program, in words; none if all are.
    func schemaDefects(limit: Int) throws -> [String]
    /// How many events there are, and how many of them belong to no stream.
    func eventCounts() throws -> (all: Int, orphaned: Int)
    /// The numbers of all entries of the vault with the streams they belong to, in order, after one; at most `limit`.
    func vaultNumbers(after number: Int64, limit: Int) throws -> [(number: Int64, stream: StreamID)]
    /// Citizens' texts of which the number that is answered is still kept, with the entry of the vault that holds it,
    /// in order, after a text; at most `limit`.
    func awaitedReceivers(after text: Int64, limit: Int) throws -> [(text: Int64, entry: Int64)]
    /// The terms by which a dossier is found through an entry of the vault, in order.
    func vaultTerms(of number: Int64) throws -> [InspectedTerm]
    /// How many such terms there are in all.
    func vaultTermCount() throws -> Int
    /// For what something in the database was hashed with a key, so that the key has to be there.
    func hashPurposesInUse() throws -> Set<HashPurpose>
    /// How many texts tell once more what an earlier one told.
    func repeatedTextCount() throws -> Int
    /// How many identities of the provider of single sign-on lead to an account.
    func identityCount(of account: AccountID) throws -> Int
}

/// A stream as it lies in the store.
public struct InspectedStream: Hashable, Sendable {
    /// Its head as stored.
    public let head: StreamHead
    /// The name of a system stream; nil for a dossier.
    public let name: String?

    /// Creates a stream.
    public init(head: StreamHead, name: String?) {
        self.head = head
        self.name = name
    }
}

/// A term of a person's number as it lies in the store.
public struct InspectedTerm: Hashable, Sendable {
    /// The term.
    public let term: Int64
    /// The dossier that is found by it.
    public let dossier: StreamID

    /// Creates a term.
    public init(term: Int64, dossier: StreamID) {
        self.term = term
        self.dossier = dossier
    }
}

/// The last serial given to an agency's day.
public struct IssuedSerial: Hashable, Sendable {
    /// The identifier the codes begin with.
    public let agencyIdentifier: String
    /// The local date of receipt.
    public let date: LocalDate
    /// The last serial.
    public let last: Int

    /// Creates a serial.
    public init(agencyIdentifier: String, date: LocalDate, last: Int) {
        self.agencyIdentifier = agencyIdentifier
        self.date = date
        self.last = last
    }
}
