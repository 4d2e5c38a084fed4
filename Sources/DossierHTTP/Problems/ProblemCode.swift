/// The stable codes of refusals (mã lỗi), each with its status.
public enum ProblemCode: String, CaseIterable, Sendable {
    /// See `DossierRejection`.
    case forbidden = "forbidden"
    /// See `DossierRejection`.
    case assignedToOther = "assigned-to-other"
    /// See `DossierRejection`.
    case supplementNeedsHead = "supplement-needs-head"
    /// See `DossierRejection`.
    case wrongStatus = "wrong-status"
    /// See `DossierRejection`.
    case unknownStep = "unknown-step"
    /// See `DossierRejection`.
    case stepNotActive = "step-not-active"
    /// See `DossierRejection`.
    case unknownOutcome = "unknown-outcome"
    /// See `DossierRejection`.
    case denialNeedsReason = "denial-needs-reason"
    /// See `DossierRejection`.
    case paymentStep = "payment-step"
    /// See `DossierRejection`.
    case handOverOnly = "hand-over-only"
    /// See `DossierRejection`.
    case apologyRequired = "apology-required"
    /// See `DossierRejection`.
    case returnTargetInvalid = "return-target-invalid"
    /// See `DossierRejection`.
    case assigneeInvalid = "assignee-invalid"
    /// See `DossierRejection`.
    case reappointmentExhausted = "reappointment-exhausted"
    /// See `DossierRejection`.
    case newDueDateInvalid = "new-due-date-invalid"
    /// See `DossierRejection`.
    case newDueDateTooEarly = "new-due-date-too-early"
    /// See `DossierRejection`.
    case voidOnlySameDay = "void-only-same-day"
    /// See `DossierRejection`.
    case calendarUnknown = "calendar-unknown"
    /// See `DossierRejection`.
    case noOfficeTime = "no-office-time"
    /// See `DossierRejection`.
    case regimeNotInForce = "regime-not-in-force"
    /// At least one field or parameter cannot be taken; each is named.
    case invalidRequest = "invalid-request"
    /// What came is no HTTP.
    case malformedRequest = "malformed-request"
    /// The client expects something else than to be told to go on.
    case expectationFailed = "expectation-failed"
    /// The body is no JSON.
    case malformedJSON = "malformed-json"
    /// The body is not UTF-8.
    case payloadEncoding = "payload-encoding"
    /// The body is larger than allowed.
    case bodyTooLarge = "body-too-large"
    /// The body is announced as something other than JSON.
    case unsupportedMediaType = "unsupported-media-type"
    /// There is no such route.
    case notFound = "not-found"
    /// The route has no such method.
    case methodNotAllowed = "method-not-allowed"
    /// No, an unknown or an expired token.
    case unauthenticated = "unauthenticated"
    /// Name or password is wrong.
    case wrongCredentials = "wrong-credentials"
    /// Too many wrong tries.
    case tooManyAttempts = "too-many-attempts"
    /// Too many look-ups.
    case tooManyLookups = "too-many-lookups"
    /// Unknown code or wrong PIN.
    case statusNotFound = "status-not-found"
    /// There is no such dossier.
    case dossierNotFound = "dossier-not-found"
    /// The dossier lies in the archive, where it is only read.
    case dossierArchived = "dossier-archived"
    /// The catalogue has no such procedure in force.
    case procedureNotFound = "procedure-not-found"
    /// There is no such action.
    case unknownAction = "unknown-action"
    /// The dossier has another version.
    case versionMismatch = "version-mismatch"
    /// The key was used for another request.
    case idempotencyKeyReused = "idempotency-key-reused"
    /// The key cannot be taken.
    case idempotencyKeyInvalid = "idempotency-key-invalid"
    /// The cursor was not given out by this list.
    case invalidCursor = "invalid-cursor"
    /// The new password is too easy to guess.
    case weakPassword = "weak-password"
    /// Too many passwords are being judged.
    case signInBusy = "sign-in-busy"
    /// The one-time password has to be changed first.
    case passwordChangeRequired = "password-change-required"
    /// There is no such account.
    case accountNotFound = "account-not-found"
    /// The name is another account's.
    case usernameTaken = "username-taken"
    /// Nobody would be left to keep accounts.
    case lastAdministrator = "last-administrator"
    /// The account has no such session.
    case sessionNotFound = "session-not-found"
    /// The account has no such posting.
    case postingNotFound = "posting-not-found"
    /// The account cannot be given the post.
    case postingNotPossible = "posting-not-possible"
    /// The account has such a post on some of these days already.
    case postingOverlaps = "posting-overlaps"
    /// There is no such key.
    case keyNotFound = "key-not-found"
    /// The name is another key's.
    case keyNameTaken = "key-name-taken"
    /// The key was taken back.
    case keyRevoked = "key-revoked"
    /// The key is for other things.
    case keyScope = "key-scope"
    /// No provider of single sign-on is configured.
    case signOnOff = "sign-on-off"
    /// What came back from the provider proves nothing.
    case signOnFailed = "sign-on-failed"
    /// The provider cannot be asked now.
    case signOnUnavailable = "sign-on-unavailable"
    /// No rule gives a role.
    case signOnUnmapped = "sign-on-unmapped"
    /// There is no account, and none is made.
    case signOnUnknown = "sign-on-unknown"
    /// The account is disabled.
    case accountDisabled = "account-disabled"
    /// The account or the token is the provider's.
    case accountOfProvider = "account-of-provider"
    /// There is no such notice to whoever asks.
    case noticeNotFound = "notice-not-found"
    /// There is no such text to whoever asks.
    case messageNotFound = "message-not-found"
    /// There is no such subscription.
    case webhookNotFound = "webhook-not-found"
    /// The text is under way or has arrived, or a later one tells the same.
    case messageNotResendable = "message-not-resendable"
    /// No checkpoint holds what is asked for yet.
    case checkpointNotFound = "checkpoint-not-found"
    /// The history does not contain the last checkpoint.
    case historyForked = "history-forked"
    /// The demo clock does not go backwards.
    case clockBackwards = "clock-backwards"
    /// The dossier has more events than one answer tells.
    case historyTooLong = "history-too-long"
    /// The period has more dossiers than one answer tells of.
    case reportTooLarge = "report-too-large"
    /// The demo runs in real time.
    case clockNotSimulated = "clock-not-simulated"
    /// The server has no demo accounts.
    case demoOnly = "demo-only"
    /// The writer's queue is full.
    case busy = "busy"
    /// Nothing can be written or read now.
    case storageUnavailable = "storage-unavailable"
    /// A fault of the server.
    case internalFault = "internal"

    /// The placeholders that the sentence of the code may use.
    public var placeholders: Set<String> {
        switch self {
        case .forbidden: ["who"]
        case .wrongStatus: ["status"]
        case .keyScope: ["scopes"]
        case .unknownOutcome: ["allowed"]
        case .calendarUnknown: ["year"]
        case .newDueDateInvalid: ["after", "latest"]
        case .newDueDateTooEarly: ["earliest"]
        case .regimeNotInForce: ["date"]
        case .internalFault: ["incident"]
        default: []
        }
    }

    /// The `type` of the problem.
    var urn: String { "urn:motcua:problem:" + rawValue }
}
