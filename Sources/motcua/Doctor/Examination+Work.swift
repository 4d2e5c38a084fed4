import DossierConfig
import DossierEngine
import DossierStoreSQLite
import WorkingCalendar

/// Whether the work goes on: deadlines, names, checkpoints (khám tiến độ công việc).
extension Examination {
    /// How long after its moment a timer is stuck, in milliseconds.
    private static let patience: Int64 = 10 * 60_000
    /// How many entries may wait for the index of names, as in the alarm.
    private static let mostBehind = 1_000
    /// How many stuck ones are counted.
    private static let limit = 1_000

    /// Deadlines that did not fire, texts and calls that do not go, and names that are not found.
    func stuck(in inspection: any StoreInspection, isRunning: Bool) throws -> [Finding] {
        let present = try present(in: inspection)
        let since = present.adding(milliseconds: -Self.patience)
        let timers = try inspection.dueTimers(until: since, limit: Self.limit).count
        let texts = try outbox(in: inspection, at: present, isRunning: isRunning)
        let lost = try lostTexts(in: inspection, at: present).map { [$0] } ?? []
        let calls = try webhooks(in: inspection)
        let names = Self.names(behind: try NameIndexing.behind(in: inspection), isRunning: isRunning)
        return [Self.deadlines(late: timers, isRunning: isRunning), texts] + lost + calls + [names]
    }

    /// The time of the service: of a demo with a clock of its own, that.
    func present(in inspection: any StoreInspection) throws -> Instant {
        try Installation.present(in: inspection, machineClock: StandingClock(now: now))
    }

    private static func deadlines(late: Int, isRunning: Bool) -> Finding {
        guard late > 0 else { return .ok("deadlines", Finding.Words("none is overdue", "không có hạn nào bị lỡ")) }
        return .error(
            "deadlines",
            Finding.Words(
                "\(late) should have fired ten minutes ago",
                "\(late) mốc hạn lẽ ra phải báo từ mười phút trước"
            ),
            isRunning
                ? Finding.Words(
                    "look for timer failures in the log, run motcua verify",
                    "tìm lỗi hẹn giờ trong nhật ký, chạy motcua verify"
                )
                : Finding.Words("start the server: it catches up", "khởi động dịch vụ: nó sẽ báo bù")
        )
    }

    /// What it means that so many entries wait for the index of names.
    static func names(behind: Int, isRunning: Bool) -> Finding {
        guard behind > mostBehind else {
            return .ok("names", Finding.Words("dossiers are found by them", "tìm được hồ sơ theo tên"))
        }
        let count = behind < NameIndexing.mostCounted ? "\(behind)" : "\(behind)+"
        return .warning(
            "names",
            Finding.Words("\(count) entries are not found by them yet", "\(count) mục chưa tìm được theo tên"),
            isRunning
                ? Finding.Words(
                    "after an upgrade it catches up by itself; else see the failures of the name index in the log",
                    "sau khi nâng cấp sẽ tự bắt kịp; nếu không, xem lỗi chỉ mục tên trong nhật ký"
                )
                : Finding.Words("start the server: it catches up", "khởi động dịch vụ: nó sẽ lập tiếp chỉ mục")
        )
    }

    /// Whether the history is signed on, and is the one that was signed.
    func checkpoints(isRunning: Bool) async -> Finding {
        let file = CheckpointPlaces(settings).file
        do {
            guard let last = try await CheckpointFile(path: file).last()?.checkpoint, let at = last.at else {
                let minutes = settings.checkpointMinutes
                return .warning(
                    "checkpoints",
                    Finding.Words("there are none yet", "chưa có mốc nào"),
                    Finding.Words("they come within \(minutes) minutes", "sẽ có trong vòng \(minutes) phút")
                )
            }
            let minutes = (now.milliseconds - at.milliseconds) / 60_000
            let text = Finding.Words(
                "the last one is of \(at.iso8601), " + counted(Int(last.size), "event"),
                "mốc cuối lúc \(at.iso8601), \(last.size) sự kiện"
            )
            // A database that cannot be read has a finding of its own.
            guard let events = (try? SQLiteDossierStore.summary(of: database))?.events else {
                return .ok("checkpoints", text)
            }
            if events < last.size {
                return .error(
                    "checkpoints",
                    text.adding(Finding.Words(", the database has \(events)", ", cơ sở dữ liệu chỉ có \(events)")),
                    Finding.Words(
                        "an older copy was restored, or events are lost: motcua verify",
                        "đã khôi phục bản sao cũ hơn, hoặc mất sự kiện: motcua verify"
                    )
                )
            }
            guard isRunning, events > last.size, minutes > Int64(settings.checkpointMinutes) * 2 + 10 else {
                return .ok("checkpoints", text)
            }
            return .warning(
                "checkpoints",
                text,
                Finding.Words(
                    "the log says why none is made; motcua verify",
                    "nhật ký cho biết vì sao không lập được mốc; motcua verify"
                )
            )
        } catch {
            return .error(
                "checkpoints",
                Finding.Words(of: "\(error)"),
                Finding.Words("look at \(file); never delete it", "xem tệp \(file); không bao giờ xóa nó")
            )
        }
    }
}
