import DossierConfig
import DossierEngine
import Metrics
import ServiceLifecycle

/// Measures the room on the disk of the database (đo chỗ trống trên đĩa), so that an alarm comes before it is full.
///
/// That of its copies, which may hang, is measured by whoever waits for it anyway, see ``BackupService``.
struct DiskGauges: Service {
    private static let pauseMilliseconds: Int64 = 30_000

    private let database: String

    /// Takes the database that the settings name.
    init(_ settings: Settings) { database = settings.databaseFile }

    /// Measures until the service is shut down.
    func run() async throws {
        await SystemPace().repeating(pause: Self.pauseMilliseconds) {
            measure()
            return 0
        } onFailure: { _ in
        }
    }

    private func measure() {
        let length = DiskFile.length(database) + DiskFile.length(database + "-wal")
        Gauge(label: "motcua_database_bytes").record(length)
        Self.measure("database", DiskFolder.path(of: database), for: database)
    }

    /// Measures a disk once; of one that cannot be asked the last values stay, and whoever writes to it says why.
    ///
    /// - Parameters:
    ///   - disk: Its name in the metrics.
    ///   - folder: A folder on it.
    ///   - database: The database whose next copy has to find room there.
    static func measure(_ disk: String, _ folder: String, for database: String) {
        guard let room = DiskFile.room(in: folder) else { return }
        Gauge(label: "motcua_disk_free_bytes", dimensions: [("disk", disk)]).record(room)
        let needed = CopyRoom.needed(for: database, in: folder)
        Gauge(label: "motcua_disk_needed_bytes", dimensions: [("disk", disk)]).record(needed)
    }
}
