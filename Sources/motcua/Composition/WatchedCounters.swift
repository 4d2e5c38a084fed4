import DossierEngine
import Metrics

/// The counters that alarms watch (bộ đếm có cảnh báo), at zero from the start on.
///
/// An alarm asks how much a counter has grown. One that appears only with its first failure stands at 1 when it is seen
/// first, and so has not grown.
enum WatchedCounters {
    /// Those without labels.
    static let plain = [
        "motcua_commit_failures_total", "motcua_outbox_failures_total", "motcua_inquiry_failures_total",
        "motcua_webhook_failures_total", "motcua_timer_failures_total", "motcua_timers_set_aside_total",
        "motcua_timers_late_total", "motcua_checkpoint_failures_total", "motcua_backup_failures_total",
        "motcua_tls_reload_failures_total", "motcua_http_connections_refused_total", "motcua_name_index_failures_total",
        "motcua_illegible_dossiers_total", "motcua_http_server_errors_total",
    ]

    /// Begins them; may be called again, which changes nothing.
    ///
    /// - Parameters:
    ///   - gateways: The names of the gateways that texts go to.
    ///   - subscriptions: The names of the webhooks.
    static func begin(gateways: [String], subscriptions: [String]) {
        for label in plain { Counter(label: label).increment(by: 0) }
        Gauge(label: "motcua_lookups_only").record(0)
        Gauge(label: "motcua_clock_held").record(0)
        for gateway in gateways { begin("motcua_answers_total", gateway) }
        for gateway in gateways + [TextsWithoutGateway.any, TextsWithoutGateway.none] {
            begin("motcua_sms_total", gateway)
        }
        for subscription in subscriptions {
            let dimensions = [("subscription", subscription), ("outcome", "dead")]
            Counter(label: "motcua_webhook_deliveries_total", dimensions: dimensions).increment(by: 0)
        }
        Counter(label: "motcua_sign_on_total", dimensions: [("outcome", "unavailable")]).increment(by: 0)
    }

    private static func begin(_ label: String, _ gateway: String) {
        for state in [MessageState.accepted, .rejected, .failed, .unknown] {
            let dimensions = [("gateway", gateway), ("state", state.rawValue)]
            Counter(label: label, dimensions: dimensions).increment(by: 0)
        }
    }
}
