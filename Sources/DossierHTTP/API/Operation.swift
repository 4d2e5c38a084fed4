public import HTTPTypes

/// Everything the interface can be asked for (danh mục thao tác của giao diện), one case for each method and path.
///
/// The names are the `operationId`s of `Schema/openapi.yaml`; a test holds both against each other.
public enum Operation: String, CaseIterable, Sendable {
    /// Sign in.
    case signIn
    /// Go to the provider of single sign-on.
    case beginSignOn
    /// Come back from the provider of single sign-on.
    case finishSignOn
    /// Sign out.
    case signOut
    /// Change one's password.
    case changePassword
    /// My account.
    case getOwnUser
    /// My sessions.
    case listOwnSessions
    /// End one of my sessions.
    case endOwnSession
    /// End all my sessions.
    case endOwnSessions
    /// Staff accounts.
    case listUsers
    /// Make an account.
    case createUser
    /// One account.
    case getUser
    /// What happened to an account.
    case getUserHistory
    /// Let an account no longer sign in.
    case disableUser
    /// Let an account sign in again.
    case enableUser
    /// Give an account a one-time password.
    case resetUser
    /// Give an account another role or unit.
    case assignUser
    /// Posts that an account holds for a time.
    case listPostings
    /// Give an account a post for a time.
    case createPosting
    /// End a posting before its time.
    case endPosting
    /// Sessions of an account.
    case listUserSessions
    /// End one session of an account.
    case endUserSession
    /// End all sessions of an account.
    case endUserSessions
    /// Keys of other systems.
    case listKeys
    /// Make a key.
    case createKey
    /// One key.
    case getKey
    /// What happened to a key.
    case getKeyHistory
    /// Give a key a new secret.
    case rotateKey
    /// Take a key back.
    case revokeKey
    /// The catalogue.
    case listProcedures
    /// One procedure.
    case getProcedure
    /// The organisation.
    case getOrganisation
    /// Register a dossier.
    case registerDossier
    /// List dossiers.
    case listDossiers
    /// One dossier.
    case getDossier
    /// A dossier's history.
    case getDossierHistory
    /// Who held a dossier how long.
    case getDossierLedger
    /// How a dossier's appointment was reached.
    case getDossierDeadline
    /// Who has read a dossier.
    case listDossierReadings
    /// Receive a dossier filed online.
    case acceptDossier
    /// Refuse a dossier filed online.
    case refuseDossier
    /// Complete a step.
    case completeStep
    /// Return work to an earlier step.
    case returnStep
    /// Name an officer for a step.
    case assignStep
    /// Ask for more papers.
    case requestSupplement
    /// Take in the papers asked for.
    case receiveSupplement
    /// Ask for a payment.
    case requestPayment
    /// Confirm a payment.
    case confirmPayment
    /// Take the dossier back at the citizen's wish.
    case withdrawDossier
    /// Stop a dossier.
    case stopDossier
    /// Apologise and give a new appointment.
    case apologise
    /// Hand the result over.
    case handOver
    /// Mend mistyped data.
    case correctDossier
    /// Void a mistaken intake.
    case voidDossier
    /// Renew the look-up PIN.
    case renewPIN
    /// My unit's steps.
    case listInbox
    /// What will be late.
    case getForecast
    /// What was received and settled in a period.
    case getSettlementReport
    /// What the timers told me.
    case listNotices
    /// Mark what the timers told me as read.
    case readNotice
    /// The texts to applicants.
    case listMessages
    /// The texts about one dossier.
    case listDossierMessages
    /// Have the news of a text sent again.
    case resendMessage
    /// What became of a text, told by a gateway in an address.
    case takeReceiptByAddress
    /// What became of a text, told by a gateway.
    case takeReceipt
    /// What a citizen texted, told by a gateway in an address.
    case takeTextByAddress
    /// What a citizen texted, told by a gateway.
    case takeText
    /// How the gateways are.
    case listGateways
    /// How far the systems are that are told of texts and notices.
    case listWebhooks
    /// Have given-up notifications tried again.
    case retryWebhook
    /// The public status.
    case lookUpStatus
    /// Who has read a dossier, by PIN.
    case listReadingsByPIN
    /// The checkpoints of the history.
    case listCheckpoints
    /// The last checkpoint.
    case getLatestCheckpoint
    /// The proof that an event is in the history.
    case getInclusionProof
    /// The proof that a history goes on from an earlier one.
    case getConsistencyProof
    /// The proof of one event of a dossier.
    case getDossierProof
    /// The proof of a dossier's registration, by PIN.
    case getReceiptProof
    /// Move the simulated clock.
    case moveDemoClock
    /// What phones received.
    case listDemoMessages
    /// Whether the process runs.
    case checkLiveness
    /// Whether requests can be served.
    case checkReadiness
    /// The metrics.
    case readMetrics
    /// The description of the interface.
    case readDescription

    /// The method.
    public var method: HTTPRequest.Method {
        switch self {
        case .listProcedures, .getProcedure, .listDossiers, .getDossier, .getDossierHistory, .getDossierLedger,
            .getDossierDeadline, .listMessages, .listDossierMessages, .listInbox, .getForecast, .listNotices,
            .getSettlementReport, .takeReceiptByAddress, .takeTextByAddress, .listGateways, .listWebhooks,
            .lookUpStatus, .listDemoMessages, .listCheckpoints, .getLatestCheckpoint, .getInclusionProof,
            .getConsistencyProof, .getDossierProof, .getReceiptProof, .checkLiveness, .checkReadiness, .readMetrics,
            .readDescription, .listOwnSessions, .getOwnUser, .listUsers, .getUser, .getUserHistory, .listPostings,
            .listUserSessions, .listKeys, .getKey, .getKeyHistory, .listDossierReadings, .listReadingsByPIN,
            .beginSignOn, .finishSignOn, .getOrganisation:
            .get
        case .signOut, .endOwnSession, .endOwnSessions, .endUserSession, .endUserSessions: .delete
        default: .post
        }
    }

    /// The path with its parameters in braces, for example `/api/v1/dossiers/{code}`.
    public var template: String {
        switch self {
        case .signIn: "/api/v1/sessions"
        case .beginSignOn: "/api/v1/oidc/login"
        case .finishSignOn: "/api/v1/oidc/callback"
        case .signOut: "/api/v1/sessions/current"
        case .changePassword: "/api/v1/me/password"
        case .getOwnUser: "/api/v1/me"
        case .listOwnSessions, .endOwnSessions: "/api/v1/me/sessions"
        case .endOwnSession: "/api/v1/me/sessions/{id}"
        case .listUsers, .createUser: "/api/v1/users"
        case .getUser: "/api/v1/users/{username}"
        case .getUserHistory: "/api/v1/users/{username}/history"
        case .disableUser: "/api/v1/users/{username}/disable"
        case .enableUser: "/api/v1/users/{username}/enable"
        case .resetUser: "/api/v1/users/{username}/reset"
        case .assignUser: "/api/v1/users/{username}/assign"
        case .listPostings, .createPosting: "/api/v1/users/{username}/postings"
        case .endPosting: "/api/v1/users/{username}/postings/{id}/end"
        case .listUserSessions, .endUserSessions: "/api/v1/users/{username}/sessions"
        case .endUserSession: "/api/v1/users/{username}/sessions/{id}"
        case .listKeys, .createKey: "/api/v1/keys"
        case .getKey: "/api/v1/keys/{name}"
        case .getKeyHistory: "/api/v1/keys/{name}/history"
        case .rotateKey: "/api/v1/keys/{name}/rotate"
        case .revokeKey: "/api/v1/keys/{name}/revoke"
        case .listProcedures: "/api/v1/procedures"
        case .getProcedure: "/api/v1/procedures/{code}"
        case .getOrganisation: "/api/v1/organisation"
        case .registerDossier, .listDossiers: "/api/v1/dossiers"
        case .getDossier: "/api/v1/dossiers/{code}"
        case .getDossierHistory: "/api/v1/dossiers/{code}/history"
        case .getDossierLedger: "/api/v1/dossiers/{code}/ledger"
        case .getDossierDeadline: "/api/v1/dossiers/{code}/deadline"
        case .listDossierReadings: "/api/v1/dossiers/{code}/readings"
        case .listInbox: "/api/v1/inbox"
        case .getForecast: "/api/v1/forecast"
        case .getSettlementReport: "/api/v1/reports/settlement"
        case .listNotices: "/api/v1/notices"
        case .readNotice: "/api/v1/notices/{id}/read"
        case .listMessages: "/api/v1/messages"
        case .listDossierMessages: "/api/v1/dossiers/{code}/messages"
        case .resendMessage: "/api/v1/messages/{id}/resend"
        case .takeReceiptByAddress, .takeReceipt: "/api/v1/sms/receipts"
        case .takeTextByAddress, .takeText: "/api/v1/sms/inbound"
        case .listGateways: "/api/v1/gateways"
        case .listWebhooks: "/api/v1/webhooks"
        case .retryWebhook: "/api/v1/webhooks/{name}/retry"
        case .lookUpStatus: "/api/v1/status/{code}"
        case .listReadingsByPIN: "/api/v1/status/{code}/readings"
        case .listCheckpoints: "/api/v1/checkpoints"
        case .getLatestCheckpoint: "/api/v1/checkpoints/latest"
        case .getInclusionProof: "/api/v1/checkpoints/inclusion"
        case .getConsistencyProof: "/api/v1/checkpoints/consistency"
        case .getDossierProof: "/api/v1/dossiers/{code}/proof"
        case .getReceiptProof: "/api/v1/status/{code}/proof"
        case .moveDemoClock: "/api/v1/demo/clock"
        case .listDemoMessages: "/api/v1/demo/messages"
        case .checkLiveness: "/health/live"
        case .checkReadiness: "/health/ready"
        case .readMetrics: "/metrics"
        case .readDescription: "/openapi.yaml"
        default: Self.actionsTemplate + (actionName ?? "{action}")
        }
    }

    /// The last part of an action's path; nil if this is no action on a dossier.
    public var actionName: String? {
        switch self {
        case .acceptDossier: "accept"
        case .refuseDossier: "refuse"
        case .completeStep: "complete-step"
        case .returnStep: "return-step"
        case .assignStep: "assign"
        case .requestSupplement: "request-supplement"
        case .receiveSupplement: "receive-supplement"
        case .requestPayment: "request-payment"
        case .confirmPayment: "confirm-payment"
        case .withdrawDossier: "withdraw"
        case .stopDossier: "stop"
        case .apologise: "apologise"
        case .handOver: "hand-over"
        case .correctDossier: "correct"
        case .voidDossier: "void"
        case .renewPIN: "renew-pin"
        default: nil
        }
    }

    /// Whether only signed-in staff may ask for it.
    public var requiresSignIn: Bool {
        switch self {
        case .signIn, .beginSignOn, .finishSignOn, .listProcedures, .getProcedure, .takeReceiptByAddress, .takeReceipt,
            .takeTextByAddress, .takeText, .lookUpStatus, .listCheckpoints, .getLatestCheckpoint, .getInclusionProof,
            .getConsistencyProof, .getReceiptProof, .listReadingsByPIN, .checkLiveness, .checkReadiness, .readMetrics,
            .readDescription:
            false
        default: true
        }
    }

    /// Whether it may be asked for with a one-time password, before one's own is chosen.
    var takesOneTimePassword: Bool { self == .changePassword || self == .signOut }

    /// Whether it is about passwords or sessions, which an access token of the provider has not.
    var isAboutSessions: Bool { self == .changePassword || self == .signOut }

    /// Whether it exists with demo accounts only.
    var isDemoOnly: Bool { self == .moveDemoClock || self == .listDemoMessages }

    /// What the paths of all actions on a dossier begin with.
    static let actionsTemplate = "/api/v1/dossiers/{code}/actions/"
}
