import DossierEngine
import DossierStoreSQLite
import WorkingCalendar

/// The machine's clock as a start finds it (đồng hồ máy khi khởi động), held against what was written last.
///
/// A clock far ahead would let every deadline pass at once, tell the applicants so, and cannot be undone; one that
/// stands still or lies behind only waits.
enum StartClock {
    /// Refuses to start where nothing was written for longer than any office rests; a clock behind what was written is
    /// told of.
    ///
    /// - Parameters:
    ///   - store: The opened database, its tables those of this program.
    ///   - now: What the machine's clock shows.
    /// - Throws: ``CommandFailure`` that says what to do; `StoreError` if it cannot be read.
    static func expectPlausible(_ store: SQLiteDossierStore, at now: Instant) throws {
        guard let evidence = try evidence(in: store) else { return }
        if let newest = evidence.newest, newest.milliseconds - now.milliseconds > ClockEvidence.tolerance {
            Console.complain(
                "The clock shows \(now.iso8601), and \(newest.iso8601) was written already: it is behind, or was ahead "
                    + "before. Set it (timedatectl); motcua doctor tells more.\n"
                    + "Đồng hồ máy chỉ \(now.iso8601) mà đã có lần ghi lúc \(newest.iso8601): đồng hồ chậm, hoặc trước "
                    + "đó chạy nhanh. Hãy chỉnh lại (timedatectl); motcua doctor cho biết thêm."
            )
        }
        guard let last = evidence.last(until: now) else { return }
        let days = (now.milliseconds - last.milliseconds) / 86_400_000
        guard now.milliseconds - last.milliseconds > ClockEvidence.longStop else { return }
        throw CommandFailure(
            "The clock shows \(now.iso8601), \(days) days after the last that was written. A clock that is ahead would "
                + "let deadlines pass and tell applicants so: set it (timedatectl). If it is right, run this once with "
                + "--clock-is-right.",
            vietnamese: "Đồng hồ máy chỉ \(now.iso8601), sau lần ghi cuối \(days) ngày. Nếu đồng hồ chạy nhanh, hồ sơ "
                + "sẽ bị tính trễ và người dân bị nhắn sai: hãy chỉnh lại (timedatectl). Nếu đồng hồ đúng, hãy chạy "
                + "lại lệnh này một lần với --clock-is-right."
        )
    }

    /// What ``expectPlausible(_:at:)`` says of the machine's clock now, for whoever asks when he is about to write.
    ///
    /// - Parameters:
    ///   - store: The opened database.
    ///   - doubtsClock: Whether it is asked at all; false where somebody said that the clock is right.
    /// - Returns: Success, or the refusal.
    static func judgement(of store: SQLiteDossierStore, doubtsClock: Bool) -> Result<Void, any Error> {
        guard doubtsClock else { return .success(()) }
        return Result { try expectPlausible(store, at: SystemClock().now) }
    }

    /// The latest instant that a database was written to; nil if nothing was, or if its time is simulated.
    static func newest(in store: SQLiteDossierStore) throws -> Instant? { try evidence(in: store)?.newest }

    /// When a database was written to by the machine's clock; nil if its time is simulated.
    private static func evidence(in store: SQLiteDossierStore) throws -> ClockEvidence? {
        try store.inspect { inspection in
            guard try inspection.setting(.demoClock) == nil else { return nil }
            return try ClockEvidence(in: inspection, checkpoint: nil, kernel: .unknown)
        }
    }
}
