import DossierConfig
import DossierEngine
import Foundation
import Metrics
import ServiceLifecycle

/// Measures the room on the disks of the database and of its copies (đo chỗ trống trên đĩa), so that an alarm comes
/// before a disk is full.
struct DiskGauges: Service {
    private static let pauseMilliseconds: Int64 = 30_000

    private let database: String
    /// The folders, by the name they have in the metric.
    private let folders: [(name: String, path: String)]
    private let pace: any ServicePace

    /// Describes what is measured.
    ///
    /// - Parameters:
    ///   - settings: Where the database and its copies are.
    ///   - pace: How it waits.
    init(_ settings: Settings, pace: any ServicePace) {
        database = settings.databaseFile
        let own = URL(filePath: database).deletingLastPathComponent().path
        let copies = settings.backupFolder
        folders = [("database", own)] + (copies.isEmpty ? [] : [("copies", copies)])
        self.pace = pace
    }

    /// Measures until the service is shut down.
    func run() async throws {
        await pace.repeating(pause: Self.pauseMilliseconds) {
            measure()
            return 0
        } onFailure: { _ in
        }
    }

    /// Measures once; of a disk that cannot be asked the last value stays, and whoever writes to it says why.
    func measure() {
        let length = DiskFile.length(database) + DiskFile.length(database + "-wal")
        Gauge(label: "motcua_database_bytes").record(length)
        for folder in folders {
            guard let room = DiskFile.room(in: folder.path) else { continue }
            Gauge(label: "motcua_disk_free_bytes", dimensions: [("disk", folder.name)]).record(room)
        }
    }
}
