public import WorkingCalendar

/// One recorded reading as the store finds it again (lượt xem đã ghi); all else stands in its event.
public struct ReadingRow: Hashable, Sendable {
    /// The number of its event in the global sequence.
    public let sequence: Int64
    /// The dossier that was read.
    public let dossier: StreamID
    /// Who read it, by the stored name of an initiator.
    public let reader: String
    /// What of it was read.
    public let part: DossierReading.Part
    /// When.
    public let at: Instant

    /// Creates a row.
    public init(sequence: Int64, dossier: StreamID, reader: String, part: DossierReading.Part, at: Instant) {
        self.sequence = sequence
        self.dossier = dossier
        self.reader = reader
        self.part = part
        self.at = at
    }
}

/// What can be asked about readings of dossiers, all as of one moment.
///
/// Every method throws ``StoreError`` if the store cannot be read.
public protocol ReadingSnapshot {
    /// The events of a dossier's readings, newest first, before a sequence; at most `limit`.
    func readings(of dossier: StreamID, before sequence: Int64?, limit: Int) throws -> [SequencedEvent]
    /// The event of the last reading of a part of a dossier by a reader; nil if he has read none.
    func lastReading(of dossier: StreamID, part: DossierReading.Part, by reader: String) throws -> SequencedEvent?
    /// The row of a reading; nil if there is none of that sequence.
    func reading(_ sequence: Int64) throws -> ReadingRow?
    /// How many readings are recorded.
    func readingCount() throws -> Int
}

/// What can be changed about readings, all or nothing.
///
/// Every method throws ``StoreError`` if the store cannot be written.
public protocol ReadingTransaction {
    /// Lets a reading be found by its dossier and its reader.
    func insert(_ reading: ReadingRow) throws
}
