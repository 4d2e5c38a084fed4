import DossierDomain
import DossierEngine
import Hummingbird

/// Every change of a dossier (thao tác trên hồ sơ).
struct ActionHarness: Sendable {
    private let dossiers: DossierService
    private let queries: DossierQueries
    private let rules: Rules

    init(_ dependencies: APIDependencies) {
        dossiers = dependencies.dossiers
        queries = dependencies.queries
        rules = dependencies.rules
    }

    /// Carries an action out.
    ///
    /// - Parameters:
    ///   - operation: The action.
    ///   - call: The request.
    /// - Returns: The dossier as the action left it.
    /// - Throws: ``Problem``, ``RequestRefusal``, `DossierRejection`, ``StoreError``.
    func perform(_ operation: Operation, _ call: HTTPCall) async throws -> Response {
        let staff = try call.staff()
        let code = try call.dossierCode()
        let body = try await call.json(mayBeEmpty: operation == .acceptDossier || operation == .renewPIN)
        let key = try IdempotencyField.read(call.request, body: body.bytes)
        let action = try RequestReader.read(body.value) { ActionReading.action(operation, &$0) }
        let reply = try await dossiers.perform(
            action,
            on: code,
            by: staff.account,
            expectedVersion: try await expectedVersion(of: code, call, staff),
            idempotency: key
        )
        let text = DossierText(rules: rules, now: reply.asOf)
        return DossierAnswer.changed(reply, text: text, showsPIN: operation == .renewPIN)
    }

    /// The version that the request is meant for; of several the present one, if it is among them.
    private func expectedVersion(of code: DossierCode, _ call: HTTPCall, _ staff: SignedIn) async throws -> Int? {
        let field = call.request.headers[.ifMatch]
        guard case .oneOf(let versions) = VersionCondition(ifMatch: field) else { return nil }
        guard versions.count > 1 else {
            guard let version = versions.first else { throw Problem(.versionMismatch) }
            return version
        }
        let present = try await queries.file(code, for: staff.account).dossier.version
        guard versions.contains(present) else { throw Problem(.versionMismatch) }
        return present
    }
}
