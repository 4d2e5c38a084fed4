import Dispatch
import DossierEngine
import GRDB
import GRDBSQLite
import Synchronization

/// The write-ahead log and how it is kept short (nhật ký ghi trước).
///
/// SQLite's own checkpoint inside a commit stalls that commit for as long as the random pages take to write; one on
/// another thread alone never catches up with a busy writer, and the file grows. So both are used: past a threshold a
/// pass on a second connection copies most pages while commits go on; when it is done the writer, between two commits,
/// copies the short rest, and SQLite begins the log anew with the next commit. Past eight thresholds the writer waits
/// for the pass: that is the back-pressure. Readers that overlap without a gap would keep the log for ever; past
/// sixteen thresholds the writer waits until those that began before the copy have ended, the busy time-out at most,
/// while later ones read the copied pages. Only a reader that stays longer on an old snapshot (a backup) can hold the
/// log. It is known by the pages that could not be copied although they were there when the pass began; to wait for it
/// would be in vain and only keep the desk waiting, so the log grows until it has ended, and that is looked at each
/// threshold. When SQLite begins the log anew it cuts the file back to 64 MiB, and the last connection to close
/// removes it.
/// Source: project decision, 2026-11-23, because either half alone was measured to stall or to grow; 2026-11-29,
/// because waiting for a copy that takes minutes stopped every intake for two seconds each 64 MiB.
final class WriteAheadLog: Sendable {
    private enum Pass {
        /// Nothing is under way.
        case idle
        /// The second connection copies pages.
        case running
        /// It is done; the writer copies the rest.
        case finished
    }

    private let checkpoints: DatabaseQueue
    private let thread = DispatchQueue(label: "motcua.store.checkpoint", qos: .utility)
    private let pass = Mutex(Pass.idle)
    private let gauge: LogGauge
    private let threshold: Int
    /// What the disk failed with while pages were copied; nil as a rule.
    private let failure = Mutex<StoreError?>(nil)
    /// At how many pages the next pass begins; moved only by the writer.
    private let nextPassAt: Atomic<Int>
    /// How many pages the log held when the last pass began; moved only by the writer.
    private let pagesAtPass = Atomic(0)

    /// Opens the second connection.
    ///
    /// - Parameters:
    ///   - path: The database.
    ///   - gauge: Where the writer's connection notes the length of the log.
    ///   - threshold: From how many pages on a pass is worth its while.
    /// - Throws: ``StoreError`` if it cannot be opened.
    init(path: String, gauge: LogGauge, threshold: Int) throws {
        self.gauge = gauge
        self.threshold = max(1, threshold)
        nextPassAt = Atomic(max(1, threshold))
        checkpoints = try DatabaseQueue(
            path: path,
            configuration: ConnectionSetup.configuration(label: "motcua.store.checkpoint")
        )
        try checkpoints.inDatabase { try ConnectionSetup.makeDurable($0) }
    }

    /// How many pages the log holds.
    var pages: Int { gauge.pages.load(ordering: .relaxed) }

    /// Does what is due now; called by the writer between two commits, on its thread.
    ///
    /// - Returns: What the disk failed with, now or in a pass before: then nothing may be written any more.
    func bound(writer: DatabasePool) -> StoreError? {
        copyWhatIsDue(by: writer)
        return failure.withLock { $0 }
    }

    private func copyWhatIsDue(by writer: DatabasePool) {
        let pages = pages
        if pages < threshold { nextPassAt.store(threshold, ordering: .relaxed) }
        switch pass.withLock({ $0 }) {
        case .idle:
            guard pages >= nextPassAt.load(ordering: .relaxed) else { return }
            pagesAtPass.store(pages, ordering: .relaxed)
            startPass()
        case .running:
            guard pages >= threshold * Self.patience else { return }
            // The second connection is busy with the pass: this waits for its end.
            copy(by: checkpoints)
        case .finished:
            let copied = copy(by: writer)
            let isLong = pages >= threshold * Self.maximum
            // Else a reader from before the pass is still there.
            if isLong, copied >= pagesAtPass.load(ordering: .relaxed) { copy(by: writer, .restart) }
            pass.withLock { $0 = .idle }
            // While a reader holds the log it does not get shorter: then not after every commit again.
            nextPassAt.store(pages + (isLong ? threshold : max(1, threshold / 4)), ordering: .relaxed)
        }
    }

    /// Waits for a pass under way: while it copies, SQLite lets nobody else copy, and does not wait for it either.
    func waitForPass() { thread.sync {} }

    /// Waits for a pass under way and closes the second connection.
    func close() throws {
        waitForPass()
        try checkpoints.close()
    }

    /// At how many thresholds the writer waits for the pass.
    private static let patience = 8
    /// At how many thresholds the writer waits for readers that hold the log.
    private static let maximum = 16

    private func startPass() {
        pass.withLock { $0 = .running }
        thread.async {
            self.copy(by: self.checkpoints)
            self.pass.withLock { $0 = .finished }
        }
    }

    /// Copies pages.
    ///
    /// - Returns: How many pages of the log are copied, those of before included; 0 if that failed.
    @discardableResult
    private func copy(by connection: some DatabaseWriter, _ mode: Database.CheckpointMode = .passive) -> Int {
        do {
            return try connection.writeWithoutTransaction { try $0.checkpoint(mode).checkpointedFrameCount }
        } catch {
            // A pass that fails loses nothing: the pages stay in the log, and the next one tries again; a full disk
            // makes commits fail as well and is told of there. After a disk that failed nobody tries again.
            guard let error = error as? DatabaseError else { return 0 }
            let code = error.extendedResultCode.rawValue
            guard SQLiteFailure(code: code).isDiskError else { return 0 }
            failure.withLock {
                $0 = StoreError(sqlite: code, message: "the log was not copied: " + (error.message ?? ""))
            }
            return 0
        }
    }
}

/// The length of the log in pages, as SQLite tells the writer's connection after each commit.
final class LogGauge: Sendable {
    let pages = Atomic(0)

    /// Listens to a connection, in place of SQLite's own checkpoint; the gauge must outlive the connection.
    func listen(to database: Database) {
        sqlite3_wal_hook(
            database.sqliteConnection,
            { context, _, _, pages in
                guard let context else { return SQLITE_OK }
                let gauge = Unmanaged<LogGauge>.fromOpaque(context).takeUnretainedValue()
                gauge.pages.store(Int(pages), ordering: .relaxed)
                return SQLITE_OK
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
    }
}
