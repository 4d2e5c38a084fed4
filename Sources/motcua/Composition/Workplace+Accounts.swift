import DossierConfig
import DossierDomain
import DossierEngine
import Logging
import NIOPosix
import WorkingCalendar

/// What the service of accounts is put together from (thành phần quản lý tài khoản).
struct AccountParts {
    let store: any DossierStore
    let mode: Installation.Mode
    let settings: Settings
    let passwords: KnownPasswords
    let clock: any WallClock
    let machineClock: any WallClock
    let entropy: any EntropySource

    /// What a password must be.
    var rules: PasswordRules {
        PasswordRules(
            minimumLength: settings.minimumPasswordLength,
            known: passwords.passwords,
            contextWords: passwords.contextWords
        )
    }

    /// The service, with the bounded queue before its hasher.
    ///
    /// - Throws: If the machine cannot hash passwords.
    func service(
        threads: NIOThreadPool,
        limiter: AttemptLimiter?,
        signsIn: Bool = true
    ) async throws -> AccountService {
        let cost =
            mode == .demo ? ScryptPasswordHasher.Cost.demo : .production(exponent: settings.passwordCost)
        let hasher = ScryptPasswordHasher(cost: cost, entropy: entropy, threads: threads)
        return try await AccountService(
            store: store,
            hasher: HashingQueue(hasher, capacity: cost.queueCapacity),
            passwords: rules,
            entropy: entropy,
            clock: clock,
            machineClock: machineClock,
            lifetime: AccountService.Lifetime(hours: settings.sessionHours, idleMinutes: settings.sessionIdleMinutes),
            limiter: limiter ?? AttemptLimiter(machineClock: machineClock),
            longestPostingDays: settings.postingDays,
            signsIn: signsIn
        )
    }
}

extension Workplace {
    /// The service that signs staff in and keeps their accounts.
    ///
    /// - Throws: If the machine cannot hash passwords.
    func accounts(threads: NIOThreadPool, limiter: AttemptLimiter?) async throws -> AccountService {
        let parts = AccountParts(
            store: store,
            mode: installation.mode,
            settings: configuration.settings,
            passwords: configuration.passwords,
            clock: clock,
            machineClock: machineClock,
            entropy: entropy
        )
        return try await parts.service(threads: threads, limiter: limiter)
    }

    /// What knows other systems by their keys.
    var keys: KeyService {
        KeyService(
            store: store,
            gateways: Set(configuration.gateways.map(\.name)),
            entropy: entropy,
            clock: clock,
            machineClock: machineClock
        )
    }

    /// What forgets what has served its time, and writes down when sessions and keys were used last.
    func housekeeper(accounts: AccountService, keys: KeyService, logger: Logger) -> Housekeeper {
        Housekeeper(
            store: store,
            clock: clock,
            machineClock: machineClock,
            accounts: accounts,
            keys: keys,
            sending: sendingRules,
            pace: SystemPace(),
            logger: logger
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
