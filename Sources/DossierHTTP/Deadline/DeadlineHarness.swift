import DossierEngine
import HTTPTypes
import Hummingbird

/// How a dossier's appointment was reached (cách tính ngày hẹn trả kết quả).
struct DeadlineHarness: Sendable {
    private let queries: DossierQueries
    private let wording: DeadlineWording

    init(_ dependencies: APIDependencies) {
        queries = dependencies.queries
        wording = dependencies.deadlineWording
    }

    /// The explanation, in the language that was asked for.
    func deadline(_ call: HTTPCall) async throws -> Response {
        let staff = try call.staff()
        try QueryReader(call.request, known: []).finish()
        let sheet = try await queries.deadline(of: call.dossierCode(), for: staff.account)
        let language = Language(acceptLanguage: call.request.headers[.acceptLanguage])
        let lines = DeadlineNarrative(words: wording.words(in: language)).lines(of: sheet.account)
        var response = Answer.json(capacity: 8192) { DeadlineText(sheet, lines: lines).write(to: &$0) }
        response.headers[.contentLanguage] = language.rawValue
        return response
    }
}
