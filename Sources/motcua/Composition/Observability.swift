import CoreMetrics
import DossierConfig
import Logging
import PrometheusText
import Synchronization

/// Logs and metrics of the process (giám sát); set up once, before anything else is made.
struct Observability: Sendable {
    let registry: PrometheusRegistry
    let logger: Logger

    private static let isBootstrapped = Mutex(false)
    private static let shared = PrometheusRegistry(buckets: [
        "motcua_commit_batch_size": [1, 2, 4, 8, 16, 32, 64, 128],
        "motcua_commit_seconds": [0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2],
        "motcua_timer_lateness_seconds": [0.01, 0.1, 0.5, 1, 2, 5, 30, 300, 3600, 86_400],
        "motcua_http_request_duration_seconds": [0.000_25, 0.001, 0.005, 0.025, 0.1, 0.5, 2, 10],
    ])

    /// The least level that is logged, of the whole process.
    static let threshold = LogThreshold(.info)

    /// Sets logs and metrics up; only the first call in a process decides the level.
    init(settings: Settings) {
        let level = Logger.Level(rawValue: settings.logLevel) ?? .info
        let isFirst = Self.isBootstrapped.withLock { done in
            defer { done = true }
            return !done
        }
        if isFirst {
            Self.threshold.level = level
            LoggingSystem.bootstrap { JSONLineLogHandler(label: $0, threshold: Self.threshold) }
            MetricsSystem.bootstrap(PrometheusMetricsFactory(registry: Self.shared))
            Self.describe(Self.shared)
        }
        registry = Self.shared
        logger = Logger(label: "motcua")
    }

    /// Takes a logger of its own and leaves the process's logs and metrics as they are.
    init(logger: Logger) {
        registry = Self.shared
        self.logger = logger
    }

    private static func describe(_ registry: PrometheusRegistry) {
        registry.describe("motcua_commands_total", help: "Commands by name and outcome.")
        registry.describe("motcua_commit_batch_size", help: "Changes that shared a commit.")
        registry.describe("motcua_commit_seconds", help: "Time from a commit's begin to its end on disk.")
        registry.describe("motcua_commit_failures_total", help: "Commits that did not reach the disk.")
        registry.describe("motcua_lookups_only", help: "1 while nothing can be written and only look-ups are served.")
        registry.describe("motcua_clock_held", help: "1 while the machine's clock leapt ahead and is not followed.")
        registry.describe("motcua_wal_pages", help: "Pages in the write-ahead log after the last commit.")
        registry.describe("motcua_timer_lateness_seconds", help: "How long after its instant a timer fired.")
        registry.describe("motcua_timers_late_total", help: "Timers that fired more than five seconds late.")
        registry.describe("motcua_http_server_errors_total", help: "Requests that failed in the service, by any route.")
        registry.describe("motcua_disk_needed_bytes", help: "What the next copy takes on a disk.")
        registry.describe(
            "motcua_outbox_age_seconds",
            help: "Age of the oldest text that waits and may go; quiet hours do not count."
        )
        registry.describe("process_start_time_seconds", help: "When the service started, in seconds since 1970 UTC.")
        registry.describe("process_resident_memory_bytes", help: "Memory of the process that is not swapped out.")
        registry.describe("process_open_fds", help: "Files and connections that are open.")
        registry.describe("motcua_sms_total", help: "Texts tried, by gateway and state.")
    }
}
