import DossierConfig
import DossierEngine
import DossierStoreSQLite
import Logging
import WorkingCalendar

/// The checkpoints of an installation put together (lập mốc lịch sử).
struct CheckpointComposition {
    let keeper: CheckpointKeeper
    let service: CheckpointService
    private let minutes: Int

    /// Opens the key, making one at the first start; the file of checkpoints is read when the service runs.
    ///
    /// - Throws: ``CommandFailure`` if the key cannot be read or made, or if another one has signed what is there.
    init(_ workplace: Workplace, logger: Logger) throws {
        let settings = workplace.configuration.settings
        let places = CheckpointPlaces(settings)
        try places.expectKeyIfSigned()
        try Self.warnIfGone(places, store: workplace.store, logger: logger)
        keeper = try Self.keeper(of: workplace, logger: logger)
        minutes = settings.checkpointMinutes
        service = CheckpointService(
            store: workplace.store,
            keeper: keeper,
            machineClock: workplace.machineClock,
            intervalMinutes: settings.checkpointMinutes,
            pace: SystemPace(),
            logger: logger
        )
    }

    /// Says that a new file begins where a history has a key already.
    private static func warnIfGone(_ places: CheckpointPlaces, store: SQLiteDossierStore, logger: Logger) throws {
        guard DiskFile.exists(places.key), !DiskFile.exists(places.file) else { return }
        guard try store.inspect({ try $0.lastSequence() }) > 0 else { return }
        logger.warning(
            "there is a key of checkpoints and no file of them: a new one begins; if one was lost, put its copy back",
            metadata: ["file": "\(places.file)"]
        )
    }

    /// Who signs for an installation; a key is made where there is none.
    ///
    /// - Throws: ``CommandFailure`` if the key cannot be read or made.
    static func keeper(of workplace: Workplace, logger: Logger) throws -> CheckpointKeeper {
        let settings = workplace.configuration.settings
        return keeper(
            settings,
            key: try CheckpointKeyFile.open(
                CheckpointPlaces(settings).key,
                name: settings.checkpointOrigin,
                entropy: workplace.entropy
            ),
            store: workplace.store,
            machineClock: workplace.machineClock,
            logger: logger
        )
    }

    /// Who signs for a store with a key, opened or only about to serve.
    static func keeper(
        _ settings: Settings,
        key: CheckpointKey,
        store: any DossierStore,
        machineClock: any WallClock,
        logger: Logger
    ) -> CheckpointKeeper {
        CheckpointKeeper(
            store: store,
            log: CheckpointFile(path: CheckpointPlaces(settings).file),
            key: key,
            machineClock: machineClock,
            logger: logger
        )
    }

    /// What may be asked of the history.
    func proofs(of workplace: Workplace, queries: DossierQueries, statuses: StatusQueries) -> HistoryProofs {
        HistoryProofs(
            store: workplace.store,
            keeper: keeper,
            queries: queries,
            statuses: statuses,
            machineClock: workplace.machineClock,
            intervalMinutes: minutes
        )
    }
}
