import DossierDomain
import DossierEngine
import GRDB
import Synchronization
import Testing
import WorkingCalendar

@testable import DossierStoreSQLite

/// A query that is asked often, and the index its plan has to use.
struct HotQuery: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let plan: String
    let run: @Sendable (SQLiteTransaction) throws -> Void

    init(_ name: String, uses plan: String, run: @escaping @Sendable (SQLiteTransaction) throws -> Void) {
        testDescription = name
        self.plan = plan
        self.run = run
    }

    static let all = [
        HotQuery("public status", uses: "dossier USING INDEX dossier_code") {
            _ = try $0.publicStatus(of: "000.00.15.H47-220105-0001")
        },
        HotQuery("dossier by code", uses: "dossier USING COVERING INDEX dossier_code") {
            _ = try $0.dossier(try #require(DossierCode("000.00.15.H47-220105-0001")))
        },
        HotQuery("dossier by stream", uses: "dossierState USING INTEGER PRIMARY KEY") {
            _ = try $0.dossier(StreamID(number: 1))
        },
        HotQuery("whether a dossier is archived", uses: "dossier USING INTEGER PRIMARY KEY (rowid=?)") {
            _ = try $0.isArchived(StreamID(number: 1))
        },
        HotQuery("saving a dossier", uses: "SEARCH dossier USING INTEGER PRIMARY KEY (rowid=?)") { transaction in
            let code = try register(in: transaction)
            let id = try #require(try transaction.dossier(code)?.id)
            try transaction.update(row(of: id, code: code))
        },
        HotQuery("ended dossiers", uses: "dossier USING INTEGER PRIMARY KEY (rowid>?)") {
            _ = try $0.endedDossiers(after: StreamID(number: 1), limit: 10)
        },
        HotQuery("a period's dossiers", uses: "INDEX dossier_receivedAt (receivedAt>? AND receivedAt<?)") {
            _ = try $0.reportedDossiers(in: receipt..<receipt.adding(seconds: 1), of: nil, after: nil, examining: 10)
        },
        HotQuery("inbox", uses: "active USING COVERING INDEX activeStep_inbox (place=? AND (urgency,dossier,step)>") {
            _ = try $0.inbox(of: finance, after: nil, limit: 10)
        },
        HotQuery("unit's finished work", uses: "finishedStep USING COVERING INDEX finishedStep_place (place=? AND") {
            _ = try $0.finishedWork(at: finance, since: receipt, limit: 10)
        },
        HotQuery("dossier's finished steps", uses: "finishedStep USING PRIMARY KEY (dossier=?)") {
            _ = try $0.finishedSteps(of: StreamID(number: 1))
        },
        HotQuery("unit's open work", uses: "activeStep USING COVERING INDEX activeStep_inbox (place=? AND urgency<?)") {
            _ = try $0.openWork(at: finance, limit: 10)
        },
        HotQuery("most urgent dossiers", uses: "activeStep USING COVERING INDEX activeStep_urgency (urgency<?)") {
            _ = try $0.urgentDossiers(steps: 10) { $0.id }
        },
        HotQuery("agency's list", uses: "own USING PRIMARY KEY (agency=? AND dossier>? AND dossier<?)") {
            var filter = DossierFilter()
            filter.agency = "UBND-H"
            filter.status = .received
            _ = try $0.dossiers(matching: filter, before: nil, limit: 10)
        },
        HotQuery("unit's list", uses: "active USING COVERING INDEX activeStep_inbox (place=?)") {
            var filter = DossierFilter()
            filter.agency = "UBND-H"
            filter.unit = "TCKH"
            _ = try $0.dossiers(matching: filter, before: nil, limit: 10)
        },
        HotQuery("a person's dossiers", uses: "vaultTerm USING COVERING INDEX vaultTerm_group (<expr>=? AND dossier<") {
            var filter = DossierFilter()
            filter.agency = "UBND-H"
            filter.personTerms = [1, 2]
            _ = try $0.dossiers(matching: filter, before: nil, limit: 10)
        },
        HotQuery("a person's window", uses: "found USING COVERING INDEX vaultTerm_group (<expr>=? AND dossier>? AND") {
            var filter = DossierFilter()
            filter.personTerms = [1, 2]
            _ = try $0.page(of: filter, before: nil, limit: 10, examining: 100)
        },
        HotQuery("a person's few dossiers", uses: "SEARCH vaultTerm USING COVERING INDEX vaultTerm_group (<expr>=?)") {
            var filter = DossierFilter()
            filter.personTerms = [1, 2]
            filter.received = receipt..<receipt.adding(seconds: 60)
            _ = try $0.page(of: filter, before: nil, limit: 10, examining: 100)
        },
        HotQuery("a person's late ones", uses: "termed USING COVERING INDEX vaultTerm_group (<expr>=? AND dossier=?") {
            var filter = DossierFilter()
            filter.personTerms = [1, 2]
            filter.late = LatenessFilter(isLate: true, now: receipt)
            _ = try $0.page(of: filter, before: nil, limit: 10, examining: 100)
        },
        HotQuery("a status's list", uses: "dossier USING INDEX dossier_status (status=? AND rowid>? AND rowid<?)") {
            var filter = DossierFilter()
            filter.status = .stopped
            _ = try $0.page(of: filter, before: nil, limit: 10, examining: 100)
        },
        HotQuery("late list", uses: "SEARCH running USING COVERING INDEX dossier_running (dueAt<?)") {
            var filter = DossierFilter()
            filter.late = LatenessFilter(isLate: true, now: receipt)
            _ = try $0.page(of: filter, before: nil, limit: 10, examining: 100)
        },
        HotQuery("long late list", uses: "SEARCH dossier USING COVERING INDEX dossier_running (dueAt<?)") {
            _ = try register(in: $0)
            var filter = DossierFilter()
            filter.late = LatenessFilter(isLate: true, now: Instant(milliseconds: .max))
            _ = try $0.page(of: filter, before: nil, limit: 10, examining: 1)
        },
        HotQuery("unit's dossiers of a name", uses: "leading USING PRIMARY KEY (token=? AND dossier=?)") {
            var filter = DossierFilter()
            filter.unit = "TCKH"
            filter.nameTokens = [1, 2]
            _ = try $0.page(of: filter, before: nil, limit: 10, examining: 100)
        },
        HotQuery("a procedure's list", uses: "dossier USING INDEX dossier_procedure (procedureCode=? AND rowid>?") {
            var filter = DossierFilter()
            filter.procedure = "1.001612"
            filter.status = .received
            _ = try $0.page(of: filter, before: nil, limit: 10, examining: 100)
        },
        HotQuery("list of a time", uses: "dossier USING INDEX dossier_receivedAt (receivedAt=? AND rowid>? AND") {
            var filter = DossierFilter()
            filter.agency = "UBND-H"
            filter.received = receipt..<receipt.adding(seconds: 60)
            _ = try $0.page(of: filter, before: nil, limit: 10, examining: 100)
        },
        HotQuery("dossiers of a name", uses: "found USING PRIMARY KEY (token=? AND dossier>? AND dossier<?)") {
            var filter = DossierFilter()
            filter.agency = "UBND-H"
            filter.nameTokens = [1, 2, 3]
            _ = try $0.page(of: filter, before: nil, limit: 10, examining: 100)
        },
        HotQuery("dossiers of the end of a code", uses: "coded USING COVERING INDEX dossier_code (code>? AND code<?)") {
            var filter = DossierFilter()
            filter.codeFragment = "220105-0001"
            _ = try $0.page(of: filter, before: nil, limit: 10, examining: 100)
        },
        HotQuery("dossiers of a serial", uses: "dossier USING COVERING INDEX dossier_code (code>? AND code<?)") {
            var filter = DossierFilter()
            filter.codeFragment = "-0001"
            _ = try $0.takeSerial(agencyIdentifier: deskIdentifier, date: receiptDay)
            _ = try $0.page(of: filter, before: nil, limit: 10, examining: 100)
        },
        HotQuery("next entries of the vault", uses: "vault USING INTEGER PRIMARY KEY (rowid>?)") {
            _ = try $0.vaultEntries(after: 1, limit: 10)
        },
        HotQuery("count of next entries of the vault", uses: "vault USING INTEGER PRIMARY KEY (rowid>?)") {
            _ = try $0.vaultEntryCount(after: 1, limit: 10)
        },
        HotQuery("a dossier's tokens", uses: "nameToken USING COVERING INDEX nameToken_dossier (dossier=?)") {
            _ = try $0.nameTokens(of: StreamID(number: 1))
        },
        HotQuery("erasing a dossier's tokens", uses: "nameToken USING COVERING INDEX nameToken_dossier (dossier=?)") {
            try $0.eraseNameTokens(of: StreamID(number: 1))
        },
        HotQuery("erasing an entry's terms", uses: "vaultTerm USING PRIMARY KEY (entry=?)") {
            try $0.eraseVaultTerms(of: 1)
        },
        HotQuery("watched dossiers", uses: "active USING PRIMARY KEY (dossier>?)") {
            _ = try $0.watchedDossiers(after: StreamID(number: 1), limit: 10)
        },
        HotQuery("leaders' list", uses: "dossier USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)") {
            _ = try $0.dossiers(matching: DossierFilter(), before: nil, limit: 10)
        },
        HotQuery("events of a stream", uses: "event USING INDEX event_stream_position (stream=? AND position>?)") {
            _ = try $0.events(of: StreamID(number: 1), after: 0, limit: 10)
        },
        HotQuery("a named stream's newest", uses: "event USING INDEX event_stream_position (stream=? AND position<") {
            _ = try $0.latestEvents(of: .accounts, before: nil, limit: 10)
        },
        HotQuery("due timers", uses: "timer USING COVERING INDEX timer_fireAt (fireAt>? AND fireAt<?)") {
            _ = try $0.dueTimers(until: receipt, limit: 10)
        },
        HotQuery("next timer", uses: "timer USING COVERING INDEX timer_fireAt") { _ = try $0.nextTimer() },
        HotQuery("next timer after an instant", uses: "timer USING COVERING INDEX timer_fireAt (fireAt>?)") {
            _ = try $0.nextTimer(after: receipt)
        },
        HotQuery("sendable texts", uses: "outboxMessage USING INDEX outboxMessage_queued (nextAttemptAt<?)") {
            _ = try $0.sendableMessages(at: receipt, limit: 10)
        },
        HotQuery("released texts", uses: "outboxMessage USING INDEX outboxMessage_held (heldUntil>? AND") {
            _ = try $0.releaseHeld(at: receipt)
        },
        HotQuery("texts kept back too long", uses: "outboxMessage USING INDEX outboxMessage_held (heldUntil>?") {
            _ = try $0.releaseHeld(beyond: receipt)
        },
        HotQuery("hastened texts", uses: "outboxMessage USING INDEX outboxMessage_queued (nextAttemptAt>?)") {
            _ = try $0.hastenRetries(at: receipt, limit: 10)
        },
        HotQuery("next release", uses: "outboxMessage USING INDEX outboxMessage_held (heldUntil>?") {
            _ = try $0.nextRelease(after: receipt)
        },
        HotQuery("overdue reports", uses: "outboxMessage USING INDEX outboxMessage_awaited (confirmBy>? AND") {
            _ = try $0.expireConfirmations(at: receipt)
        },
        HotQuery("reports awaited too long", uses: "outboxMessage USING INDEX outboxMessage_awaited (confirmBy>?") {
            _ = try $0.hastenConfirmations(at: receipt, limit: 10)
        },
        HotQuery("text by the gateway's reference", uses: "outboxMessage USING INDEX outboxMessage_reference (prov") {
            _ = try $0.message(of: "kannel", reference: "A7")
        },
        HotQuery("text by reference and number", uses: "outboxMessage USING INDEX outboxMessage_reference (prov") {
            _ = try $0.message(of: "kannel", reference: "A7", to: Digest.of([1]))
        },
        HotQuery("texts in a state", uses: "outboxMessage USING INDEX outboxMessage_state (<expr>=? AND number>? AND") {
            _ = try $0.messages(MessageFilter(state: .failed), before: nil, limit: 10)
        },
        HotQuery("a dossier's texts", uses: "outboxMessage USING INDEX outboxMessage_cause (dossier=?)") {
            _ = try $0.messages(MessageFilter(dossier: StreamID(number: 1)), before: nil, limit: 10)
        },
        HotQuery("all texts", uses: "outboxMessage USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)") {
            _ = try $0.messages(MessageFilter(), before: nil, limit: 10)
        },
        HotQuery("a gateway's texts", uses: "outboxMessage USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)") {
            _ = try $0.messages(MessageFilter(gateway: "kannel"), before: nil, limit: 10, examining: 100)
        },
        HotQuery("a gateway's texts in a state", uses: "outboxMessage_state (<expr>=? AND number<?)") {
            let filter = MessageFilter(state: .failed, gateway: "kannel")
            _ = try $0.messages(filter, before: nil, limit: 10, examining: 100)
        },
        HotQuery("texts to a number", uses: "outboxMessage USING COVERING INDEX outboxMessage_receiver (receiver=?") {
            _ = try $0.textsTaken(for: .zero, during: receipt..<receipt.adding(seconds: 1))
        },
        HotQuery("a text's number", uses: "outboxMessage USING INTEGER PRIMARY KEY (rowid=?)") {
            _ = try $0.wasSent(1, to: .zero)
        },
        HotQuery("old early reports", uses: "earlyReport USING COVERING INDEX earlyReport_at (at<?)") {
            try $0.forgetEarlyReports(before: receipt, limit: 10)
        },
        HotQuery("a gateway's text again", uses: "incomingText USING COVERING INDEX incomingText_providerID (gateway") {
            _ = try $0.hasInquiry(of: "kannel", providerID: "m1")
        },
        HotQuery("texts of a number", uses: "incomingText USING INDEX incomingText_sender (sender=? AND receivedAt>?") {
            _ = try $0.answeredCount(from: .zero, during: receipt...receipt, limit: 10)
        },
        HotQuery("answers to be sent", uses: "incomingText USING INDEX incomingText_queued (nextAttemptAt<?)") {
            _ = try $0.answerableInquiries(at: receipt, besides: ["one", "two"], limit: 10)
        },
        HotQuery("hastened answers", uses: "incomingText USING INDEX incomingText_queued (nextAttemptAt>?)") {
            _ = try $0.hastenAnswers(at: receipt, limit: 10)
        },
        HotQuery("answers not heard of", uses: "incomingText USING INDEX incomingText_leased (nextAttemptAt<?)") {
            _ = try $0.lapsedInquiries(at: receipt, limit: 10)
        },
        HotQuery("old incoming texts", uses: "incomingText USING INDEX incomingText_receivedAt (receivedAt<?)") {
            try $0.forgetInquiries(before: receipt, limit: 10)
        },
        HotQuery("due notifications", uses: "delivery USING INDEX webhookDelivery_queued (subscription=?") {
            _ = try $0.dueDeliveries(of: "chat", at: receipt, limit: 10)
        },
        HotQuery("who wants no notifications", uses: "webhookDelivery USING INDEX webhookDelivery_dead (subscription") {
            _ = try $0.isWebhookGone(of: "chat")
        },
        HotQuery("hastened notifications", uses: "webhookDelivery_queued (subscription=? AND nextAttemptAt>?)") {
            _ = try $0.hastenDeliveries(of: "chat", tried: 1, at: receipt, limit: 10)
        },
        HotQuery("old notifications", uses: "webhookDelivery USING INDEX webhookDelivery_ended (endedAt<?)") {
            try $0.forgetDeliveries(before: receipt, limit: 10)
        },
        HotQuery("texts after one", uses: "outboxMessage USING INTEGER PRIMARY KEY (rowid>?)") {
            _ = try $0.messages(after: 1, limit: 10)
        },
        HotQuery("notices after one", uses: "notice USING INTEGER PRIMARY KEY (rowid>?)") {
            _ = try $0.notices(after: 1, limit: 10)
        },
        HotQuery("next attempt", uses: "outboxMessage USING INDEX outboxMessage_queued") {
            _ = try $0.nextMessageAttempt()
        },
        HotQuery("oldest waiting text", uses: "message USING INDEX outboxMessage_waiting") {
            _ = try $0.oldestWaitingMessage(at: receipt)
        },
        HotQuery("accepted texts", uses: "outboxMessage USING INTEGER PRIMARY KEY (rowid>?)") {
            _ = try $0.acceptedMessages(after: 1, limit: 10)
        },
        HotQuery("ended leases", uses: "outboxMessage USING INDEX outboxMessage_leased (nextAttemptAt<?)") {
            _ = try $0.expireLeases(at: receipt)
        },
        HotQuery("idempotency key", uses: "idempotency USING PRIMARY KEY (account=? AND key=?)") {
            _ = try $0.idempotencyEntry(account: AccountID(number: 1), key: "k")
        },
        HotQuery("forgetting keys", uses: "idempotency USING COVERING INDEX idempotency_at (at<?)") {
            try $0.forgetIdempotencyEntries(before: receipt, limit: 10)
        },
        HotQuery("vault entry", uses: "vault USING INTEGER PRIMARY KEY (rowid=?)") { _ = try $0.vaultEntry(1) },
        HotQuery("entries to be sealed anew", uses: "vault USING INTEGER PRIMARY KEY (rowid>?)") {
            _ = try $0.vaultEntries(sealedOtherwiseThan: 2, after: 1, limit: 10)
        },
        HotQuery("session", uses: "session USING INDEX sqlite_autoindex_session_1 (tokenHash=?)") {
            _ = try $0.session(.zero)
        },
        HotQuery("list of sessions", uses: "session USING INDEX session_account (account=? AND rowid<?)") {
            _ = try $0.sessions(of: AccountID(number: 1), before: nil, limit: 10)
        },
        HotQuery("use of a session", uses: "session USING INTEGER PRIMARY KEY (rowid=?)") {
            try $0.noteUse(ofSession: 1, at: receipt)
        },
        HotQuery("account's sessions", uses: "session USING INDEX session_account (account=?)") {
            try $0.deleteSessions(of: AccountID(number: 1), except: nil)
        },
        HotQuery("expired sessions", uses: "session USING COVERING INDEX session_expiresAt (expiresAt<?)") {
            try $0.deleteSessions(expiredBefore: receipt, limit: 10)
        },
        HotQuery("account by name", uses: "account USING INDEX sqlite_autoindex_account_1 (username=?)") {
            _ = try $0.account(named: "desk")
        },
        HotQuery("identity", uses: "identity USING PRIMARY KEY (digest=?)") {
            _ = try $0.identity(Digest.zero)
        },
        HotQuery("secret of a key", uses: "apiKeySecret USING PRIMARY KEY (prefix=?)") {
            _ = try $0.apiKeySecret("k7m2qx0p")
        },
        HotQuery("key by name", uses: "apiKey USING INDEX sqlite_autoindex_apiKey_1 (name=?)") {
            _ = try $0.apiKey(named: "portal")
        },
        HotQuery("key by number", uses: "apiKey USING INTEGER PRIMARY KEY (rowid=?)") {
            _ = try $0.apiKey(KeyID(number: 1))
        },
        HotQuery("list of keys", uses: "apiKey USING INTEGER PRIMARY KEY (rowid>?)") {
            _ = try $0.apiKeys(after: nil, limit: 10)
        },
        HotQuery("secrets of a key", uses: "apiKeySecret USING INDEX apiKeySecret_apiKey (apiKey=?)") {
            _ = try $0.apiKeySecrets(of: KeyID(number: 1), limit: 2)
        },
        HotQuery("posts held for a time", uses: "posting USING INDEX posting_open (account=? AND untilDay>?)") {
            _ = try $0.postings(of: AccountID(number: 1), lastingTo: LocalDateTime(receipt).date, limit: 20)
        },
        HotQuery("all posts of an account", uses: "posting USING INDEX posting_account (account=? AND rowid<?)") {
            _ = try $0.postings(of: AccountID(number: 1), before: nil, limit: 10)
        },
        HotQuery("one post", uses: "posting USING INTEGER PRIMARY KEY (rowid=?)") {
            _ = try $0.posting(PostingID(number: 1), of: AccountID(number: 1))
        },
        HotQuery("list of accounts", uses: "account USING INTEGER PRIMARY KEY (rowid>?)") {
            _ = try $0.accounts(after: nil, limit: 10)
        },
        HotQuery("administrators", uses: "account USING INDEX account_administrator") {
            _ = try $0.activeAdministratorCount()
        },
        HotQuery("notices", uses: "notice USING INDEX notice_recipient (recipient=? AND number>? AND number<?)") {
            let filter = NoticeFilter(recipients: [.leaders], reader: AccountID(number: 1), isUnreadOnly: true)
            _ = try $0.notices(filter, before: nil, limit: 10)
        },
        HotQuery("read marks", uses: "noticeRead USING PRIMARY KEY (account=? AND notice=?)") {
            let filter = NoticeFilter(recipients: [.leaders], reader: AccountID(number: 1), isUnreadOnly: true)
            _ = try $0.notices(filter, before: nil, limit: 10)
        },
        HotQuery("late dossiers", uses: "late USING INTEGER PRIMARY KEY (rowid>?)") {
            _ = try $0.lateDossiers(after: StreamID(number: 1), limit: 10)
        },
        HotQuery("timer of the service", uses: "serviceTimer USING PRIMARY KEY (name=?)") {
            _ = try $0.serviceTimer(.lateDigest)
        },
        HotQuery("imported row", uses: "importedRow USING PRIMARY KEY (fingerprint=?)") {
            _ = try $0.importedDossier(.zero)
        },
        HotQuery("events of all streams", uses: "event USING INTEGER PRIMARY KEY (rowid>?)") {
            try $0.readEvents(after: 1, limit: 10) { _ in }
        },
        HotQuery("one event", uses: "event USING INDEX event_stream_position (stream=? AND position=?)") {
            _ = try $0.event(of: StreamID(number: 1), at: 1)
        },
        HotQuery("notices about a dossier", uses: "notice USING INTEGER PRIMARY KEY (rowid>?)") {
            _ = try $0.notices(about: StreamID(number: 1), after: 0, limit: 10)
        },
        HotQuery("all texts of a number", uses: "incomingText USING INTEGER PRIMARY KEY (rowid>?)") {
            _ = try $0.inquiries(from: .zero, after: 0, limit: 10)
        },
        HotQuery("a dossier's readings", uses: "reading USING COVERING INDEX reading_dossier (dossier=? AND event<?)") {
            _ = try $0.readings(of: StreamID(number: 1), before: nil, limit: 10)
        },
        HotQuery("last reading", uses: "reading USING COVERING INDEX reading_reader (dossier=? AND reader=? AND p") {
            _ = try $0.lastReading(of: StreamID(number: 1), part: .file, by: "account:1")
        },
        HotQuery("size of the tree", uses: "treeTile USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)") {
            _ = try $0.treeSize()
        },
        HotQuery("tile of the tree", uses: "treeTile USING INTEGER PRIMARY KEY (rowid=?)") {
            _ = try $0.tile(TreeTile(level: 0, number: 1))
        },
        HotQuery("head of a named stream", uses: "stream USING INDEX stream_name (name=?)") {
            _ = try $0.head(of: SystemEvent.Stream.accounts)
        },
        HotQuery("a named stream", uses: "stream USING COVERING INDEX stream_name (name=?)") {
            _ = try $0.stream(named: .accounts)
        },
    ]
}

/// The plans of the queries that are asked often.
struct QueryPlanTests {
    /// What is walked whole because it is short: a row for each identifier, or for each of them and each day.
    private static let short: Set = ["SCAN known", "SCAN codeSerial"]

    @Test("uses its index", arguments: HotQuery.all)
    func usesIndex(_ query: HotQuery) throws {
        let plans = try plans { try query.run(SQLiteTransaction(statements: Statements($0), vaultKeys: .locked)) }

        #expect(plans.joined().contains { $0.contains(query.plan) }, "\(plans)")
        // SQLite says SCAN also for a walk along an index from its beginning, which is what MIN and a first row are,
        // and for reading what a query inside the query has found, which has a plan of its own: a count, or the few
        // identifiers of agencies. What is sorted afterwards was walked to the end.
        for plan in plans {
            let scans = plan.filter { $0.hasPrefix("SCAN") && !$0.hasPrefix("SCAN (") && !Self.short.contains($0) }
            #expect(scans.allSatisfy { $0.contains("INDEX") }, "\(plan)")
            #expect(scans.isEmpty || !plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
        }
    }

    @Test(
        "sorts nothing where pages are taken from long lists",
        arguments: [
            "inbox", "agency's list", "leaders' list", "due timers", "sendable texts", "events of a stream", "notices",
            "accepted texts", "watched dossiers", "list of sessions", "list of accounts", "all posts of an account",
            "events of all streams", "a named stream's newest", "a dossier's readings", "last reading",
            "a procedure's list", "list of a time",
            "dossiers of a name", "a status's list", "a person's dossiers", "a person's window", "late list",
            "most urgent dossiers", "unit's list", "unit's dossiers of a name", "dossiers of the end of a code",
            "ended dossiers", "a gateway's texts", "a gateway's texts in a state",
        ]
    )
    func sortsNothing(_ name: String) throws {
        let query = try #require(HotQuery.all.first { $0.testDescription == name })

        let plans = try plans { try query.run(SQLiteTransaction(statements: Statements($0), vaultKeys: .locked)) }
        #expect(!plans.joined().contains { $0.contains("TEMP B-TREE") })
    }

    @Test("verify looks at one dossier without reading a table through")
    func inspection() throws {
        let plans = try plans { database in
            let inspection = SQLiteInspection(statements: Statements(database))
            _ = try inspection.inspectedRow(StreamID(number: 1))
            _ = try inspection.streams(after: StreamID(number: 1), limit: 10)
            _ = try inspection.stream(named: .accounts)
        }
        .flatMap { $0 }

        #expect(plans.contains { $0.hasPrefix("SEARCH part USING PRIMARY KEY (agency=? AND dossier=?)") }, "\(plans)")
        #expect(!plans.contains { $0.hasPrefix("SCAN") && $0 != "SCAN known" }, "\(plans)")
    }

    @Test("an old key is forgotten by its whole primary key, not by walking those of its account")
    func forgetting() throws {
        let plans = try plans { database in
            // Its dossier is not needed here.
            try database.execute(sql: "PRAGMA foreign_keys = OFF")
            try database.execute(
                sql: """
                    INSERT INTO idempotency (account, key, fingerprint, dossier, version, at)
                    VALUES (1, 'k', zeroblob(32), 1, 1, 0)
                    """
            )
            let transaction = SQLiteTransaction(statements: Statements(database), vaultKeys: .locked)
            try transaction.forgetIdempotencyEntries(before: receipt, limit: 10)
            #expect(try Int.fetchOne(database, sql: "SELECT count(*) FROM idempotency") == 0)
        }
        .joined()
        .filter { $0.contains("PRIMARY KEY") }

        #expect(plans == ["SEARCH idempotency USING PRIMARY KEY (account=? AND key=?)"])
    }

    /// Runs queries and asks SQLite for the plan of every statement they ran.
    private func plans(of run: (Database) throws -> Void) throws -> [[String]] {
        let folder = try TemporaryFolder()
        let pool = try DatabasePool(path: folder.database)
        try SchemaMigrations().apply(to: pool)
        return try pool.writeWithoutTransaction { database in
            let statements = Mutex<[String]>([])
            database.trace { event in
                if case .statement(let statement) = event {
                    statements.withLock { $0.append(statement.expandedSQL) }
                }
            }
            try run(database)
            database.trace()
            return try statements.withLock { $0 }.filter { !$0.hasPrefix("--") && !$0.hasPrefix("INSERT") }
                .map { try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + $0).map { $0["detail"] as String } }
        }
    }
}
