import DossierDomain
import DossierEngine
import Hummingbird
import WorkingCalendar

/// Who has read a dossier (nhật ký xem hồ sơ).
struct ReadingHarness: Sendable {
    private let readings: ReadingQueries
    private let text: ReadingText
    private let lookup: PaidLookup
    private let maximumPageLength: Int

    init(_ dependencies: APIDependencies, lookup: PaidLookup) {
        self.lookup = lookup
        readings = dependencies.readings
        text = ReadingText(organisation: dependencies.rules.organisation)
        maximumPageLength = dependencies.limits.pageLength
    }

    /// A page of a dossier's readings, for staff.
    func list(_ call: HTTPCall) async throws -> Response {
        let staff = try call.staff()
        let code = try call.dossierCode()
        let page = try PageRequest(of: call.request, maximum: maximumPageLength)
        let found = try await readings.readings(
            of: code,
            before: try page.number(of: .readings),
            limit: page.limit,
            for: staff.account
        )
        return Answer.page(of: found.entries, next: Self.cursor(found.next)) { text.write($1, to: &$0) }
    }

    /// A page of a dossier's readings, for whoever knows the PIN.
    func applicantsList(_ call: HTTPCall) async throws -> Response {
        var query = QueryReader(call.request, known: PageRequest.parameters.union(["pin"]))
        let page = PageRequest(&query, maximum: maximumPageLength)
        let pin = query.required("pin")
        try query.finish()
        let before = try page.number(of: .readings)
        return try await lookup.answer(call) { code in
            let found = try await readings.readings(
                of: code,
                pin: pin,
                from: call.origin.key,
                before: before,
                limit: page.limit
            )
            return Answer.page(of: found.readings, next: Self.cursor(found.next)) { text.write($1, to: &$0) }
        }
    }

    private static func cursor(_ next: Int64?) -> PageCursor? { next.map { PageCursor(.readings, numbers: [$0]) } }
}
