import DossierConfig
import DossierDomain
import DossierEngine
import DossierStoreSQLite
import NIOPosix
import WorkingCalendar

/// What the commands that keep accounts work with (quản lý tài khoản từ dòng lệnh), also beside a running server.
struct AccountDesk {
    let accounts: AccountService
    let keys: KeyService
    let history: AccessHistory
    let rules: Rules
    let problems: ProblemTexts
    /// The names of the gateways that there are, in order.
    let gateways: [String]
    private let clock: any WallClock

    /// The present, in the time of the service.
    var now: Instant { clock.now }

    /// Opens the database of a configuration, does some work and closes it.
    ///
    /// - Parameters:
    ///   - options: What was typed.
    ///   - makesDatabase: Whether a missing database is made; else it is refused.
    ///   - work: The work.
    /// - Returns: What the work returns.
    /// - Throws: Whatever the work throws, a refusal of the engine put into words; `StoreError`; ``CommandFailure``.
    static func open<Result>(
        _ options: CommonOptions,
        makesDatabase: Bool = false,
        _ work: (AccountDesk) async throws -> Result
    ) async throws -> Result {
        let configuration = try ConfigurationLoading.load(options)
        let path = configuration.settings.databaseFile
        let place = DatabasePlace(configuration.settings)
        if makesDatabase, place.isEmpty {
            try place.announceIfNew()
            try await Workplace.open(configuration, mode: nil).store.close()
        } else {
            try place.expectDatabase()
        }
        let store = try SQLiteGuestStore.open(path: path)
        let threads = NIOThreadPool(numberOfThreads: 1)
        threads.start()
        do {
            let desk = try await AccountDesk(configuration, store: store, threads: threads)
            let result = try await desk.tellingRefusals { try await work(desk) }
            try await threads.shutdownGracefully()
            try store.close()
            return result
        } catch {
            try await threads.shutdownGracefully()
            try store.close()
            throw error
        }
    }

    private init(_ configuration: LoadedConfiguration, store: SQLiteGuestStore, threads: NIOThreadPool) async throws {
        let clock = SystemClock()
        let known = try await store.read { snapshot in
            (
                mode: try snapshot.setting(.mode), configurations: try snapshot.sharedConfigurations(),
                now: try Installation.present(in: snapshot, machineClock: clock)
            )
        }
        let isDemo = known.mode == Installation.Mode.demo.rawValue
        let parts = AccountParts(
            store: store,
            mode: isDemo ? .demo : .production,
            settings: configuration.settings,
            passwords: configuration.passwords,
            clock: isDemo ? DemoClock(at: known.now) : clock,
            machineClock: clock,
            entropy: SystemEntropy()
        )
        self.clock = parts.clock
        accounts = try await parts.service(threads: threads, limiter: nil, signsIn: false)
        keys = KeyService(
            store: store,
            gateways: Set(configuration.gateways.map(\.name)),
            entropy: parts.entropy,
            clock: parts.clock,
            machineClock: clock
        )
        history = AccessHistory(of: store)
        rules = try configuration.rules(stored: known.configurations)
        problems = configuration.problemTexts
        gateways = configuration.gateways.map(\.name)
    }

    /// Tells refusals as sentences of both languages, from the same texts as the interface.
    private func tellingRefusals<Result>(_ work: () async throws -> Result) async throws -> Result {
        do {
            return try await work()
        } catch let refusal as RequestRefusal {
            throw failure(refusal)
        }
    }

    private func failure(_ refusal: RequestRefusal) -> any Error {
        switch refusal {
        case .weakPassword(let defect): sentence(problems.fields[defect.code.rawValue])
        case .accountNotFound: sentence(problems.problems["account-not-found"]?.detail)
        case .usernameTaken: sentence(problems.problems["username-taken"]?.detail)
        case .accountOfProvider: sentence(problems.problems["account-of-provider"]?.detail)
        case .lastAdministrator: sentence(problems.problems["last-administrator"]?.detail)
        case .postingNotFound: sentence(problems.problems["posting-not-found"]?.detail)
        case .postingNotPossible: sentence(problems.problems["posting-not-possible"]?.detail)
        case .postingOverlaps: sentence(problems.problems["posting-overlaps"]?.detail)
        case .keyNotFound: sentence(problems.problems["key-not-found"]?.detail)
        case .keyNameTaken: sentence(problems.problems["key-name-taken"]?.detail)
        case .keyRevoked: sentence(problems.problems["key-revoked"]?.detail)
        case .invalidFields(let fields):
            CommandFailure(
                fields.map { line($0) { $0.english } }.joined(separator: "\n"),
                vietnamese: fields.map { line($0) { $0.vietnamese } }.joined(separator: "\n")
            )
        default: CommandFailure("It is refused: \(refusal).", vietnamese: "Bị từ chối: \(refusal).")
        }
    }

    private func line(_ error: FieldError, in language: (BilingualText) -> String) -> String {
        "\(error.field): " + (problems.fields[error.code.rawValue].map(language) ?? error.code.rawValue)
    }

    private func sentence(_ text: BilingualText?) -> CommandFailure {
        CommandFailure(text?.english ?? "It is refused.", vietnamese: text?.vietnamese ?? "Bị từ chối.")
    }
}
