import DossierDomain
import DossierEngine
import HTTPTypes
import Hummingbird
import WorkingCalendar

/// The one table from what the program throws to what a client is told (bảng chuyển lỗi).
struct ProblemMapping: Sendable {
    /// The wait before trying again at a full queue, in seconds.
    ///
    /// Source: project decision, 2026-11-23, because a full queue empties within a second, and a disk that fails does
    /// not come back at once.
    static let busySeconds: Int64 = 1
    /// The wait before trying again at a store that fails, in seconds; see ``busySeconds``.
    static let unavailableSeconds: Int64 = 5

    private let statusName: @Sendable (Status) -> String
    private let unitName: @Sendable (UnitPlace) -> String
    private let routes = RouteIndex()

    /// Creates the table.
    ///
    /// - Parameters:
    ///   - statusName: The name of a status in the regime in force.
    ///   - unitName: The name of a unit.
    init(
        statusName: @escaping @Sendable (Status) -> String,
        unitName: @escaping @Sendable (UnitPlace) -> String
    ) {
        self.statusName = statusName
        self.unitName = unitName
    }

    /// The problem that an error is; nil if it is a fault of the server.
    func problem(for error: any Error, at path: String) -> Problem? {
        switch error {
        case let problem as Problem: problem
        case let rejection as DossierRejection: problem(for: rejection)
        case let refusal as RequestRefusal: Self.problem(for: refusal)
        case let error as StoreError: Self.problem(for: error)
        case is CheckpointLogError: Problem(.storageUnavailable, retryAfterSeconds: Self.unavailableSeconds)
        case let error as HTTPError: problem(for: error, at: path)
        case is CancellationError: Problem(.busy, retryAfterSeconds: Self.busySeconds)
        default: nil
        }
    }

    private func problem(for rejection: DossierRejection) -> Problem? {
        guard let code = ProblemCode(rawValue: rejection.code) else { return nil }
        return Problem(code, rule: rejection.rule, values: values(of: rejection), fields: rejection.fields)
    }

    /// What the words in braces of a refusal's sentence stand for.
    private func values(of rejection: DossierRejection) -> [String: String] {
        switch rejection {
        case .forbidden(let denial): values(of: denial)
        case .wrongStatus(let status): ["status": statusName(status)]
        case .unknownOutcome(let allowed): ["allowed": allowed.isEmpty ? "–" : allowed.joined(separator: ", ")]
        case .calendarUnknown(let year): ["year": String(year)]
        case .regimeNotInForce(let date): ["date": date.iso8601]
        case .newDueDateInvalid(let after, let latest): ["after": after.iso8601, "latest": latest?.iso8601 ?? "–"]
        case .newDueDateTooEarly(let earliest): ["earliest": earliest.iso8601]
        default: [:]
        }
    }

    /// What the words in braces of a rule's sentence stand for.
    private func values(of denial: Denial) -> [String: String] {
        var values: [String: String] = [:]
        values["unit"] = denial.unit.map(unitName)
        values["step"] = denial.step
        return values
    }

    private static func problem(for refusal: RequestRefusal) -> Problem {
        switch refusal {
        case .invalidFields(let fields): Problem(.invalidRequest, fields: fields)
        case .dossierNotFound: Problem(.dossierNotFound)
        case .dossierArchived: Problem(.dossierArchived)
        case .versionMismatch: Problem(.versionMismatch)
        case .idempotencyKeyReused: Problem(.idempotencyKeyReused)
        case .wrongCredentials: Problem(.wrongCredentials)
        case .unauthenticated: Problem(.unauthenticated)
        case .tooManyAttempts(let seconds): Problem(.tooManyAttempts, retryAfterSeconds: seconds)
        case .tooManyLookups(let seconds): Problem(.tooManyLookups, retryAfterSeconds: seconds)
        case .weakPassword(let defect):
            Problem(.weakPassword, fields: [FieldError("newPassword", defect.code)])
        case .signInBusy(let seconds): Problem(.signInBusy, retryAfterSeconds: seconds)
        case .passwordChangeRequired: Problem(.passwordChangeRequired, rule: .ownPassword)
        case .accountNotFound: Problem(.accountNotFound)
        case .usernameTaken: Problem(.usernameTaken)
        case .lastAdministrator: Problem(.lastAdministrator)
        case .sessionNotFound: Problem(.sessionNotFound)
        case .postingNotFound: Problem(.postingNotFound)
        case .postingNotPossible: Problem(.postingNotPossible)
        case .postingOverlaps: Problem(.postingOverlaps)
        case .keyNotFound: Problem(.keyNotFound)
        case .keyNameTaken: Problem(.keyNameTaken)
        case .keyRevoked: Problem(.keyRevoked)
        case .keyScope(let scopes):
            Problem(.keyScope, rule: .keyScope, values: ["scopes": scopes.map(\.rawValue).joined(separator: ", ")])
        case .signOnOff: Problem(.signOnOff)
        case .signOnFailed: Problem(.signOnFailed)
        case .signOnUnavailable(let seconds): Problem(.signOnUnavailable, retryAfterSeconds: seconds)
        case .signOnUnmapped: Problem(.signOnUnmapped, rule: .signOn)
        case .signOnUnknown: Problem(.signOnUnknown, rule: .signOn)
        case .accountDisabled: Problem(.accountDisabled, rule: .signOn)
        case .accountOfProvider: Problem(.accountOfProvider)
        case .statusNotFound: Problem(.statusNotFound)
        case .clockBackwards: Problem(.clockBackwards)
        case .historyTooLong: Problem(.historyTooLong)
        case .reportTooLarge: Problem(.reportTooLarge)
        case .noticeNotFound: Problem(.noticeNotFound)
        case .messageNotFound: Problem(.messageNotFound)
        case .webhookNotFound: Problem(.webhookNotFound)
        case .messageNotResendable: Problem(.messageNotResendable)
        case .checkpointNotFound(let seconds): Problem(.checkpointNotFound, retryAfterSeconds: seconds)
        case .historyForked: Problem(.historyForked)
        }
    }

    private static func problem(for error: StoreError) -> Problem? {
        switch error.code {
        case .busy: Problem(.busy, retryAfterSeconds: busySeconds)
        case .unavailable, .corrupt: Problem(.storageUnavailable, retryAfterSeconds: unavailableSeconds)
        case .damaged, .unsuitable: nil
        }
    }

    /// What the router throws: 404 for a path it does not know, and for a method that a known path does not have.
    private func problem(for error: HTTPError, at path: String) -> Problem? {
        switch error.status.code {
        case 404:
            switch routes.match(path) {
            case .nothing: Problem(.notFound)
            case .unknownAction: Problem(.unknownAction)
            case .methods(let methods): Problem(.methodNotAllowed, allowedMethods: methods)
            }
        case 413: Problem(.bodyTooLarge)
        case 400..<500: Problem(.malformedRequest)
        default: nil
        }
    }
}

extension ProblemCode {
    /// The status of an answer with the code.
    var status: HTTPResponse.Status {
        switch self {
        case .malformedRequest, .malformedJSON, .payloadEncoding, .idempotencyKeyInvalid, .invalidCursor: .badRequest
        case .unauthenticated, .wrongCredentials, .signOnFailed: .unauthorized
        case .forbidden, .assignedToOther, .supplementNeedsHead, .passwordChangeRequired, .keyScope, .signOnUnmapped,
            .signOnUnknown, .accountDisabled:
            .forbidden
        case .notFound, .statusNotFound, .dossierNotFound, .procedureNotFound, .unknownAction, .demoOnly,
            .noticeNotFound, .messageNotFound, .webhookNotFound, .accountNotFound, .sessionNotFound, .keyNotFound,
            .postingNotFound, .checkpointNotFound, .signOnOff:
            .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .wrongStatus, .stepNotActive, .paymentStep, .handOverOnly, .apologyRequired, .reappointmentExhausted,
            .voidOnlySameDay, .clockBackwards, .clockNotSimulated, .messageNotResendable,
            .usernameTaken, .accountOfProvider, .lastAdministrator, .postingNotPossible, .postingOverlaps,
            .keyNameTaken, .keyRevoked, .historyForked, .dossierArchived:
            .conflict
        case .versionMismatch: .preconditionFailed
        case .bodyTooLarge: .contentTooLarge
        case .unsupportedMediaType: .unsupportedMediaType
        case .expectationFailed: .expectationFailed
        case .unknownStep, .unknownOutcome, .denialNeedsReason, .returnTargetInvalid, .assigneeInvalid,
            .newDueDateInvalid, .newDueDateTooEarly, .calendarUnknown, .noOfficeTime, .regimeNotInForce,
            .invalidRequest, .idempotencyKeyReused, .weakPassword, .historyTooLong, .reportTooLarge:
            .unprocessableContent
        case .tooManyAttempts, .tooManyLookups: .tooManyRequests
        case .busy, .storageUnavailable, .signInBusy, .signOnUnavailable: .serviceUnavailable
        case .internalFault: .internalServerError
        }
    }
}
