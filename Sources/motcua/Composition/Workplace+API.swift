import DossierConfig
import DossierEngine
import DossierHTTP
import DossierStoreSQLite
import Hummingbird
import Logging
import NIOCore

/// What the interface of an installation is put together from (thành phần của giao diện).
extension Workplace {
    /// What fires rungs.
    func timers(logger: Logger) -> TimerService {
        TimerService(
            store: store,
            rules: rules,
            clock: clock,
            machineClock: machineClock,
            pace: SystemPace(),
            logger: logger
        )
    }

    /// What the interface rests on.
    func apiDependencies(
        accounts: AccountService,
        signOn: SignOnService?,
        keys: KeyService,
        gateways: GatewayComposition,
        subscriptions: [WebhookSubscription],
        intake: MessageIntake,
        limiter: AttemptLimiter,
        checkpoints: CheckpointComposition,
        edge: EdgeSettings,
        demo: DemoDesk,
        metricsText: @escaping @Sendable () -> String
    ) -> APIDependencies {
        let settings = configuration.settings
        let readiness = Readiness(store: store, machineClock: machineClock) {
            DiskFile.room(in: DiskFolder.path(of: settings.databaseFile))
        }
        let queries = DossierQueries(store: store, rules: rules, clock: clock)
        let statuses = StatusQueries(store: store, clock: clock, limiter: limiter)
        return APIDependencies(
            dossiers: dossiers,
            queries: queries,
            readingLog: readingLog(queries),
            readings: ReadingQueries(store: store, queries: queries, statuses: statuses),
            notices: NoticeQueries(store: store, rules: rules, clock: clock),
            messages: messageQueries(queries),
            reports: intake.reports,
            inquiries: intake.inquiries,
            hooks: gateways.hooks,
            webhooks: WebhookQueries(store: store, subscriptions: subscriptions, clock: clock),
            gateways: gateways.routes,
            forecasts: ForecastQueries(store: store, rules: rules, clock: clock, machineClock: machineClock),
            periodicReports: ReportQueries(store: store, rules: rules, clock: clock),
            statuses: statuses,
            lookupLimiter: makeLookupLimiter(),
            proofs: checkpoints.proofs(of: self, queries: queries, statuses: statuses),
            accounts: accounts,
            signOn: signOn,
            keys: keys,
            rules: rules,
            store: store,
            clock: clock,
            machineClock: machineClock,
            wording: configuration.problemTexts.wording,
            deadlineWording: DeadlineWording(configuration.deadlineTexts.mapValues(\.sentence)),
            demo: installation.mode == .demo ? demo : nil,
            isReady: { await readiness.isReady() },
            metricsText: metricsText,
            limits: APILimits(bodyBytes: settings.maximumBodyBytes, pageLength: settings.maximumPageLength),
            edge: edge
        )
    }

    /// The application that listens where the settings say.
    func application(
        _ api: DossierAPI,
        logger: Logger,
        onListening: @escaping @Sendable (_ port: Int) -> Void
    ) -> Application<RouterResponder<DossierRequestContext>> {
        let settings = configuration.settings
        return Application(
            router: api.router(),
            server: api.server(logger: logger),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.serverHost, port: settings.serverPort),
                serverName: nil
            ),
            onServerRunning: { channel in onListening(channel.localAddress?.port ?? settings.serverPort) },
            logger: logger
        )
    }

    private func readingLog(_ queries: DossierQueries) -> ReadingLog {
        ReadingLog(
            store: store,
            queries: queries,
            clock: clock,
            entropy: entropy,
            gatheringMinutes: configuration.settings.readingMinutes
        )
    }

    private func messageQueries(_ queries: DossierQueries) -> MessageQueries {
        MessageQueries(
            store: store,
            dossiers: queries,
            clock: clock,
            machineClock: machineClock,
            entropy: entropy
        )
    }

    private func makeLookupLimiter() -> LookupLimiter {
        let settings = configuration.settings
        return LookupLimiter(
            allowance: LookupLimiter.Allowance(
                perMinute: settings.lookupsPerMinute,
                unknownPerMinute: settings.unknownLookupsPerMinute
            ),
            machineClock: machineClock
        )
    }
}

extension ProblemTexts {
    /// The sentences as the interface takes them.
    var wording: ProblemWording {
        ProblemWording(
            titles: problems.mapValues(\.title.sentence),
            details: problems.mapValues(\.detail.sentence),
            fields: fields.mapValues(\.sentence),
            rules: rules.mapValues(\.sentence)
        )
    }
}

extension BilingualText {
    fileprivate var sentence: ProblemWording.Sentence {
        ProblemWording.Sentence(vietnamese: vietnamese, english: english)
    }
}
