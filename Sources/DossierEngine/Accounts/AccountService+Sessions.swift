import DossierDomain
public import WorkingCalendar

/// Listing and ending sessions (danh sách phiên đăng nhập).
extension AccountService {
    /// A session as it is shown (phiên trong danh sách), without its token.
    public struct ListedSession: Hashable, Sendable {
        /// The session.
        public let session: Session
        /// When it was used last.
        public let lastUsedAt: Instant
    }

    /// A page of one's own open sessions, newest first.
    ///
    /// - Parameters:
    ///   - account: Whose.
    ///   - number: Where the list goes on; nil for its beginning.
    ///   - limit: How many at most.
    /// - Returns: The sessions, perhaps fewer than asked for, and where the list goes on; nil at its end.
    /// - Throws: ``StoreError``.
    public func sessions(
        of account: Account,
        before number: Int64?,
        limit: Int
    ) async throws -> (sessions: [ListedSession], next: Int64?) {
        let page = try await store.read { try $0.sessions(of: account.id, before: number, limit: limit + 1) }
        let now = machineClock.now
        let open = page.prefix(limit).filter { isOpen($0, now: now) }
        return (
            open.map { ListedSession(session: $0, lastUsedAt: lastUse(of: $0)) },
            page.count > limit ? page[limit - 1].number : nil
        )
    }

    /// Ends one of one's own sessions.
    ///
    /// - Throws: ``RequestRefusal/sessionNotFound``, ``StoreError``.
    public func endSession(_ number: Int64, of account: Account) async throws {
        let isThere = try await store.transact { try $0.deleteSession(number, of: account.id) }
        guard isThere else { throw RequestRefusal.sessionNotFound }
        forgetAll()
    }

    /// Ends all of one's own sessions, that by which it is asked for too; may be called twice.
    ///
    /// - Throws: ``StoreError``.
    public func endSessions(of account: Account) async throws {
        try await store.transact { try $0.deleteSessions(of: account.id, except: nil) }
        forgetAll()
    }

    /// Ends sessions of an account by whoever keeps accounts.
    ///
    /// - Parameters:
    ///   - number: Which one; nil for all, which may be called twice.
    ///   - username: Whose.
    ///   - manager: Who wants it.
    /// - Throws: ``RequestRefusal/accountNotFound``, ``RequestRefusal/sessionNotFound``,
    ///   `DossierRejection.forbidden`, ``StoreError``.
    public func endSessions(_ number: Int64?, ofUser username: String, by manager: AccountManager) async throws {
        let now = clock.now
        try await store.transact { transaction in
            let account = try Self.managed(username, nil, by: manager, in: transaction)
            if let number {
                guard try transaction.deleteSession(number, of: account.id) else {
                    throw RequestRefusal.sessionNotFound
                }
            } else {
                try transaction.deleteSessions(of: account.id, except: nil)
            }
            let details = [(name: "session", text: number.map { String($0) } ?? "all")]
            try Self.note("sessionsEnded", account.id, details, at: now, by: manager.initiator, in: transaction)
        }
        forgetAll()
    }

    /// Writes down when sessions were used last, each at most once a minute.
    ///
    /// - Throws: ``StoreError``; they are written another time then.
    public func writeUses() async throws {
        try await uses.write(to: store) { id, instant, transaction in
            try transaction.noteUse(ofSession: id, at: instant)
        }
    }
}
