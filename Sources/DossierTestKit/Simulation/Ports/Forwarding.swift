import DossierDomain
import DossierEngine
import WorkingCalendar

/// A snapshot that passes every question on; a decorator writes only what it does otherwise.
protocol ForwardingSnapshot: StoreSnapshot {
    /// Who answers.
    var snapshot: any StoreSnapshot { get }
}

/// A transaction that passes everything on; a decorator writes only what it does otherwise.
protocol ForwardingTransaction: ForwardingSnapshot, StoreTransaction {
    /// Who does it.
    var base: any StoreTransaction { get }
}

extension ForwardingSnapshot {
    func dossier(_ code: DossierCode) throws -> StoredDossier? { try snapshot.dossier(code) }
    func dossier(_ id: StreamID) throws -> StoredDossier? { try snapshot.dossier(id) }
    func publicStatus(of code: String) throws -> StoredStatus? { try snapshot.publicStatus(of: code) }
    func page(
        of filter: DossierFilter,
        before place: DossierPlace?,
        limit: Int,
        examining rows: Int
    ) throws -> DossierPage {
        try snapshot.page(of: filter, before: place, limit: limit, examining: rows)
    }
    func watchedDossiers(after dossier: StreamID?, limit: Int) throws -> [StoredDossier] {
        try snapshot.watchedDossiers(after: dossier, limit: limit)
    }
    func reportedDossiers(
        in period: Range<Instant>,
        of procedure: ProcedureCode?,
        after place: DossierPlace?,
        examining rows: Int
    ) throws -> (places: [DossierPlace], reached: DossierPlace?) {
        try snapshot.reportedDossiers(in: period, of: procedure, after: place, examining: rows)
    }
    func inbox(of place: UnitPlace, after: InboxCursor?, limit: Int) throws -> [InboxRow] {
        try snapshot.inbox(of: place, after: after, limit: limit)
    }
    func finishedWork(at place: UnitPlace, since: Instant, limit: Int) throws -> FinishedWork {
        try snapshot.finishedWork(at: place, since: since, limit: limit)
    }
    func openWork(at place: UnitPlace, limit: Int) throws -> [OpenWork] {
        try snapshot.openWork(at: place, limit: limit)
    }
    func staffCounts(on date: LocalDate) throws -> [UnitPlace: Int] { try snapshot.staffCounts(on: date) }
    func urgentDossiers<Value>(
        steps: Int,
        read: (StoredDossier) throws -> Value
    ) throws -> (values: [Value], isPartial: Bool) {
        try snapshot.urgentDossiers(steps: steps, read: read)
    }
    func head(of stream: StreamID) throws -> StreamHead { try snapshot.head(of: stream) }
    func events(of stream: StreamID, after position: Int, limit: Int) throws -> [[UInt8]] {
        try snapshot.events(of: stream, after: position, limit: limit)
    }
    var vaultKeys: VaultKeyRing { snapshot.vaultKeys }
    func vaultEntry(_ number: Int64) throws -> VaultEntry? { try snapshot.vaultEntry(number) }
    func vaultStream(of number: Int64) throws -> StreamID? { try snapshot.vaultStream(of: number) }
    func vaultEntries(
        sealedOtherwiseThan keyID: Int64,
        after number: Int64,
        limit: Int
    ) throws -> [NumberedVaultEntry] {
        try snapshot.vaultEntries(sealedOtherwiseThan: keyID, after: number, limit: limit)
    }
    func vaultKeyRecords() throws -> [VaultKeyRecord] { try snapshot.vaultKeyRecords() }
    func vaultEntries(after number: Int64, limit: Int) throws -> [OwnedVaultEntry] {
        try snapshot.vaultEntries(after: number, limit: limit)
    }
    func vaultEntryCount(after number: Int64, limit: Int) throws -> Int {
        try snapshot.vaultEntryCount(after: number, limit: limit)
    }
    func nameTokens(of dossier: StreamID) throws -> [Int64] { try snapshot.nameTokens(of: dossier) }
    func storedHashKey(_ purpose: HashPurpose) throws -> StoredHashKey? { try snapshot.storedHashKey(purpose) }
    func account(named username: String) throws -> Account? { try snapshot.account(named: username) }
    func account(_ id: AccountID) throws -> Account? { try snapshot.account(id) }
    func accounts(after account: AccountID?, limit: Int) throws -> [Account] {
        try snapshot.accounts(after: account, limit: limit)
    }
    func identity(_ digest: Digest) throws -> StoredIdentity? { try snapshot.identity(digest) }
    func activeAdministratorCount() throws -> Int { try snapshot.activeAdministratorCount() }
    func postings(of account: AccountID, lastingTo date: LocalDate, limit: Int) throws -> [Posting] {
        try snapshot.postings(of: account, lastingTo: date, limit: limit)
    }
    func postings(of account: AccountID, before posting: PostingID?, limit: Int) throws -> [Posting] {
        try snapshot.postings(of: account, before: posting, limit: limit)
    }
    func secondments(touching days: ClosedRange<LocalDate>, limit: Int) throws -> [StoredSecondment] {
        try snapshot.secondments(touching: days, limit: limit)
    }
    func posting(_ id: PostingID, of account: AccountID) throws -> Posting? { try snapshot.posting(id, of: account) }
    func instant(of posting: PostingID) throws -> Instant? { try snapshot.instant(of: posting) }
    func session(_ tokenHash: Digest) throws -> Session? { try snapshot.session(tokenHash) }
    func sessions(of account: AccountID, before number: Int64?, limit: Int) throws -> [Session] {
        try snapshot.sessions(of: account, before: number, limit: limit)
    }
    func apiKey(named name: String) throws -> APIKey? { try snapshot.apiKey(named: name) }
    func apiKey(_ id: KeyID) throws -> APIKey? { try snapshot.apiKey(id) }
    func apiKeys(after key: KeyID?, limit: Int) throws -> [APIKey] { try snapshot.apiKeys(after: key, limit: limit) }
    func apiKeySecret(_ prefix: String) throws -> APIKeySecret? { try snapshot.apiKeySecret(prefix) }
    func apiKeySecrets(of key: KeyID, limit: Int) throws -> [APIKeySecret] {
        try snapshot.apiKeySecrets(of: key, limit: limit)
    }
    func notices(_ filter: NoticeFilter, before number: Int64?, limit: Int) throws -> [DeliveredNotice] {
        try snapshot.notices(filter, before: number, limit: limit)
    }
    func notices(about dossier: StreamID, after number: Int64, limit: Int) throws -> [Notice] {
        try snapshot.notices(about: dossier, after: number, limit: limit)
    }
    func notice(_ number: Int64) throws -> Notice? { try snapshot.notice(number) }
    func idempotencyEntry(account: AccountID, key: String) throws -> IdempotencyEntry? {
        try snapshot.idempotencyEntry(account: account, key: key)
    }
    func importedDossier(_ fingerprint: Digest) throws -> StreamID? { try snapshot.importedDossier(fingerprint) }
    func dueTimers(until now: Instant, after timer: DueTimer?, limit: Int) throws -> [DueTimer] {
        try snapshot.dueTimers(until: now, after: timer, limit: limit)
    }
    func nextTimer() throws -> Instant? { try snapshot.nextTimer() }
    func nextTimer(after now: Instant) throws -> Instant? { try snapshot.nextTimer(after: now) }
    func serviceTimer(_ timer: ServiceTimer) throws -> Instant? { try snapshot.serviceTimer(timer) }
    func lateDossiers(after dossier: StreamID?, limit: Int) throws -> [LateDossier] {
        try snapshot.lateDossiers(after: dossier, limit: limit)
    }
    func lateDossierCount() throws -> Int { try snapshot.lateDossierCount() }
    func sendableMessages(at machineNow: Instant, limit: Int) throws -> [OutboxMessage] {
        try snapshot.sendableMessages(at: machineNow, limit: limit)
    }
    func message(_ number: Int64) throws -> OutboxMessage? { try snapshot.message(number) }
    func message(of gateway: String, reference: String) throws -> OutboxMessage? {
        try snapshot.message(of: gateway, reference: reference)
    }
    func message(of gateway: String, reference: String, to receiver: Digest) throws -> OutboxMessage? {
        try snapshot.message(of: gateway, reference: reference, to: receiver)
    }
    func messages(
        _ filter: MessageFilter,
        before number: Int64?,
        limit: Int,
        examining rows: Int
    ) throws -> MessagePage {
        try snapshot.messages(filter, before: number, limit: limit, examining: rows)
    }
    func earlyReport(of gateway: String, reference: String) throws -> DeliveryReport.State? {
        try snapshot.earlyReport(of: gateway, reference: reference)
    }
    func queuedCount() throws -> Int { try snapshot.queuedCount() }
    func textsTaken(for receiver: Digest, during period: Range<Instant>) throws -> Int {
        try snapshot.textsTaken(for: receiver, during: period)
    }
    func hasInquiry(of gateway: String, providerID: String) throws -> Bool {
        try snapshot.hasInquiry(of: gateway, providerID: providerID)
    }
    func answeredCount(from sender: Digest, during period: ClosedRange<Instant>, limit: Int) throws -> Int {
        try snapshot.answeredCount(from: sender, during: period, limit: limit)
    }
    func inquiries(from sender: Digest, after number: Int64, limit: Int) throws -> [WaitingInquiry] {
        try snapshot.inquiries(from: sender, after: number, limit: limit)
    }
    func answerableInquiries(
        at machineNow: Instant,
        besides gateways: [String],
        limit: Int
    ) throws -> [WaitingInquiry] {
        try snapshot.answerableInquiries(at: machineNow, besides: gateways, limit: limit)
    }
    func wasSent(_ number: Int64, to receiver: Digest) throws -> Bool {
        try snapshot.wasSent(number, to: receiver)
    }
    func hasOptedOut(_ receiver: Digest) throws -> Bool { try snapshot.hasOptedOut(receiver) }
    func nextMessageAttempt() throws -> Instant? { try snapshot.nextMessageAttempt() }
    func nextRelease(after now: Instant) throws -> Instant? { try snapshot.nextRelease(after: now) }
    func acceptedMessages(after number: Int64, limit: Int) throws -> [OutboxMessage] {
        try snapshot.acceptedMessages(after: number, limit: limit)
    }
    func oldestWaitingMessage(at now: Instant) throws -> Instant? { try snapshot.oldestWaitingMessage(at: now) }
    func setting(_ name: InstallationSetting) throws -> String? { try snapshot.setting(name) }
    func configuration(_ version: ConfigurationVersion, of kind: String) throws -> StoredConfiguration? {
        try snapshot.configuration(version, of: kind)
    }
    func configurations(of kind: String) throws -> [StoredConfiguration] { try snapshot.configurations(of: kind) }
    func readConfigurations(_ take: (StoredConfiguration) throws -> Void) throws {
        try snapshot.readConfigurations(take)
    }
    func lastSequence() throws -> Int64 { try snapshot.lastSequence() }
    func readEvents(after sequence: Int64, limit: Int, _ take: (SequencedEvent) throws -> Void) throws {
        try snapshot.readEvents(after: sequence, limit: limit, take)
    }
    func stream(named stream: SystemEvent.Stream) throws -> StreamID? { try snapshot.stream(named: stream) }
    func event(of stream: StreamID, at position: Int) throws -> SequencedEvent? {
        try snapshot.event(of: stream, at: position)
    }
    func latestEvents(
        of stream: SystemEvent.Stream,
        before position: Int?,
        limit: Int
    ) throws -> [SequencedEvent] {
        try snapshot.latestEvents(of: stream, before: position, limit: limit)
    }
    func treeSize() throws -> Int64 { try snapshot.treeSize() }
    func tile(_ tile: TreeTile) throws -> [UInt8]? { try snapshot.tile(tile) }
    func readings(of dossier: StreamID, before sequence: Int64?, limit: Int) throws -> [SequencedEvent] {
        try snapshot.readings(of: dossier, before: sequence, limit: limit)
    }
    func lastReading(of dossier: StreamID, part: DossierReading.Part, by reader: String) throws -> SequencedEvent? {
        try snapshot.lastReading(of: dossier, part: part, by: reader)
    }
    func reading(_ sequence: Int64) throws -> ReadingRow? { try snapshot.reading(sequence) }
    func readingCount() throws -> Int { try snapshot.readingCount() }
    func isArchived(_ dossier: StreamID) throws -> Bool { try snapshot.isArchived(dossier) }
    func endedDossiers(after dossier: StreamID?, limit: Int) throws -> [StoredDossier] {
        try snapshot.endedDossiers(after: dossier, limit: limit)
    }
    func isAwaited(_ dossier: StreamID) throws -> Bool { try snapshot.isAwaited(dossier) }
}

extension ForwardingTransaction {
    var snapshot: any StoreSnapshot { base }

    func takeSerial(agencyIdentifier: String, date: LocalDate) throws -> Int {
        try base.takeSerial(agencyIdentifier: agencyIdentifier, date: date)
    }
    func makeStream() throws -> StreamHead { try base.makeStream() }
    func head(of stream: SystemEvent.Stream) throws -> StreamHead { try base.head(of: stream) }
    func append(_ event: [UInt8], hash: Digest, to head: StreamHead) throws -> StreamHead {
        try base.append(event, hash: hash, to: head)
    }
    func putVaultEntry(_ entry: VaultEntry, of stream: StreamID) throws -> Int64 {
        try base.putVaultEntry(entry, of: stream)
    }
    func replaceVaultEntry(_ number: Int64, with entry: VaultEntry, sealedWith keyID: Int64) throws {
        try base.replaceVaultEntry(number, with: entry, sealedWith: keyID)
    }
    func putVaultTerms(_ terms: [Int64], of number: Int64) throws { try base.putVaultTerms(terms, of: number) }
    func eraseVaultTerms(of number: Int64) throws { try base.eraseVaultTerms(of: number) }
    func eraseVaultEntry(_ number: Int64) throws { try base.eraseVaultEntry(number) }
    func putNameTokens(_ rows: [NameTokenRow]) throws { try base.putNameTokens(rows) }
    func eraseNameTokens(of dossier: StreamID) throws { try base.eraseNameTokens(of: dossier) }
    func insert(_ record: VaultKeyRecord) throws { try base.insert(record) }
    func deleteVaultKeyRecord(_ id: Int64) throws { try base.deleteVaultKeyRecord(id) }
    func insert(_ row: DossierRow) throws { try base.insert(row) }
    func update(_ row: DossierRow) throws { try base.update(row) }
    func replaceAgencies(_ old: [String], with new: [String], of dossier: StreamID) throws {
        try base.replaceAgencies(old, with: new, of: dossier)
    }
    func enqueue(_ draft: OutboxDraft) throws { try base.enqueue(draft) }
    func enqueueAgain(_ message: OutboxMessage, at now: Instant) throws -> Int64 {
        try base.enqueueAgain(message, at: now)
    }
    func releaseHeld(at now: Instant) throws -> Int { try base.releaseHeld(at: now) }
    func releaseHeld(beyond latest: Instant) throws -> Int { try base.releaseHeld(beyond: latest) }
    func hastenRetries(at machineNow: Instant, limit: Int) throws -> Int {
        try base.hastenRetries(at: machineNow, limit: limit)
    }
    func handOver(_ number: Int64, to gateway: String, leaseUntil: Instant) throws -> Bool {
        try base.handOver(number, to: gateway, leaseUntil: leaseUntil)
    }
    func hold(_ number: Int64, until: Instant) throws { try base.hold(number, until: until) }
    func expireConfirmations(at machineNow: Instant) throws -> Int { try base.expireConfirmations(at: machineNow) }
    func hastenConfirmations(at latest: Instant, limit: Int) throws -> Int {
        try base.hastenConfirmations(at: latest, limit: limit)
    }
    func settle(_ number: Int64, as state: MessageState, reportedAt: Instant, confirmBy: Instant?) throws {
        try base.settle(number, as: state, reportedAt: reportedAt, confirmBy: confirmBy)
    }
    func keep(_ report: DeliveryReport.State, of gateway: String, reference: String, at machineNow: Instant) throws {
        try base.keep(report, of: gateway, reference: reference, at: machineNow)
    }
    func forgetEarlyReport(of gateway: String, reference: String) throws {
        try base.forgetEarlyReport(of: gateway, reference: reference)
    }
    func forgetEarlyReports(before: Instant, limit: Int) throws {
        try base.forgetEarlyReports(before: before, limit: limit)
    }
    func insert(_ inquiry: InquiryDraft) throws -> Int64? { try base.insert(inquiry) }
    func startAnswering(_ number: Int64, leaseUntil: Instant) throws -> Bool {
        try base.startAnswering(number, leaseUntil: leaseUntil)
    }
    func finishAnswering(_ number: Int64, as state: AnswerState, retryAt: Instant?) throws {
        try base.finishAnswering(number, as: state, retryAt: retryAt)
    }
    func hastenAnswers(at machineNow: Instant, limit: Int) throws -> Int {
        try base.hastenAnswers(at: machineNow, limit: limit)
    }
    func lapsedInquiries(at machineNow: Instant, limit: Int) throws -> [WaitingInquiry] {
        try base.lapsedInquiries(at: machineNow, limit: limit)
    }
    func forgetInquiries(before: Instant, limit: Int) throws { try base.forgetInquiries(before: before, limit: limit) }
    func eraseReceivers(of dossier: StreamID) throws { try base.eraseReceivers(of: dossier) }
    func setOptedOut(_ receiver: Digest, since: Instant?) throws { try base.setOptedOut(receiver, since: since) }
    func startSending(_ number: Int64, gateway: String, leaseUntil: Instant) throws -> Bool {
        try base.startSending(number, gateway: gateway, leaseUntil: leaseUntil)
    }
    func finishSending(_ number: Int64, outcome: MessageOutcome) throws {
        try base.finishSending(number, outcome: outcome)
    }
    func expireLeases(at machineNow: Instant) throws -> Int { try base.expireLeases(at: machineNow) }
    func insert(_ notice: Notice) throws { try base.insert(notice) }
    func markRead(_ notice: Int64, by account: AccountID) throws { try base.markRead(notice, by: account) }
    func markRead(to recipients: [NoticeRecipient], upTo notice: Int64, by account: AccountID) throws {
        try base.markRead(to: recipients, upTo: notice, by: account)
    }
    func readdressNotices(of old: NoticeRecipient, to new: NoticeRecipient) throws {
        try base.readdressNotices(of: old, to: new)
    }
    func set(_ timer: ServiceTimer, to fireAt: Instant?) throws { try base.set(timer, to: fireAt) }
    func remember(_ entry: IdempotencyEntry) throws { try base.remember(entry) }
    func forgetIdempotencyEntries(before: Instant, limit: Int) throws {
        try base.forgetIdempotencyEntries(before: before, limit: limit)
    }
    func skipSerials(_ count: Int, agencyIdentifier: String, date: LocalDate) throws {
        try base.skipSerials(count, agencyIdentifier: agencyIdentifier, date: date)
    }
    func skipNumbers(_ count: Int64) throws { try base.skipNumbers(count) }
    func giveUpWaitingTexts(reason: String) throws -> Int { try base.giveUpWaitingTexts(reason: reason) }
    func endAllSessions() throws -> Int { try base.endAllSessions() }
    func markImported(_ fingerprint: Digest, dossier: StreamID) throws {
        try base.markImported(fingerprint, dossier: dossier)
    }
    func insertAccount(
        username: String,
        role: Role,
        place: UnitPlace?,
        passwordHash: String,
        mustChangePassword: Bool
    ) throws -> AccountID {
        try base.insertAccount(
            username: username,
            role: role,
            place: place,
            passwordHash: passwordHash,
            mustChangePassword: mustChangePassword
        )
    }
    func save(_ account: Account) throws { try base.save(account) }
    func insert(_ posting: Posting, of account: AccountID, at instant: Instant) throws -> Posting {
        try base.insert(posting, of: account, at: instant)
    }
    func endPosting(_ id: PostingID, at instant: Instant) throws { try base.endPosting(id, at: instant) }
    func save(_ identity: StoredIdentity) throws { try base.save(identity) }
    func open(_ session: SessionOpening) throws -> Session { try base.open(session) }
    func noteUse(ofSession number: Int64, at instant: Instant) throws {
        try base.noteUse(ofSession: number, at: instant)
    }
    func deleteSession(_ number: Int64, of account: AccountID) throws -> Bool {
        try base.deleteSession(number, of: account)
    }
    func deleteSession(_ tokenHash: Digest) throws { try base.deleteSession(tokenHash) }
    func deleteSessions(of account: AccountID, except kept: Digest?) throws {
        try base.deleteSessions(of: account, except: kept)
    }
    func deleteSessions(expiredBefore: Instant, limit: Int) throws {
        try base.deleteSessions(expiredBefore: expiredBefore, limit: limit)
    }
    func insertKey(_ draft: KeyDraft, at instant: Instant) throws -> APIKey {
        try base.insertKey(draft, at: instant)
    }
    func save(_ key: APIKey) throws { try base.save(key) }
    func insert(_ secret: APIKeySecret) throws { try base.insert(secret) }
    func endSecrets(of key: KeyID, at instant: Instant, except prefix: String?) throws {
        try base.endSecrets(of: key, at: instant, except: prefix)
    }
    func noteUse(ofKey prefix: String, at instant: Instant) throws { try base.noteUse(ofKey: prefix, at: instant) }
    func set(_ name: InstallationSetting, to value: String) throws { try base.set(name, to: value) }
    func setHashKey(_ key: StoredHashKey, for purpose: HashPurpose) throws { try base.setHashKey(key, for: purpose) }
    func rewrapHashKey(_ key: StoredHashKey, for purpose: HashPurpose) throws {
        try base.rewrapHashKey(key, for: purpose)
    }
    func insert(_ configuration: StoredConfiguration) throws { try base.insert(configuration) }
    func put(_ hashes: [UInt8], as tile: TreeTile) throws { try base.put(hashes, as: tile) }
    func insert(_ reading: ReadingRow) throws { try base.insert(reading) }
    func copyToArchive(_ dossiers: [ArchivableDossier]) throws { try base.copyToArchive(dossiers) }
    func leaveToArchive(_ dossiers: [ArchivableDossier], at now: Instant) throws {
        try base.leaveToArchive(dossiers, at: now)
    }
    func settleArchive() throws { try base.settleArchive() }
}
