import DossierConfig
import DossierDomain
import DossierEngine
import DossierStoreSQLite
import NIOPosix
import WorkingCalendar

/// What the commands that keep accounts work with (quản lý tài khoản từ dòng lệnh), also beside a running server.
///
/// Of the configuration it reads the settings and the known passwords, and more only where a command needs it: whoever
/// has to take an account away, or to sign in again, is not kept from it by a mistake elsewhere.
struct AccountDesk {
    let accounts: AccountService
    let history: AccessHistory
    private let parts: ConfigurationParts
    private let store: SQLiteGuestStore
    private let clock: any WallClock
    private let machineClock: any WallClock

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
        let parts = try ConfigurationParts(options)
        let path = parts.settings.databaseFile
        let place = DatabasePlace(parts.settings)
        if makesDatabase, place.isEmpty {
            let configuration = try parts.whole()
            try place.announceIfNew()
            try await Workplace.open(configuration, mode: nil).store.close()
        } else {
            try place.expectDatabase()
        }
        let store = try SQLiteGuestStore.open(path: path)
        let threads = NIOThreadPool(numberOfThreads: 1)
        threads.start()
        do {
            let desk = try await AccountDesk(parts, store: store, threads: threads)
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

    private init(_ parts: ConfigurationParts, store: SQLiteGuestStore, threads: NIOThreadPool) async throws {
        let machineClock = SystemClock()
        let known = try await store.read { snapshot in
            (
                mode: try snapshot.setting(.mode),
                now: try Installation.present(in: snapshot, machineClock: machineClock)
            )
        }
        let isDemo = known.mode == Installation.Mode.demo.rawValue
        let clock: any WallClock = isDemo ? DemoClock(at: known.now) : machineClock
        let service = AccountParts(
            store: store,
            mode: isDemo ? .demo : .production,
            settings: parts.settings,
            passwords: try parts.passwords(),
            clock: clock,
            machineClock: machineClock,
            entropy: SystemEntropy()
        )
        accounts = try await service.service(threads: threads, limiter: nil, signsIn: false)
        history = AccessHistory(of: store)
        self.parts = parts
        self.store = store
        self.clock = clock
        self.machineClock = machineClock
    }

    /// What keeps the keys of other systems.
    var keys: KeyService { keys(speakingFor: []) }

    /// The same, for making keys.
    ///
    /// - Parameter gateways: The names of the gateways that a key may speak for.
    /// - Returns: What keeps them.
    func keys(speakingFor gateways: [String]) -> KeyService {
        KeyService(
            store: store,
            gateways: Set(gateways),
            entropy: SystemEntropy(),
            clock: clock,
            machineClock: machineClock
        )
    }

    /// The places that an account or a key can be given, by the organisation's file.
    ///
    /// - Throws: `ConfigurationDefects` if the file has mistakes.
    func places() throws -> KnownPlaces { KnownPlaces(try parts.organisation()) }

    /// The names of the gateways that there are, in order.
    ///
    /// - Throws: `ConfigurationDefects` if any file of the configuration has mistakes.
    func gateways() throws -> [String] { try parts.whole().gateways.map(\.name) }

    /// Tells refusals as sentences of both languages, from the same texts as the interface.
    private func tellingRefusals<Result>(_ work: () async throws -> Result) async throws -> Result {
        do {
            return try await work()
        } catch let refusal as RequestRefusal {
            throw failure(refusal)
        }
    }

    private func failure(_ refusal: RequestRefusal) -> CommandFailure {
        do {
            return Self.failure(refusal, in: try parts.problemTexts())
        } catch {
            // The texts are what has the mistake: the refusal is told without them, and the mistake beside it.
            return CommandFailure("It is refused: \(refusal).\n\(error)", vietnamese: "Bị từ chối: \(refusal).")
        }
    }

    private static func failure(_ refusal: RequestRefusal, in texts: ProblemTexts) -> CommandFailure {
        switch refusal {
        case .weakPassword(let defect): sentence(texts.fields[defect.code.rawValue])
        case .accountNotFound: sentence(texts.problems["account-not-found"]?.detail)
        case .usernameTaken: sentence(texts.problems["username-taken"]?.detail)
        case .accountOfProvider: sentence(texts.problems["account-of-provider"]?.detail)
        case .lastAdministrator: sentence(texts.problems["last-administrator"]?.detail)
        case .postingNotFound: sentence(texts.problems["posting-not-found"]?.detail)
        case .postingNotPossible: sentence(texts.problems["posting-not-possible"]?.detail)
        case .postingOverlaps: sentence(texts.problems["posting-overlaps"]?.detail)
        case .keyNotFound: sentence(texts.problems["key-not-found"]?.detail)
        case .keyNameTaken: sentence(texts.problems["key-name-taken"]?.detail)
        case .keyRevoked: sentence(texts.problems["key-revoked"]?.detail)
        case .invalidFields(let fields):
            CommandFailure(
                fields.map { line($0, texts) { $0.english } }.joined(separator: "\n"),
                vietnamese: fields.map { line($0, texts) { $0.vietnamese } }.joined(separator: "\n")
            )
        default: CommandFailure("It is refused: \(refusal).", vietnamese: "Bị từ chối: \(refusal).")
        }
    }

    private static func line(
        _ error: FieldError,
        _ texts: ProblemTexts,
        in language: (BilingualText) -> String
    ) -> String {
        "\(error.field): " + (texts.fields[error.code.rawValue].map(language) ?? error.code.rawValue)
    }

    private static func sentence(_ text: BilingualText?) -> CommandFailure {
        CommandFailure(text?.english ?? "It is refused.", vietnamese: text?.vietnamese ?? "Bị từ chối.")
    }
}
