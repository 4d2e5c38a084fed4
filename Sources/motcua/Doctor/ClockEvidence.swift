import DossierEngine
import WorkingCalendar

/// What is known of time beside the machine's clock (đối chiếu đồng hồ máy): what was written down, and what the kernel
/// thinks of its own clock.
struct ClockEvidence: Hashable {
    /// How many of the last events are looked at.
    static let events: Int64 = 1_000
    /// A stop of work that no office makes: longer than any holiday, in milliseconds.
    static let longStop: Int64 = 60 * 86_400_000

    /// The latest instant that was written down: of an event, a checkpoint, or the last time that the store was tried;
    /// nil if nothing was.
    var newest: Instant?
    /// All that was written down of these by whoever was not let in where the clock was far ahead, in no order.
    private let written: [Instant]
    /// The last long stop among the last events.
    var stop: Stop?
    /// What the kernel thinks.
    var kernel = KernelClock.unknown

    /// Two events one after the other with a long time between them.
    struct Stop: Hashable {
        let from: Instant
        let to: Instant
    }

    /// Reads what a database has of it.
    ///
    /// - Parameters:
    ///   - inspection: The database, of machine time.
    ///   - checkpoint: When the last checkpoint was made.
    ///   - kernel: What the kernel thinks.
    /// - Throws: `StoreError` if it cannot be read.
    init(in inspection: any StoreInspection, checkpoint: Instant?, kernel: KernelClock) throws {
        var instants: [Instant] = []
        var judged: [Instant] = []
        let first = max(0, try inspection.lastSequence() - Self.events)
        try inspection.readEvents(after: first, limit: Int(Self.events)) { event in
            // An event that tells no time is for verify.
            guard let instant = EventCodec.writtenAt(of: event.body) else { return }
            instants.append(instant)
            if !EventCodec.isOfCommandAtAnyTime(event.body) { judged.append(instant) }
        }
        let tried = try inspection.setting(.readiness).flatMap { Int64($0) }.map(Instant.init(milliseconds:))
        written = [tried, checkpoint].compactMap { $0 } + judged
        newest = (written + instants).max()
        stop = Array(zip(instants, instants.dropFirst()))
            .last { $1.milliseconds - $0.milliseconds > Self.longStop }
            .map { Stop(from: $0, to: $1) }
        self.kernel = kernel
    }

    /// Creates evidence.
    init(newest: Instant? = nil, stop: Stop? = nil, kernel: KernelClock = .unknown) {
        self.newest = newest
        written = [newest].compactMap { $0 }
        self.stop = stop
        self.kernel = kernel
    }

    /// The latest instant that was written down and has come; one of a clock that was ahead says nothing of this one.
    func last(until now: Instant) -> Instant? {
        written.filter { $0.milliseconds - now.milliseconds <= Self.tolerance }.max()
    }

    /// What it says of the machine's clock.
    func finding(at now: Instant) -> Finding {
        if let newest, newest.milliseconds - now.milliseconds > Self.tolerance { return Self.behind(newest, now) }
        if let last = last(until: now), now.milliseconds - last.milliseconds > Self.longStop {
            return Self.ahead(last, now)
        }
        if let stop { return Self.leap(stop) }
        guard kernel != .unsynchronised else {
            return .warning(
                "clock",
                Finding.Words(
                    "\(now.iso8601), which nothing keeps right: the kernel calls it unsynchronised",
                    "\(now.iso8601), không có gì giữ cho đúng: hệ điều hành báo chưa đồng bộ giờ"
                ),
                Finding.Words(
                    "switch a time service on (timedatectl set-ntp true, or chrony)",
                    "bật dịch vụ đồng bộ giờ (timedatectl set-ntp true, hoặc chrony)"
                )
            )
        }
        guard kernel == .synchronised else { return .ok("clock", Finding.Words(now.iso8601, now.iso8601)) }
        return .ok("clock", Finding.Words(now.iso8601 + ", synchronised", now.iso8601 + ", đã đồng bộ"))
    }

    /// By how much what was written may lie before the clock, in milliseconds.
    static let tolerance: Int64 = 300_000

    private static func behind(_ newest: Instant, _ now: Instant) -> Finding {
        let behind = (newest.milliseconds - now.milliseconds) / 1000
        return .error(
            "clock",
            Finding.Words(
                "\(now.iso8601) is \(behind) s behind what it was at \(newest.iso8601)",
                "\(now.iso8601) chậm \(behind) giây so với lần ghi lúc \(newest.iso8601)"
            ),
            Finding.Words(
                "set it (timedatectl): appointments are reckoned by it; if it is right now, it ran ahead before: look "
                    + "at the appointments that were given then, motcua verify",
                "chỉnh lại (timedatectl): ngày hẹn trả tính theo đồng hồ này; nếu nay đã đúng thì trước đó đồng hồ "
                    + "chạy nhanh: xem lại các ngày hẹn đã cấp khi ấy, motcua verify"
            )
        )
    }

    private static func ahead(_ newest: Instant, _ now: Instant) -> Finding {
        let days = (now.milliseconds - newest.milliseconds) / 86_400_000
        return .warning(
            "clock",
            Finding.Words(
                "\(now.iso8601), and the last that was written is \(days) days older",
                "\(now.iso8601), mà lần ghi cuối đã cách \(days) ngày"
            ),
            Finding.Words(
                "if work did not rest so long, the clock is ahead: set it (timedatectl) before the server starts",
                "nếu cơ quan không nghỉ lâu như vậy thì đồng hồ chạy nhanh: chỉnh lại (timedatectl) trước khi khởi động"
            )
        )
    }

    private static func leap(_ stop: Stop) -> Finding {
        .warning(
            "clock",
            Finding.Words(
                "nothing happened from \(stop.from.iso8601) to \(stop.to.iso8601)",
                "không có gì xảy ra từ \(stop.from.iso8601) đến \(stop.to.iso8601)"
            ),
            Finding.Words(
                "if work did not rest so long, the clock was set ahead then: set it (timedatectl), then look at the "
                    + "appointments",
                "nếu cơ quan không nghỉ lâu như vậy thì khi ấy đồng hồ chạy nhanh: chỉnh lại (timedatectl), rồi xem "
                    + "lại các ngày hẹn"
            )
        )
    }
}
