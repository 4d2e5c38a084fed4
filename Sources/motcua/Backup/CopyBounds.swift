import DossierEngine
import DossierStoreSQLite
import Glibc

/// How the copying of large files is held back and broken off (giới hạn việc sao chép), so that the desk does not feel
/// it.
struct CopyBounds: Sendable {
    /// How many bytes a second are copied at most; nil for as many as the disks give.
    let bytesPerSecond: Int64?
    /// Asked again and again, also from another thread, whether to break the work off.
    let isStopped: @Sendable () -> Bool

    /// Copies a database or an archive as of one moment, beside whoever writes to it, and proves the copy sound.
    ///
    /// - Parameters:
    ///   - path: The database, or an archive.
    ///   - copy: The copy; what SQLite left beside it is not synced yet.
    ///   - isArchive: Whether it is an archive, whose file may have several names.
    ///   - progress: Told how many bytes of how many are done.
    /// - Throws: `StoreError`; `CancellationError` if it was broken off; what the closure throws.
    func copy(
        _ path: String,
        to copy: String,
        isArchive: Bool = false,
        progress: @escaping (Int64, Int64) throws -> Void
    ) throws {
        try SQLiteDossierStore.backUp(
            path: path,
            to: copy,
            isArchive: isArchive,
            check: CheckPace(rests: bytesPerSecond != nil, isStopped: isStopped),
            pace: Pace(self, progress).step
        )
    }

    /// Length and SHA-256 of a file, read at the pace of the copying.
    ///
    /// - Throws: ``CommandFailure``; `CancellationError` if it was broken off.
    func sum(of file: String) throws -> (bytes: Int64, digest: Digest) {
        let pace = Pace(self) { _, _ in }
        let all = DiskFile.length(file)
        var done: Int64 = 0
        return try DiskFile.sum(file) { part in
            done += Int64(part.count)
            try pace.step(done, of: all)
        }
    }
}

/// Holds the copying of one file to its bounds.
private struct Pace {
    private let bounds: CopyBounds
    private let progress: (Int64, Int64) throws -> Void
    private let start = ContinuousClock.now

    init(_ bounds: CopyBounds, _ progress: @escaping (Int64, Int64) throws -> Void) {
        self.bounds = bounds
        self.progress = progress
    }

    func step(_ done: Int64, of all: Int64) throws {
        guard !bounds.isStopped() else { throw CancellationError() }
        try progress(done, all)
        guard let bytesPerSecond = bounds.bytesPerSecond, done < all else { return }
        let due = Duration.milliseconds(done * 1000 / max(1, bytesPerSecond))
        let ahead = due - (ContinuousClock.now - start)
        // At most a second at a time, whatever a clock says.
        if ahead > .zero { usleep(UInt32(min(ahead, .seconds(1)) / .microseconds(1))) }
    }
}
