import DossierConfig
import DossierDomain
import DossierEngine
import DossierStoreSQLite
import NIOPosix
import WorkingCalendar

/// A demo database filled with dossiers through the engine's own path (cơ sở dữ liệu mẫu), and closed again.
struct SeededDatabase: Sendable {
    /// The most codes kept for look-ups; more would only cost the load generator memory.
    private static let maximumCodes = 200_000
    /// How many registrations are under way at once; they share commits.
    private static let concurrency = 256

    /// The file.
    let path: String
    /// How many dossiers it has.
    let dossiers: Int
    /// When their first steps fall due.
    let groups: DueGroups
    /// Codes drawn at random from all dossiers.
    let codes: [String]

    /// Makes a database.
    ///
    /// - Parameters:
    ///   - path: The file, not there yet.
    ///   - dossiers: How many dossiers, 1 or more.
    ///   - groups: When their first steps fall due.
    ///   - common: Where the configuration is.
    /// - Returns: The database.
    /// - Throws: `StoreError`, `ConfigurationDefects` and refusals of the sample intakes.
    static func make(
        at path: String,
        dossiers: Int,
        groups: DueGroups,
        common: CommonOptions
    ) async throws -> SeededDatabase {
        let configuration = try ConfigurationLoading.load(common, overrides: ["database.file": path])
        let workplace = try await Workplace.open(configuration, mode: .demo, clockStart: groups.standstill)
        try await workplace.store.closing { _ in
            try await fill(workplace, dossiers: dossiers, receipts: groups.receipts) { groups.receivedAt(dossier: $0) }
        }
        try settle(path)
        let codes = try sampleCodes(of: path)
        return SeededDatabase(path: path, dossiers: dossiers, groups: groups, codes: codes)
    }

    /// Takes every waiting text as sent, so that a server that starts on the database has nothing to catch up with.
    ///
    /// - Throws: `StoreError`.
    static func settle(_ path: String) throws {
        let connection = try PlainConnection(path: path)
        try connection.run(
            """
            UPDATE outboxMessage SET state = 'accepted', attempts = 1, gateway = 'console', sentAt = createdAt
            WHERE state IN ('queued', 'sending')
            """
        )
        try connection.run("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    /// Makes a database whose dossiers were received one after the other and whose clock is the machine's.
    ///
    /// - Parameters:
    ///   - path: The file, not there yet.
    ///   - dossiers: How many dossiers, 1 or more.
    ///   - perSecond: How many were received in each second.
    ///   - common: Where the configuration is.
    /// - Returns: When the first of them falls due.
    /// - Throws: As ``make(at:dossiers:groups:common:)``.
    static func makeSteady(
        at path: String,
        dossiers: Int,
        perSecond: Int,
        common: CommonOptions
    ) async throws -> Instant {
        let start = steadyStart
        let configuration = try ConfigurationLoading.load(common, overrides: ["database.file": path])
        let workplace = try await Workplace.open(configuration, mode: .demo, machineClock: StandingClock(now: start))
        try await workplace.store.closing { _ in
            let receipts = (0...dossiers / perSecond).map { start.adding(seconds: Int64($0)) }
            try await fill(workplace, dossiers: dossiers, receipts: receipts) { receipts[$0 / perSecond] }
        }
        try settle(path)
        return start.adding(seconds: DueGroups.firstRungSeconds)
    }

    /// Wednesday 2022-01-05 08:00 at the desk.
    private static let steadyStart = Instant(seconds: 1_641_344_400)

    private static func fill(
        _ workplace: Workplace,
        dossiers: Int,
        receipts: [Instant],
        receivedAt: @escaping @Sendable (_ dossier: Int) -> Instant
    ) async throws {
        let threads = NIOThreadPool(numberOfThreads: 1)
        threads.start()
        try await workplace.makeDemoAccounts(with: try await workplace.accounts(threads: threads, limiter: nil))
        try await threads.shutdownGracefully()
        guard let clerk = try await workplace.store.read({ try $0.account(named: "desk") }) else {
            throw CommandFailure(developer: "The demo accounts have no desk clerk.")
        }
        // A service keeps what it knows of the units' loads, as the one of a server does.
        let services = Dictionary(uniqueKeysWithValues: receipts.map { ($0, workplace.dossiers(at: $0)) })
        let progress = ProgressLine("seeded", unit: "dossiers")
        try await withThrowingTaskGroup { tasks in
            for worker in 0..<min(concurrency, dossiers) {
                tasks.addTask {
                    for number in stride(from: worker, to: dossiers, by: concurrency) {
                        guard let service = services[receivedAt(number)] else { continue }
                        _ = try await service.register(SampleIntake(number).draft, by: clerk, idempotency: nil)
                        if worker == 0 { progress.show(number, of: dossiers) }
                    }
                }
            }
            try await tasks.waitForAll()
        }
        progress.finish()
        // So that no server that starts on the database has names to catch up with.
        try await NameIndexing(store: workplace.store).catchUp()
    }

    private static func sampleCodes(of path: String) throws -> [String] {
        let connection = try PlainConnection(path: path)
        var codes = try connection.rows("SELECT code FROM dossier").compactMap { $0.first?.string }
        codes.shuffle()
        return Array(codes.prefix(maximumCodes))
    }
}
