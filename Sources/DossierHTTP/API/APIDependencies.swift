public import DossierEngine

/// What the interface needs of the program (các thành phần mà giao diện dùng).
public struct APIDependencies: Sendable {
    /// The one path of every change.
    public let dossiers: DossierService
    /// What staff may ask.
    public let queries: DossierQueries
    /// Shows dossiers and records who has read them.
    public let readingLog: ReadingLog
    /// Who has read a dossier.
    public let readings: ReadingQueries
    /// What the ladder told staff.
    public let notices: NoticeQueries
    /// The texts to applicants.
    public let messages: MessageQueries
    /// Takes what gateways tell.
    public let reports: MessageReports
    /// Takes what citizens text.
    public let inquiries: InquiryService
    /// Where gateways tell it.
    public let hooks: [GatewayHook]
    /// What staff may ask of the systems that are told of texts and notices.
    public let webhooks: WebhookQueries
    /// The gateways.
    public let gateways: [GatewayRoute]
    /// What heads, leaders and desks may ask about the time to come.
    public let forecasts: ForecastQueries
    /// What they may ask about the time that has passed.
    public let periodicReports: ReportQueries
    /// What anyone may ask.
    public let statuses: StatusQueries
    /// Slows down whoever tries out codes.
    public let lookupLimiter: LookupLimiter
    /// What may be asked of the history and its checkpoints.
    public let proofs: HistoryProofs
    /// Signs staff in.
    public let accounts: AccountService
    /// Signs staff in through a provider; nil where that is off.
    public let signOn: SignOnService?
    /// Knows other systems.
    public let keys: KeyService
    /// What law and organisation fix.
    public let rules: Rules
    /// Where look-ups on an event loop read, and the history of accounts and keys is.
    public let store: any DossierStore
    /// The time of the service.
    public let clock: any WallClock
    /// The time of the machine, for the `Date` field.
    public let machineClock: any WallClock
    /// The sentences of refusals.
    public let wording: ProblemWording
    /// The words in which an appointment is explained.
    public let deadlineWording: DeadlineWording
    /// Moves the demo clock and reads phones; nil without demo accounts.
    public let demo: (any DemoControl)?
    /// Whether requests can be served.
    public let isReady: @Sendable () async -> Bool
    /// The metrics in the Prometheus text format.
    public let metricsText: @Sendable () -> String
    /// The limits of requests.
    public let limits: APILimits
    /// How the service meets the network.
    public let edge: EdgeSettings

    /// Creates the dependencies.
    ///
    /// - Parameters:
    ///   - dossiers: The one path of every change.
    ///   - queries: What staff may ask.
    ///   - readingLog: Shows dossiers and records who has read them.
    ///   - readings: Who has read a dossier.
    ///   - notices: What the ladder told staff.
    ///   - messages: The texts to applicants.
    ///   - reports: Takes what gateways tell.
    ///   - inquiries: Takes what citizens text.
    ///   - hooks: Where gateways tell it.
    ///   - webhooks: What staff may ask of the systems that are told of texts and notices.
    ///   - gateways: The gateways.
    ///   - forecasts: What heads, leaders and desks may ask about the time to come.
    ///   - periodicReports: What they may ask about the time that has passed.
    ///   - statuses: What anyone may ask.
    ///   - lookupLimiter: Slows down whoever tries out codes.
    ///   - proofs: What may be asked of the history and its checkpoints.
    ///   - accounts: Signs staff in.
    ///   - signOn: Signs staff in through a provider; nil where that is off.
    ///   - keys: Knows other systems.
    ///   - rules: What law and organisation fix.
    ///   - store: Where look-ups on an event loop read, and the history of accounts and keys is.
    ///   - clock: The time of the service.
    ///   - machineClock: The time of the machine, for the `Date` field.
    ///   - wording: The sentences of refusals.
    ///   - deadlineWording: The words in which an appointment is explained.
    ///   - demo: Moves the demo clock and reads phones; nil without demo accounts.
    ///   - isReady: Whether requests can be served.
    ///   - metricsText: The metrics in the Prometheus text format.
    ///   - limits: The limits of requests.
    ///   - edge: How the service meets the network.
    public init(
        dossiers: DossierService,
        queries: DossierQueries,
        readingLog: ReadingLog,
        readings: ReadingQueries,
        notices: NoticeQueries,
        messages: MessageQueries,
        reports: MessageReports,
        inquiries: InquiryService,
        hooks: [GatewayHook],
        webhooks: WebhookQueries,
        gateways: [GatewayRoute],
        forecasts: ForecastQueries,
        periodicReports: ReportQueries,
        statuses: StatusQueries,
        lookupLimiter: LookupLimiter,
        proofs: HistoryProofs,
        accounts: AccountService,
        signOn: SignOnService? = nil,
        keys: KeyService,
        rules: Rules,
        store: any DossierStore,
        clock: any WallClock,
        machineClock: any WallClock,
        wording: ProblemWording,
        deadlineWording: DeadlineWording,
        demo: (any DemoControl)?,
        isReady: @escaping @Sendable () async -> Bool,
        metricsText: @escaping @Sendable () -> String,
        limits: APILimits = APILimits(),
        edge: EdgeSettings = EdgeSettings()
    ) {
        self.dossiers = dossiers
        self.queries = queries
        self.readingLog = readingLog
        self.readings = readings
        self.notices = notices
        self.messages = messages
        self.reports = reports
        self.inquiries = inquiries
        self.hooks = hooks
        self.webhooks = webhooks
        self.gateways = gateways
        self.forecasts = forecasts
        self.periodicReports = periodicReports
        self.statuses = statuses
        self.lookupLimiter = lookupLimiter
        self.proofs = proofs
        self.accounts = accounts
        self.signOn = signOn
        self.keys = keys
        self.rules = rules
        self.store = store
        self.clock = clock
        self.machineClock = machineClock
        self.wording = wording
        self.deadlineWording = deadlineWording
        self.demo = demo
        self.isReady = isReady
        self.metricsText = metricsText
        self.limits = limits
        self.edge = edge
    }
}

extension APIDependencies {
    /// Where public look-ups pass.
    var lookupGate: LookupGate { LookupGate(limiter: lookupLimiter, trustedProxies: edge.trustedProxies) }
}

/// The limits of requests (giới hạn yêu cầu).
public struct APILimits: Sendable {
    /// The most bytes of one body.
    public let bodyBytes: Int
    /// The most elements of one page.
    public let pageLength: Int
    /// How long a connection may wait for its next request, and its answer for being read, in seconds.
    public let idleSeconds: Int64
    /// How long a request may take to come whole, from its head to its end, in seconds.
    public let requestSeconds: Int64

    /// The elements of a page where nobody named a number.
    static let usualPageLength = 50
    /// The most bytes of one header field, and of all of them.
    static let headerBytes = 16 * 1024
    /// The most header fields.
    static let headerCount = 100

    /// Creates limits.
    ///
    /// - Parameters:
    ///   - bodyBytes: The most bytes of one body; 1 MiB unless told.
    ///   - pageLength: The most elements of one page, 1 or more.
    ///   - idleSeconds: How long a connection may wait for its next request, and its answer for being read.
    ///   - requestSeconds: How long a request may take to come whole.
    public init(
        bodyBytes: Int = 1 << 20,
        pageLength: Int = 100,
        idleSeconds: Int64 = 60,
        requestSeconds: Int64 = 30
    ) {
        self.bodyBytes = bodyBytes
        self.pageLength = pageLength
        self.idleSeconds = idleSeconds
        self.requestSeconds = requestSeconds
    }
}
