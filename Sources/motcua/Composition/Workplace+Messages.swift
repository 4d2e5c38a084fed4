import DossierConfig
import DossierEngine
import Logging
import SMSGateways
import SMSText
import WorkingCalendar

extension Workplace {
    /// When texts go out.
    ///
    /// A demo in real time has no quiet hours, so that a training room may work at night. Where a demo's texts go to
    /// the console alone no phone rings: everybody uses the number of the example there, on a day that lasts until the
    /// clock is moved, so they are not counted.
    var sendingRules: SendingRules {
        let settings = configuration.settings
        let isDemo = installation.mode == .demo
        return Self.sendingRules(
            settings,
            isQuietAtNight: !isDemo || demoClock != nil,
            countsTexts: !isDemo || settings.smsGateways != ["console"]
        )
    }

    /// When texts go out by settings.
    static func sendingRules(
        _ settings: Settings,
        isQuietAtNight: Bool = true,
        countsTexts: Bool = true
    ) -> SendingRules {
        SendingRules(
            quietHours: isQuietAtNight ? quietHours(settings) : nil,
            textsPerDay: countsTexts ? settings.textsPerDay : .max,
            reportHours: settings.reportHours
        )
    }

    /// How citizens' texts are read and answered.
    var inquiryWording: InquiryWording {
        let answers = configuration.answers
        var texts: [InquiryText: SMSTemplate] = [:]
        for (kind, template) in answers.templates {
            guard let known = InquiryText(rawValue: kind.rawValue) else { continue }
            texts[known] = template
        }
        return InquiryWording(
            keywords: TextKeywords(
                inquiry: answers.inquiryKeywords,
                optOut: answers.optOutKeywords,
                optIn: answers.optInKeywords
            ),
            texts: texts,
            answersPerHour: answers.answersPerHour
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

extension Workplace {
    /// What sends the texts to applicants.
    func outboxRelay(to routes: [GatewayRoute], logger: Logger) -> OutboxRelay {
        OutboxRelay(
            store: store,
            routes: routes,
            rules: rules,
            sending: sendingRules,
            clock: clock,
            machineClock: machineClock,
            pace: SystemPace(),
            logger: logger
        )
    }

    /// What tells other systems.
    func webhookRelay(to subscriptions: [WebhookSubscription], logger: Logger) -> WebhookRelay {
        let fingerprint = Digest.keyed(installation.idempotencyKey, [Array("webhooks".utf8)])
        return WebhookRelay(
            store: store,
            subscriptions: subscriptions,
            rules: rules,
            installation: "motcua-" + fingerprint.hexadecimal.prefix(12),
            machineClock: machineClock,
            pace: SystemPace(),
            logger: logger
        )
    }

    /// What answers citizens' texts.
    func inquiryRelay(to routes: [GatewayRoute], logger: Logger) -> InquiryRelay {
        InquiryRelay(
            store: store,
            routes: routes,
            rules: rules,
            wording: inquiryWording,
            clock: clock,
            machineClock: machineClock,
            pace: SystemPace(),
            logger: logger
        )
    }
}

/// Who takes what gateways bring (tiếp nhận từ cổng SMS), by their hooks and by lasting connections.
struct MessageIntake: Sendable {
    let reports: MessageReports
    let inquiries: InquiryService

    init(_ workplace: Workplace, limiter: AttemptLimiter, logger: Logger) {
        reports = MessageReports(
            store: workplace.store,
            clock: workplace.clock,
            machineClock: workplace.machineClock,
            reportHours: workplace.configuration.settings.reportHours,
            logger: logger
        )
        inquiries = InquiryService(
            store: workplace.store,
            wording: workplace.inquiryWording,
            limiter: limiter,
            clock: workplace.clock,
            machineClock: workplace.machineClock,
            entropy: workplace.entropy,
            logger: logger
        )
    }

    /// The same for connections that last.
    var sinks: GatewaySinks {
        GatewaySinks(
            report: { [reports] in try await reports.take($0) },
            text: { [inquiries] in try await inquiries.take($0) }
        )
    }
}
