import DossierDomain
import DossierEngine
import Hummingbird

/// Every change of a dossier (thao tác trên hồ sơ).
struct ActionHarness: Sendable {
    private let dossiers: DossierService
    private let rules: Rules

    init(_ dependencies: APIDependencies) {
        dossiers = dependencies.dossiers
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
        let code = try call.dossierCode()
        let mayBeEmpty = operation == .acceptDossier || operation == .renewPIN
        let (staff, body) = try await call.signedJSON(mayBeEmpty: mayBeEmpty)
        let key = try IdempotencyField.read(call.request, body: body.bytes)
        let action = try RequestReader.read(body.value) { ActionReading.action(operation, &$0) }
        let reply = try await dossiers.perform(
            action,
            on: code,
            by: staff.account,
            versions: call.expectedVersions,
            idempotency: key
        )
        let text = DossierText(rules: rules, now: reply.asOf)
        return DossierAnswer.changed(reply, text: text, showsPIN: operation == .renewPIN)
    }
}
