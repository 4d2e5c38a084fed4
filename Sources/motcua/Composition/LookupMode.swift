import DossierEngine
import Logging
import Metrics
import ServiceLifecycle

/// Serving look-ups only (chỉ tra cứu), because the disk takes no writing: why, and what is said of it.
struct LookupMode: Hashable {
    /// What the disk suffers from.
    let illness: DiskState.Illness
    /// The database.
    let database: String

    /// What to do, in English.
    var remedy: String {
        switch illness {
        case .readOnly:
            "Its disk is mounted read-only: look at dmesg, check the disk (fsck), mount it for writing "
                + "(mount -o remount,rw); then the service ends with exit code 75 and begins anew."
        case .full: "Its disk is full: make room; then the service ends with exit code 75 and begins anew."
        }
    }

    /// The same in Vietnamese.
    var vietnameseRemedy: String {
        switch illness {
        case .readOnly:
            "Ổ đĩa đang ở chế độ chỉ đọc: xem dmesg, kiểm tra đĩa (fsck), gắn lại để ghi được (mount -o remount,rw); "
                + "khi đó dịch vụ kết thúc với mã 75 và khởi động lại."
        case .full: "Ổ đĩa đã đầy: hãy giải phóng chỗ; khi đó dịch vụ kết thúc với mã 75 và khởi động lại."
        }
    }

    /// What the administrator is told at the start, a line in each language.
    var notice: String {
        """
        Nothing can be written to \(database): only look-ups are served, everything else answers 503. \(remedy)
        Không ghi được vào \(database): chỉ phục vụ tra cứu, mọi việc khác trả lời 503. \(vietnameseRemedy)
        """
    }
}

/// The disk can be written again: the program ends, so that the next start takes up all work.
struct DiskRecovery: Error {
    /// What the administrator is told.
    let description = """
        The disk can be written again: ending, so that the next start takes up all work.
        Ổ đĩa đã ghi lại được: kết thúc để lần khởi động sau làm việc đầy đủ.
        """
}

/// Waits until the disk can be written again, and then ends the look-ups (chờ ổ đĩa hồi phục).
struct DiskRecoveryWatch: Service {
    private static let pauseMilliseconds: Int64 = 1_000

    let mode: LookupMode
    let logger: Logger

    func run() async throws {
        logger.critical(
            "nothing can be written to the database's disk: only look-ups are served",
            metadata: [
                "disk": "\(mode.illness.rawValue)", "remedy": "\(mode.remedy)",
                "cách xử lý": "\(mode.vietnameseRemedy)",
            ]
        )
        Gauge(label: "motcua_lookups_only").record(1)
        var isWritable = false
        await SystemPace().repeating(pause: Self.pauseMilliseconds) {
            guard isWell else { return 0 }
            isWritable = true
            throw CancellationError()
        } onFailure: { _ in
        }
        guard isWritable else { return }
        logger.notice("the disk can be written again: ending, so that the next start takes up all work")
        throw DiskRecovery()
    }

    private var isWell: Bool {
        guard DiskState.of(database: mode.database) == .writable else { return false }
        guard mode.illness == .full else { return true }
        return DiskFile.room(in: DiskFolder.path(of: mode.database)).map { $0 >= DiskState.room } ?? true
    }
}
