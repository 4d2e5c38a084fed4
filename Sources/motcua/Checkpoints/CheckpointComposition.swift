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

    /// Refuses a history that has lost events which were signed: the codes given in them would be given again.
    ///
    /// It is asked before anything is written. A file that cannot be read is told of where it is needed.
    ///
    /// - Throws: ``CommandFailure`` that says what to do.
    static func expectWholeHistory(_ settings: Settings) async throws(CommandFailure) {
        let places = CheckpointPlaces(settings)
        // As above.
        let last = try? await CheckpointFile(path: places.file).last()?.checkpoint
        // As above.
        let events = try? SQLiteDossierStore.inspect(path: settings.databaseFile) { try $0.lastSequence() }
        guard let last, let events, events < last.size else { return }
        let database = settings.databaseFile
        let taken = last.at.map { " (\($0.iso8601))" } ?? ""
        throw CommandFailure(
            "\(database) has \(events) events, and the last checkpoint in \(places.file)\(taken) holds \(last.size): "
                + "an older file was put in its place, or events are lost. Serving it would give codes again that "
                + "citizens hold. Put the right file back; or make a copy of this one and restore that: motcua backup "
                + "COPY, motcua restore COPY --serial-gap N. If it was just restored and no epoch could be begun: "
                + "motcua checkpoint fork.",
            vietnamese: "\(database) có \(events) sự kiện, nhưng mốc cuối trong \(places.file)\(taken) có "
                + "\(last.size): tệp cũ đã được chép vào chỗ này, hoặc mất sự kiện. Nếu chạy tiếp sẽ cấp lại mã đã "
                + "trao cho người dân. Hãy đặt lại đúng tệp; hoặc sao lưu tệp này rồi khôi phục từ bản sao: motcua "
                + "backup BẢN_SAO, motcua restore BẢN_SAO --serial-gap N. Nếu vừa khôi phục mà chưa mở được giai "
                + "đoạn (epoch) mới: motcua checkpoint fork."
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
