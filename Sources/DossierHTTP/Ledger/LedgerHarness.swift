import DossierEngine
import Hummingbird

/// Who held a dossier how long (phiếu kiểm soát quá trình giải quyết hồ sơ).
struct LedgerHarness: Sendable {
    private let queries: DossierQueries
    private let rules: Rules

    init(_ dependencies: APIDependencies) {
        queries = dependencies.queries
        rules = dependencies.rules
    }

    /// The ledger of a dossier.
    func ledger(_ call: HTTPCall) async throws -> Response {
        let staff = try call.staff()
        try QueryReader(call.request, known: []).finish()
        let sheet = try await queries.ledger(of: call.dossierCode(), for: staff.account)
        return Answer.json(capacity: 8192) { LedgerText(sheet, rules: rules).write(to: &$0) }
    }
}
