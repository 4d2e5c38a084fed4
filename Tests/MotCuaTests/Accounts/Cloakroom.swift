import DossierConfig
import DossierDomain
import DossierEngine
import DossierStoreSQLite
import NIOPosix
import Synchronization
import Testing
import WorkingCalendar

@testable import motcua

/// Two services of accounts over one real store, with a clock that the test sets and a hasher that is watched.
struct Cloakroom: Sendable {
    /// What every account of the tests has.
    static let password = "một mật khẩu dài"

    let folder: TemporaryFolder
    let workplace: Workplace
    let clock = SetClock()
    let hasher: WatchedHasher
    let accounts: AccountService
    let second: AccountService

    /// Runs a story in which `tran.binh` has an account.
    static func open(_ story: (Cloakroom) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        let site = try TestServer.configuration(in: folder)
        let workplace = try await Workplace.open(site, mode: nil)
        let threads = NIOThreadPool(numberOfThreads: 1)
        threads.start()
        let room = try await Cloakroom(folder: folder, workplace: workplace, threads: threads)
        let place = UnitPlace(unit: "TCKH", commune: nil)
        let made = try await room.accounts.create(
            username: "tran.binh",
            password: password,
            role: .officer,
            place: place,
            isDemo: false
        )
        try #require(made != nil)
        try await story(room)
        try await workplace.store.close()
        try await threads.shutdownGracefully()
    }

    private init(folder: TemporaryFolder, workplace: Workplace, threads: NIOThreadPool) async throws {
        self.folder = folder
        self.workplace = workplace
        let hasher = WatchedHasher(ScryptPasswordHasher(cost: .demo, entropy: SystemEntropy(), threads: threads))
        self.hasher = hasher
        accounts = try await Self.service(on: workplace.store, of: workplace, hasher: hasher, clock: clock)
        second = try await Self.service(on: workplace.store, of: workplace, hasher: hasher, clock: clock)
    }

    /// Another service of the same accounts, with a store or a hasher of its own.
    func service(
        on store: (any DossierStore)? = nil,
        hasher: (any PasswordHasher)? = nil
    ) async throws -> AccountService {
        try await Self.service(
            on: store ?? workplace.store,
            of: workplace,
            hasher: hasher ?? self.hasher,
            clock: clock
        )
    }

    private static func service(
        on store: any DossierStore,
        of workplace: Workplace,
        hasher: any PasswordHasher,
        clock: SetClock
    ) async throws -> AccountService {
        try await AccountService(
            store: store,
            hasher: hasher,
            passwords: PasswordRules(minimumLength: 8, known: ["matkhau"], contextWords: ["motcua"]),
            entropy: SystemEntropy(),
            clock: clock,
            machineClock: clock,
            lifetime: AccountService.Lifetime(
                hours: workplace.configuration.settings.sessionHours,
                idleMinutes: workplace.configuration.settings.sessionIdleMinutes
            ),
            limiter: AttemptLimiter(machineClock: clock)
        )
    }

    /// Signs `tran.binh` in, or who is named.
    func signIn(
        _ username: String = "tran.binh",
        password: String = Cloakroom.password
    ) async throws -> (token: String, expiresAt: Instant, account: Account) {
        try await accounts.signIn(username: username, password: password, from: AccountService.ownNetwork)
    }

    /// Whether a token opens a session, for the service that gave it and for one that has not seen it.
    func opens(_ token: String) async throws -> [Bool] {
        var answers: [Bool] = []
        for service in [accounts, second] {
            do {
                _ = try await service.authenticate(token: token)
                answers.append(true)
            } catch RequestRefusal.unauthenticated {
                answers.append(false)
            }
        }
        return answers
    }
}

/// A hasher that remembers what it was asked to check.
final class WatchedHasher: PasswordHasher {
    private let base: ScryptPasswordHasher
    private let checked = Mutex<[String]>([])

    init(_ base: ScryptPasswordHasher) { self.base = base }

    /// The parameters of the hashes that passwords were checked against, in order; forgotten thereby.
    func takeCosts() -> [String] {
        checked.withLock { hashes in
            defer { hashes = [] }
            return hashes.map { $0.split(separator: "$").prefix(4).joined(separator: "$") }
        }
    }

    func hash(_ password: String) async throws -> String { try await base.hash(password) }

    func isOutdated(_ hash: String) -> Bool { base.isOutdated(hash) }

    func verify(_ password: String, against hash: String) async throws -> Bool {
        checked.withLock { $0.append(hash) }
        return try await base.verify(password, against: hash)
    }
}
