import DossierEngine
import DossierStoreSQLite
import Foundation
import Glibc
import WorkingCalendar

/// Brings a database up to this program (nâng cấp), after a copy of it as it was.
enum Upgrade {
    /// What the name of the copy goes on with.
    private static let ending = ".before-upgrade-"
    /// After how many dossiers or entries the user of a long upgrade is told how far it is; a multiple of all batches.
    static let tellingInterval = 50_000

    /// Brings the tables up to date, if they are not; the copy lies beside the database.
    ///
    /// - Parameters:
    ///   - store: The opened database.
    ///   - path: Where it lies.
    ///   - clock: The machine's time, for the name of the copy.
    /// - Throws: ``CommandFailure`` or `StoreError`; without a copy nothing is changed.
    static func run(_ store: SQLiteDossierStore, path: String, clock: any WallClock) throws {
        guard try store.needsMigration else { return }
        let schema = try store.schema
        guard !schema.isEmpty else { return try store.migrate() }
        let copy = path + ending + BackupSchedule.stamp(clock.now)
        sweepDrafts(of: path)
        Console.complain("The database is of an older program. First it is copied to \(copy).")
        Console.complain("Cơ sở dữ liệu là của phiên bản cũ hơn. Trước hết được sao lưu vào \(copy).")
        _ = try BackupMaking(database: path, bytesPerSecond: nil, now: clock.now).makeWatched(copy)
        do {
            try store.migrate {
                Console.complain("Applying \($0) (\($1) of \($2)) …")
            } waiting: {
                Console.complain("… still at it after \($0) s")
            }
        } catch {
            // Of what is as it was a copy at each try would only fill the disk; where that cannot be told it stays.
            if let now = try? store.schema, now == schema { remove(copy) }
            throw error
        }
        Console.complain("The database is up to date. Delete the copy and its manifest when all is well.")
        Console.complain("Cơ sở dữ liệu đã được nâng cấp. Khi mọi việc ổn, hãy xóa bản sao và bản kê của nó.")
    }

    private static func remove(_ copy: String) {
        for path in [copy, BackupManifest.path(of: copy), ArchiveCopy.path(of: copy)] { unlink(path) }
    }

    /// Removes what copies of this database that were killed have left; each had a name of its own second.
    private static func sweepDrafts(of path: String) {
        let name = URL(filePath: path).lastPathComponent
        BackupDrafts.sweep(in: DiskFolder.path(of: path)) { $0.hasPrefix(name + ending) }
    }
}
