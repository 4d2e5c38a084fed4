public import DossierDomain

/// The ledger of a dossier with the names that it shows (phiếu kiểm soát).
///
/// Usernames of staff are all it says of people.
public struct LedgerSheet: Sendable {
    /// The ledger.
    public let ledger: Ledger
    /// The dossier's version of its procedure.
    public let procedure: Procedure
    /// The usernames of everybody it mentions.
    public let usernames: [AccountID: String]
}

/// How the appointment of a dossier was reached (cách tính ngày hẹn).
public struct DeadlineSheet: Sendable {
    /// The dossier.
    public let dossier: Dossier
    /// The dossier's version of its procedure.
    public let procedure: Procedure
    /// The account; nil for a dossier that was never received.
    public let account: DeadlineAccount?
}

extension DossierQueries {
    /// Who held a dossier how long, by the calendars of the present rules.
    ///
    /// - Parameters:
    ///   - code: The dossier.
    ///   - account: Who asks.
    /// - Returns: The ledger as of now.
    /// - Throws: As ``file(_:for:)``; ``RequestRefusal/historyTooLong`` past ``EventHistory/maximumEvents``;
    ///   `DossierRejection.calendarUnknown` if the calendars do not reach to now.
    public func ledger(of code: DossierCode, for account: Account) async throws -> LedgerSheet {
        try await store.read { [self] snapshot in
            let (events, procedure, _) = try history(code, for: account, in: snapshot)
            let ledger = try Ledger(
                of: events,
                procedure: procedure,
                organisation: rules.organisation,
                calendars: rules.calendars,
                asOf: clock.now
            )
            guard let ledger else { throw StoreError(.damaged, "\(code.text) does not begin with a registration") }
            var usernames: [AccountID: String] = [:]
            for id in ledger.accounts { usernames[id] = try snapshot.account(id)?.username }
            return LedgerSheet(ledger: ledger, procedure: procedure, usernames: usernames)
        }
    }

    /// How the appointment of a dossier was reached, by the calendars of the present rules.
    ///
    /// - Parameters:
    ///   - code: The dossier.
    ///   - account: Who asks.
    /// - Returns: The explanation.
    /// - Throws: As ``ledger(of:for:)``.
    public func deadline(of code: DossierCode, for account: Account) async throws -> DeadlineSheet {
        try await store.read { [self] snapshot in
            let (events, procedure, dossier) = try history(code, for: account, in: snapshot)
            let account = try DeadlineAccount(
                of: events,
                procedure: procedure,
                organisation: rules.organisation,
                calendars: rules.calendars
            )
            return DeadlineSheet(dossier: dossier, procedure: procedure, account: account)
        }
    }

    private func history(
        _ code: DossierCode,
        for account: Account,
        in snapshot: any StoreSnapshot
    ) throws -> (events: [DossierEvent], procedure: Procedure, dossier: Dossier) {
        let (id, dossier) = try visible(code, to: account, in: snapshot)
        let version = dossier.registration.procedure
        guard let procedure = try rules.procedure(version) else {
            throw StoreError(.damaged, "procedure \(version.code) version \(version.version) is missing")
        }
        return (try EventHistory.events(of: id, count: dossier.version, in: snapshot), procedure, dossier)
    }
}

extension Ledger {
    /// Everybody it mentions.
    fileprivate var accounts: Set<AccountID> {
        var accounts: Set<AccountID> = []
        func note(_ found: AccountID?) { if let found { accounts.insert(found) } }
        func note(_ moves: [DueMove]) {
            for move in moves { if case .account(let id) = move.by { accounts.insert(id) } }
        }
        for holding in holdings {
            for id in [holding.assignee, holding.givenBy, holding.receivedBy, holding.endedBy] { note(id) }
            note(holding.moves)
        }
        for wait in waits { note(wait.askedBy) }
        note(clock?.apology?.by)
        note(clock?.moves ?? [])
        return accounts
    }
}
