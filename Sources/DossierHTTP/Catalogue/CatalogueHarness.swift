import DossierDomain
import DossierEngine
import HTTPTypes
import Hummingbird
import WorkingCalendar

/// The catalogue of procedures (danh mục thủ tục), open to anyone.
struct CatalogueHarness: Sendable {
    private let rules: Rules
    private let clock: any WallClock
    private let maximumPageLength: Int

    init(rules: Rules, clock: any WallClock, maximumPageLength: Int) {
        self.rules = rules
        self.clock = clock
        self.maximumPageLength = maximumPageLength
    }

    private var today: LocalDate { LocalDateTime(clock.now).date }

    /// A page of the catalogue.
    func list(_ call: HTTPCall) async throws -> Response {
        var query = QueryReader(call.request, known: PageRequest.parameters.union(["q", "field", "level"]))
        let page = PageRequest(&query, maximum: maximumPageLength)
        let search = Self.search(&query)
        try query.finish()
        let last = try page.cursor.flatMap { try PageCursor($0, of: .procedures, numbers: 0, hasName: true).name }
        let procedures = try rules.procedures(
            on: today,
            matching: search,
            after: last.map(ProcedureCode.init(rawValue:)),
            limit: page.limit + 1
        )
        let shown = Array(procedures.prefix(page.limit))
        let next = procedures.count > shown.count ? shown.last : nil
        return Answer.page(of: shown, next: next.map { PageCursor(.procedures, name: $0.code.rawValue) }) {
            ProcedureText.write($1, to: &$0)
        }
    }

    /// One procedure.
    func procedure(_ call: HTTPCall) async throws -> Response {
        let code = ProcedureCode(rawValue: call.parameter("code"))
        guard let procedure = try rules.procedure(code, on: today) else { throw Problem(.procedureNotFound) }
        var response = Answer.json(capacity: 4096) { ProcedureText.write(procedure, to: &$0) }
        response.headers[.eTag] = VersionCondition.tag(of: procedure.version)
        return response
    }

    /// What is looked for; what is wrong with it is noted.
    private static func search(_ query: inout QueryReader) -> ProcedureSearch? {
        let text = query.line("q")
        let field = query.line("field")
        let level = query.line("level")
        do throws(FieldDefect) {
            return try ProcedureSearch(text: text, field: field, level: level)
        } catch {
            query.refuse("q", error.code)
            return nil
        }
    }
}
