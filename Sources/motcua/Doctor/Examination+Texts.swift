import DossierConfig
import DossierEngine
import WorkingCalendar

/// Whether texts go out, and other systems are told of them (khám tin nhắn và webhook).
extension Examination {
    /// How long a text may wait that could go, in minutes, as in the alarm.
    private static let textPatience: Int64 = 15
    /// How long a text may wait whatever kept it back, in minutes: a night and its quiet hours.
    private static let night: Int64 = 12 * 60
    /// How many of the newest texts that wait are asked what a gateway said of them.
    private static let asked = 50
    /// How many days back texts are looked for that did not go out.
    private static let lostDays: Int64 = 7
    /// How many of them are counted of each state.
    private static let mostLost = 100

    /// Texts that do not go, and what a gateway said of them.
    func outbox(in inspection: any StoreInspection, at present: Instant, isRunning: Bool) throws -> Finding {
        func minutes(since instant: Instant) -> Int64 { (present.milliseconds - instant.milliseconds) / 60_000 }
        let caused = try inspection.oldestWaitingMessage(at: present)
        // The nights of a demo in real time are not quiet; its texts only look younger by this.
        let since = caused.map { Workplace.sendingRules(settings).waitsSince($0, at: present) }
        let queued = try inspection.messages(MessageFilter(state: .queued), before: nil, limit: Self.asked)
        let refused = queued.first { $0.reason != nil }
        return Self.outbox(
            waiting: try inspection.queuedCount(),
            minutes: caused.map(minutes) ?? 0,
            ableMinutes: since.map(minutes) ?? 0,
            said: refused.map { [$0.gateway, $0.reason].compactMap { $0 }.joined(separator: ": ") },
            isRunning: isRunning
        )
    }

    /// What it means that so many texts wait.
    ///
    /// - Parameters:
    ///   - waiting: How many.
    ///   - minutes: How long the oldest has waited that may go now.
    ///   - ableMinutes: How much of that it was not kept back by rule.
    ///   - said: What a gateway said when it did not take one; nil where none said anything.
    ///   - isRunning: Whether the server may be running.
    /// - Returns: The finding.
    static func outbox(
        waiting: Int,
        minutes: Int64,
        ableMinutes: Int64,
        said: String?,
        isRunning: Bool
    ) -> Finding {
        let text = Finding.Words("\(counted(waiting, "text")) queued", "\(waiting) tin đang chờ")
        guard ableMinutes > textPatience || minutes > night else { return .ok("outbox", text) }
        let age =
            minutes < 120
            ? Finding.Words(", the oldest for \(minutes) minutes", ", tin lâu nhất đã \(minutes) phút")
            : Finding.Words(", the oldest for \(minutes / 60) hours", ", tin lâu nhất đã \(minutes / 60) giờ")
        let word = said.map { "; " + $0 } ?? ""
        let remedy = Finding.Words(
            "see GET /api/v1/gateways and the log of the gateway",
            "xem GET /api/v1/gateways và nhật ký của cổng SMS"
        )
        let start = Finding.Words("start the server; if they stay, ", "khởi động dịch vụ; nếu vẫn còn, ")
        return .warning(
            "outbox",
            text.adding(age).adding(Finding.Words(word, word)),
            isRunning ? remedy : start.adding(remedy)
        )
    }

    /// Texts of the last days that were given up, or of which nobody knows whether they went out, and that nobody had
    /// sent again; nil if there are none.
    func lostTexts(in inspection: any StoreInspection, at present: Instant) throws -> Finding? {
        let since = present.adding(milliseconds: -Self.lostDays * 86_400_000)
        var counts: [MessageState: Int] = [:]
        for state in [MessageState.failed, .unknown] {
            let newest = try inspection.messages(MessageFilter(state: state), before: nil, limit: Self.mostLost)
            for text in newest where text.draft.createdAt >= since && !text.isOptedOut {
                let ofDossier = MessageFilter(dossier: text.draft.dossier)
                let later = try inspection.messages(ofDossier, before: nil, limit: Self.mostLost)
                    .prefix { $0.number > text.number }
                if !later.contains(where: text.tellsTheSame) { counts[state, default: 0] += 1 }
            }
        }
        guard !counts.isEmpty else { return nil }
        let (failed, unknown) = (counts[.failed] ?? 0, counts[.unknown] ?? 0)
        let days = Self.lostDays
        return .warning(
            "lost texts",
            Finding.Words(
                "of the last \(days) days: \(failed) failed, \(unknown) unknown whether they went out",
                "trong \(days) ngày qua: \(failed) tin không gửi được, \(unknown) tin không rõ đã gửi hay chưa"
            ),
            Finding.Words(
                "see GET /api/v1/messages?state=failed and ?state=unknown; send again by POST "
                    + "/api/v1/messages/{id}/resend, or telephone",
                "xem GET /api/v1/messages?state=failed và ?state=unknown; gửi lại bằng POST "
                    + "/api/v1/messages/{id}/resend, hoặc gọi điện"
            )
        )
    }

    /// What other systems were not told of, one finding for each that is told of texts or notices.
    func webhooks(in inspection: any StoreInspection) throws -> [Finding] {
        try (configuration?.webhooks ?? []).filter(\.isEnabled).map { file in
            Self.webhook(file.name, try inspection.webhookCounts(of: file.name))
        }
    }

    /// What the counts of a subscription mean.
    static func webhook(_ name: String, _ counts: WebhookCounts) -> Finding {
        let why = counts.lastError.map { " (\($0))" } ?? ""
        let retry = "POST /api/v1/webhooks/\(name)/retry"
        if counts.isGone {
            return .warning(
                "webhooks",
                Finding.Words("\(name) wants no more of them", "\(name) không muốn nhận nữa"),
                Finding.Words(
                    "switch it off (enabled: false), or \(retry)",
                    "tắt đăng ký này (enabled: false), hoặc \(retry)"
                )
            )
        }
        if counts.dead > 0 {
            return .warning(
                "webhooks",
                Finding.Words(
                    "\(name) was not told of \(counts.dead), which were given up\(why)",
                    "\(name) không nhận được \(counts.dead) tin, đã thôi gửi\(why)"
                ),
                Finding.Words("see that it answers, then \(retry)", "xem hệ thống đó có trả lời không, rồi \(retry)")
            )
        }
        let text = Finding.Words("\(counts.queued) wait for \(name)", "\(counts.queued) tin đang chờ báo cho \(name)")
        guard counts.queued > 0, counts.lastError != nil else { return .ok("webhooks", text) }
        return .warning(
            "webhooks",
            text.adding(Finding.Words(why, why)),
            Finding.Words(
                "see that it answers: they are tried again by themselves for a day and a half",
                "xem hệ thống đó có trả lời không: sẽ tự gửi lại trong một ngày rưỡi"
            )
        )
    }
}
