import DossierEngine
import Hummingbird

/// Leads every operation to its harness (phân luồng thao tác).
///
/// A class, because each request keeps it: as a structure its hundred references were counted up and down each time.
final class OperationHandlers: Sendable {
    private let sessions: SessionHarness
    private let sessionLists: SessionListHarness
    private let signOn: SignOnHarness
    private let users: UserHarness
    private let postings: PostingHarness
    private let keys: KeyHarness
    private let histories: AccessHistoryHarness
    private let catalogue: CatalogueHarness
    private let organisation: OrganisationHarness
    private let dossiers: DossierHarness
    private let ledgers: LedgerHarness
    private let deadlines: DeadlineHarness
    private let readings: ReadingHarness
    private let actions: ActionHarness
    private let work: WorkHarness
    private let notices: NoticeHarness
    private let messages: MessageHarness
    private let hooks: HookHarness
    private let webhooks: WebhookHarness
    private let forecast: ForecastHarness
    private let reports: ReportHarness
    private let status: StatusHarness
    private let checkpoints: CheckpointHarness
    private let demo: DemoHarness
    private let operations: OperationsHarness
    private let hasDemo: Bool
    private let trustedProxies: TrustedProxies
    private let maximumBodyBytes: Int

    init(_ dependencies: APIDependencies, operations: OperationsHarness) {
        sessions = SessionHarness(dependencies)
        let lookup = PaidLookup(gate: dependencies.lookupGate, sessions: sessions)
        signOn = SignOnHarness(dependencies)
        sessionLists = SessionListHarness(dependencies)
        users = UserHarness(dependencies)
        postings = PostingHarness(dependencies)
        keys = KeyHarness(dependencies)
        histories = AccessHistoryHarness(dependencies)
        catalogue = CatalogueHarness(
            rules: dependencies.rules,
            clock: dependencies.clock,
            maximumPageLength: dependencies.limits.pageLength
        )
        organisation = OrganisationHarness(dependencies)
        dossiers = DossierHarness(dependencies)
        ledgers = LedgerHarness(dependencies)
        deadlines = DeadlineHarness(dependencies)
        readings = ReadingHarness(dependencies, lookup: lookup)
        actions = ActionHarness(dependencies)
        work = WorkHarness(dependencies)
        notices = NoticeHarness(dependencies)
        messages = MessageHarness(dependencies)
        hooks = HookHarness(dependencies)
        webhooks = WebhookHarness(webhooks: dependencies.webhooks)
        forecast = ForecastHarness(dependencies)
        reports = ReportHarness(dependencies)
        status = StatusHarness(statuses: dependencies.statuses, lookup: lookup)
        checkpoints = CheckpointHarness(dependencies, lookup: lookup)
        demo = DemoHarness(control: dependencies.demo)
        self.operations = operations
        hasDemo = dependencies.demo != nil
        trustedProxies = dependencies.edge.trustedProxies
        maximumBodyBytes = dependencies.limits.bodyBytes
    }

    /// Answers a request for an operation, after whoever sent it is known where that matters.
    func respond(
        to request: Request,
        _ context: DossierRequestContext,
        _ operation: Operation
    ) async throws -> Response {
        if operation.isDemoOnly, !hasDemo { throw Problem(.demoOnly) }
        let forwarded = request.headers[values: .xForwardedFor]
        let origin = ClientOrigin(trustedProxies.client(peer: context.peerAddress, forwarded: forwarded))
        @Sendable func authenticate() async throws -> SignedIn? {
            guard operation.requiresSignIn else { return nil }
            return try await sessions.authenticate(request, for: operation, from: origin.key)
        }
        let call = HTTPCall(
            request: request,
            context: context,
            origin: origin,
            maximumBodyBytes: maximumBodyBytes,
            signedIn: try await authenticate(),
            authenticate: authenticate
        )
        return try await respond(to: call, operation)
    }

    private func respond(to call: HTTPCall, _ operation: Operation) async throws -> Response {
        switch operation.area {
        case .sessions: try await respondOnSessions(to: call, operation)
        case .accounts: try await respondOnAccounts(to: call, operation)
        case .dossiers: try await respondOnDossiers(to: call, operation)
        case .texts: try await respondOnTexts(to: call, operation)
        case .lookups: try await respondOnLookups(to: call, operation)
        case .service: try await respondOnService(to: call, operation)
        }
    }

    private func respondOnSessions(to call: HTTPCall, _ operation: Operation) async throws -> Response {
        switch operation {
        case .signIn: try await sessions.signIn(call)
        case .beginSignOn: try await signOn.begin(call)
        case .finishSignOn: try await signOn.finish(call)
        case .signOut: try await sessions.signOut(call)
        case .changePassword: try await sessions.changePassword(call)
        case .getOwnUser: try users.own(call)
        case .listOwnSessions: try await sessionLists.own(call)
        case .endOwnSession: try await sessionLists.endOwn(call)
        case .endOwnSessions: try await sessionLists.endAllOwn(call)
        case .listUserSessions: try await sessionLists.others(call)
        case .endUserSession: try await sessionLists.endOther(call)
        case .endUserSessions: try await sessionLists.endAllOthers(call)
        default: preconditionFailure("\(operation) is not about sessions")
        }
    }

    private func respondOnAccounts(to call: HTTPCall, _ operation: Operation) async throws -> Response {
        switch operation {
        case .listUsers: try await users.list(call)
        case .createUser: try await users.create(call)
        case .getUser: try await users.user(call)
        case .getUserHistory: try await histories.list(call, of: .account(call.parameter("username")))
        case .disableUser, .enableUser: try await users.setActive(call, operation == .enableUser)
        case .resetUser: try await users.reset(call)
        case .assignUser: try await users.assign(call)
        case .listPostings: try await postings.list(call)
        case .createPosting: try await postings.create(call)
        case .endPosting: try await postings.end(call)
        case .listKeys: try await keys.list(call)
        case .createKey: try await keys.create(call)
        case .getKey: try await keys.key(call)
        case .getKeyHistory: try await histories.list(call, of: .key(call.parameter("name")))
        case .rotateKey: try await keys.rotate(call)
        case .revokeKey: try await keys.revoke(call)
        default: preconditionFailure("\(operation) is not about accounts")
        }
    }

    private func respondOnDossiers(to call: HTTPCall, _ operation: Operation) async throws -> Response {
        switch operation {
        case .listProcedures: try await catalogue.list(call)
        case .getProcedure: try await catalogue.procedure(call)
        case .getOrganisation: try organisation.whole(call)
        case .registerDossier: try await dossiers.register(call)
        case .listDossiers: try await dossiers.list(call)
        case .getDossier: try await dossiers.dossier(call)
        case .getDossierHistory: try await dossiers.history(call)
        case .getDossierLedger: try await ledgers.ledger(call)
        case .getDossierDeadline: try await deadlines.deadline(call)
        case .listDossierReadings: try await readings.list(call)
        case .acceptDossier, .refuseDossier, .completeStep, .returnStep, .assignStep, .requestSupplement,
            .receiveSupplement, .requestPayment, .confirmPayment, .withdrawDossier, .stopDossier, .apologise,
            .handOver, .correctDossier, .voidDossier, .renewPIN:
            try await actions.perform(operation, call)
        case .listInbox: try await work.inbox(call)
        case .getForecast: try await forecast.forecast(call)
        case .getSettlementReport: try await reports.settlement(call)
        case .listNotices: try await notices.list(call)
        case .readNotice: try await notices.read(call)
        default: preconditionFailure("\(operation) is not about dossiers")
        }
    }

    private func respondOnTexts(to call: HTTPCall, _ operation: Operation) async throws -> Response {
        switch operation {
        case .listMessages: try await messages.list(call)
        case .listDossierMessages: try await messages.list(ofDossier: call)
        case .resendMessage: try await messages.resend(call)
        case .takeReceiptByAddress, .takeReceipt: try await hooks.report(call)
        case .takeTextByAddress, .takeText: try await hooks.text(call)
        case .listGateways: try await messages.gateways(call)
        case .listWebhooks: try await webhooks.list(call)
        case .retryWebhook: try await webhooks.retry(call)
        default: preconditionFailure("\(operation) is not about texts")
        }
    }

    private func respondOnLookups(to call: HTTPCall, _ operation: Operation) async throws -> Response {
        switch operation {
        case .lookUpStatus: try await status.status(call)
        case .listReadingsByPIN: try await readings.applicantsList(call)
        case .listCheckpoints: try await checkpoints.list(call)
        case .getLatestCheckpoint: try await checkpoints.latest(call)
        case .getInclusionProof: try await checkpoints.inclusion(call)
        case .getConsistencyProof: try await checkpoints.consistency(call)
        case .getDossierProof: try await checkpoints.dossier(call)
        case .getReceiptProof: try await checkpoints.receipt(call)
        default: preconditionFailure("\(operation) looks nothing up")
        }
    }

    private func respondOnService(to call: HTTPCall, _ operation: Operation) async throws -> Response {
        switch operation {
        case .moveDemoClock: try await demo.moveClock(call)
        case .listDemoMessages: try await demo.messages(call)
        case .checkLiveness: try await operations.live(call)
        case .checkReadiness: try await operations.ready(call)
        case .readMetrics: try await operations.metrics(call)
        case .readDescription: try await operations.description(call)
        default: preconditionFailure("\(operation) is not about the service")
        }
    }
}
