import Logging
import Metrics
import WorkingCalendar

/// Tells of a clock that leapt (báo động đồng hồ nhảy vọt), see ``SteadyClock``.
enum ClockAlarm {
    /// Notes that the clock is not followed any more, or is again.
    static func note(_ belief: SteadyClock.Belief, logger: Logger) {
        Gauge(label: "motcua_clock_held").record(belief.isHeld ? 1 : 0)
        let instants: Logger.Metadata = ["shown": "\(belief.shown.iso8601)", "taken": "\(belief.believed.iso8601)"]
        if belief.isHeld {
            logger.critical(
                "the machine's clock leapt ahead and is not followed: set it (timedatectl); if it is right, start anew",
                metadata: instants
            )
        } else {
            logger.notice("the machine's clock is followed again", metadata: instants)
        }
    }
}
