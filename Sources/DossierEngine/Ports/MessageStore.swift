public import WorkingCalendar

/// What can be asked about texts (tin nhắn), all as of one moment.
///
/// Every method throws ``StoreError`` if the store cannot be read.
public protocol MessageSnapshot {
    /// Texts that may be sent now, oldest first: queued, past their retry instant, not held, and with no earlier text
    /// of their dossier queued or sending.
    ///
    /// - Parameters:
    ///   - machineNow: The machine's time, for retries.
    ///   - limit: How many at most.
    /// - Returns: The texts.
    /// - Throws: ``StoreError``.
    func sendableMessages(at machineNow: Instant, limit: Int) throws -> [OutboxMessage]
    /// When the earliest queued text may next be tried, in machine time; nil if none is queued.
    func nextMessageAttempt() throws -> Instant?
    /// When the earliest queued text may go that is kept back beyond an instant of the service's time; nil if none is.
    func nextRelease(after now: Instant) throws -> Instant?
    /// Texts that a gateway took, whatever became of them, oldest first, after a number; at most `limit`.
    func acceptedMessages(after number: Int64, limit: Int) throws -> [OutboxMessage]
    /// When the oldest text not yet sent was caused; nil if none waits.
    ///
    /// What is kept back is left out, and so is what comes after it in its dossier: it waits on purpose.
    ///
    /// - Parameter now: The service's time; what was kept back until then and was not released counts again.
    /// - Returns: When it was caused.
    /// - Throws: ``StoreError``.
    func oldestWaitingMessage(at now: Instant) throws -> Instant?
    /// The text of a number.
    func message(_ number: Int64) throws -> OutboxMessage?
    /// The latest text that a gateway knows by a reference of its own.
    func message(of gateway: String, reference: String) throws -> OutboxMessage?
    /// The same among texts to the number of a keyed hash.
    func message(of gateway: String, reference: String, to receiver: Digest) throws -> OutboxMessage?
    /// The next texts of a list.
    ///
    /// - Parameters:
    ///   - filter: What they are narrowed to.
    ///   - number: Before which number; nil for the list's beginning.
    ///   - limit: How many are wanted, 1 or more.
    ///   - rows: How many texts are looked at, at most, to find a gateway's; a dossier's few are not counted.
    /// - Returns: The page.
    /// - Throws: ``StoreError`` if the store cannot be read.
    func messages(
        _ filter: MessageFilter,
        before number: Int64?,
        limit: Int,
        examining rows: Int
    ) throws -> MessagePage
    /// What a gateway told of a reference before it was known as one of a text; nil if nothing.
    func earlyReport(of gateway: String, reference: String) throws -> DeliveryReport.State?
    /// How many texts wait to be sent.
    func queuedCount() throws -> Int
    /// How many texts gateways took for a number in a period of the service's time.
    func textsTaken(for receiver: Digest, during period: Range<Instant>) throws -> Int
    /// Whether a text was last tried for the number of a keyed hash; false too once that was forgotten.
    func wasSent(_ number: Int64, to receiver: Digest) throws -> Bool
    /// Whether a number wants no texts.
    func hasOptedOut(_ receiver: Digest) throws -> Bool
}

extension MessageSnapshot {
    /// Texts that a filter takes, newest first, before a number; at most `limit`, however long the walk to them is.
    ///
    /// - Parameters:
    ///   - filter: What they are narrowed to.
    ///   - number: Before which number; nil for the list's beginning.
    ///   - limit: How many at most, 1 or more.
    /// - Returns: The texts; fewer than the limit at the end only.
    /// - Throws: ``StoreError`` if the store cannot be read.
    public func messages(_ filter: MessageFilter, before number: Int64?, limit: Int) throws -> [OutboxMessage] {
        try messages(filter, before: number, limit: limit, examining: .max).messages
    }
}

/// What can be changed about texts, all or nothing.
///
/// Every method throws ``StoreError`` if the store cannot be written.
public protocol MessageTransaction {
    /// Queues a text; a second one of the same cause and kind is left out.
    func enqueue(_ draft: OutboxDraft) throws
    /// Queues the news of a text once more, as a text of its own.
    ///
    /// - Parameters:
    ///   - message: The text.
    ///   - now: The present instant.
    /// - Returns: The number of the new text.
    /// - Throws: ``StoreError``.
    func enqueueAgain(_ message: OutboxMessage, at now: Instant) throws -> Int64
    /// Marks a queued text as handed to a gateway until a lease ends in machine time.
    ///
    /// - Returns: Whether it was still queued.
    func startSending(_ number: Int64, gateway: String, leaseUntil: Instant) throws -> Bool
    /// Notes that a text that is being sent is handed to another gateway until a new lease ends in machine time,
    /// because the last one surely did not take it.
    ///
    /// - Returns: False if a report on it has come, so that the last one took it after all; then nothing is changed.
    func handOver(_ number: Int64, to gateway: String, leaseUntil: Instant) throws -> Bool
    /// Notes what became of a try; a report that was there before the answer stands.
    func finishSending(_ number: Int64, outcome: MessageOutcome) throws
    /// Keeps a queued text back until an instant of the service's time, when it has to be released.
    func hold(_ number: Int64, until: Instant) throws
    /// Releases every text that was kept back until an instant of the service's time or before.
    ///
    /// - Returns: How many.
    func releaseHeld(at now: Instant) throws -> Int
    /// Releases every text that is kept back beyond an instant of the service's time.
    ///
    /// - Returns: How many.
    func releaseHeld(beyond latest: Instant) throws -> Int
    /// Lets queued texts be tried at once that wait for another try, the earliest first; at most `limit`.
    ///
    /// - Returns: How many.
    func hastenRetries(at machineNow: Instant, limit: Int) throws -> Int
    /// Notes as unknown every text whose lease ended without an answer.
    ///
    /// - Returns: How many.
    func expireLeases(at machineNow: Instant) throws -> Int
    /// Notes as unconfirmed every text whose report is overdue.
    ///
    /// - Returns: How many.
    func expireConfirmations(at machineNow: Instant) throws -> Int
    /// Lets reports be overdue at an instant of machine time that would be so later, the earliest first; at most
    /// `limit`.
    ///
    /// - Returns: How many.
    func hastenConfirmations(at latest: Instant, limit: Int) throws -> Int
    /// Notes what a report made of a text, and when the next one is overdue, in machine time, unless that is noted
    /// already; nil if none is awaited.
    func settle(_ number: Int64, as state: MessageState, reportedAt: Instant, confirmBy: Instant?) throws
    /// Keeps what a gateway told of a reference that no text has yet; the last word counts.
    func keep(_ report: DeliveryReport.State, of gateway: String, reference: String, at machineNow: Instant) throws
    /// Forgets what was told of a reference, once a text has it: the gateway may give the reference again.
    func forgetEarlyReport(of gateway: String, reference: String) throws
    /// Forgets such reports from before an instant of machine time; at most `limit`.
    func forgetEarlyReports(before: Instant, limit: Int) throws
    /// Forgets to which numbers the texts of a dossier went; may be called twice.
    func eraseReceivers(of dossier: StreamID) throws
    /// Notes that a number wants no texts, or with nil that it wants them again; may be called twice.
    func setOptedOut(_ receiver: Digest, since: Instant?) throws
}
