import DossierConfig
import DossierEngine
import Logging

/// The checkpoints of an installation put together (lập mốc lịch sử).
struct CheckpointComposition {
    let keeper: CheckpointKeeper
    let service: CheckpointService
    private let minutes: Int

    /// Opens the key, making one at the first start; the file of checkpoints is read when the service runs.
    ///
    /// - Throws: ``CommandFailure`` if the key cannot be read or made.
    init(_ workplace: Workplace, logger: Logger) throws {
        let settings = workplace.configuration.settings
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

    /// Who signs for an installation.
    ///
    /// - Throws: ``CommandFailure`` if the key cannot be read or made.
    static func keeper(of workplace: Workplace, logger: Logger) throws -> CheckpointKeeper {
        let settings = workplace.configuration.settings
        let places = CheckpointPlaces(settings)
        return CheckpointKeeper(
            store: workplace.store,
            log: CheckpointFile(path: places.file),
            key: try CheckpointKeyFile.open(
                places.key,
                name: settings.checkpointOrigin,
                entropy: workplace.entropy
            ),
            machineClock: workplace.machineClock,
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
