public import DossierDomain
public import WorkingCalendar

/// What can be asked of the store, all as of one moment.
///
/// Every method throws ``StoreError`` if the store cannot be read.
public protocol StoreSnapshot: MessageSnapshot, InquirySnapshot, WebhookSnapshot, VaultSnapshot, AccountSnapshot,
    KeySnapshot, HistorySnapshot, ReadingSnapshot, NameSnapshot, ArchiveSnapshot
{
    /// The dossier of a code.
    func dossier(_ code: DossierCode) throws -> StoredDossier?
    /// The dossier of a stream.
    func dossier(_ id: StreamID) throws -> StoredDossier?
    /// The public status of a code, as ``StatusLookup`` gives it.
    func publicStatus(of code: String) throws -> StoredStatus?
    /// The next dossiers of a list; see ``DossierPage``.
    ///
    /// - Parameters:
    ///   - filter: What they are narrowed to.
    ///   - place: Where the list goes on, a place of the same list; nil for its beginning.
    ///   - limit: How many are wanted, 1 or more.
    ///   - rows: How many rows of the list are looked at, at most, to find them; a person's few are not counted.
    /// - Returns: The page.
    /// - Throws: ``StoreError`` if the store cannot be read.
    func page(
        of filter: DossierFilter,
        before place: DossierPlace?,
        limit: Int,
        examining rows: Int
    ) throws -> DossierPage
    /// Dossiers that timers may watch, oldest first, after one: those whose clock runs, and those only filed online; at
    /// most `limit`.
    func watchedDossiers(after dossier: StreamID?, limit: Int) throws -> [StoredDossier]
    /// The next dossiers, in the order of receipt, that a report on a period may tell of: received before its end, and
    /// not known to have been received and finished before its beginning; also archived ones.
    ///
    /// - Parameters:
    ///   - period: From its beginning on and before its end.
    ///   - procedure: Only dossiers of this procedure; nil for all.
    ///   - place: The place behind which the walk goes on; nil for its beginning.
    ///   - rows: How many rows are looked at, at most, 1 or more.
    /// - Returns: Their places, and the last place looked at; nil if the walk came to its end.
    /// - Throws: ``StoreError`` if the store cannot be read.
    func reportedDossiers(
        in period: Range<Instant>,
        of procedure: ProcedureCode?,
        after place: DossierPlace?,
        examining rows: Int
    ) throws -> (places: [DossierPlace], reached: DossierPlace?)
    /// A unit's steps under way, most urgent first, after a cursor; at most `limit`.
    func inbox(of place: UnitPlace, after: InboxCursor?, limit: Int) throws -> [InboxRow]
    /// The work that a unit finished since an instant; at most `limit` spans of it, the earliest first.
    func finishedWork(at place: UnitPlace, since: Instant, limit: Int) throws -> FinishedWork
    /// A unit's steps under way whose clock runs, counted by procedure, step and hour of the due moment; of at most
    /// `limit` steps, the most urgent first.
    func openWork(at place: UnitPlace, limit: Int) throws -> [OpenWork]
    /// How many active accounts of clerks, officers and heads work at each unit on a date: those who are seconded where
    /// they are sent to.
    func staffCounts(on date: LocalDate) throws -> [UnitPlace: Int]
    /// Reads every dossier that has one of the most urgent steps whose clock runs, in the order of streams.
    ///
    /// - Parameters:
    ///   - steps: How many steps are looked at, at most.
    ///   - read: Takes one dossier at a time, so that not all of them lie in memory.
    /// - Returns: What was read, and whether there are more such steps.
    /// - Throws: Whatever the closure throws; ``StoreError`` if the store cannot be read.
    func urgentDossiers<Value>(
        steps: Int,
        read: (StoredDossier) throws -> Value
    ) throws -> (values: [Value], isPartial: Bool)
    /// The head of a dossier's stream.
    func head(of stream: StreamID) throws -> StreamHead
    /// The canonical events of a stream in order, after a position; at most `limit`.
    func events(of stream: StreamID, after position: Int, limit: Int) throws -> [[UInt8]]

    /// Notices that a filter takes, newest first, before a number; at most `limit`.
    func notices(_ filter: NoticeFilter, before number: Int64?, limit: Int) throws -> [DeliveredNotice]
    /// Notices about a dossier, whoever got them, oldest first, after a number; at most `limit`. It walks all notices.
    func notices(about dossier: StreamID, after number: Int64, limit: Int) throws -> [Notice]
    /// The notice of a number.
    func notice(_ number: Int64) throws -> Notice?

    /// The entry of an idempotency key.
    func idempotencyEntry(account: AccountID, key: String) throws -> IdempotencyEntry?
    /// The dossier that a row of an older register with that fingerprint became; nil if it was not taken over yet.
    func importedDossier(_ fingerprint: Digest) throws -> StreamID?

    /// Timers whose instant has come, earliest first and those of one instant by dossier, after one of them; at most
    /// `limit`.
    func dueTimers(until now: Instant, after timer: DueTimer?, limit: Int) throws -> [DueTimer]
    /// The earliest timer of all, of dossiers and of the service; nil if none stands.
    func nextTimer() throws -> Instant?
    /// The earliest timer of all after an instant; nil if none stands.
    func nextTimer(after now: Instant) throws -> Instant?
    /// When a timer of the service fires; nil if it does not stand.
    func serviceTimer(_ timer: ServiceTimer) throws -> Instant?
    /// Dossiers whose appointment has passed while their clock runs, oldest first, after one; at most `limit`.
    func lateDossiers(after dossier: StreamID?, limit: Int) throws -> [LateDossier]
    /// How many such dossiers there are.
    func lateDossierCount() throws -> Int

    /// The value of an installation's setting.
    func setting(_ name: InstallationSetting) throws -> String?
    /// A version of configuration that was taken into use; nil if it was not.
    func configuration(_ version: ConfigurationVersion, of kind: String) throws -> StoredConfiguration?
    /// Every version of a kind in use so far, by name and version; of procedures there may be thousands.
    func configurations(of kind: String) throws -> [StoredConfiguration]
    /// Reads every version of every kind in use so far, one at a time, by kind, name and version.
    func readConfigurations(_ take: (StoredConfiguration) throws -> Void) throws
}

extension StoreSnapshot {
    /// Timers whose instant has come, earliest first; at most `limit`.
    ///
    /// - Parameters:
    ///   - now: The instant.
    ///   - limit: How many at most.
    /// - Returns: The timers.
    /// - Throws: ``StoreError`` if the store cannot be read.
    public func dueTimers(until now: Instant, limit: Int) throws -> [DueTimer] {
        try dueTimers(until: now, after: nil, limit: limit)
    }
}

/// A setting that belongs to the database and not to a file.
public enum InstallationSetting: String, Sendable {
    /// `demo` or `production`, fixed when the database is made.
    case mode
    /// The demo clock in milliseconds since 1970 UTC; missing while the clock is the machine's.
    case demoClock
    /// When the store last proved that it can commit, in milliseconds since 1970 UTC.
    case readiness
    /// The calendar by which due moments were reckoned, as `name@version`; missing in databases of older programs.
    case calendarInForce
    /// The organisation that units and agencies are of, as `name@version`; missing in databases of older programs.
    case organisationInForce
    /// Whether dossiers of older programs can be found by their persons' numbers; missing until they can, and `newest`
    /// until they can by those of before corrections too.
    case personsIndexed
    /// What the archive of old years is known by, 32 hexadecimal digits; missing until there is one.
    case archive
    /// How often the archive was changed at least.
    case archiveGeneration
    /// The numbers of entries that were erased and are about to leave the archive, with commas; missing for none.
    case archiveErasing
    /// The number of the last entry of the vault that was looked at for names; missing until the first was.
    case namesIndexed
    /// The key that salts the leaves of the tree over all events, as 64 hexadecimal digits.
    ///
    /// With another one no checkpoint holds. It keeps strangers who are shown a proof from guessing events. Whoever has
    /// the database has the events too, so it stands in clear, and `verify` needs no key of the vault.
    case leafKey
}

/// What a keyed hash is for; each has a key of its own.
public enum HashPurpose: String, CaseIterable, Sendable {
    /// Recognising a repeated request, and drawing the secrets that its answer shows again.
    case idempotency
    /// Recognising a row of an older register.
    case importRow
    /// Recognising a telephone number.
    case phone
    /// Finding dossiers by an identity or telephone number.
    case person
    /// Knowing somebody of the provider of single sign-on again.
    case identity
    /// Finding dossiers by words of a name.
    case name
}
