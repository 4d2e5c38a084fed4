public import DossierDomain
import WorkingCalendar

/// What staff may ask of texts to applicants (tra cứu tin nhắn), and what they may have sent again.
public struct MessageQueries: Sendable {
    private let store: any DossierStore
    private let dossiers: DossierQueries
    private let clock: any WallClock
    private let creations: CreationMemory
    /// How many texts are looked at for one page, at most, to find those of a gateway.
    private static let maximumRowsExamined = 20_000
    /// How many texts of a dossier are looked at at once.
    private static let pageSize = 200

    /// Creates the queries.
    ///
    /// - Parameters:
    ///   - store: Where the outbox is.
    ///   - dossiers: Who may see which dossier.
    ///   - clock: The time of the service.
    ///   - machineClock: The time of the machine, for keys that are forgotten after two days.
    ///   - entropy: Where salts come from.
    public init(
        store: any DossierStore,
        dossiers: DossierQueries,
        clock: any WallClock,
        machineClock: any WallClock,
        entropy: any EntropySource
    ) {
        self.store = store
        self.dossiers = dossiers
        self.clock = clock
        creations = CreationMemory(store: store, entropy: entropy, machineClock: machineClock)
    }

    /// The texts about all dossiers, newest first; for administrators and leaders.
    ///
    /// A page of a gateway's texts may have fewer than asked for, or none, though the list goes on: then as many were
    /// looked at as one request may.
    ///
    /// - Parameters:
    ///   - filter: Which texts.
    ///   - before: Where the list goes on; nil for its beginning.
    ///   - limit: How many at most.
    ///   - account: Who asks.
    /// - Returns: The texts, and where the list goes on; nil at its end.
    /// - Throws: `DossierRejection.forbidden` for anybody else, ``StoreError``.
    public func messages(
        _ filter: MessageFilter,
        before: Int64?,
        limit: Int,
        for account: Account
    ) async throws -> (entries: [MessageEntry], next: Int64?) {
        try account.staff(at: clock.now).check(.watchTexts)
        return try await store.read { try Self.page(filter, before: before, limit: limit, in: $0) }
    }

    /// How many texts wait to be sent; for administrators and leaders.
    ///
    /// - Parameter account: Who asks.
    /// - Returns: The number.
    /// - Throws: `DossierRejection.forbidden` for anybody else, ``StoreError``.
    public func queuedCount(for account: Account) async throws -> Int {
        try account.staff(at: clock.now).check(.watchTexts)
        return try await store.read { try $0.queuedCount() }
    }

    /// The texts about one dossier, newest first; for whoever may see it.
    ///
    /// - Parameters:
    ///   - code: The dossier.
    ///   - before: Where the list goes on; nil for its beginning.
    ///   - limit: How many at most.
    ///   - account: Who asks.
    /// - Returns: The texts, and where the list goes on; nil at its end.
    /// - Throws: As ``DossierQueries/file(_:for:)``.
    public func messages(
        of code: DossierCode,
        before: Int64?,
        limit: Int,
        for account: Account
    ) async throws -> (entries: [MessageEntry], next: Int64?) {
        try await store.read { [dossiers] snapshot in
            let (id, _) = try dossiers.visible(code, to: account, in: snapshot)
            return try Self.page(MessageFilter(dossier: id), before: before, limit: limit, in: snapshot)
        }
    }

    private static func page(
        _ filter: MessageFilter,
        before: Int64?,
        limit: Int,
        in snapshot: any StoreSnapshot
    ) throws -> (entries: [MessageEntry], next: Int64?) {
        let page = try snapshot.messages(
            filter,
            before: before,
            limit: limit + 1,
            examining: maximumRowsExamined
        )
        let entries = try page.messages.prefix(limit).map { try entry($0, in: snapshot) }
        return (entries, page.messages.count > limit ? page.messages[limit - 1].number : page.reached)
    }

    private static func entry(_ message: OutboxMessage, in snapshot: any StoreSnapshot) throws -> MessageEntry {
        let code = try snapshot.legible { try snapshot.dossier(message.draft.dossier)?.dossier().code } ?? nil
        return MessageEntry(message: message, code: code)
    }

    /// Has the news of a text sent once more, as a text of its own.
    ///
    /// Only the latest text of its news, and only one that ended without being known to have arrived: so a second call
    /// is refused while the first one's text is under way.
    ///
    /// - Parameters:
    ///   - number: The text.
    ///   - account: Who asks: staff who may see the dossier, or an administrator.
    ///   - request: The idempotency key, if the client sent one.
    /// - Returns: The new text; the first answer again for a repeated request.
    /// - Throws: ``RequestRefusal/messageNotFound``, ``RequestRefusal/messageNotResendable``,
    ///   ``RequestRefusal/dossierArchived``, ``RequestRefusal/idempotencyKeyReused``, ``StoreError``.
    public func resend(
        _ number: Int64,
        by account: Account,
        idempotency request: IdempotencyRequest? = nil
    ) async throws -> (entry: MessageEntry, isReplay: Bool) {
        let now = clock.now
        let creation = try await creations.creation(request, by: account.id, showsSecret: false)
        return try await store.transact { [dossiers] transaction in
            guard let message = try transaction.message(number),
                let dossier = try transaction.dossier(message.draft.dossier)?.dossier(),
                let sender = dossiers.reader(of: dossier, account)
                    ?? account.staff(at: now).actors(permitted: .resendAnyText).first
            else { throw RequestRefusal.messageNotFound }
            if let made = try creation?.made(in: transaction) {
                let queued = try Self.asQueued(made.number, in: transaction)
                return (MessageEntry(message: queued, code: dossier.code), true)
            }
            if try transaction.isArchived(message.draft.dossier) { throw RequestRefusal.dossierArchived }
            guard message.state.maySendAgain, try Self.isLatest(message, in: transaction) else {
                throw RequestRefusal.messageNotResendable
            }
            let new = try transaction.enqueueAgain(message, at: now)
            let event = SystemEvent(
                at: now,
                by: sender.initiator,
                type: SystemEvent.messageSentAgain,
                details: [("message", String(number)), ("new", String(new))]
                    + (sender.capacity.map { [("as", $0.storedName)] } ?? [])
            )
            try record(event, to: .messages, in: transaction)
            try creation?.remember(new, version: 1, in: transaction)
            return (MessageEntry(message: try Self.asQueued(new, in: transaction), code: dossier.code), false)
        }
    }

    /// A text as it was when it was queued, whatever became of it since.
    private static func asQueued(_ number: Int64, in snapshot: any StoreSnapshot) throws -> OutboxMessage {
        guard let message = try snapshot.message(number) else {
            throw StoreError(.damaged, "text \(number) is missing")
        }
        return OutboxMessage(
            number: number,
            draft: message.draft,
            resend: message.resend,
            state: .queued,
            attempts: 0,
            sentAt: nil
        )
    }

    /// Whether no later text tells the same news of the same cause.
    private static func isLatest(_ message: OutboxMessage, in snapshot: any StoreSnapshot) throws -> Bool {
        var last: Int64?
        while true {
            let filter = MessageFilter(dossier: message.draft.dossier)
            let page = try snapshot.messages(filter, before: last, limit: pageSize)
            for other in page {
                // Newest first: from the text itself on all are older.
                if other.number <= message.number { return true }
                if other.tellsTheSame(as: message) { return false }
                last = other.number
            }
            if page.count < pageSize { return true }
        }
    }
}

/// A text as staff see it (tin nhắn): never its number or words.
public struct MessageEntry: Sendable {
    /// The text.
    public let message: OutboxMessage
    /// The dossier that it tells of; nil if that cannot be read.
    public let code: DossierCode?
}
