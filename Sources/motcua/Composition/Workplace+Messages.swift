import DossierConfig
import DossierEngine
import WorkingCalendar

extension Workplace {
    /// When texts go out; a demo in real time has no quiet hours, so that a training room may work at night.
    var sendingRules: SendingRules {
        let settings = configuration.settings
        let isRealTimeDemo = installation.mode == .demo && demoClock == nil
        return SendingRules(
            quietHours: isRealTimeDemo ? nil : Self.quietHours(settings),
            textsPerDay: settings.textsPerDay,
            reportHours: settings.reportHours
        )
    }

    /// The times passed the schema; two equal ones are no hours.
    private static func quietHours(_ settings: Settings) -> QuietHours? {
        guard let from = TimeOfDay(text: settings.quietFrom), let until = TimeOfDay(text: settings.quietUntil) else {
            return nil
        }
        return QuietHours(from: from, until: until)
    }
}
