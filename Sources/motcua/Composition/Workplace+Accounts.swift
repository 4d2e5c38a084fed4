import DossierConfig
import DossierDomain
import DossierEngine
import NIOPosix

extension Workplace {
    /// The service that signs staff in.
    ///
    /// - Throws: If the machine cannot hash passwords.
    func accounts(threads: NIOThreadPool, limiter: AttemptLimiter?) async throws -> AccountService {
        try await AccountService(
            store: store,
            hasher: ScryptPasswordHasher(
                cost: installation.mode == .demo ? .demo : .production,
                entropy: entropy,
                threads: threads
            ),
            entropy: entropy,
            clock: clock,
            machineClock: machineClock,
            sessionHours: configuration.settings.sessionHours,
            limiter: limiter ?? AttemptLimiter(machineClock: machineClock)
        )
    }

    /// Makes the demo accounts that are missing; their password is their name.
    ///
    /// - Throws: `StoreError`.
    func makeDemoAccounts(with accounts: AccountService) async throws {
        for account in demoAccounts {
            _ = try await accounts.create(
                username: account.name,
                password: account.name,
                role: account.role,
                place: account.place,
                isDemo: true
            )
        }
    }

    /// The accounts of design.md §4: two desks, an officer and a head of every unit, a leader, an administrator.
    private var demoAccounts: [(name: String, role: Role, place: UnitPlace?)] {
        let organisation = rules.organisation
        let home = organisation.defaultCommune
        var accounts: [(name: String, role: Role, place: UnitPlace?)] = [("admin", .admin, nil)]
        for unit in organisation.units.values.sorted(by: { $0.id < $1.id }) {
            let place = organisation.place(of: unit.id, commune: home)
            accounts.append(("officer." + unit.id.rawValue, .officer, place))
            accounts.append(("head." + unit.id.rawValue, .head, place))
            if unit.isDesk { accounts.append((unit.isPerCommune ? "desk.xa" : "desk", .desk, place)) }
        }
        let leaders = organisation.units["CT-H"].map { organisation.place(of: $0.id, commune: home) }
        accounts.append(("leader", .leader, leaders))
        return accounts
    }
}
