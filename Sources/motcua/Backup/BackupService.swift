import DossierConfig
import DossierEngine
import DossierStoreSQLite
import Foundation
import Glibc
import Logging
import Metrics
import ServiceLifecycle
import WorkingCalendar

/// Copies the database on a schedule while it serves (sao lưu định kỳ).
///
/// When the next copy is due follows from the names of those that are there, so that one missed while the machine was
/// off is taken after the start. A copy that fails harms nothing but is told loudly, and tried again.
struct BackupService: Service {
    private static let pauseMilliseconds: Int64 = 30_000
    /// How long it waits after a failure.
    private static let retryMilliseconds: Int64 = 600_000

    let database: String
    let folder: String
    let schedule: BackupSchedule
    let bytesPerSecond: Int64
    let clock: any WallClock
    private let workplace: Workplace
    let logger: Logger
    private let thread = DiskThread("motcua.backup")

    /// Nil if the settings name no folder.
    init?(_ workplace: Workplace, logger: Logger) {
        let settings = workplace.configuration.settings
        guard !settings.backupFolder.isEmpty else { return nil }
        self.workplace = workplace
        database = settings.databaseFile
        folder = settings.backupFolder
        schedule = BackupSchedule(minutes: settings.backupMinutes, keep: settings.backupsKept)
        bytesPerSecond = Int64(settings.backupMebibytesPerSecond) << 20
        clock = workplace.machineClock
        self.logger = logger
    }

    /// Copies until the service is shut down; a copy that is under way then is broken off and leaves nothing behind.
    ///
    /// For a disk that hangs nobody waits once the service is cancelled; the next start removes what was left there.
    func run() async throws {
        try await thread.run { removeUnfinished() }
        let isStopping = StopFlag()
        var failedAt: Instant?
        var told: Set<String> = []
        // Until there is a copy, what would be lost is as old as the database.
        var newest = await beginning()
        await withTaskCancellationOrGracefulShutdownHandler {
            await SystemPace().repeating(pause: Self.pauseMilliseconds) {
                let now = clock.now
                (told, newest) = try await thread.run { [told, newest] in
                    (warnOfFuture(at: now, told: told), measured(since: newest))
                }
                if let failedAt, (0..<Self.retryMilliseconds).contains(now.milliseconds - failedAt.milliseconds) {
                    return 0
                }
                try await thread.run { try round(at: now, isStopping) }
                newest = try await thread.run { [newest] in measured(since: newest) }
                failedAt = nil
                return 0
            } onFailure: { error in
                failedAt = clock.now
                Counter(label: "motcua_backup_failures_total").increment()
                logger.error(
                    "no copy of the database could be made; trying again in ten minutes, see README, Backup",
                    metadata: ["error": "\(error)"]
                )
            }
        } onCancelOrGracefulShutdown: {
            isStopping.raise()
        }
    }

    private func round(at now: Instant, _ isStopping: StopFlag) throws {
        let names = try names()
        // Before the copies are counted: another installation's are not this one's.
        try BackupFolder(folder, of: database).expectOwn()
        guard schedule.isDue(after: names, at: now) else { return }
        // Before too: where fewer are to be kept than before, that makes the room.
        for name in schedule.surplus(of: names, at: now) { remove(name) }
        let copy = folder + "/" + BackupSchedule.name(at: now)
        let making = BackupMaking(
            database: database,
            bytesPerSecond: bytesPerSecond,
            now: now,
            isStopped: { isStopping.isRaised }
        )
        let made = try making.make(copy) { _, _ in }
        Gauge(label: "motcua_backup_bytes").record(made.bytes)
        logger.info(
            "a copy of the database was made",
            metadata: ["file": "\(copy)", "events": "\(made.events)", "bytes": "\(made.bytes)"]
        )
        for name in schedule.surplus(of: try self.names(), at: now) { remove(name) }
    }

    private func names() throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            let reason = DiskFolder.fault(of: folder) ?? error.localizedDescription
            throw CommandFailure(
                "The folder \(folder) of backup.folder cannot be read: \(reason). Make it, or mount its disk.",
                vietnamese: "Không đọc được thư mục \(folder) (backup.folder): \(reason). Hãy tạo thư mục hoặc gắn đĩa."
            )
        }
    }

    /// Measures the room on the copies' disk, and how old the newest copy is; where none can be seen, the last one that
    /// was, or else the database.
    private func measured(since known: Instant) -> Instant {
        DiskGauges.measure("copies", folder, for: database)
        let now = clock.now
        // A folder that cannot be read, or is another installation's, is told by the round; the age goes on rising
        // meanwhile.
        let names = BackupFolder(folder, of: database).isOthers ? [] : (try? names()) ?? []
        let newest = BackupSchedule.newest(of: names, until: now) ?? known
        let age = max(0, now.milliseconds - newest.milliseconds)
        Gauge(label: "motcua_backup_age_seconds").record(Double(age) / 1000)
        Gauge(label: "motcua_backup_interval_seconds").record(schedule.minutes * 60)
        return newest
    }

    /// Tells of copies whose names lie in the future, of each once.
    ///
    /// - Parameters:
    ///   - now: When it is.
    ///   - told: Those that were told of before.
    /// - Returns: Those that are there.
    private func warnOfFuture(at now: Instant, told: Set<String>) -> Set<String> {
        // A folder that cannot be read is told by the round.
        let future = BackupSchedule.future(of: (try? names()) ?? [], at: now)
        if let last = future.last, !told.isSuperset(of: future) {
            logger.warning(
                "copies are named in the future; they do not count: set the clock, or move them, see README, Backup",
                metadata: ["folder": "\(folder)", "copies": "\(future.count)", "last": "\(last)"]
            )
        }
        return Set(future)
    }

    /// When the database was made, by its first event; now if that was in a simulated time, or cannot be told.
    private func beginning() async -> Instant {
        guard workplace.demoClock == nil else { return clock.now }
        // A database that cannot be read makes itself known elsewhere.
        let first = try? await workplace.store.read { snapshot -> Instant? in
            var at: Instant?
            try snapshot.readEvents(after: 0, limit: 1) { at = EventCodec.writtenAt(of: $0.body) }
            return at
        }
        return min(first ?? clock.now, clock.now)
    }

    /// Removes what a crash left of a copy, and nothing of one that somebody is making by hand, or of another
    /// installation's.
    private func removeUnfinished() {
        guard !BackupFolder(folder, of: database).isOthers else { return }
        // A folder that cannot be read is told by the first round.
        let unfinished = BackupSchedule.unfinished(of: (try? names()) ?? [])
        let held = unfinished.filter { BackupLeftovers.isHeld(folder + "/" + $0) }.compactMap(BackupDrafts.draft(of:))
        for name in unfinished where !held.contains(where: { name.hasPrefix($0.copy) }) { unlink(folder + "/" + name) }
    }

    private func remove(_ name: String) {
        // Whatever it is called: what is served now is no copy.
        guard !DiskFile.areSame(folder + "/" + name, database) else { return }
        for path in [name, name + "-wal", name + "-shm", BackupManifest.path(of: name), ArchiveCopy.path(of: name)] {
            unlink(folder + "/" + path)
        }
    }
}
