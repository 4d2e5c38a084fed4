public import DossierDomain
import WorkingCalendar

/// What anyone may ask by code (tra cứu tình trạng hồ sơ).
public struct StatusQueries: Sendable {
    private let store: any DossierStore
    private let clock: any WallClock
    private let limiter: AttemptLimiter

    /// Creates the queries.
    public init(store: any DossierStore, clock: any WallClock, limiter: AttemptLimiter) {
        self.store = store
        self.clock = clock
        self.limiter = limiter
    }

    /// The public status, free of personal data, as JSON ready to be sent.
    ///
    /// - Throws: ``RequestRefusal/statusNotFound``, ``StoreError``.
    public func status(of code: DossierCode) async throws -> [UInt8] {
        let now = clock.now
        let found = try await store.read { snapshot in try snapshot.publicStatus(of: code.text) }
        guard let found else { throw RequestRefusal.statusNotFound }
        return found.body + PublicStatus.ending(dueAt: found.dueAt, frozenAt: found.frozenAt, now: now)
    }

    /// The status with what only the applicant may know, for whoever knows the PIN.
    ///
    /// An unknown code and a wrong PIN answer alike and are slowed alike.
    ///
    /// - Parameters:
    ///   - code: The dossier.
    ///   - pin: What was typed.
    ///   - address: From where, to slow down guessing: the network that one person has, ``AccountService/ownNetwork``
    ///     for the machine itself. The budget of look-ups is the caller's to ask.
    /// - Returns: The public status and the applicant's own part.
    /// - Throws: ``RequestRefusal/statusNotFound``, ``RequestRefusal/tooManyAttempts(retryAfterSeconds:)``,
    ///   ``StoreError``.
    public func status(of code: DossierCode, pin: String, from address: String) async throws -> ApplicantStatus {
        let trial = try limiter.attempt(AttemptLimiter.subject(pinOf: code), from: address, allowance: .pin)
        let found: ApplicantStatus?
        do {
            found = try await judged(code, pin: pin)
        } catch {
            // Nobody was told whether it was right.
            limiter.takeBack(trial)
            throw error
        }
        guard let found else { throw RequestRefusal.statusNotFound }
        limiter.noteSuccess(trial)
        return found
    }

    /// The status with the applicant's own part; nil for an unknown code and a wrong PIN.
    private func judged(_ code: DossierCode, pin: String) async throws -> ApplicantStatus? {
        let now = clock.now
        return try await store.read { snapshot -> ApplicantStatus? in
            guard let stored = try snapshot.dossier(code), let status = try snapshot.publicStatus(of: code.text)
            else { return nil }
            let dossier = try DossierCodec.decode(stored.state)
            guard let right = try Vault.pin(dossier.pin, in: snapshot), right.matches(pin) else { return nil }
            return ApplicantStatus(
                publicBody: status.body,
                ending: PublicStatus.ending(dueAt: status.dueAt, frozenAt: status.frozenAt, now: now),
                file: try DossierFile(dossier, .whole, in: snapshot),
                endReason: try EventHistory.endReason(of: dossier, id: stored.id, in: snapshot)
            )
        }
    }
}

/// A status with the applicant's own part.
public struct ApplicantStatus: Sendable {
    /// The public body without its last member.
    public let publicBody: [UInt8]
    /// The last member, which closes the object.
    public let ending: [UInt8]
    /// The dossier with what the vault says of it.
    public let file: DossierFile
    /// Why it was refused, stopped or voided; nil if it was not.
    public let endReason: String?
}
