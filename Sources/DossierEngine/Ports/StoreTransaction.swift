public import DossierDomain
public import WorkingCalendar

/// What can be changed in the store, all or nothing.
///
/// Every method throws ``StoreError`` if the store cannot be written.
public protocol StoreTransaction: StoreSnapshot, MessageTransaction, InquiryTransaction,
    WebhookTransaction, VaultTransaction, AccountTransaction, KeyTransaction, HistoryTransaction,
    ReadingTransaction, RestorationTransaction, NameTransaction, ArchiveTransaction
{
    /// Takes the next serial of an agency's day, from 1, gapless once committed.
    func takeSerial(agencyIdentifier: String, date: LocalDate) throws -> Int

    /// Makes a stream without a name, for a dossier.
    func makeStream() throws -> StreamHead
    /// The head of a named stream, made if missing.
    func head(of stream: SystemEvent.Stream) throws -> StreamHead
    /// Appends one canonical event behind a head.
    ///
    /// - Returns: The new head.
    func append(_ event: [UInt8], hash: Digest, to head: StreamHead) throws -> StreamHead

    /// Saves a new dossier with its timers, steps and agencies.
    func insert(_ row: DossierRow) throws
    /// Saves a changed dossier with its timers and steps.
    func update(_ row: DossierRow) throws
    /// Puts agencies that may see a dossier in the place of others, all in written form.
    func replaceAgencies(_ old: [String], with new: [String], of dossier: StreamID) throws

    /// Adds a notice.
    func insert(_ notice: Notice) throws
    /// Marks a notice as read by an account; may be called twice.
    func markRead(_ notice: Int64, by account: AccountID) throws
    /// Marks all notices to some recipients up to and with one as read by an account; may be called twice.
    func markRead(to recipients: [NoticeRecipient], upTo notice: Int64, by account: AccountID) throws
    /// Gives the notices of a recipient on dossiers that have not ended to another one.
    ///
    /// Who has read them has, and for all others they are unread, also where newer ones to the new recipient were read.
    func readdressNotices(of old: NoticeRecipient, to new: NoticeRecipient) throws
    /// Sets a timer of the service, or takes it away.
    func set(_ timer: ServiceTimer, to fireAt: Instant?) throws
    /// Remembers an idempotency key.
    func remember(_ entry: IdempotencyEntry) throws
    /// Forgets keys remembered before an instant of machine time; at most `limit`.
    func forgetIdempotencyEntries(before: Instant, limit: Int) throws
    /// Remembers a row of an older register.
    func markImported(_ fingerprint: Digest, dossier: StreamID) throws

    /// Sets an installation's setting.
    func set(_ name: InstallationSetting, to value: String) throws
    /// Keeps a configuration version taken into use.
    func insert(_ configuration: StoredConfiguration) throws
}
