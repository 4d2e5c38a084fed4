import DossierDomain

/// Changing one's own password (đổi mật khẩu).
extension AccountService {
    /// Changes one's own password and ends all one's other sessions.
    ///
    /// - Parameters:
    ///   - current: The password so far.
    ///   - new: The new one.
    ///   - account: Whose.
    ///   - token: The session that stays.
    ///   - address: From where, to slow down guessing; as ``signIn(username:password:from:client:)``.
    /// - Throws: ``RequestRefusal/accountOfProvider`` for an account without a password;
    ///   ``RequestRefusal/wrongCredentials``, ``RequestRefusal/weakPassword(_:)``,
    ///   ``RequestRefusal/tooManyAttempts(retryAfterSeconds:)``, ``RequestRefusal/signInBusy(retryAfterSeconds:)``,
    ///   ``StoreError``.
    public func changePassword(
        current: String,
        new: String,
        of account: Account,
        keeping token: String,
        from address: String
    ) async throws {
        guard account.hasPassword else { throw RequestRefusal.accountOfProvider }
        let name = account.username.lowercased()
        let trial = try attempt(at: name, from: address)
        let typed = PasswordRules.normalised(current)
        // As it is now, not as it was when the session was seen last.
        let found = try await judge(typed, trial) { try $0.account(account.id) }
        guard let found, found.isActive else { throw RequestRefusal.wrongCredentials }
        limiter.noteSuccess(trial)
        let hash = try await hash(new, for: found.username, at: found.place, unlike: typed)
        let kept = Self.hash(of: token)
        let now = clock.now
        try await store.transact { transaction in
            // Disabled or given another password meanwhile: whoever is shut out does not choose what is let in again.
            guard var account = try transaction.account(found.id), account.isActive,
                account.passwordHash == found.passwordHash
            else { throw RequestRefusal.wrongCredentials }
            account.passwordHash = hash
            account.mustChangePassword = false
            account.version += 1
            try transaction.save(account)
            try transaction.deleteSessions(of: account.id, except: kept)
            try Self.note("passwordChanged", account.id, at: now, by: .account(account.id), in: transaction)
        }
        forgetAll()
    }

    /// Judges a new password and hashes it.
    ///
    /// - Throws: ``RequestRefusal/weakPassword(_:)``; as the hasher.
    func hash(
        _ new: String,
        for username: String,
        at place: UnitPlace?,
        unlike current: String? = nil
    ) async throws -> String {
        let typed = PasswordRules.normalised(new)
        guard typed != current else { throw RequestRefusal.weakPassword(.unchanged) }
        do throws(PasswordDefect) {
            try passwords.check(typed, username: username, place: place)
        } catch {
            throw RequestRefusal.weakPassword(error)
        }
        return try await hasher.hash(typed)
    }
}
