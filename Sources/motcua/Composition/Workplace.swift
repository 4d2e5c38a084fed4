import DossierConfig
import DossierEngine
import DossierStoreSQLite
import Foundation
import Logging
import Metrics
import WorkingCalendar

/// An opened installation: configuration, store and rules; what every command that changes something begins with.
struct Workplace {
    let configuration: LoadedConfiguration
    let store: SQLiteDossierStore
    let installation: Installation
    let rules: Rules
    let clock: any WallClock
    let demoClock: DemoClock?
    let machineClock: any WallClock
    let entropy: any EntropySource
    /// Raised when the store can no longer be written.
    let alarm: StorageAlarm
    /// Why only look-ups are served; nil if everything is.
    let lookupMode: LookupMode?

    /// Opens an installation, making and migrating the database where needed.
    ///
    /// - Parameters:
    ///   - configuration: The configuration.
    ///   - mode: Demo or production; nil for what the database is.
    ///   - clockStart: Where a new demo clock shall stand.
    ///   - doubtsClock: Whether a clock far ahead of what was written last is refused, see ``StartClock``.
    ///   - options: How the store works; nil for what the settings say.
    ///   - machineClock: The machine's time.
    ///   - entropy: Where secrets come from.
    ///   - environment: Where the keys of the vault may be.
    /// - Returns: The opened installation.
    /// - Throws: `StoreError` of code unsuitable if the database is of another mode or in use, or if the
    ///   configuration's calendar would move promises; `OrganisationChangeRefusal` if open dossiers need a unit that
    ///   its organisation takes away; `ConfigurationDefects`; ``VaultKeyRefusal`` if the keys of the vault cannot be
    ///   used or are not this database's; ``CommandFailure`` if a database would be made where one was lost.
    static func open(
        _ configuration: LoadedConfiguration,
        mode: Installation.Mode?,
        clockStart: Instant? = nil,
        doubtsClock: Bool = false,
        options: SQLiteStoreOptions? = nil,
        machineClock: any WallClock = SystemClock(),
        entropy: any EntropySource = SystemEntropy(),
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws -> Workplace {
        try DatabasePlace(configuration.settings).refuseIfLost()
        let alarm = StorageAlarm()
        var options = options ?? CommitMetrics.options(writerQueue: configuration.settings.writerQueueLength)
        options.onFailure = { alarm.raise($0) }
        let store = try SQLiteDossierStore.open(path: configuration.settings.databaseFile, options: options)
        do {
            try Upgrade.run(store, path: configuration.settings.databaseFile, clock: machineClock)
            if doubtsClock { try StartClock.expectPlausible(store, at: machineClock.now) }
            let source = VaultKeySource(configuration.settings, environment: environment)
            let vault = VaultOpening(store: store, source: source)
            try await vault.unlock(entropy: entropy, announces: mode != .demo)
            let installation = try await Installation.prepare(
                store,
                mode: mode,
                clockStart: clockStart,
                used: configuration.versions,
                entropy: entropy,
                machineClock: machineClock,
                change: { try configuration.changeTimetable($0, in: $1, reading: store.configurationReader) }
            )
            try await vault.sealWhatIsNot(entropy: entropy)
            try await PersonIndexing(store: store, personKey: installation.personKey).run { done in
                guard done > 0, done % Upgrade.tellingInterval == 0 else { return }
                Console.complain("Persons are indexed: \(done) dossiers so far …")
            }
            return try Workplace(
                configuration,
                store: store,
                installation: installation,
                machineClock: machineClock,
                entropy: entropy,
                alarm: alarm
            )
        } catch {
            // Why it cannot be opened is told, and not what follows from it.
            try? await store.close()
            throw error
        }
    }

    /// The one path of every change.
    var dossiers: DossierService { dossiers(by: clock) }

    /// The same as of an instant.
    func dossiers(at instant: Instant) -> DossierService { dossiers(by: StandingClock(now: instant)) }

    private func dossiers(by clock: any WallClock) -> DossierService {
        DossierService(
            store: store,
            rules: rules,
            clock: clock,
            machineClock: machineClock,
            entropy: entropy,
            idempotencyKey: installation.idempotencyKey,
            personKey: installation.personKey
        )
    }
}

extension Workplace {
    /// Puts together what was opened.
    ///
    /// - Parameters:
    ///   - configuration: The configuration.
    ///   - store: The store, unlocked.
    ///   - installation: What the database knows.
    ///   - machineClock: The machine's time, which is the service's where there is no demo clock.
    ///   - entropy: Where secrets come from.
    ///   - alarm: Raised when the store can no longer be written.
    ///   - lookupMode: Why only look-ups are served; nil if everything is.
    /// - Throws: `ConfigurationDefects`; `StoreError` if the database cannot be read.
    init(
        _ configuration: LoadedConfiguration,
        store: SQLiteDossierStore,
        installation: Installation,
        machineClock: any WallClock,
        entropy: any EntropySource,
        alarm: StorageAlarm,
        lookupMode: LookupMode? = nil
    ) throws {
        let demoClock = installation.demoClock.map(DemoClock.init(at:))
        self.init(
            configuration: configuration,
            store: store,
            installation: installation,
            rules: try configuration.rules(
                stored: installation.configurations,
                procedures: KeptProcedures(from: store.configurationReader)
            ),
            clock: demoClock ?? machineClock,
            demoClock: demoClock,
            machineClock: machineClock,
            entropy: entropy,
            alarm: alarm,
            lookupMode: lookupMode
        )
    }
}

/// Turns the writer's commits into metrics.
enum CommitMetrics {
    static func options(writerQueue: Int) -> SQLiteStoreOptions {
        let sizes = Recorder(label: "motcua_commit_batch_size")
        let times = Metrics.Timer(label: "motcua_commit")
        let pages = Gauge(label: "motcua_wal_pages")
        let failures = Counter(label: "motcua_commit_failures_total")
        return SQLiteStoreOptions(writerQueue: writerQueue) { batch in
            sizes.record(batch.size)
            times.recordSeconds(batch.seconds)
            pages.record(batch.walPages)
            if !batch.isCommitted { failures.increment() }
        }
    }
}
